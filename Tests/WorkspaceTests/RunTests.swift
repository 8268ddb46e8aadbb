import Foundation
import Testing

@testable import Workspace

@Suite struct CheckpointStoreTests {
    let folder: TemporaryFolder
    let store: CheckpointStore

    init() throws {
        folder = try TemporaryFolder()
        store = CheckpointStore(folder: folder.file("checkpoints"))
    }

    private func save(_ step: Int) throws {
        try store.save(step: step) { folder in
            try Data("weights \(step)".utf8).write(to: folder.appendingPathComponent("weights"))
            try Data("moments \(step)".utf8).write(to: folder.appendingPathComponent("moments"))
        }
    }

    private func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: store.folder.path).sorted()
    }

    @Test func keepsTheLastTwoAndFindsTheNewest() throws {
        #expect(try store.latest() == nil)
        for step in [100, 200, 300] { try save(step) }
        #expect(try names() == ["step-00000200", "step-00000300"])
        let checkpoint = try #require(try store.latest())
        #expect(checkpoint.step == 300)
        #expect(try String(contentsOf: checkpoint.file("weights"), encoding: .utf8) == "weights 300")
    }

    /// Each way in which a file of the newest checkpoint can be damaged.
    @Test(arguments: ["truncated", "flipped", "missing", "no manifest", "torn manifest", "wrong step"])
    func aDamagedCheckpointGivesWayToTheOneBefore(damage: String) throws {
        for step in [100, 200] { try save(step) }
        let newest = store.folder.appendingPathComponent("step-00000200")
        let weights = newest.appendingPathComponent("weights")
        let manifest = newest.appendingPathComponent("checkpoint.json")
        switch damage {
        case "truncated": try Data("weights".utf8).write(to: weights)
        case "flipped": try Data("weights 201".utf8).write(to: weights)
        case "missing": try FileManager.default.removeItem(at: weights)
        case "no manifest": try FileManager.default.removeItem(at: manifest)
        case "torn manifest": try Data(contentsOf: manifest).prefix(40).write(to: manifest)
        default:
            let old = store.folder.appendingPathComponent("step-00000100/checkpoint.json")
            try Data(contentsOf: old).write(to: manifest)
        }
        #expect(try store.latest()?.step == 100)
        // The run goes on from 100 and saves 150: the damaged 200 must not count as one of the two that are kept.
        try save(150)
        #expect(try names() == ["step-00000100", "step-00000150"])
    }

    @Test func noWholeCheckpointIsAnError() throws {
        try save(100)
        try Data().write(to: store.folder.appendingPathComponent("step-00000100/weights"))
        let error = #expect(throws: WinnowError.self) { try store.latest() }
        #expect(error?.kind == .badData)
    }

    @Test func aWriterThatFailsLeavesTheOthersAlone() throws {
        struct Failure: Error {}
        try save(100)
        #expect(throws: Failure.self) {
            try store.save(step: 200) { folder in
                try Data("half".utf8).write(to: folder.appendingPathComponent("weights"))
                throw Failure()
            }
        }
        #expect(try names() == ["step-00000100"])
        #expect(try store.latest()?.step == 100)
    }

    @Test func aStepIsSavedAgainAndLeftoversOfKilledRunsGo() throws {
        try save(100)
        let leftover = store.folder.appendingPathComponent(".step-00000200.2000000000-1.winnow-partial")
        try FileManager.default.createDirectory(at: leftover, withIntermediateDirectories: false)
        try store.save(step: 100) { try Data("new".utf8).write(to: $0.appendingPathComponent("weights")) }
        #expect(try names() == ["step-00000100"])
        let checkpoint = try #require(try store.latest())
        #expect(try String(contentsOf: checkpoint.file("weights"), encoding: .utf8) == "new")
        #expect(!FileManager.default.fileExists(atPath: checkpoint.file("moments").path))
    }
}

@Suite struct CSVLogTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func text() throws -> String {
        try String(contentsOf: folder.file("metrics.csv"), encoding: .utf8)
    }

    private func log(_ step: Int? = nil, columns: [String] = ["iteration", "loss", "note"]) throws -> CSVLog {
        try CSVLog(folder.file("metrics.csv"), columns: columns, resumingAfter: step)
    }

    @Test func rowsAreThereAtOnceAndQuoted() throws {
        let log = try log()
        try log.append(step: 1, [0.1, .nan])
        try log.append(step: 2, ["a,b", "say \"no\"\nagain"])
        #expect(
            try text() == "iteration,loss,note\n1,0.1,nan\n2,\"a,b\",\"say \"\"no\"\"\u{FFFD}again\"\n")
    }

    @Test func resumingDropsLaterAndTornRows() throws {
        do {
            let log = try log()
            for step in [10, 20, 30, 40] { try log.append(step: step, [1, 2]) }
        }
        try Data((text() + "5").utf8).write(to: folder.file("metrics.csv"))
        try log(20).append(step: 30, [3, 4])
        #expect(try text() == "iteration,loss,note\n10,1.0,2.0\n20,1.0,2.0\n30,3.0,4.0\n")
    }

    @Test func resumingWithoutATableStartsOne() throws {
        try log(20).append(step: 30, [3, 4])
        #expect(try text() == "iteration,loss,note\n30,3.0,4.0\n")
    }

    @Test func otherColumnsAreRefusedAndKept() throws {
        try log(columns: ["epoch", "accuracy"]).append(step: 1, [0.5])
        let error = #expect(throws: WinnowError.self) { try log(1) }
        #expect(error?.kind == .badData)
        #expect(try text() == "epoch,accuracy\n1,0.5\n")
    }
}

@Suite struct EventWriterTests {
    /// The fixture holds the same events as TensorBoard's own code writes them.
    @Test func writesWhatTensorBoardWrites() throws {
        let folder = try TemporaryFolder()
        let writer = try EventWriter(folder.file("events"), resumingAfter: 300) { 1_700_000_000.25 }
        try writer.addScalar("loss/critic", -0.125, step: 301)
        try writer.addScalar("loss/café", .nan, step: 70000)
        try writer.addScalar("zero", 0, step: 0)
        try writer.addImage(
            "samples", png: Data(contentsOf: Fixture.url("pixel.png")), width: 2, height: 1, step: 301)
        #expect(try Data(contentsOf: writer.url) == Data(contentsOf: Fixture.url("events.bin")))
    }

    @Test func checksumsOfTheStandard() {
        // RFC 3720, appendix B.4.
        #expect(CRC32C.checksum([UInt8](repeating: 0, count: 32)) == 0x8A91_36AA)
        #expect(CRC32C.checksum([UInt8](repeating: 0xFF, count: 32)) == 0x62A8_AB43)
        #expect(CRC32C.checksum(0..<32) == 0x46DD_794E)
    }

    @Test func twoWritersInOneSecondHaveTwoFiles() throws {
        let folder = try TemporaryFolder()
        let first = try EventWriter(folder: folder.url)
        let second = try EventWriter(folder: folder.url)
        #expect(first.url != second.url)
        #expect(first.url.lastPathComponent.hasPrefix("events.out.tfevents."))
    }
}
