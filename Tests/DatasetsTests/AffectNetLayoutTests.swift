import Datasets
import Foundation
import Testing
import Workspace

@Suite struct AffectNetLayoutTests {
    static let names = ["Neutral", "Happy", "Sad", "Surprise", "Fear", "Disgust", "Anger", "Contempt"]
    static let header =
        "subDirectory_filePath,face_x,face_y,face_width,face_height,facial_landmarks,expression,valence,arousal\n"
    static let lists = "Manually_Annotated_file_lists"

    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    func labels(_ dataset: Dataset, _ split: Split) -> [String: String] {
        Dictionary(
            uniqueKeysWithValues: dataset.examples(in: split).map {
                ($0.file.lastPathComponent, dataset.schema.text(of: $0.label))
            })
    }

    func image(_ path: String) throws {
        try folder.write(CelebAFolder.jpeg(path.utf8.count), to: "Manually_Annotated_Images/" + path)
    }

    static func line(_ path: String, _ expression: String, landmarks: String = "181.64;530.91;187.49;620.82")
        -> String
    {
        "\(path),134,134,899,899,\(landmarks),\(expression),-0.35,0.02\n"
    }

    // MARK: - As its authors ship it

    @Test(arguments: [true, false], [true, false])
    func listsWithAndWithoutNamesOfColumns(trainIsNamed: Bool, validationIsNamed: Bool) throws {
        for path in ["689/a.jpg", "689/b.JPG", "392/c.png", "7/d.jpg"] { try image(path) }
        let train = Self.line("689/a.jpg", "0") + Self.line("689/b.JPG", "7") + Self.line("392/c.png", "5")
        try folder.write((trainIsNamed ? Self.header : "") + train, to: "\(Self.lists)/training.csv")
        try folder.write(
            (validationIsNamed ? Self.header : "") + Self.line("7/d.jpg", "1"),
            to: "\(Self.lists)/validation.csv")
        let dataset = try Dataset.open(folder.url)
        #expect(dataset.layout == "affectnet")
        #expect(dataset.schema == LabelSchema(task: .singleLabel, names: Self.names))
        #expect(labels(dataset, .train) == ["a.jpg": "Neutral", "b.JPG": "Contempt", "c.png": "Disgust"])
        #expect(labels(dataset, .validation) == ["d.jpg": "Happy"])
        #expect(dataset.notes == ["there are no test images"] && dataset.problems.isEmpty)
        #expect(
            dataset.examples(in: .validation)[0].path == folder.url.path
                + "/Manually_Annotated_Images/7/d.jpg")
    }

    @Test func otherExpressionsAreLeftOutAndCounted() throws {
        for path in ["1/a.jpg", "1/b.jpg"] { try image(path) }
        let others = ["8", "9", "10", "10", "NULL"].enumerated().map { Self.line("1/x\($0).jpg", $1) }
        try folder.write(
            Self.header + Self.line("1/a.jpg", "3") + others.joined(), to: "\(Self.lists)/training.csv")
        try folder.write(
            Self.line("1/b.jpg", "4") + Self.line("1/y.jpg", "8"), to: "\(Self.lists)/validation.csv")
        let dataset = try Dataset.open(folder.url)
        #expect(labels(dataset, .train) == ["a.jpg": "Surprise"])
        #expect(labels(dataset, .validation) == ["b.jpg": "Fear"])
        #expect(
            dataset.notes.first
                == "left out 6 images with none of the eight expressions: 1 NULL, 2 No-Face (10), 2 None (8), 1 Uncertain (9)"
        )
    }

    @Test func nullElsewhereIsOfNoInterest() throws {
        try image("1/a.jpg")
        try folder.write(
            "1/a.jpg,NULL,NULL,NULL,NULL,NULL,2,NULL,NULL\r\n", to: "\(Self.lists)/training.csv")
        let dataset = try Dataset.open(folder.url)
        #expect(labels(dataset, .train) == ["a.jpg": "Sad"] && dataset.problems.isEmpty)
    }

    @Test(arguments: [
        (line("1/b.jpg", "11"), "1/b.jpg: the expression is “11”; it takes 0 to 10"),
        (line("1/b.jpg", "happy"), "the expression is “happy”"), (line("1/b.jpg", "-1"), "“-1”"),
        (line("1/no.jpg", "1"), "image 1/no.jpg is not in Manually_Annotated_Images"),
        (line("1/a.jpg", "1"), "1/a.jpg is listed twice"),
        (line("../1/b.jpg", "1"), "is no path within"), (line("/1/b.jpg", "1"), "is no path within"),
        (line("", "1"), "is no path within"), ("1/b.jpg,1,2\n", "3 fields, where there should be 9"),
    ])
    func faultsAreLocatedOrSkipped(line: String, reason: String) throws {
        for path in ["1/a.jpg", "1/b.jpg"] { try image(path) }
        try folder.write(Self.header + Self.line("1/a.jpg", "1") + line, to: "\(Self.lists)/training.csv")
        let error = #expect(throws: WinnowError.self) { try Dataset.open(folder.url) }
        #expect(error?.kind == .badData && error?.message.contains("training.csv:3: ") == true)
        #expect(error?.message.contains(reason) == true, "\(error?.message ?? "")")
        let dataset = try Dataset.open(folder.url, skipBad: true)
        #expect(dataset.problems.count == 1 && labels(dataset, .train) == ["a.jpg": "Happy"])
    }

    @Test func whatIsMissingIsNamed() throws {
        try folder.write(
            Self.header.replacingOccurrences(of: "expression", with: "x"), to: "\(Self.lists)/training.csv")
        let images = #expect(throws: WinnowError.self) { try Dataset.open(folder.url) }
        #expect(
            images?.kind == .missingInput && images?.message.contains("Manually_Annotated_Images") == true)
        try image("1/a.jpg")
        let column = #expect(throws: WinnowError.self) { try Dataset.open(folder.url) }
        #expect(column?.message.contains("training.csv:1: no column expression") == true)
        try folder.write("", to: "\(Self.lists)/training.csv")
        let empty = #expect(throws: WinnowError.self) { try Dataset.open(folder.url) }
        #expect(empty?.kind == .badData && empty?.message.contains("is empty") == true)
        let lists = #expect(throws: WinnowError.self) {
            try Dataset.open(folder.url.appending(path: "Manually_Annotated_Images"), layout: .affectNet)
        }
        #expect(lists?.kind == .missingInput)
    }

    // MARK: - The smaller form

    /// Writes an image and its annotation.
    func annotated(_ number: Int, _ annotation: [UInt8], in split: String = "train_set") throws {
        try folder.write(CelebAFolder.jpeg(number), to: "\(split)/images/\(number).jpg")
        try folder.write(Data(annotation), to: "\(split)/annotations/\(number)_exp.npy")
        for other in ["aro", "val", "lnd"] {
            try folder.write("not read", to: "\(split)/annotations/\(number)_\(other).npy")
        }
    }

    @Test func annotationsAreNumbersOrTexts() throws {
        try annotated(10, NumPyBytes.text("1"))
        try annotated(2, NumPyBytes.number(0, "<i8"))
        try annotated(3, NumPyBytes.text("7"), in: "val_set")
        try folder.write("junk", to: "train_set/images/._2.jpg")
        try folder.write("junk", to: "train_set/annotations/._2_exp.npy")
        let dataset = try Dataset.open(folder.url)
        #expect(dataset.layout == "affectnet-compact" && dataset.schema.names == Self.names)
        #expect(dataset.examples(in: .train).map(\.file.lastPathComponent) == ["2.jpg", "10.jpg"])
        #expect(labels(dataset, .train) == ["2.jpg": "Neutral", "10.jpg": "Happy"])
        #expect(labels(dataset, .validation) == ["3.jpg": "Contempt"])
        #expect(dataset.problems.isEmpty && dataset.notes == ["there are no test images"])
    }

    @Test func otherAnnotationsAreLeftOutAndCounted() throws {
        try annotated(1, NumPyBytes.text("6"))
        try annotated(2, NumPyBytes.text("10"))
        try annotated(3, NumPyBytes.number(8, "<i4"))
        let dataset = try Dataset.open(folder.url)
        #expect(labels(dataset, .train) == ["1.jpg": "Anger"])
        #expect(dataset.notes.first?.hasPrefix("left out 2 images") == true)
    }

    @Test func badAnnotationsAreNamedOrSkipped() throws {
        try annotated(1, NumPyBytes.text("6"))
        try annotated(2, Array("no array".utf8))
        try annotated(3, NumPyBytes.text("x"))
        try folder.write(CelebAFolder.jpeg(4), to: "train_set/images/4.jpg")
        try folder.write(Data(NumPyBytes.text("1")), to: "train_set/annotations/5_exp.npy")
        try annotated(6, NumPyBytes.text("1"))
        try folder.write(CelebAFolder.jpeg(6), to: "train_set/images/6.png")
        let dataset = try Dataset.open(folder.url, skipBad: true)
        #expect(
            dataset.problems.map(\.description) == [
                "train_set/annotations/2_exp.npy: is not an .npy file",
                "train_set/annotations/3_exp.npy: the expression is “x”; it takes 0 to 10",
                "train_set/images/4.jpg: has no annotations/4_exp.npy",
                "train_set/images/6.png: another image has the same number",
                "train_set/annotations/5_exp.npy: there is no image 5 in train_set/images",
            ])
        #expect(labels(dataset, .train) == ["1.jpg": "Anger", "6.jpg": "Happy"])
        #expect(throws: WinnowError.self) { try Dataset.open(folder.url) }
    }

    // MARK: - Folders

    @Test func foldersOfNumbersHaveTheExpressionsNames() throws {
        for number in 0..<8 {
            try folder.write(CelebAFolder.jpeg(number), to: "train/\(number)/t\(number).jpg")
        }
        try folder.write(CelebAFolder.jpeg(1), to: "val/7/v.jpg")
        try folder.write(CelebAFolder.jpeg(1), to: "test/2/e.jpg")
        try folder.write("junk", to: "test/2/._e.jpg")
        let dataset = try Dataset.open(folder.url)
        #expect(dataset.layout == "affectnet-folders" && dataset.schema.names == Self.names)
        #expect(
            labels(dataset, .train)
                == Dictionary(uniqueKeysWithValues: Self.names.enumerated().map { ("t\($0).jpg", $1) }))
        #expect(
            labels(dataset, .validation) == ["v.jpg": "Contempt"]
                && labels(dataset, .test) == ["e.jpg": "Sad"])
        #expect(dataset.notes.isEmpty && dataset.problems.isEmpty)
        #expect(try Dataset.open(folder.url, layout: .folder).schema.names == (0..<8).map(String.init))
    }

    @Test func foldersOfOtherNumbersAreLeftOutAndCounted() throws {
        for number in 0..<11 { try folder.write(CelebAFolder.jpeg(number), to: "train/\(number)/a.jpg") }
        try folder.write(CelebAFolder.jpeg(1), to: "val/8/b.jpg")
        try folder.write(CelebAFolder.jpeg(1), to: "val/0/b.jpg")
        let dataset = try Dataset.open(folder.url)
        #expect(dataset.examples(in: .train).count == 8 && dataset.examples(in: .validation).count == 1)
        #expect(
            dataset.notes.first?.contains("2 None (8)") == true
                && dataset.notes.first?.contains("left out 4") == true)
    }

    @Test func otherNumberedFoldersAreNoAffectNet() throws {
        for number in 0..<10 where number != 8 {
            try folder.write(CelebAFolder.jpeg(number), to: "train/\(number)/a.jpg")
        }
        try folder.write(CelebAFolder.jpeg(1), to: "val/0/b.jpg")
        #expect(try Dataset.open(folder.url, layout: .auto).schema.names == Self.names)
        try folder.write(CelebAFolder.jpeg(1), to: "train/11/a.jpg")
        let dataset = try Dataset.open(folder.url)
        #expect(dataset.layout == "folder" && dataset.schema.count == 10)
        let error = #expect(throws: WinnowError.self) {
            try Dataset.open(folder.url, layout: .affectNetFolders)
        }
        #expect(error?.message.contains("train/11: is not named after an expression's number") == true)
    }
}
