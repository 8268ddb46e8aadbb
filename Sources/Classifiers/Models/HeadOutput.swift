import Datasets

/// Where in a network's outputs the answer to one question is, and how it is read.
public struct HeadOutput: Sendable, Equatable {
    public let head: LabelHead
    /// Its outputs among the network's.
    public let range: Range<Int>
    /// The numbers of a head that has a single output for them all; nil where each answer has one of its own.
    let regressed: ClosedRange<Int>?

    /// The head's part of one image's outputs.
    ///
    /// - Parameter outputs: of the whole network.
    func own(of outputs: ArraySlice<Float>) -> ArraySlice<Float> {
        outputs[outputs.startIndex + range.lowerBound..<outputs.startIndex + range.upperBound]
    }

    /// The numbers that it answers with; nil where its answers are classes.
    var numbers: ClosedRange<Int>? {
        guard case .number(let numbers) = head.answers else { return nil }
        return numbers
    }

    /// What the outputs are called: `gender male`, or the head's name for a single one.
    var names: [String] {
        regressed == nil ? head.answerNames : [head.name]
    }

    /// The answer that an image's outputs give.
    ///
    /// - Parameter outputs: those in ``range``, of one image.
    func answer(_ outputs: ArraySlice<Float>) -> HeadAnswer {
        if let regressed {
            let number = NumberScale(regressed).number(at: Double(outputs[outputs.startIndex]))
            return HeadAnswer(number: number, in: regressed)
        }
        let probabilities = LogitRow(outputs).probabilities(.singleLabel)
        guard let numbers else { return HeadAnswer(probabilities: probabilities) }
        let expected = zip(numbers, probabilities).reduce(0) { $0 + Double($1.0) * $1.1 }
        return HeadAnswer(number: expected, in: numbers, probabilities: probabilities)
    }
}

/// What a network says to one of the questions of multi-head data.
public struct HeadAnswer: Sendable, Equatable {
    /// The likeliest class, the first of equals; of a number, the nearest answer that there is.
    public let index: Int
    /// The number, not rounded; nil where the answers are classes.
    public let number: Double?
    /// Of each answer; empty where the network has one output for all numbers.
    public let probabilities: [Double]

    init(probabilities: [Double]) {
        var best = 0
        for index in probabilities.indices where probabilities[index] > probabilities[best] { best = index }
        index = best
        number = nil
        self.probabilities = probabilities
    }

    /// - Parameter number: finite; it is moved into `range` where it lies outside.
    init(number: Double, in range: ClosedRange<Int>, probabilities: [Double] = []) {
        let inside = min(max(number, Double(range.lowerBound)), Double(range.upperBound))
        self.number = inside
        index = Int(inside.rounded()) - range.lowerBound
        self.probabilities = probabilities
    }
}
