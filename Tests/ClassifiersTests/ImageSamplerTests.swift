import Datasets
import TensorEngine
import TestSupport
import Testing

@testable import Classifiers

@Suite struct ImageSamplerTests {
    /// How often each image is taken in an epoch, on average over many, times how many images there are.
    private func frequencies(_ rule: TrainingRecipe.SamplerName, _ labels: [Label], _ task: Task)
        -> [Double]
    {
        frequencies(
            rule, labels,
            LabelSchema(task: task, names: task == .singleLabel ? ["A", "B", "C", "D"] : ["Rare", "Even"]))
    }

    private func frequencies(_ rule: TrainingRecipe.SamplerName, _ labels: [Label], _ schema: LabelSchema)
        -> [Double]
    {
        let sampler = ImageSampler(rule, labels: labels, schema: schema)
        let epochs = 20_000
        var counts = [Int](repeating: 0, count: labels.count)
        for epoch in 0..<epochs {
            var stream = RandomStream(seed: 5, name: "epoch/\(epoch)")
            let order = sampler.order(&stream)
            #expect(order.count == labels.count)
            for image in order { counts[image] += 1 }
        }
        return counts.map { Double($0) / Double(epochs) }
    }

    /// Five images of A, two of B and one of D; of C there are none.
    private let single: [Label] = [0, 0, 0, 0, 0, 1, 1, 3].map { .index($0) }

    @Test func uniformTakesEachOnce() {
        #expect(frequencies(.uniform, single, .singleLabel) == [Double](repeating: 1, count: 8))
    }

    /// Of single labels all three rules mean the same: each class that there is a third of the epoch.
    @Test(arguments: [TrainingRecipe.SamplerName.classBalanced, .inverseFrequency, .imbalancedDataset])
    func classesAreTakenAlike(rule: TrainingRecipe.SamplerName) {
        let share = 8.0 / 3
        let expected = [Double](repeating: share / 5, count: 5) + [share / 2, share / 2, share]
        expectClose(frequencies(rule, single, .singleLabel), expected, relative: 0, absolute: 0.05)
    }

    /// Rare has one image of four, Even two.
    private let multi: [Label] = [[1, 1], [0, 1], [0, 0], [0, 0]].map { .bits($0) }

    @Test func onesAndZerosOfALabelAreTakenAlike() {
        // Half of the draws are by Rare, half of these of its one image; half by Even, a quarter of each of its images.
        let expected = [0.25 + 0.125, 1.0 / 12 + 0.125, 1.0 / 12 + 0.125, 1.0 / 12 + 0.125].map { $0 * 4 }
        expectClose(
            frequencies(.classBalanced, multi, .multiLabel), expected, relative: 0, absolute: 0.05)
    }

    @Test func bitsWeighByTheirFrequency() {
        let weights = [(1 + 0.5) / 2, (1.0 / 3 + 0.5) / 2, (1.0 / 3 + 0.5) / 2, (1.0 / 3 + 0.5) / 2]
        let sum = weights.reduce(0, +)
        expectClose(
            frequencies(.inverseFrequency, multi, .multiLabel), weights.map { 4 * $0 / sum }, relative: 0,
            absolute: 0.05)
    }

    @Test func combinationsAreTakenAlike() {
        let expected = [4.0 / 3, 4.0 / 3, 2.0 / 3, 2.0 / 3]
        expectClose(
            frequencies(.imbalancedDataset, multi, .multiLabel), expected, relative: 0, absolute: 0.05)
    }

    /// Three images of men, one of a woman; one has much hair, three have some, and none has none.
    @Test(arguments: [TrainingRecipe.SamplerName.classBalanced, .inverseFrequency, .imbalancedDataset])
    func headsAreTakenAlike(rule: TrainingRecipe.SamplerName) {
        let schema = LabelSchema(heads: [
            LabelHead("sex", .classes(["male", "female"])),
            LabelHead("hair", .classes(["none", "some", "much"])),
        ])
        let labels: [Label] = [[0, 1], [0, 1], [0, 2], [1, 1]].map { .indices($0) }
        // A sixth of the draws for each image that has others of its kind, whichever way they are counted.
        let expected = [2.0 / 3, 2.0 / 3, 4.0 / 3, 4.0 / 3]
        expectClose(frequencies(rule, labels, schema), expected, relative: 0, absolute: 0.05)
    }

    /// A label that all images have, or none, has no two sides to balance.
    @Test func labelsWithoutContrastAreLeftOut() {
        let labels: [Label] = [[1, 1], [1, 0], [1, 0]].map { .bits($0) }
        let expected = [1.5, 0.75, 0.75]
        expectClose(
            frequencies(.classBalanced, labels, .multiLabel), expected, relative: 0, absolute: 0.05)
        let flat: [Label] = [[1, 0], [1, 0]].map { .bits($0) }
        expectClose(frequencies(.classBalanced, flat, .multiLabel), [1, 1], relative: 0, absolute: 0.05)
    }
}
