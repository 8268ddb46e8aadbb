import Datasets
import Foundation
import Imaging
import TensorEngine
import TestSupport
import Testing
import Workspace

@testable import Classifiers

@Suite struct ClassifierEnsembleTests {
    private static let training = TrainingRecipe(
        budget: .epochs(2), batch: 8, optimizer: .adam, learningRate: 1e-3)

    private func trained(_ toy: ToyTask, seed: UInt64, numbers: NumberAnswer = .expectedValue) throws
        -> TrainedClassifier
    {
        let recipe = toy.recipe(Self.training, head: HeadDescription(numbers: numbers))
        return try toy.trainer(recipe, seed: seed).run()
    }

    @Test func viewsAreTorchvisions() {
        #expect(TestTimeAugmentation.none.views == [.center])
        #expect(TestTimeAugmentation.flip.views.map(\.isMirrored) == [false, true])
        let five = TestTimeAugmentation.fiveCrops.views
        #expect(five.count == 5 && five[0] == .center && Set(five.map(\.position)).count == 5)
        let ten = TestTimeAugmentation.tenCrops.views
        #expect(
            Array(ten.prefix(5)) == five && ten.suffix(5).allSatisfy(\.isMirrored)
                && ten[5].position == .center)
    }

    private struct TenCrops: Decodable {
        let side: Int
        let size: Int
        let crops: [String]
    }

    /// The pixels of torchvision's `TenCrop`, with a margin that is odd (`make_ten_crops.py`).
    @Test func cropsAreTorchvisions() throws {
        let fixture = try FixtureFile.decode(TenCrops.self, from: "pytorch/ten_crops.json")
        let image = Image(
            width: fixture.side, height: fixture.side,
            pixels: (0..<fixture.side * fixture.side * 3).map { UInt8($0 * $0 % 251) })
        var stream = RandomStream(seed: 0, name: "none")
        let found = TestTimeAugmentation.tenCrops.views.map { view in
            let crop = ImageTransforms.classifierView(
                view.position, mirrored: view.isMirrored, resize: fixture.side, imageSize: fixture.size)
            return FileDigest.sha256(Data(crop(image, &stream).pixels))
        }
        #expect(found.count == 10 && Set(found) == Set(fixture.crops) && Set(found).count == 10)
    }

    /// A view is a crop of the square, or of its mirror image.
    @Test func viewsAreCropsOfTheSquare() {
        let image = Image(
            width: 40, height: 30, pixels: (0..<40 * 30 * 3).map { UInt8(truncatingIfNeeded: $0 * 7) })
        let square = image.centerSquare().resized(width: 20, height: 20)
        var stream = RandomStream(seed: 0, name: "none")
        for view in TestTimeAugmentation.tenCrops.views {
            let seen = ImageTransforms.classifierView(
                view.position, mirrored: view.isMirrored, resize: 20, imageSize: 16)(image, &stream)
            let shown = view.isMirrored ? square.flippedHorizontally() : square
            #expect(seen == shown.cropped(16, at: view.position))
        }
    }

    /// The logits of an ensemble stand for the means of its members' probabilities over all views.
    @Test(arguments: [Task.multiLabel, .singleLabel])
    func probabilitiesAreAveraged(task: Task) throws {
        let toy = ToyTask(task: task)
        let members = try [3, 4].map { try trained(toy, seed: $0) }
        let ensemble = try ClassifierEnsemble(members.map { ("member", $0) })
        let source = toy.images(7, "test")
        let found = try ensemble.logits(of: source, augmentation: .flip)
        var mean = [Double](repeating: 0, count: 7 * toy.schema.count)
        for member in members {
            for view in TestTimeAugmentation.flip.views {
                let rows = member.outputs.rows(try member.logits(of: source, view: view, progress: nil))
                for (place, value) in rows.flatMap({ $0.probabilities(task) }).enumerated() {
                    mean[place] += value / 4
                }
            }
        }
        #expect(ensemble.passCount(.flip) == 4)
        expectClose(
            members[0].outputs.rows(found).flatMap { $0.probabilities(task) }, mean, relative: 1e-5,
            absolute: 1e-7)
        let alone = try ClassifierEnsemble([("member", members[0])])
        #expect(try alone.logits(of: source) == members[0].logits(of: source))
        #expect(try alone.metrics(on: source) == members[0].metrics(on: source))
    }

    @Test(arguments: NumberAnswer.allCases)
    func headsAreAveragedEachByItself(numbers: NumberAnswer) throws {
        let toy = ToyTask(task: .multiHead)
        let members = try [3, 4].map { try trained(toy, seed: $0, numbers: numbers) }
        let ensemble = try ClassifierEnsemble(members.map { ("member", $0) })
        let source = toy.images(5, "test")
        let width = ensemble.outputs.count
        func answers(_ logits: [Float]) -> [[HeadAnswer]] {
            (0..<5).map { ensemble.outputs.answers(logits[$0 * width..<($0 + 1) * width]) }
        }
        let found = answers(try ensemble.logits(of: source))
        let own = try members.map { answers(try $0.logits(of: source)) }
        for image in 0..<5 {
            for head in 0..<2 {
                let each = own.map { $0[image][head] }
                expectClose(
                    found[image][head].probabilities,
                    zip(each[0].probabilities, each[1].probabilities).map { ($0 + $1) / 2 }, relative: 1e-5)
                if let number = found[image][head].number {
                    // Far outside of the range a regressed number is moved into it, which these are not.
                    expectClose(number, each.reduce(0) { $0 + ($1.number ?? 0) } / 2, relative: 1e-5)
                }
            }
        }
        let metrics = try ensemble.metrics(on: source)
        #expect(
            try metrics
                == PredictionMetrics(
                    logits: ensemble.logits(of: source), targets: source.labels, outputs: ensemble.outputs))
        guard case .heads = metrics else {
            Issue.record("the metrics of heads are not of heads")
            return
        }
    }

    /// Certain answers have finite logits, and stay certain.
    @Test func certaintyIsKept() {
        let multi = ClassifierOutputs(
            LabelSchema(task: .multiLabel, names: ["A", "B"]), numbers: .regression)
        let averaged = multi.averaged([[500, -500], [500, -500]])
        #expect(averaged.allSatisfy { $0.isFinite })
        expectClose(LogitRow(averaged).probabilities(.multiLabel), [1, 0])
        // Of answers that are as good as certain one is the more certain.
        let surer = multi.averaged([[200, -90], [200, -90]])
        expectClose(surer.map(Double.init), [200, -90], relative: 1e-6)
        let single = ClassifierOutputs(
            LabelSchema(task: .singleLabel, names: ["A", "B"]), numbers: .regression)
        expectClose(
            LogitRow(single.averaged([[500, -500], [-500, 500]])).probabilities(.singleLabel), [0.5, 0.5])
    }

    @Test func otherLabelsAreRefused() throws {
        let first = try trained(ToyTask(task: .multiLabel), seed: 3)
        let second = try trained(ToyTask(task: .singleLabel), seed: 3)
        expectError(
            .usage, "b: its labels are Dark,Red,Blue (single-label)", "those of a are Red,Blue (multi-label)"
        ) {
            _ = try ClassifierEnsemble([("a", first), ("b", second)])
        }
    }
}
