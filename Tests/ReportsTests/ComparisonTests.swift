import Foundation
import Testing
import Workspace

@testable import Reports

@Suite struct ComparisonTests {
    @Test func survivesTheFile() throws {
        let comparison = SampleComparison.celebA()
        let data = try comparison.json()
        let read = try Comparison(json: data, name: "comparison.json")
        #expect(read == comparison)
        #expect(try read.json() == data)
    }

    @Test func loadsFromDisk() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "winnow-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("comparison.json")
        let comparison = SampleComparison.affectNet()
        try comparison.json().write(to: file)
        #expect(try Comparison.load(from: file) == comparison)

        for missing in [folder, folder.appendingPathComponent("none.json")] {
            let error = #expect(throws: WinnowError.self) { try Comparison.load(from: missing) }
            #expect(error?.kind == .missingInput)
        }
    }

    @Test func summaryComesFromTheRows() throws {
        let comparison = SampleComparison.celebA()
        let summary = try #require(comparison.summary.first { $0.policy == "cl-sam" && $0.ratio == 2 })
        func means(_ policy: String, _ ratio: Double) -> [Double] {
            comparison.rows.filter { $0.policy == policy && $0.ratio == ratio }.map(\.meanAccuracy)
        }
        #expect(summary.meanAccuracy == Estimate(of: means("cl-sam", 2)))
        let random = PairedDifference(pairs: zip(means("cl-sam", 2), means("random", 2)).map { ($0, $1) })
        #expect(summary.versusRandom?.paired == random)
        let real = PairedDifference(pairs: zip(means("cl-sam", 2), means("real", 0)).map { ($0, $1) })
        #expect(summary.versusReal?.paired == real)
        // Six policies stand beside random at their ratio; rl has none at 2.61.
        #expect(summary.versusRandom?.comparisons == 6)
        #expect(summary.versusReal?.comparisons == 10)
        #expect(comparison.summary.first { $0.policy == "rl" }?.versusRandom == nil)
        #expect(comparison.summary.first?.versusReal == nil)
    }

    @Test func pairsBySeedNotByPosition() throws {
        var comparison = SampleComparison.celebA(seeds: 3)
        let before = comparison.summary
        comparison.rows.reverse()
        #expect(comparison.summary == before)
        comparison.rows.removeAll { $0.policy == "random" && $0.seed == 1 }
        let summary = try #require(comparison.summary.first { $0.policy == "cl-sam" && $0.ratio == 1 })
        #expect(summary.versusRandom?.paired.difference.count == 2)
        #expect(summary.meanAccuracy.count == 3)
    }

    @Test func summaryInTheFileHasTheDocumentedKeys() throws {
        let object = try #require(
            try JSONSerialization.jsonObject(with: SampleComparison.celebA().json()) as? [String: Any])
        #expect(object["format"] as? String == "winnow-comparison" && object["version"] as? Int == 1)
        let summary = try #require(object["summary"] as? [[String: Any]])
        let entry = try #require(summary.first { $0["policy"] as? String == "cl-sam" })
        let mean = try #require(entry["mean_accuracy"] as? [String: Any])
        #expect(mean["mean"] is Double && (mean["ci95"] as? [Double])?.count == 2)
        let random = try #require(entry["versus_random"] as? [String: Any])
        #expect(random["difference"] is Double && random["p"] is Double && random["p_holm"] is Double)

        let single =
            try JSONSerialization.jsonObject(with: SampleComparison.affectNet().json()) as? [String: Any]
        let first = try #require((single?["summary"] as? [[String: Any]])?.first)
        #expect((first["mean_accuracy"] as? [String: Any])?["ci95"] is NSNull)
    }

    /// Text of the good file → hostile text, and what the message must name.
    static let damages: [(String, String, String)] = [
        ("\"winnow-comparison\"", "\"winnow-pool\"", "format"),
        ("\"version\" : 1", "\"version\" : 2", "version is 2"),
        ("\"version\" : 1", "\"version\" : \"1\"", "version is not a Int"),
        ("\"Male\" : 0.", "\"Male\" : 7.", "rows[0].accuracy.Male is 7."),
        ("\"Male\" : 0.", "\"Bald\" : 0.", "rows[0].accuracy names Bald"),
        ("\"seeds\"", "\"seedz\"", "unknown key \"seedz\""),
        ("\"synthetic_count\"", "\"synthetic\"", "rows[0]"),
        ("\"synthetic_count\" : 0", "\"synthetic_count\" : -1", "rows[0].synthetic_count is -1"),
        ("\"mean_accuracy\" : 0.", "\"mean_accuracy\" : -0.", "rows[0].mean_accuracy is -0."),
        ("\"mean_accuracy\" : 0.", "\"mean_accuracy\" : NaN, \"x\": 0.", "not valid JSON"),
        ("\"policy\" : \"real\"", "\"policy\" : \"\"", "rows[0].policy is empty"),
        ("\"policy\" : \"real\"", "\"policy\" : \"random\"", "rows[0].ratio is 0.0 for random"),
        ("\"seed\" : 0", "\"seed\" : 99", "rows[0].seed is 99"),
        ("\"task\" : \"multi-label\"", "\"task\" : \"both\"", "task"),
    ]

    @Test(arguments: 0..<damages.count)
    func damagedFilesAreRefused(_ index: Int) throws {
        let (old, new, expected) = Self.damages[index]
        let text = String(decoding: try SampleComparison.celebA().json(), as: UTF8.self)
        let place = try #require(text.range(of: old))
        let damaged = text.replacingCharacters(in: place, with: new)
        let error = #expect(throws: WinnowError.self) {
            try Comparison(json: Data(damaged.utf8), name: "comparison.json")
        }
        #expect(error?.kind == .badData)
        #expect(error?.message.contains(expected) == true, "\(error?.message ?? "")")
        #expect(error?.message.contains("\n") == false)
    }

    @Test func fragmentsAreRefused() throws {
        let data = try SampleComparison.affectNet().json()
        let fragments = [
            Data(), Data("[]".utf8), Data("null".utf8), data.prefix(data.count / 2),
            Data([0xFF, 0x00, 0xFE]),
            Data(String(repeating: "[", count: 100_000).utf8),
        ]
        for fragment in fragments {
            let error = #expect(throws: WinnowError.self) { try Comparison(json: fragment, name: "x.json") }
            #expect(error?.kind == .badData)
            #expect(error?.message.hasPrefix("x.json: ") == true)
        }
    }

    @Test func repeatedRowsAndNonsenseAreNotWritten() {
        var repeated = SampleComparison.affectNet()
        repeated.rows.append(repeated.rows[1])
        #expect(throws: WinnowError.self) { try repeated.json() }
        var nonsense = SampleComparison.affectNet()
        nonsense.rows[0].meanAccuracy = .nan
        #expect(throws: WinnowError.self) { try nonsense.json() }
    }
}
