import Datasets
import Foundation
import Testing
import Workspace

@Suite struct CelebALayoutTests {
    /// Columns of the five default attributes in the made-up table.
    static let usual = [1, 2, 3, 4, 5]

    /// Opens the set and compares every label and split with what was written.
    func expectWhole(_ set: CelebAFolder, _ comment: Comment, notes: Int = 0) throws {
        let dataset = try Dataset.open(set.url)
        #expect(dataset.layout == "celeba", comment)
        #expect(dataset.schema.names == ["Black_Hair", "Blond_Hair", "Brown_Hair", "Male", "Young"], comment)
        #expect(dataset.schema.task == .multiLabel)
        #expect(dataset.problems.isEmpty && dataset.notes.count == notes, comment)
        for (split, indices) in [(Split.train, 1...4), (.validation, 5...5), (.test, 6...6)] {
            let examples = dataset.examples(in: split)
            #expect(examples.map(\.file.lastPathComponent) == indices.map(CelebAFolder.file), comment)
            #expect(examples.map(\.label) == indices.map { CelebAFolder.bits($0, Self.usual) }, comment)
            #expect(examples.allSatisfy { FileManager.default.fileExists(atPath: $0.file.path) }, comment)
        }
    }

    static let header = CelebAFolder.names.joined(separator: " ")

    static let tables: [(String, String)] = {
        let plain = CelebAFolder.rows(1...6, separator: " ") { $0 == 1 ? "1" : "-1" }.joined(separator: "\n")
        let wide = CelebAFolder.rows(1...6, separator: "   ") { $0 == 1 ? " 1" : "-1" }.joined(
            separator: "   \n")
        let zeros = CelebAFolder.rows(1...6, separator: " ") { $0 == 1 ? "1" : "0" }.joined(separator: "\n")
        return [
            ("as published", CelebAFolder.table()),
            ("without the count", header + " \n" + plain + "\n"),
            ("without a last newline", "6\n" + header + "\n" + plain),
            ("CRLF", CelebAFolder.table().replacingOccurrences(of: "\n", with: "\r\n")),
            ("runs of spaces and trailing spaces", "6  \n  " + header + "   \n" + wide + "  \n\n\n"),
            ("tabs", "6\n" + (header + "\n" + plain).replacingOccurrences(of: " ", with: "\t")),
            ("byte order mark", "\u{FEFF}" + CelebAFolder.table()),
            ("0 for -1", "6\n" + header + "\n" + zeros),
        ]
    }()

    @Test(arguments: tables)
    func textTables(name: String, table: String) throws {
        let set = try CelebAFolder()
        try set.folder.write(table, to: "list_attr_celeba.txt")
        try set.folder.write(CelebAFolder.partition(), to: "list_eval_partition.txt")
        try expectWhole(set, Comment(rawValue: name))
    }

    @Test(arguments: ["\n", "\r\n"], ["", "\""])
    func commaTables(newline: String, quote: String) throws {
        let set = try CelebAFolder()
        let names = CelebAFolder.names.map { quote + $0 + quote }.joined(separator: ",")
        let rows = CelebAFolder.rows(1...6, separator: ",") { $0 == 1 ? "1" : "-1" }
        try set.folder.write(
            (["image_id," + names] + rows).joined(separator: newline) + newline, to: "list_attr_celeba.csv")
        try set.folder.write(
            "image_id,partition" + newline
                + CelebAFolder.partition(separator: ",").replacingOccurrences(of: "\n", with: newline),
            to: "list_eval_partition.csv")
        try expectWhole(set, "csv")
    }

    @Test(arguments: ["img_align_celeba/img_align_celeba", "Img/img_align_celeba", "images"])
    func nestedImages(path: String) throws {
        let set = try CelebAFolder(images: path)
        try set.folder.write(CelebAFolder.table(), to: "Anno/list_attr_celeba.txt")
        try set.folder.write(CelebAFolder.partition(), to: "Eval/list_eval_partition.txt")
        try expectWhole(set, Comment(rawValue: path))
    }

    /// A challenge's line: a name and 40 values, 0 or 1.
    static func challengeLine(_ index: Int) -> String {
        CelebAFolder.file(index) + (0..<40).map { " \((index + $0) % 2)" }.joined() + "\n"
    }

    @Test(arguments: ["img_align_celeba", "img_align_celeba/img_align_celeba", "images"], ["\n", " \r\n"])
    func challengeLists(images: String, newline: String) throws {
        let set = try CelebAFolder(images: images)
        func write(_ indices: ClosedRange<Int>, _ name: String) throws {
            let text = indices.map(Self.challengeLine).joined()
            try set.folder.write(text.replacingOccurrences(of: "\n", with: newline), to: name)
        }
        try write(1...4, "train_attr_list.txt")
        try write(5...5, "val_attr_list.txt")
        try write(6...6, "test_attr_list.txt")
        let dataset = try Dataset.open(set.url)
        #expect(dataset.layout == "celeba-challenge" && dataset.notes.isEmpty && dataset.problems.isEmpty)
        #expect(Split.allCases.map { dataset.examples(in: $0).count } == [4, 1, 1])
        // Black_Hair, Blond_Hair, Brown_Hair, Male and Young are columns 8, 9, 11, 20 and 39 of the standard forty.
        let columns = [8, 9, 11, 20, 39]
        #expect(dataset.examples(in: .train)[0].label == .bits(columns.map { UInt8((1 + $0) % 2) }))
        #expect(dataset.examples(in: .test)[0].label == .bits(columns.map { UInt8((6 + $0) % 2) }))
    }

