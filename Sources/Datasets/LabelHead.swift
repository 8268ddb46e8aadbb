/// One of the questions that a multi-head data set answers for every image.
public struct LabelHead: Sendable, Hashable {
    /// What the answers are.
    public enum Answers: Sendable, Hashable {
        /// One of these classes, which have no order.
        case classes([String])
        /// A whole number from this range, such as an age in years. As the numbers have an order, a network may answer with the
        /// expected value over the classes, one a number, or with a number of its own.
        case number(ClosedRange<Int>)
    }

    /// What it asks for, such as `age`.
    public let name: String
    public let answers: Answers

    /// The most answers that a head may have.
    static let countLimit = 1 << 16

    /// - Precondition: there is at least one answer, and at most 65,536 of them.
    public init(_ name: String, _ answers: Answers) {
        self.name = name
        self.answers = answers
        precondition(isPossible, "LabelHead: \(name) has \(count) answers")
    }

    /// How many answers there are; an answer's index runs from 0 to below this. Of a number the index counts from the least.
    public var count: Int {
        switch answers {
        case .classes(let names): names.count
        case .number(let range):
            range.upperBound.subtractingReportingOverflow(range.lowerBound).partialValue &+ 1
        }
    }

    /// The answer at an index: a class's name, or the number.
    ///
    /// - Precondition: `index` is below `count`.
    public func text(at index: Int) -> String {
        switch answers {
        case .classes(let names): names[index]
        case .number(let range): String(range.lowerBound + index)
        }
    }

    /// The answers as single labels: what losses, metrics and reports of classes take.
    package var schema: LabelSchema {
        LabelSchema(task: .singleLabel, names: (0..<count).map(text(at:)))
    }

    /// What the answers are called among the labels of all heads, such as `gender male`.
    package var answerNames: [String] { (0..<count).map { "\(name) \(text(at: $0))" } }

    fileprivate var isPossible: Bool { (1...Self.countLimit).contains(count) }
}

/// `{"name": "gender", "classes": ["male", "female"]}` or `{"name": "age", "from": 0, "to": 116}`.
extension LabelHead: Codable {
    private enum CodingKeys: String, CodingKey {
        case name, classes, from, to
    }

    /// - Throws: `DecodingError` where there is no answer, or too many.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        name = try container.decode(String.self, forKey: .name)
        if let classes = try container.decodeIfPresent([String].self, forKey: .classes) {
            answers = .classes(classes)
        } else {
            let from = try container.decode(Int.self, forKey: .from)
            let to = try container.decode(Int.self, forKey: .to)
            guard from <= to else {
                throw DecodingError.dataCorruptedError(
                    forKey: .to, in: container, debugDescription: "the numbers end before they begin")
            }
            answers = .number(from...to)
        }
        guard isPossible else {
            throw DecodingError.dataCorruptedError(
                forKey: .name, in: container, debugDescription: "\(name) has no possible number of answers")
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(name, forKey: .name)
        switch answers {
        case .classes(let names): try container.encode(names, forKey: .classes)
        case .number(let range):
            try container.encode(range.lowerBound, forKey: .from)
            try container.encode(range.upperBound, forKey: .to)
        }
    }
}
