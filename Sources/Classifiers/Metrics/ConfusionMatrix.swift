/// What a classifier takes each class for: how many images of each class it gave to each class (single-label data).
public struct ConfusionMatrix: Sendable, Equatable, Codable {
    /// The classes, in the schema's order.
    public let labels: [String]
    /// `[K][K]`: a row the images of one class, a column those that were said to be of one.
    public let counts: [[Int]]

    /// Puts counts together.
    ///
    /// - Precondition: there are K rows of K counts for K labels, none below 0.
    public init(labels: [String], counts: [[Int]]) {
        precondition(
            counts.count == labels.count
                && counts.allSatisfy { $0.count == labels.count && $0.allSatisfy { $0 >= 0 } },
            "ConfusionMatrix: counts that are not \(labels.count) by \(labels.count)")
        self.labels = labels
        self.counts = counts
    }

    /// The images of a class.
    public func support(_ row: Int) -> Int { counts[row].reduce(0, +) }

    /// The share of a class's images that was given to each class, from 0 to 1; nil for a class without images.
    public func shares(_ row: Int) -> [Double]? {
        let whole = support(row)
        return whole == 0 ? nil : counts[row].map { Double($0) / Double(whole) }
    }

    /// One class taken for another.
    public struct Mistake: Sendable, Equatable {
        public let actual: String
        public let predicted: String
        public let count: Int
        /// Of the class's images, from 0 to 1.
        public let share: Double
    }

    /// Every mistake that was made, by the falling share of its class; of equals the first.
    public var mistakes: [Mistake] {
        var mistakes: [Mistake] = []
        for (row, label) in labels.enumerated() {
            guard let shares = shares(row) else { continue }
            for (column, other) in labels.enumerated() where column != row && counts[row][column] > 0 {
                mistakes.append(
                    Mistake(
                        actual: label, predicted: other, count: counts[row][column], share: shares[column]))
            }
        }
        return mistakes.enumerated()
            .sorted { (-$0.element.share, $0.offset) < (-$1.element.share, $1.offset) }.map(\.element)
    }
}

extension ConfusionMatrix {
    private enum CodingKeys: String, CodingKey {
        case labels, counts
    }

    /// - Throws: `DecodingError` where the counts are no square of the labels.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let labels = try container.decode([String].self, forKey: .labels)
        let counts = try container.decode([[Int]].self, forKey: .counts)
        guard counts.count == labels.count,
            counts.allSatisfy({ $0.count == labels.count && $0.allSatisfy { $0 >= 0 } })
        else {
            throw DecodingError.dataCorruptedError(
                forKey: .counts, in: container,
                debugDescription: "a confusion matrix has a row and a column a label")
        }
        self.init(labels: labels, counts: counts)
    }
}

extension Answers {
    /// - Precondition: each image has one label.
    func confusionMatrix() -> ConfusionMatrix {
        var counts = [[Int]](repeating: [Int](repeating: 0, count: schema.count), count: schema.count)
        for (decision, truth) in zip(predicted, actual) {
            guard let row = truth.firstIndex(of: true), let column = decision.firstIndex(of: true) else {
                preconditionFailure("Answers: an image without a label in single-label data")
            }
            counts[row][column] += 1
        }
        return ConfusionMatrix(labels: schema.names, counts: counts)
    }
}
