import Datasets
import Foundation
import Testing
import Workspace

@Suite struct FolderLayoutTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    func image(_ path: String) throws { try folder.write(CelebAFolder.jpeg(path.utf8.count), to: path) }

    func labels(_ dataset: Dataset, _ split: Split) -> [String: String] {
        Dictionary(
            uniqueKeysWithValues: dataset.examples(in: split).map { example in
                guard case .index(let index) = example.label else { return ("", "") }
                return (example.file.lastPathComponent, dataset.schema.names[index])
            })
    }

    @Test(arguments: ["val", "validation", "valid"])
    func splitAndLabelFolders(validation: String) throws {
        for path in [
            "train/happy/a.jpg", "train/sad/b.JPEG", "train/sad/c.png", "\(validation)/happy/d.jpg",
            "test/sad/e.jpg",
            "train/sad/._c.png", "train/sad/notes.txt",
        ] { try image(path) }
        let dataset = try Dataset.open(folder.url)
        #expect(dataset.layout == "folder")
        #expect(dataset.schema == LabelSchema(task: .singleLabel, names: ["happy", "sad"]))
        #expect(labels(dataset, .train) == ["a.jpg": "happy", "b.JPEG": "sad", "c.png": "sad"])
        #expect(labels(dataset, .validation) == ["d.jpg": "happy"])
        #expect(labels(dataset, .test) == ["e.jpg": "sad"])
        #expect(dataset.notes.isEmpty && dataset.problems.isEmpty)
    }

    @Test func numbersAreOrderedAsNumbers() throws {
        for label in [0, 2, 10] { try image("train/\(label)/x.jpg") }
        try image("val/2/y.jpg")
        let dataset = try Dataset.open(folder.url)
        #expect(dataset.schema.names == ["0", "2", "10"])
        #expect(dataset.notes == ["there are no test images"])
    }

    @Test(arguments: ["", "train/"])
    func unsplitSetIsSplitAndSaid(prefix: String) throws {
        for index in 0..<60 { try image("\(prefix)\(index % 2 == 0 ? "cat" : "dog")/\(index).jpg") }
        let dataset = try Dataset.open(folder.url)
        #expect(dataset.notes.first?.contains("hash") == true)
        #expect(Split.allCases.map { dataset.examples(in: $0).count }.reduce(0, +) == 60)
        #expect((36...58).contains(dataset.examples(in: .train).count))
        #expect(
            Split.allCases.allSatisfy {
                labels(dataset, $0).allSatisfy { ["cat", "dog"].contains($0.value) }
            })
    }

    @Test func metadataTable() throws {
        for path in ["a.jpg", "b, c.png", "more/d.jpg"] { try image(path) }
        try folder.write(
            "file_name,label,split\r\na.jpg,happy,train\r\n\"b, c.png\",sad,val\r\n./more/d.jpg,happy,test\r\n",
            to: "metadata.csv")
        let dataset = try Dataset.open(folder.url)
        #expect(labels(dataset, .train) == ["a.jpg": "happy"])
        #expect(labels(dataset, .validation) == ["b, c.png": "sad"])
        #expect(labels(dataset, .test) == ["d.jpg": "happy"])
        #expect(dataset.examples(in: .test)[0].file.path == folder.url.path + "/more/d.jpg")
    }

    @Test func metadataLinesInEachSplit() throws {
        for path in ["train/a b.jpg", "train/b.jpg", "validation/c.jpg"] { try image(path) }
        try folder.write(
            #"{"file_name": "a b.jpg", "label": 3, "box": [1, 2], "text": "x"}"# + "\n"
                + #"{"label": "1", "file_name": "b.jpg"}"# + "\n\n", to: "train/metadata.jsonl")
        try folder.write(#"{"file_name": "c.jpg", "label": 1}"#, to: "validation/metadata.jsonl")
        let dataset = try Dataset.open(folder.url)
        #expect(dataset.schema.names == ["1", "3"])
        #expect(labels(dataset, .train) == ["a b.jpg": "3", "b.jpg": "1"])
        #expect(labels(dataset, .validation) == ["c.jpg": "1"])
    }

    @Test func metadataWithoutLabelUsesTheFolder() throws {
        try image("x/cat/1.jpg")
        try image("x/dog/2.jpg")
        try folder.write("file_name,split\nx/cat/1.jpg,train\nx/dog/2.jpg,test\n", to: "metadata.csv")
        let dataset = try Dataset.open(folder.url)
        #expect(labels(dataset, .train) == ["1.jpg": "cat"] && labels(dataset, .test) == ["2.jpg": "dog"])
    }

    @Test(arguments: [
        ("b.jpg", "2 fields"), ("no.jpg,x,train", "image no.jpg is not there"),
        ("../a.jpg,x,train", "outside"),
        ("/etc/a.jpg,x,train", "outside"), ("a.jpg,x,train", "twice"), ("b.jpg,x,sometimes", "“sometimes”"),
        ("b.jpg,,train", "no label"), (",x,train", "no file_name"), ("b.txt,x,train", "not named as"),
    ])
    func badMetadataIsLocatedOrSkipped(line: String, reason: String) throws {
        try image("a.jpg")
        try image("b.jpg")
        let line = line == "b.jpg" ? "b.jpg,x" : line
        try folder.write("file_name,label,split\na.jpg,x,train\n\(line)\n", to: "metadata.csv")
        let error = #expect(throws: WinnowError.self) { try Dataset.open(folder.url) }
        #expect(error?.kind == .badData)
        #expect(error?.message.contains("metadata.csv:3: ") == true)
        #expect(error?.message.contains(reason) == true, "\(error?.message ?? "")")
        let dataset = try Dataset.open(folder.url, skipBad: true)
        #expect(dataset.problems.count == 1)
        #expect(Split.allCases.map { dataset.examples(in: $0).count }.reduce(0, +) == 1)
    }

    @Test func brokenJSONIsLocated() throws {
        try image("a.jpg")
        try folder.write("{\"file_name\": \"a.jpg\", \"label\": 1}\n{\"file_name\": \n", to: "metadata.jsonl")
        let error = #expect(throws: WinnowError.self) { try Dataset.open(folder.url) }
        #expect(error?.message.contains("metadata.jsonl:2: not a JSON object") == true)
    }

    @Test func namesFromAFileBreakNoLine() throws {
        try image("a.jpg")
        try folder.write(
            #"{"file_name": "a.jpg", "label": 1}"# + "\n" + #"{"file_name": "\u001b[2Jb\n.gif"}"#,
            to: "metadata.jsonl")
        let problems = try Dataset.open(folder.url, skipBad: true).problems
        #expect(problems.map(\.reason) == ["\u{FFFD}[2Jb\u{FFFD}.gif is not named as a .jpg, .jpeg or .png"])
        #expect(
            WinnowError(.badData, "a\nb\r\u{7}\u{2028}c").message == "a\u{FFFD}b\u{FFFD}\u{FFFD}\u{FFFD}c")
    }

    @Test func columnsWithoutFileNameAreRefused() throws {
        try folder.write("name,label\na.jpg,1\n", to: "metadata.csv")
        let error = #expect(throws: WinnowError.self) { try Dataset.open(folder.url) }
        #expect(error?.kind == .badData && error?.message.contains("no column file_name") == true)
    }

    @Test func unknownLayoutMissingFolderAndFileAreToldApart() throws {
        try folder.write("hello", to: "notes.txt")
        #expect(throws: WinnowError.self) { try Dataset.open(folder.url) }
        let missing = #expect(throws: WinnowError.self) { try Dataset.open(folder.url.appending(path: "no")) }
        #expect(missing?.kind == .missingInput)
        let file = #expect(throws: WinnowError.self) {
            try Dataset.open(folder.url.appending(path: "notes.txt"))
        }
        #expect(file?.kind == .badData)
    }

    @Test func attributesAreForMultiLabelSets() throws {
        try image("train/happy/a.jpg")
        let error = #expect(throws: WinnowError.self) { try Dataset.open(folder.url, attributes: ["happy"]) }
        #expect(error?.kind == .usage)
    }
}
