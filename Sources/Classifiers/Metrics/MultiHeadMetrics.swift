import Datasets
import Workspace

/// What a classifier's answers to several questions are worth.
public struct MultiHeadMetrics: Sendable, Equatable, Codable {
    /// The answers to one question.
    public struct Head: Sendable, Equatable, Codable {
        public let name: String
        /// Nil where the answers are numbers.
        public let classes: ClassifierMetrics?
        /// Nil where the answers are classes.
        public let number: NumberMetrics?
        /// From 0 to 1: the share of images whose class is right, or, of a number, 1 − its mean absolute error over the width of its range.
        public let score: Double
    }

    public let task: Task
    /// Test images.
    public let count: Int
    /// In the schema's order.
    public let heads: [Head]
    /// The mean of the heads' scores, by which moments of a training are compared.
    public let meanScore: Double

    enum CodingKeys: String, CodingKey {
        case task, count, heads
        case meanScore = "mean_score"
    }

    /// Measures the outputs of a network.
    ///
    /// - Parameters:
    ///   - outputs: `[N, K]` in row order, all finite.
    ///   - targets: the N true labels.
    ///   - layout: what the K outputs stand for; of multi-head data.
    /// - Throws: `WinnowError` of kind `badData` where there is no image, or a label does not fit the schema.
    /// - Precondition: `outputs.count == targets.count * layout.count`.
    public init(outputs: [Float], targets: [Label], layout: ClassifierOutputs) throws {
        precondition(
            outputs.count == targets.count * layout.count && layout.schema.task == .multiHead,
            "MultiHeadMetrics: \(outputs.count) outputs for [\(targets.count), \(layout.count)]")
        guard !targets.isEmpty else {
            throw WinnowError(.badData, "There is nothing to measure: no test images. Check the test split.")
        }
        let truths = try targets.enumerated().map { place, label in
            guard case .indices(let indices) = label, layout.schema.describes(label) else {
                throw WinnowError(
                    .badData,
                    "The label of test image \(place) is \(label), which does not fit the heads"
                        + " \(layout.schema.heads.map(\.name).joined(separator: ", ")). Check the data set's labels."
                )
            }
            return indices
        }
        let answers = targets.indices.map {
            layout.answers(outputs[$0 * layout.count..<($0 + 1) * layout.count])
        }
        task = .multiHead
        count = targets.count
        heads = try layout.heads.enumerated().map { place, output in
            try Head(output, answers: answers.map { $0[place] }, truths: truths.map { $0[place] })
        }
        meanScore = heads.reduce(0) { $0 + $1.score } / Double(heads.count)
    }
}

extension MultiHeadMetrics.Head {
    fileprivate init(_ output: HeadOutput, answers: [HeadAnswer], truths: [Int]) throws {
        name = output.head.name
        guard let range = output.numbers else {
            let metrics = try ClassifierMetrics(
                probabilities: answers.flatMap { $0.probabilities.map(Float.init) },
                targets: truths.map(Label.index),
                schema: output.head.schema)
            classes = metrics
            number = nil
            score = metrics.overallAccuracy
            return
        }
        let metrics = NumberMetrics(
            predicted: answers.map { $0.number ?? 0 }, actual: truths.map { Double(range.lowerBound + $0) })
        classes = nil
        number = metrics
        score = 1 - metrics.meanAbsoluteError / Double(max(range.count - 1, 1))
    }
}