    @Test(arguments: [
        ("000002.jpg 1 0\n", "2 values for 000002.jpg, where there are 40 attributes"),
        (challengeLine(2).replacingOccurrences(of: " 0", with: " 2"), "is “2”; it takes 1, -1 or 0"),
        (challengeLine(5), "000005.jpg is listed twice"), (challengeLine(99), "image 000099.jpg is not in"),
    ])
    func faultsOfAChallengeAreLocated(line: String, reason: String) throws {
        let set = try CelebAFolder()
        try set.folder.write(Self.challengeLine(5), to: "train_attr_list.txt")
        try set.folder.write(Self.challengeLine(6) + line, to: "val_attr_list.txt")
        let dataset = try Dataset.open(set.url, skipBad: true)
        let problem = try #require(dataset.problems.first)
        #expect(dataset.problems.count == 1 && problem.file == "val_attr_list.txt" && problem.line == 2)
        #expect(problem.reason.contains(reason), "\(problem)")
        #expect(dataset.notes.contains("there is no list for test"))
    }

    @Test func tableAndChallengeAreToldApart() throws {
        let set = try CelebAFolder()
        try set.folder.write(Self.challengeLine(1), to: "train_attr_list.txt")
        let error = #expect(throws: WinnowError.self) { try Dataset.open(set.url, layout: .celeba) }
        #expect(error?.kind == .missingInput && error?.message.contains("--layout celeba-challenge") == true)
        try set.folder.write(CelebAFolder.table(), to: "list_attr_celeba.txt")
        #expect(try Dataset.open(set.url).layout == "celeba")
        #expect(try Dataset.open(set.url, layout: .celebaChallenge).examples(in: .train).count == 1)
    }

