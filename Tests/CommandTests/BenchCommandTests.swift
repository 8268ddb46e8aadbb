import Foundation
import Testing

@Suite struct BenchCommandTests {
    private struct Row: Decodable {
        let name: String
        let precision: String
        let seconds: [Double]
        let imagesPerStep: Int
        let peakShare: Double
        let peakMegabytes: Int
    }

    @Test func timesTheRowsThatAreNamed() throws {
        let run = try CommandRun(
            shell:
                "exec $winnow bench resnet-inference-32-2 stargan-generation-32-2-8 --repetitions 2 --json -q"
        )
        #expect(run.code == 0 && run.error.isEmpty, "\(run)")
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let rows = try decoder.decode([Row].self, from: Data(run.output.utf8))
        #expect(rows.map(\.name) == ["resnet-inference-32-2", "stargan-generation-32-2-8"])
        for row in rows {
            #expect(row.precision == "f32" && row.imagesPerStep == 2)
            #expect(row.seconds.count == 2 && row.seconds.allSatisfy { $0 > 0 })
            #expect(row.peakShare > 0 && row.peakMegabytes > 0)
        }
    }

    @Test(arguments: [
        "nonsense", "resnet-training-64", "resnet-training-50-32", "stargan-cycle-64-16",
        "resnet-inference-64-0",
    ])
    func refusesRowsThatAreNone(name: String) throws {
        #expect(try CommandRun("bench", name).failed(64, mentioning: name))
    }

    /// Choices of algorithms are kept for the next run, and a damaged file is as good as none.
    @Test func choicesAreKeptInTheCacheFolder() throws {
        let caches = FileManager.default.temporaryDirectory.appendingPathComponent(
            "winnow-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: caches) }
        let file = caches.appendingPathComponent("winnow/algorithms.json")
        func choices() throws -> [String: String] {
            let line =
                "XDG_CACHE_HOME=\(caches.path) exec $winnow bench stargan-generation-32-2-16 --algorithms --json -q"
            let run = try CommandRun(shell: line)
            #expect(run.code == 0 && run.error.isEmpty, "\(run)")
            return try JSONDecoder().decode([String: String].self, from: Data(run.output.utf8))
        }
        let first = try choices()
        #expect(!first.isEmpty)
        var kept = try #require(
            JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any])
        #expect(kept["choices"] as? [String: String] == first)

        // What the file says is what is computed by.
        let flipped = first.mapValues { _ in "direct" }
        kept["choices"] = flipped
        try JSONSerialization.data(withJSONObject: kept).write(to: file)
        #expect(try choices() == flipped)

        try Data("{\"basis\": 3".utf8).write(to: file)
        #expect(try Set(choices().keys) == Set(first.keys))
    }
}
