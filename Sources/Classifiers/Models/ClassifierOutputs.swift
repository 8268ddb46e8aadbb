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

    /// What one image's outputs say to each head's question.
    ///
    /// - Parameter outputs: as many as ``count``.
    public func answers(_ outputs: ArraySlice<Float>) -> [HeadAnswer] {
        precondition(outputs.count == count, "\(outputs.count) outputs where the network has \(count)")
        return heads.map { head in
            head.answer(
                outputs[
                    outputs.startIndex + head.range.lowerBound..<outputs.startIndex + head.range.upperBound])
        }
    }
}
