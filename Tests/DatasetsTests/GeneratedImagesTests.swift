import Foundation
import Testing
import Workspace

@testable import Datasets

@Suite struct GeneratedImagesTests {
    private let folder: TemporaryFolder
    private let expressions = LabelSchema(task: .singleLabel, names: ["Neutral", "Happy", "Sad"])
    private let faces = LabelSchema(task: .multiLabel, names: ["Black_Hair", "Blond_Hair", "Male"])

    init() throws { folder = try TemporaryFolder() }

    private func image(_ path: String) throws {
        try folder.write(CelebAFolder.jpeg(path.utf8.count), to: path)
    }

    private func labels(_ schema: LabelSchema?, skipBad: Bool = false) throws -> [String: Label] {
        let dataset = try GeneratedImages.open(folder.url, schema: schema, skipBad: skipBad)
        #expect(dataset.examples(in: .validation).isEmpty && dataset.examples(in: .test).isEmpty)
        let pairs = dataset.examples(in: .train).map { ($0.file.lastPathComponent, $0.label) }
        return Dictionary(uniqueKeysWithValues: pairs)
    }

    private func refusal(_ schema: LabelSchema?) throws -> String {
        let error = try #require(throws: WinnowError.self) { try labels(schema) }
        #expect(error.kind == .badData)
        return error.message
    }

    @Test func aFolderForEachLabel() throws {
        for path in ["Happy/b.jpg", "Sad/a.jpg", "Sad/notes.txt"] { try image(path) }
        #expect(try labels(expressions) == ["a.jpg": .index(2), "b.jpg": .index(1)])
        // Without a schema the folders are the labels.
        #expect(try labels(nil) == ["a.jpg": .index(1), "b.jpg": .index(0)])
        #expect(try refusal(faces).contains("names no label of Black_Hair, Blond_Hair, Male"))
    }

    @Test func numbersDoForLabels() throws {
        for path in ["00000/a.jpg", "2/b.jpg"] { try image(path) }
        #expect(try labels(expressions) == ["a.jpg": .index(0), "b.jpg": .index(2)])
        try image("3/c.jpg")
        #expect(try refusal(expressions).contains("3/c.jpg"))
    }

    @Test func aFolderNamesAWholeLabel() throws {
        for path in ["Blond_Hair+Male/a.jpg", "none/b.jpg"] { try image(path) }
        #expect(try labels(faces) == ["a.jpg": .bits([0, 1, 1]), "b.jpg": .bits([0, 0, 0])])
    }

    @Test func anImageInNoFolderHasNoLabel() throws {
        try image("a.jpg")
        #expect(try refusal(expressions).contains("a.jpg: lies in no folder"))
        try image("Happy/b.jpg")
        #expect(try labels(expressions, skipBad: true) == ["b.jpg": .index(1)])
    }

    @Test(arguments: [
        "file_name,target\nx/a.jpg,Blond_Hair & Male\nx/b.jpg,none\n",
        "target,file_name,score\nBlond_Hair & Male,x/a.jpg,1\nnone,x/b.jpg,2\n",
        "file_name,Male,Black_Hair,Blond_Hair\nx/a.jpg,1,0,1\nx/b.jpg,-1,-1,0\n",
        "file_name,label\nx/a.jpg,\"Male & Blond_Hair\"\n./x/b.jpg,none\n",
    ])
    func tablesOfMultiLabelImages(csv: String) throws {
        for path in ["x/a.jpg", "x/b.jpg"] { try image(path) }
        try folder.write(csv, to: "metadata.csv")
        #expect(try labels(faces) == ["a.jpg": .bits([0, 1, 1]), "b.jpg": .bits([0, 0, 0])])
    }

    @Test(arguments: [
        #"{"file_name": "x/a.jpg", "target": ["Male", "Blond_Hair"]}"#,
        #"{"file_name": "x/a.jpg", "target": {"Male": 1, "Blond_Hair": 1, "Black_Hair": 0}}"#,
        #"{"file_name": "x/a.jpg", "label": "Blond_Hair & Male", "more": [1, null]}"#,
        #"{"file_name": "x/a.jpg", "Male": 1, "Blond_Hair": 1, "Black_Hair": 0}"#,
    ])
    func linesOfMultiLabelImages(line: String) throws {
        try image("x/a.jpg")
        try folder.write(line + "\n", to: "metadata.jsonl")
        #expect(try labels(faces) == ["a.jpg": .bits([0, 1, 1])])
    }

    @Test func singleLabelsInTables() throws {
        for path in ["x/a.jpg", "Sad/b.jpg", "x/c.jpg"] { try image(path) }
        try folder.write("file_name,label\nx/a.jpg,Happy\nSad/b.jpg,\nx/c.jpg,0\n", to: "metadata.csv")
        #expect(
            try labels(expressions) == ["a.jpg": .index(1), "b.jpg": .index(2), "c.jpg": .index(0)])
    }

    @Test(arguments: [
        ("file,label\nx/a.jpg,Happy\n", "metadata.csv:1: no column file_name"),
        ("file_name,label\nx/a.jpg,Angry\n", "metadata.csv:2: the label of x/a.jpg is Angry"),
        ("file_name,label\nx/a.jpg\n", "metadata.csv:2: 1 fields"),
        ("file_name,label\n../a.jpg,Happy\n", "outside"), ("file_name,label\n/x/a.jpg,Happy\n", "outside"),
        ("file_name,label\nx/b.jpg,Happy\n", "x/b.jpg is not there"),
        ("file_name,label\nx/a.jpg,Happy\nx/a.jpg,Sad\n", "metadata.csv:3: x/a.jpg is listed twice"),
        ("file_name\nx/a.jpg\n", "is x, which is none of"), ("file_name,label\nx/a.gif,Happy\n", "not named"),
        ("", "metadata.csv:1"),
    ])
    func badTablesAreRefused(csv: String, what: String) throws {
        try image("x/a.jpg")
        try folder.write(csv, to: "metadata.csv")
        let message = try refusal(expressions)
        #expect(message.contains(what), "\(message)")
    }

    @Test func anEmptyFolderIsRefused() throws {
        #expect(try refusal(expressions).contains("no labelled images"))
        let error = try #require(throws: WinnowError.self) {
            try GeneratedImages.open(folder.url.appending(path: "none"), schema: nil)
        }
        #expect(error.kind == .missingInput)
    }

    @Test func namesOfLabels() throws {
        let odd = LabelSchema(task: .multiLabel, names: ["a/b", ".c", "d+e", "f%2F", "ö"])
        for number in 0..<32 {
            let label = Label.bits((0..<5).map { UInt8(number >> $0 & 1) })
            let name = try #require(odd.folderName(of: label))
            #expect(!name.contains("/") && !name.hasPrefix("."))
            #expect(odd.label(ofFolder: name) == label)
            #expect(odd.label(named: odd.text(of: label)) == label)
        }
        #expect(odd.folderName(of: .bits([1, 1, 1, 1, 1])) == "a%2Fb+%2Ec+d%2Be+f%252F+ö")
        #expect(odd.label(ofFolder: "nobody") == nil && odd.label(named: "ö & nobody") == nil)
        let long = LabelSchema(task: .singleLabel, names: [String(repeating: "x", count: 201)])
        #expect(long.folderName(of: .index(0)) == nil)
        #expect(expressions.label(named: "-1") == nil && expressions.label(named: "1") == .index(1))
    }
}
