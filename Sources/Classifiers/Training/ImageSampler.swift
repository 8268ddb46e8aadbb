import Datasets
import TensorEngine

/// Which images an epoch takes, and in what order: a recipe's key `training.sampler`. An epoch is as many images as there are, whatever
/// the rule, so that a run has as many steps.
struct ImageSampler: Sendable, Equatable {
    typealias Rule = TrainingRecipe.SamplerName

    private enum Choice: Equatable {
        case uniform
        /// For each question, and each class that answers it, the images of the class. Classes without images are left out; so is a bit
        /// that is the same in all images.
        case classes([[[Int]]])
        /// The weights of all images up to each, summed.
        case weighted([Double])
    }

    private let count: Int
    private let choice: Choice

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
                        case .indices(let indices):
                            let terms = zip(schema.headRanges, indices).map { range, index in
                                1 / Double(counts.ones[range.lowerBound + index])
                            }
                            return terms.reduce(0, +) / Double(indices.count)
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
                let question = Self.element(of: classes, &stream)
                return Self.element(of: Self.element(of: question, &stream), &stream)
            }
        case .weighted(let sums):
            return (0..<count).map { _ in
                Self.place(of: stream.uniform(0, sums[sums.count - 1]), in: sums)
            }
        }
    }

    /// Single labels answer one question, each bit one of its own with two classes, and each head one of its own.
    private static func classes(_ labels: [Label], _ schema: LabelSchema) -> [[[Int]]] {
        var images = [[Int]](repeating: [], count: schema.count)
        var others = images
        let starts = schema.headRanges.map(\.lowerBound)
        for (image, label) in labels.enumerated() {
            switch label {
            case .index(let index): images[index].append(image)
            case .bits(let bits):
                for (place, bit) in bits.enumerated() {
                    if bit == 1 { images[place].append(image) } else { others[place].append(image) }
                }
            case .indices(let indices):
                for (start, index) in zip(starts, indices) { images[start + index].append(image) }
            }
        }
        switch schema.task {
        case .singleLabel: return [images.filter { !$0.isEmpty }]
        case .multiHead: return schema.headRanges.map { images[$0].filter { !$0.isEmpty } }
        case .multiLabel:
            let questions = zip(images, others).filter { !$0.isEmpty && !$1.isEmpty }.map { [$0, $1] }
            return questions.isEmpty ? [[Array(labels.indices)]] : questions
        }
    }

    private static func element<Element>(of elements: [Element], _ stream: inout RandomStream) -> Element {
        elements[Int.random(in: 0..<elements.count, using: &stream)]
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
