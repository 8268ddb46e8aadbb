import Datasets
import Foundation
import Testing
import Workspace

@Suite struct MaskFacesLayoutTests {
    static let header = "id,gender,race,age,path\n"
    static let pictures = (1...5).map { "mask\($0)" } + ["incorrect_mask", "normal"]

    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// Writes a person's seven pictures and returns their line of the table.
    func person(_ id: String, _ gender: String, _ age: Int, suffixes: [String] = ["jpg"]) throws -> String {
        let path = "\(id)_\(gender)_Asian_\(age)"
        for (place, name) in Self.pictures.enumerated() {
            let file = "train/images/\(path)/\(name).\(suffixes[place % suffixes.count])"
            try folder.write(CelebAFolder.jpeg(place), to: file)
        }
        return "\(id),\(gender),Asian,\(age),\(path)\n"
    }

    func table(_ lines: [String]) throws {
        try folder.write(Self.header + lines.joined(), to: "train/train.csv")
    }

    func all(_ dataset: Dataset) -> [Example] { Split.allCases.flatMap { dataset.examples(in: $0) } }

    /// The labels of a person's pictures by the pictures' names.
    func labels(of group: String, in dataset: Dataset) -> [String: String] {
        let own = all(dataset).filter { $0.group == group }
        return Dictionary(
            uniqueKeysWithValues: own.map {
                ($0.file.deletingPathExtension().lastPathComponent, dataset.schema.text(of: $0.label))
            })
    }

    @Test(arguments: [
        ("male", 18, "male under 30", 0), ("male", 29, "male under 30", 0), ("male", 30, "male 30 to 59", 1),
        ("male", 59, "male 30 to 59", 1), ("male", 60, "male 60 or over", 2),
        ("female", 29, "female under 30", 3), ("female", 45, "female 30 to 59", 4),
        ("female", 60, "female 60 or over", 5),
    ])
    func theClassIsMaskGenderAndAgeBand(gender: String, age: Int, who: String, number: Int) throws {
        try table([person("000001", gender, age)])
        let dataset = try Dataset.open(folder.url)
        #expect(dataset.layout == "maskfaces" && dataset.schema.task == .singleLabel)
        #expect(dataset.schema.count == 18 && Set(dataset.schema.names).count == 18)
        let names = labels(of: "000001", in: dataset)
        for picture in Self.pictures {
            let wearing =
                picture == "normal" ? "unmasked" : picture == "incorrect_mask" ? "incorrect" : "masked"
            #expect(names[picture] == "\(wearing) \(who)")
        }
        let numbers = Set(all(dataset).map(\.label))
        #expect(numbers == [.index(number), .index(6 + number), .index(12 + number)])
    }

    @Test func idsAreTextsAndExtensionsVary() throws {
        let lines = try [
            person("001498-1", "male", 20, suffixes: ["jpg", "JPG", "jpeg", "png", "PNG", "webp"]),
            person("001498-2", "female", 61), person("000007", "female", 33),
        ]
        try table(lines)
        let dataset = try Dataset.open(folder.url)
        #expect(dataset.problems.isEmpty)
        #expect(Set(all(dataset).compactMap(\.group)) == ["001498-1", "001498-2", "000007"])
        #expect(all(dataset).count == 21)
        #expect(labels(of: "001498-1", in: dataset)["mask2"] == "masked male under 30")
        #expect(labels(of: "001498-2", in: dataset)["mask2"] == "masked female 60 or over")
    }

    @Test func junkOfMacOSIsNoPicture() throws {
        try table([person("000001", "male", 20)])
        for path in [
            "000001_male_Asian_20/._mask1.jpg", "000001_male_Asian_20/._normal.jpg", "._000001_male_Asian_20",
        ] {
            try folder.write("junk", to: "train/images/" + path)
        }
        try folder.write("junk", to: "train/._train.csv")
        let dataset = try Dataset.open(folder.url)
        #expect(all(dataset).count == 7 && dataset.problems.isEmpty)
        #expect(!all(dataset).contains { $0.path.contains("/._") })
        #expect(!dataset.notes.contains { $0.contains("not used") })
    }

