import Foundation
import Testing
import Workspace

@testable import Datasets

@Suite struct UTKFaceLayoutTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    func images(_ names: [String], in place: String = "") throws {
        for name in names { try folder.write(CelebAFolder.jpeg(name.utf8.count), to: place + name) }
    }

    func labels(_ dataset: Dataset) -> [String: String] {
        Dictionary(
            uniqueKeysWithValues: Split.allCases.flatMap { dataset.examples(in: $0) }.map {
                ($0.file.lastPathComponent, dataset.schema.text(of: $0.label))
            })
    }

    static let good = "26_1_2_20170116184024662.jpg.chip.jpg"

    @Test(arguments: ["", "UTKFace/", "UTKFace/UTKFace/", "crop_part1/"])
    func namesSayAgeGenderAndRace(place: String) throws {
        let names = [
            Self.good, "0_0_0_20170110215555800.jpg.chip.jpg", "116_1_4_20170120134921760.jpg.chip.jpg",
        ]
        try images(names, in: place)
        try folder.write("junk", to: place + "._" + Self.good)
        let dataset = try Dataset.open(folder.url)
        #expect(dataset.layout == "utkface" && dataset.schema.task == .multiHead)
        #expect(dataset.schema.heads.map(\.name) == ["age", "gender", "race"])
        #expect(dataset.schema.heads.map(\.count) == [117, 2, 5])
        #expect(
            labels(dataset) == [
                names[0]: "age 26 & gender female & race Asian", names[1]: "age 0 & gender male & race White",
                names[2]: "age 116 & gender female & race Others",
            ])
        #expect(dataset.problems.isEmpty)
        #expect(dataset.notes.contains { $0.hasPrefix("UTKFace has no split: the set was split 80:10:10") })
    }

    /// One label for race, gender and age band; only where it is asked for.
    @Test func raceGenderAndAgeBandAreOneLabel() throws {
        let names = [
            Self.good, "30_0_0_20170110215555800.jpg.chip.jpg", "116_1_4_20170120134921760.jpg.chip.jpg",
            "59_0_3_20170120134921760.jpg.chip.jpg",
        ]
        try images(names)
        let dataset = try Dataset.open(folder.url, layout: .utkFaceBands)
        #expect(dataset.layout == "utkface-bands" && dataset.schema.task == .singleLabel)
        #expect(dataset.schema.count == 30 && dataset.schema.names[0] == "White male under 30")
        #expect(
            labels(dataset) == [
                names[0]: "Asian female under 30", names[1]: "White male 30 to 59",
                names[2]: "Others female 60 or over", names[3]: "Indian male 30 to 59",
            ])
        for (index, name) in dataset.schema.names.enumerated() {
            // Race first, age band last.
            let parts = name.split(separator: " ", maxSplits: 2).map(String.init)
            #expect(
                UTKFaceName.races[index / 6] == parts[0] && UTKFaceName.genders[index / 3 % 2] == parts[1])
            #expect(AgeBand.allCases[index % 3].name == parts[2])
        }
        #expect(throws: WinnowError.self) {
            try Dataset.open(folder.url, layout: .utkFaceBands, attributes: ["race"])
        }
        try images(Self.withoutRace)
        let error = #expect(throws: WinnowError.self) { try Dataset.open(folder.url, layout: .utkFaceBands) }
        #expect(error?.message.contains("the race is missing") == true)
    }

    /// The names of the published set in which the race is missing.
    static let withoutRace = [
        "61_1_20170109142408075.jpg.chip.jpg", "61_1_20170109150557335.jpg.chip.jpg",
        "39_1_20170116174525125.jpg.chip.jpg",
    ]

    @Test(arguments: withoutRace)
    func aMissingRaceIsAProblemWhereItIsNeeded(name: String) throws {
        try images([Self.good, name])
        let error = #expect(throws: WinnowError.self) { try Dataset.open(folder.url) }
        #expect(error?.kind == .badData)
        #expect(error?.message.contains("\(name): the race is missing") == true, "\(error?.message ?? "")")
        let dataset = try Dataset.open(folder.url, skipBad: true)
        #expect(dataset.problems.map(\.file) == [name] && Set(labels(dataset).keys) == [Self.good])
    }

    @Test(arguments: withoutRace)
    func aMissingRaceIsNoneWhereItIsNotNeeded(name: String) throws {
        try images([Self.good, name])
        let dataset = try Dataset.open(folder.url, attributes: ["gender", "age"])
        #expect(dataset.schema.heads.map(\.name) == ["gender", "age"] && dataset.problems.isEmpty)
        #expect(labels(dataset)[name] == "gender female & age \(name.prefix(2))")
    }

    @Test(arguments: [
        ("24_0_1_20170116220224657 .jpg.chip.jpg", "age 24 & gender male & race Black"),
        ("55_0_0_20170116232725357jpg.chip.jpg", "age 55 & gender male & race White"),
        ("44_1_4_20170116235150272.pg.chip.jpg", "age 44 & gender female & race Others"),
    ])
    func aFlawBehindTheTimeIsMended(name: String, label: String) throws {
        try images([Self.good, name])
        let dataset = try Dataset.open(folder.url)
        #expect(labels(dataset)[name] == label && dataset.problems.isEmpty)
        #expect(dataset.notes.contains("taken in spite of a flaw in the name: \(name)"))
    }

    @Test(arguments: [
        ("117_1_2_20170116184024662.jpg.chip.jpg", "the age is “117”; it takes 0 to 116"),
        ("x_1_2_20170116184024662.jpg.chip.jpg", "the age is “x”"),
        ("-1_1_2_20170116184024662.jpg.chip.jpg", "the age is “-1”"),
        ("26_2_2_20170116184024662.jpg.chip.jpg", "the gender is “2”; it takes 0 (male) or 1 (female)"),
        ("61_3_20170109150557335.jpg.chip.jpg", "the gender is “3”"),
        ("26_1_5_20170116184024662.jpg.chip.jpg", "the race is “5”"),
        ("26_1__20170116184024662.jpg.chip.jpg", "the race is “”"),
        ("26_1_2_2017011618402466.jpg.chip.jpg", "is not named AGE_GENDER_RACE_TIME.jpg.chip.jpg"),
        ("26_1_2_201701161840246623.jpg.chip.jpg", "is not named"),
        ("26_1_2_20170116184024662_1.jpg.chip.jpg", "is not named"), ("face.chip.jpg", "is not named"),
        ("26_1_2_20170116184024662.png", "is not named"),
        ("26_20170116184024662.jpg.chip.jpg", "is not named"),
    ])
    func otherNamesAreRefused(name: String, reason: String) throws {
        try images([Self.good, name])
        let dataset = try Dataset.open(folder.url, skipBad: true)
        #expect(dataset.problems.map(\.file) == [name])
        #expect(dataset.problems.first?.reason.contains(reason) == true, "\(dataset.problems)")
    }

    @Test func unknownHeadsAndForeignFoldersAreRefused() throws {
        try images([Self.good])
        let error = #expect(throws: WinnowError.self) { try Dataset.open(folder.url, attributes: ["sex"]) }
        #expect(
            error?.kind == .usage && error?.message.contains("age, gender, race") == true,
            "\(error?.message ?? "")")
        try folder.write("", to: "other/a.txt")
        let missing = #expect(throws: WinnowError.self) {
            try Dataset.open(folder.url.appending(path: "other"), layout: .utkFace)
        }
        #expect(missing?.kind == .missingInput)
    }

    @Test func theSummaryCountsAgesByTens() throws {
        try images([
            "9_0_0_20170110000000001.jpg.chip.jpg", "10_0_1_20170110000000002.jpg.chip.jpg",
            "19_1_1_20170110000000003.jpg.chip.jpg", "116_1_4_20170110000000004.jpg.chip.jpg",
        ])
        let summary = try DatasetSummary(of: Dataset.open(folder.url))
        #expect(summary.task == .multiHead)
        #expect(summary.heads?.map(\.name) == ["age", "gender", "race"])
        #expect(
            summary.heads?[0].labels == (0...10).map { "age \($0 * 10) to \($0 * 10 + 9)" } + [
                "age 110 to 116"
            ])
        #expect(summary.labels.count == 12 + 2 + 5)
        let counts = summary.splits.values.reduce(into: [String: Int]()) { sums, split in
            sums.merge(split.positives, uniquingKeysWith: +)
        }
        #expect(counts["age 0 to 9"] == 1 && counts["age 10 to 19"] == 2 && counts["age 110 to 116"] == 1)
        #expect(counts["gender male"] == 2 && counts["race Black"] == 2 && counts["race Asian"] == 0)
        let json = try JSONEncoder().encode(summary)
        #expect(try JSONDecoder().decode(DatasetSummary.self, from: json) == summary)
    }
}
