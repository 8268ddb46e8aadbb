import Foundation
import Testing

@testable import Workspace

@Suite struct ProgressMeterTests {
    /// Every line of the fixture was written by tqdm itself.
    @Test func looksExactlyLikeTqdm() throws {
        let fixture = try String(contentsOf: Fixture.url("progress.txt"), encoding: .utf8)
        let lines = fixture.split(separator: "\n")
        #expect(lines.count == 192)
        for line in lines {
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
            let (count, total, elapsed) = (Int(fields[0])!, Int(fields[1])!, Double(fields[2])!)
            var meter = ProgressMeter(description: fields[3], total: total)
            meter.advance(by: count, at: elapsed)
            if !fields[6].isEmpty { meter.values = [("loss", "0.3"), ("d", "-1")] }
            let blocks = fields[5] == "1" ? ProgressMeter.Blocks.ascii : ProgressMeter.Blocks.unicode
            #expect(meter.line(width: Int(fields[4])!, blocks: blocks) == fields[7])
        }
    }

    @Test func theRateFollowsTheLastSamples() {
        var meter = ProgressMeter(description: "", total: 1000)
        meter.advance(by: 100, at: 10)
        meter.sample()
        #expect(meter.rate == 10)
        meter.advance(by: 100, at: 11)
        meter.sample()
        // Steps 0.3·100 + 0.7·30 over seconds 0.3·1 + 0.7·3.
        #expect(abs(meter.rate! - 51 / 2.4) < 1e-9)
        #expect(abs(meter.remaining! - 800 / (51 / 2.4)) < 1e-9)
    }

    @Test func whatAResumedRunHadDoneDoesNotCountForTheRate() {
        var meter = ProgressMeter(description: "train", total: 100, initial: 50)
        meter.advance(by: 10, at: 5)
        #expect(meter.rate == 2)
        #expect(meter.plainLine() == "train:  60% 60/100 [00:05<00:20,  2.00it/s]")
    }

    @Test func emptyAndOverfullWork() {
        var empty = ProgressMeter(description: "none", total: 0)
        #expect(empty.line(width: 60).hasPrefix("none: 100%|█"))
        empty.advance(by: 3, at: 1)
        #expect(empty.plainLine() == "none: 100% 3/0 [00:01<00:00,  3.00it/s]")
    }

    @Test func aPipelineAddsUpItsStages() {
        let pipeline = PipelineProgress(stages: [("faces", 1), ("train", 6), ("pool", 3)])
        defer { pipeline.finish() }
        #expect(pipeline.fraction == 0)
        #expect(pipeline.remaining(elapsed: 9) == nil)
        pipeline.begin("train", bars: 2)
        let first = pipeline.ticket()
        #expect(first.title(of: "train") == "[2/3] train")
        #expect(first.title(of: "train scores") == "[2/3] train scores")
        #expect(first.title(of: "resnet") == "[2/3] train resnet")
        _ = first.update(0.5)
        #expect(abs(pipeline.fraction - (1 + 6 * 0.25) / 10) < 1e-12)
        _ = first.finish()
        _ = pipeline.ticket().update(0.5)
        #expect(abs(pipeline.fraction - (1 + 6 * 0.75) / 10) < 1e-12)
        #expect(abs(pipeline.remaining(elapsed: 55)! - 45) < 1e-9)
        pipeline.begin("pool")
        #expect(abs(pipeline.fraction - 0.7) < 1e-12)
    }
}
