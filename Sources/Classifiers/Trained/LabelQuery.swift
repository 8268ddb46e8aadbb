import Datasets
import Workspace

/// What images are looked for: those that have some labels and lack others.
public struct LabelQuery: Sendable {
    /// What each image should have, in the order given.
    public let labels: [String]
    /// What it should lack; empty for single-label data.
    public let without: [String]
    private let task: Task
    /// Places of the labels, and the bits that are asked for there.
    private let wanted: [(place: Int, bit: UInt8)]
    private let count: Int

    /// - Parameters:
    ///   - labels: what images should have; in single-label data exactly one.
    ///   - without: what they should lack; in single-label data nothing, for an image with one label lacks all others.
    /// - Throws: `WinnowError` of kind `.usage` where a label is unknown, comes twice, or does not go with the task.
    public init(labels: [String], without: [String] = [], schema: LabelSchema) throws {
        try schema.refuseHeads(in: "a search for images")
        let asked = labels + without
        guard !asked.isEmpty else {
            throw WinnowError(.usage, "nothing is asked for; name a label, such as \(schema.names[0])")
        }
        if let unknown = asked.first(where: { !schema.names.contains($0) }) {
            throw WinnowError(
                .usage,
                "there is no label \(unknown); the classifier's are \(schema.names.joined(separator: ", "))")
        }
        if let twice = asked.first(where: { label in asked.count { $0 == label } > 1 }) {
            throw WinnowError(.usage, "\(twice) is asked for twice; name each label once")
        }
        if schema.task == .singleLabel, labels.count != 1 || !without.isEmpty {
            throw WinnowError(
                .usage,
                "the classifier gives each image one label; ask for one, and for none to be missing")
        }
        self.labels = labels
        self.without = without
        task = schema.task
        count = schema.count
        wanted = asked.enumerated().map { order, label in
            (schema.names.firstIndex(of: label) ?? 0, order < labels.count ? 1 : 0)
        }
    }

    /// The logarithm of the probability that an image is as asked for, labels taken as independent: the sum over the labels.
    ///
    /// - Precondition: the row has a logit for each of the classifier's labels.
    public func logProbability(_ row: LogitRow) -> Double {
        guard task == .multiLabel else { return row.logSoftmax(at: wanted[0].place) }
        var bits = [UInt8](repeating: 0, count: count)
        for (place, bit) in wanted { bits[place] = bit }
        let likelihoods = row.logLikelihoods(ofBits: bits)
        return wanted.reduce(0) { $0 + likelihoods[$1.place] }
    }

    /// Places of rows by falling probability; of equals the first comes first.
    public func ranking(_ rows: [LogitRow]) -> [(index: Int, logProbability: Double)] {
        rows.enumerated().map { (index: $0.offset, logProbability: logProbability($0.element)) }
            .sorted { (-$0.logProbability, $0.index) < (-$1.logProbability, $1.index) }
    }

    /// In words: `Eyeglasses and Smiling, and not Male`.
    public var words: String {
        let nots = without.map { "not \($0)" }
        guard !labels.isEmpty else { return nots.joined(separator: " and ") }
        return labels.joined(separator: " and ") + nots.map { ", and \($0)" }.joined()
    }
}