    @Test func missingPartitionIsSplitByNameAndSaid() throws {
        let set = try CelebAFolder(count: 300)
        try set.folder.write(CelebAFolder.table(1...300), to: "list_attr_celeba.txt")
        let dataset = try Dataset.open(set.url)
        #expect(dataset.notes.contains { $0.contains("hash") })
        let counts = Split.allCases.map { dataset.examples(in: $0).count }
        #expect(counts.reduce(0, +) == 300)
        #expect(
            (210...270).contains(counts[0]) && (12...50).contains(counts[1]) && (12...50).contains(counts[2]))
        // An image keeps its split when others go.
        try set.folder.write(CelebAFolder.table(101...300), to: "list_attr_celeba.txt")
        let fewer = try Dataset.open(set.url)
        let validation = Set(dataset.examples(in: .validation).map(\.path))
        #expect(fewer.examples(in: .validation).allSatisfy { validation.contains($0.path) })
    }

    @Test func attributesAreSelectedInTheOrderAsked() throws {
        let set = try CelebAFolder()
        try set.folder.write(CelebAFolder.table(), to: "list_attr_celeba.txt")
        try set.folder.write(CelebAFolder.partition(), to: "list_eval_partition.txt")
        let dataset = try Dataset.open(set.url, attributes: ["Young", "Bald"])
        #expect(dataset.schema.names == ["Young", "Bald"])
        #expect(dataset.examples(in: .train).map(\.label) == (1...4).map { CelebAFolder.bits($0, [5, 0]) })
        let whole = try Dataset.open(set.url, attributes: ["all"])
        #expect(whole.schema.names == CelebAFolder.names)
        #expect(
            whole.examples(in: .train).map(\.label) == (1...4).map { CelebAFolder.bits($0, Array(0..<6)) })
    }

    @Test(arguments: [
        (["Blonde_Hair"], "did you mean Blond_Hair?"), (["hair"], "Black_Hair or Blond_Hair or Brown_Hair"),
        (["male"], "did you mean Male?"), (["Zebra"], "it has Bald, Black_Hair"),
        (["Male", "Male"], "twice"),
        ([], "at least one"),
    ])
    func wrongAttributesAreRefusedWithASuggestion(attributes: [String], message: String) throws {
        let set = try CelebAFolder()
        try set.folder.write(CelebAFolder.table(), to: "list_attr_celeba.txt")
        let error = #expect(throws: WinnowError.self) { try Dataset.open(set.url, attributes: attributes) }
        #expect(error?.kind == .usage)
        #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
    }

    /// A change to the published table, the line that is at fault, a part of the reason, and how many images stay.
    static let faults:
        [(change: @Sendable (inout [String]) -> Void, line: Int, reason: String, remaining: Int)] = [
            ({ $0[0] = "7" }, 1, "7 images", 6),
            ({ $0[3] += " 1" }, 4, "7 values for 000002.jpg", 5),
            ({ $0[4] = "000003.jpg" }, 5, "0 values", 5),
            ({ $0[5] = "000004.jpg 1 1 2 1 1 1" }, 6, "Blond_Hair of 000004.jpg is “2”", 5),
            ({ $0[5] = "000004.jpg 1 1 nan 1 1 1" }, 6, "“nan”", 5),
            (
                { $0[6] = $0[6].replacingOccurrences(of: "000005", with: "000099") }, 7,
                "000099.jpg is not in img_align_celeba", 5
            ),
            ({ $0[6] = $0[5] }, 7, "000004.jpg is listed twice", 5),
            ({ $0[6] = "\u{0}\u{1}\u{2}" }, 7, "0 values", 5),
        ]

    @Test(arguments: faults.indices)
    func faultsAreLocatedOrSkipped(index: Int) throws {
        let fault = Self.faults[index]
        let set = try CelebAFolder()
        var lines = CelebAFolder.table().split(separator: "\n").map(String.init)
        fault.change(&lines)
        try set.folder.write(lines.joined(separator: "\n"), to: "list_attr_celeba.txt")
        try set.folder.write(CelebAFolder.partition(), to: "list_eval_partition.txt")
        let error = #expect(throws: WinnowError.self) { try Dataset.open(set.url) }
        #expect(error?.kind == .badData)
        #expect(
            error?.message.contains("list_attr_celeba.txt:\(fault.line): ") == true, "\(error?.message ?? "")"
        )
        #expect(error?.message.contains(fault.reason) == true, "\(error?.message ?? "")")
        let dataset = try Dataset.open(set.url, skipBad: true)
        #expect(dataset.problems.map(\.line) == [fault.line])
        #expect(dataset.problems.first?.file == "list_attr_celeba.txt")
        #expect(Split.allCases.map { dataset.examples(in: $0).count }.reduce(0, +) == fault.remaining)
    }

    @Test(arguments: [
        ("000001.jpg 0\n000002.jpg 3\n", 2, "takes 0 (train), 1 (validation) or 2 (test)"),
        ("000001.jpg 0\n000002.jpg\n", 2, "1 fields"), ("000001.jpg 0\n000001.jpg 2\n", 2, "two splits"),
    ])
    func faultyPartitionIsLocated(partition: String, line: Int, reason: String) throws {
        let set = try CelebAFolder()
        try set.folder.write(CelebAFolder.table(), to: "list_attr_celeba.txt")
        try set.folder.write(partition, to: "list_eval_partition.txt")
        let dataset = try Dataset.open(set.url, skipBad: true)
        let problem = try #require(dataset.problems.first)
        #expect(
            problem.file == "list_eval_partition.txt" && problem.line == line
                && problem.reason.contains(reason))
        // The rest of the images have no line in the split's list.
        #expect(
            dataset.problems.dropFirst().allSatisfy {
                $0.reason.contains("has no line in list_eval_partition.txt")
            })
    }

    @Test(arguments: ["", "\n\n", "6\n"])
    func emptyTableIsRefused(table: String) throws {
        let set = try CelebAFolder()
        try set.folder.write(table, to: "list_attr_celeba.txt")
        let error = #expect(throws: WinnowError.self) { try Dataset.open(set.url, skipBad: true) }
        #expect(error?.kind == .badData)
    }

    @Test func tableWithoutTheUsualAttributesIsUsedWhole() throws {
        let set = try CelebAFolder(count: 2)
        try set.folder.write("Smiling Hat\n000001.jpg 1 -1\n000002.jpg -1 1\n", to: "list_attr_celeba.txt")
        let dataset = try Dataset.open(set.url)
        #expect(dataset.schema.names == ["Smiling", "Hat"])
        #expect(dataset.notes.contains { $0.contains("all that it has are used") })
    }

    @Test func unlistedImagesAreNoted() throws {
        let set = try CelebAFolder(count: 9)
        try set.folder.write(CelebAFolder.table(), to: "list_attr_celeba.txt")
        try set.folder.write(CelebAFolder.partition(), to: "list_eval_partition.txt")
        #expect(
            try Dataset.open(set.url).notes == [
                "3 images in img_align_celeba are in no list and are not used"
            ])
    }

    @Test func missingImagesFolderIsNamed() throws {
        let set = try CelebAFolder(images: nil)
        try set.folder.write(CelebAFolder.table(), to: "list_attr_celeba.txt")
        let error = #expect(throws: WinnowError.self) { try Dataset.open(set.url) }
        #expect(error?.kind == .missingInput)
        #expect(error?.message.contains("img_align_celeba") == true)
    }
}
