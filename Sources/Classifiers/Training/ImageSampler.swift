import Datasets
import TensorEngine

/// Which images an epoch takes, and in what order: a recipe's key `training.sampler`. An epoch is as many images as there are, whatever
/// the rule, so that a run has as many steps.
struct ImageSampler: Sendable, Equatable {
    typealias Rule = TrainingRecipe.SamplerName

    private enum Choice: Equatable {
        case uniform
        /// For each class, the images of it; classes without images are left out, and their opposites with them.
        case classes([[Int]])
        /// The weights of all images up to each, summed.
        case weighted([Double])
    }

    private let count: Int
    private let choice: Choice

    /// - Precondition: the labels have no heads.
    init(_ rule: Rule, labels: [Label], schema: LabelSchema) {
        count = labels.count
        switch rule {
        case .uniform: choice = .uniform
        case .classBalanced: choice = .classes(Self.classes(labels, schema))
        case .inverseFrequency:
            let counts = ClassCounts(labels, schema: schema)
            choice = .weighted(
                Self.sums(
                    labels.map { label in
                        switch label {
                        case .index(let index): return 1 / Double(counts.ones[index])
                        case .bits(let bits):
                            let terms = bits.enumerated().map { place, bit in
                                1 / Double(bit == 1 ? counts.ones[place] : counts.zeros[place])
                            }
                            return terms.reduce(0, +) / Double(bits.count)
                        case .indices: preconditionFailure("ImageSampler: multi-head labels")
                        }
                    }))
        case .imbalancedDataset:
            var counts: [Label: Int] = [:]
            for label in labels { counts[label, default: 0] += 1 }
            choice = .weighted(Self.sums(labels.map { 1 / Double(counts[$0] ?? 1) }))
        }
    }

    /// The images of an epoch in their order.
    func order(_ stream: inout RandomStream) -> [Int] {
        switch choice {
        case .uniform: return Array(0..<count).shuffled(using: &stream)
        case .classes(let classes):
            return (0..<count).map { _ in
                let images = classes[Int.random(in: 0..<classes.count, using: &stream)]
                return images[Int.random(in: 0..<images.count, using: &stream)]
            }
        case .weighted(let sums):
            return (0..<count).map { _ in
                Self.place(of: stream.uniform(0, sums[sums.count - 1]), in: sums)
            }
        }
    }

    /// Single labels are classes of their own; of bits, the ones and the zeros of each label where there are both, and all images
    /// where there is no such label.
    private static func classes(_ labels: [Label], _ schema: LabelSchema) -> [[Int]] {
        var ones = [[Int]](repeating: [], count: schema.count)
        var zeros = ones
        for (image, label) in labels.enumerated() {
            switch label {
            case .index(let index): ones[index].append(image)
            case .bits(let bits):
                for (place, bit) in bits.enumerated() {
                    if bit == 1 { ones[place].append(image) } else { zeros[place].append(image) }
                }
            case .indices: preconditionFailure("ImageSampler: multi-head labels")
            }
        }
        if schema.task == .singleLabel { return ones.filter { !$0.isEmpty } }
        let classes = zip(ones, zeros).filter { !$0.isEmpty && !$1.isEmpty }.flatMap { [$0, $1] }
        return classes.isEmpty ? [Array(labels.indices)] : classes
    }

    private static func sums(_ weights: [Double]) -> [Double] {
        var sum = 0.0
        return weights.map { weight in
            sum += weight
            return sum
        }
    }

    /// The first place whose sum is above `point`.
    private static func place(of point: Double, in sums: [Double]) -> Int {
        var (low, high) = (0, sums.count - 1)
        while low < high {
            let middle = (low + high) / 2
            if sums[middle] > point { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
