/// How many images of a set have each label.
public struct LabelFrequencies: Sendable, Equatable {
    public let imageCount: Int
    /// Images with the label, in the schema's order.
    public let counts: [Int]

    /// - Precondition: the labels are the schema's.
    public init(_ labels: [Label], schema: LabelSchema) {
        var counts = [Int](repeating: 0, count: schema.count)
        for label in labels {
            for position in schema.positions(of: label) { counts[position] += 1 }
        }
        self.counts = counts
        imageCount = labels.count
    }

    /// The share of images with the label, from 0 to 1; 0 for a set without images.
    public func share(_ position: Int) -> Double {
        imageCount == 0 ? 0 : Double(counts[position]) / Double(imageCount)
    }
}

extension LabelSchema {
    /// Which of the names an image with this label has, in their order.
    ///
    /// - Precondition: it is a label of this schema.
    public func positions(of label: Label) -> [Int] {
        switch label {
        case .bits(let bits): bits.indices.filter { bits[$0] == 1 }
        case .index(let index): [index]
        case .indices(let indices): zip(headRanges, indices).map { $0.lowerBound + $1 }
        }
    }
}
