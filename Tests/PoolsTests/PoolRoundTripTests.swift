import Datasets
import Foundation
import Testing
import Workspace

@testable import Pools

@Suite struct PoolRoundTripTests {
    @Test(arguments: [Task.multiLabel, .singleLabel]) func whatIsWrittenIsRead(_ task: Task) throws {
        try withTemporaryFolder { root in
            let sample = SamplePool(task: task)
            // Where Tests/Fixtures/pools/check_pool.py is to look at the result, it says where.
            let out =
                ProcessInfo.processInfo.environment["WINNOW_POOL_OUT"].map(URL.init(fileURLWithPath:)) ?? root
            let folder = out.appendingPathComponent(task.rawValue)
            try sample.write(to: folder)
            let pool = try Pool(folder: folder)
            try sample.expectEqual(pool)
            #expect(pool.shardCount == 2)
            #expect(pool.header.library == "winnow tests")

            #expect(try pool.scores(named: "cl-sam") == nil)
            let probability = (0..<12 * sample.schema.count).map { Float($0) / 64 }
            let scores = Scores(score: sample.score, probability: probability)
            try pool.writeScores(scores, named: "cl-sam")
            try pool.writeScores(Scores(score: sample.score.reversed()), named: "random")
            let ranking = try Ranking(score: scores.score, classes: pool.classes(within: .target))
            let selection = ranking.selection(
                try ranking.keeping(.topK(2)), named: "best", targets: pool.targets)
            try pool.writeSelection(selection)

            let again = try Pool(folder: folder)
            #expect(again.scoreNames == ["cl-sam", "random"])
            #expect(try again.scores(named: "cl-sam") == scores)
            #expect(try again.scores(named: "random")?.score == sample.score.reversed())
            #expect(again.selectionNames == ["best"])
            #expect(try again.selection(named: "best") == selection)
            #expect(try PoolVerification(of: folder).isSound)
        }
    }

    @Test(arguments: [Task.multiLabel, .singleLabel]) func poolsByH5pyAreRead(_ task: Task) throws {
        let sample = SamplePool(task: task)
        let pool = try Pool(folder: SamplePool.fixtures.appendingPathComponent(task.rawValue))
        try sample.expectEqual(pool)
        let scores = try #require(try pool.scores(named: "cl-sam"))
        #expect(scores.score == sample.score)
        #expect(scores.probability == (0..<12 * sample.schema.count).map { Float($0) / 64 })
    }

    @Test func equalPoolsAreEqualBytes() throws {
        try withTemporaryFolder { root in
            let sample = SamplePool(task: .multiLabel)
            for name in ["a", "b"] {
                try sample.write(to: root.appendingPathComponent(name))
                let pool = try Pool(folder: root.appendingPathComponent(name))
                try pool.writeScores(Scores(score: sample.score), named: "random")
            }
            for path in [
                "pool.h5", "shards/00000.h5", "shards/00001.h5", "scores/random.h5", "manifest.json",
            ] {
                #expect(
                    try Data(contentsOf: root.appendingPathComponent("a/\(path)"))
                        == Data(contentsOf: root.appendingPathComponent("b/\(path)")), "\(path)")
            }
        }
    }

    @Test func aPoolCanBeReadByManyThreads() throws {
        try withTemporaryFolder { root in
            let sample = SamplePool(task: .multiLabel)
            try sample.write(to: root)
            let pool = try Pool(folder: root)
            let expected = (0..<12).map(sample.image)
            DispatchQueue.concurrentPerform(iterations: 64) { turn in
                let indices = (0..<12).map { ($0 * 5 + turn) % 12 }
                let images = try? pool.images(indices)
                #expect(images == indices.flatMap { expected[$0] })
            }
        }
    }

    @Test func aChunkIsNearOneMebibyte() {
        #expect(ChunkRows.forRows(of: 64 * 64 * 3) == 64)
        #expect(ChunkRows.forRows(of: 128 * 128 * 3) == 16)
        #expect(ChunkRows.forRows(of: 1) == 1 << 20)
        #expect(ChunkRows.forRows(of: 4096 * 4096 * 3) == 1)
    }

    @Test func theSummaryHoldsTheFacts() throws {
        try withTemporaryFolder { root in
            let sample = SamplePool(task: .singleLabel)
            try sample.write(to: root)
            let pool = try Pool(folder: root)
            try pool.writeScores(Scores(score: sample.score), named: "cl-sam")
            let ranking = try Ranking(score: sample.score, classes: pool.classes(within: .target))
            let kept = try ranking.keeping(.topK(1))
            try pool.writeSelection(ranking.selection(kept, named: "one", targets: pool.targets))
            let encoder = JSONEncoder()
            encoder.outputFormatting = .sortedKeys
            let json = try #require(
                JSONSerialization.jsonObject(with: encoder.encode(PoolSummary(of: pool))) as? [String: Any])
            #expect(json["count"] as? Int == 12)
            #expect(json["image_size"] as? Int == 4)
            #expect(json["task"] as? String == "single-label")
            #expect(
                json["per_target"] as? [String: Int] == ["Neutral": 3, "Happy": 3, "Sad": 3, "Surprise": 3])
            #expect(json["shards"] as? Int == 2)
            #expect(json["sealed"] as? Bool == true)
            let scores = try #require(json["scores"] as? [String: [String: Double]])
            #expect(scores["cl-sam"] == ["min": 0, "median": 5.5, "max": 11])
            let selections = try #require(json["selections"] as? [String: [String: Any]])
            #expect(selections["one"]?["count"] as? Int == 4)
            let names = [
                "pool.h5", "shards/00000.h5", "shards/00001.h5", "scores/cl-sam.h5", "selections/one.h5",
            ]
            let bytes = try names.reduce(0) {
                try $0 + Data(contentsOf: root.appendingPathComponent($1)).count
            }
            #expect(json["bytes"] as? Int == bytes)
        }
    }
}