    @Test func aPersonIsOnOneSideOfTheSplit() throws {
        let ids = (1...120).map { String(format: "%06d", $0) }
        let lines = try ids.map { try person($0, "male", 20) }
        try table(lines)
        let dataset = try Dataset.open(folder.url)
        let people = Split.allCases.map { Set(dataset.examples(in: $0).compactMap(\.group)) }
        #expect(people.reduce(0) { $0 + $1.count } == 120)
        #expect(people[0].union(people[1]).union(people[2]) == Set(ids))
        #expect(
            Split.allCases.allSatisfy {
                dataset.examples(in: $0).count == 7 * people[Split.allCases.firstIndex(of: $0)!].count
            })
        #expect((84...108).contains(people[0].count) && !people[1].isEmpty && !people[2].isEmpty)
        #expect(dataset.notes.contains { $0.contains("hash of the people's ids") })
        // People stay where they are when others go.
        try table(Array(lines.dropFirst(60)))
        let fewer = try Dataset.open(folder.url)
        #expect(Set(fewer.examples(in: .test).compactMap(\.group)).isSubset(of: people[2]))
        #expect(fewer.notes.contains("60 folders in train/images are not listed and are not used"))
    }

    @Test func aPersonWithTwoLinesStaysTogether() throws {
        let lines = try ["20", "60", "35", "41"].flatMap { age in
            try (1...20).map { try person(String(format: "%06d", $0), "male", Int(age)!) }
        }
        try table(lines)
        let dataset = try Dataset.open(folder.url)
        let people = Split.allCases.map { Set(dataset.examples(in: $0).compactMap(\.group)) }
        #expect(people.reduce(0) { $0 + $1.count } == 20 && all(dataset).count == 560)
    }

    @Test(arguments: [
        ("2,male,Asian,20\n", "4 fields, where the first line names 5"), (",male,Asian,20,p\n", "no id"),
        ("2,man,Asian,20,p\n", "the gender of 2 is “man”; it takes male or female"),
        ("2,male,Asian,old,p\n", "the age of 2 is “old”; it takes 0 to 150"),
        ("2,male,Asian,-3,p\n", "the age of 2 is “-3”"),
        ("2,male,Asian,20,\n", "the folder train/images/ is not there"),
        ("2,male,Asian,20,../images/p\n", "is not there"),
        ("2,male,Asian,20,000001_male_Asian_20\n", "000001_male_Asian_20 is listed twice"),
    ])
    func faultsOfTheTableAreLocatedOrSkipped(line: String, reason: String) throws {
        try table([person("000001", "male", 20), line])
        try folder.write("", to: "train/images/p/mask1.jpg")
        let error = #expect(throws: WinnowError.self) { try Dataset.open(folder.url) }
        #expect(error?.kind == .badData && error?.message.contains("train/train.csv:3: ") == true)
        #expect(error?.message.contains(reason) == true, "\(error?.message ?? "")")
        let dataset = try Dataset.open(folder.url, skipBad: true)
        #expect(dataset.problems.count == 1 && all(dataset).count == 7)
    }

    @Test func picturesThatAreMissingOrTwiceAreNamed() throws {
        try table([person("000001", "male", 20)])
        let place = "train/images/000001_male_Asian_20"
        try FileManager.default.removeItem(at: folder.url.appending(path: "\(place)/mask4.jpg"))
        try folder.write(CelebAFolder.jpeg(1), to: "\(place)/normal.png")
        try folder.write(CelebAFolder.jpeg(1), to: "\(place)/mask6.jpg")
        let dataset = try Dataset.open(folder.url, skipBad: true)
        #expect(
            dataset.problems.map(\.description) == [
                "\(place): there is no picture mask4",
                "\(place): normal.jpg and normal.png both are its picture normal",
            ])
        #expect(all(dataset).count == 5)
        #expect(
            dataset.notes.contains {
                $0.contains("1 file in train/images is none of a person's seven pictures")
            })
    }

    @Test func aTableWithoutItsColumnsOrPeopleIsRefused() throws {
        _ = try person("000001", "male", 20)
        try folder.write("000001,male,Asian,20,000001_male_Asian_20\n", to: "train/train.csv")
        let columns = #expect(throws: WinnowError.self) { try Dataset.open(folder.url, skipBad: true) }
        #expect(columns?.message.contains("train.csv:1: no column id") == true, "\(columns?.message ?? "")")
        try table([])
        let empty = #expect(throws: WinnowError.self) { try Dataset.open(folder.url, skipBad: true) }
        #expect(empty?.kind == .badData && empty?.message.contains("lists nobody") == true)
        let attributes = #expect(throws: WinnowError.self) {
            try Dataset.open(folder.url, attributes: ["male"])
        }
        #expect(attributes?.kind == .usage)
    }
}
