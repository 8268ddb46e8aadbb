import Datasets

/// What the outputs of a classifier's network stand for.
///
/// There is one logit a label; in multi-head data one an answer, a head behind the other, but where a head's numbers are regressed: that
/// head has one output.
public struct ClassifierOutputs: Sendable, Equatable {
    public let schema: LabelSchema
    /// In the schema's order; empty unless the data have several heads.
    public let heads: [HeadOutput]
    /// How many outputs the network has.
    public let count: Int

    /// - Parameter numbers: how heads that answer with numbers do so.
    public init(_ schema: LabelSchema, numbers: NumberAnswer) {
        self.schema = schema
        var end = 0
        heads = schema.heads.map { head in
            var regressed: ClosedRange<Int>?
            if numbers == .regression, case .number(let range) = head.answers { regressed = range }
            defer { end += regressed == nil ? head.count : 1 }
            return HeadOutput(
                head: head, range: end..<end + (regressed == nil ? head.count : 1), regressed: regressed)
        }
        count = schema.task == .multiHead ? end : schema.count
    }

    /// What each output is called, in order.
    public var names: [String] {
        schema.task == .multiHead ? heads.flatMap(\.names) : schema.names
    }

    /// Logits, an image at a time.
    ///
    /// - Parameter logits: `[N, K]` in row order.
    public func rows(_ logits: [Float]) -> [LogitRow] {
        stride(from: 0, to: logits.count, by: count).map { LogitRow(logits[$0..<$0 + count]) }
    }

    /// The probability of each label for each image: of its bit being 1 (multi-label), or of being the one (single-label).
    ///
    /// - Parameter logits: `[N, K]` in row order.
    /// - Returns: `[N, K]` in row order, in 0...1.
    /// - Precondition: the labels have no heads.
    public func probabilities(_ logits: [Float]) -> [Float] {
        rows(logits).flatMap { $0.probabilities(schema.task).map(Float.init) }
    }

    /// What one image's outputs say to each head's question.
    ///
    /// - Parameter outputs: as many as ``count``.
    public func answers(_ outputs: ArraySlice<Float>) -> [HeadAnswer] {
        precondition(outputs.count == count, "\(outputs.count) outputs where the network has \(count)")
        return heads.map { $0.answer($0.own(of: outputs)) }
    }
}
