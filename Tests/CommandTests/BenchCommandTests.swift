import Foundation
import Testing

@Suite struct BenchCommandTests {
    private struct Row: Decodable {
        let name: String
        let precision: String
        let seconds: [Double]
        let imagesPerStep: Int
        let operations: Int
        let peakShare: Double
        let waitingShare: Double?
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
            #expect(row.operations > 0 && row.peakShare > 0 && row.peakMegabytes > 0)
            #expect(row.waitingShare == nil)
        }
        // For each of the two images, the last layer alone multiplies and adds 32² · 8 · 3 · 7² times.
        #expect(rows[1].operations > 2 * 2 * 32 * 32 * 8 * 3 * 49)
    }

    @Test func timesRowsThatReadAndWriteFiles() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "winnow-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let faces = try CommandRun(
            "dataset", "faces", folder.path, "--count", "10", "--validation", "0", "--test", "0", "--size",
            "48", "-q")
        #expect(faces.code == 0, "\(faces)")
        let names = ["jpeg-batches-32-4", "jpeg-training-32-4", "pool-writing-32-8", "pool-scoring-32"]
        let run = try CommandRun(
            shell:
                "exec $winnow bench \(names.joined(separator: " ")) --data \(folder.path) --repetitions 1 --json -q"
        )
        #expect(run.code == 0 && run.error.isEmpty, "\(run)")
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let rows = try decoder.decode([Row].self, from: Data(run.output.utf8))
        #expect(rows.map(\.name) == names)
        #expect(rows.map(\.imagesPerStep) == [10, 10, 512, 512])
        #expect(rows.map { $0.operations > 0 } == [false, true, true, true])
        #expect(rows.map { $0.peakShare > 0 } == [false, true, true, true])
        #expect(rows.map { $0.waitingShare != nil } == [false, true, false, false])
        #expect((0...1).contains(rows[1].waitingShare ?? -1))
    }

    @Test func refusesDataThatAreNone() throws {
        #expect(
            try CommandRun("bench", "jpeg-batches-64-64", "--data", "/nowhere").failed(
                66, mentioning: "/nowhere"))
    }

    @Test(arguments: [
        "nonsense", "resnet-training-64", "resnet-training-50-32", "stargan-cycle-64-16",
        "resnet-inference-64-0", "pool-writing-64", "pool-scoring-64-32", "jpeg-batches-64",
        "jpeg-training-48-1-1",
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
