import Foundation
import TestSupport
import Testing

/// That the fixtures of operations are whole, and that Swift and Python mean the same inputs.
@Suite struct OperationCaseTests {
    /// Loading a case throws where a result is missing or has another shape.
    @Test(arguments: OperationCase.families)
    func everyCaseIsWhole(family: String) throws {
        let cases = try OperationCase.all(of: family)
        #expect(!cases.isEmpty)
        #expect(Set(cases.map(\.name)).count == cases.count)
        withEvery("case", in: cases) { test in
            let results =
                [test.output] + test.gradients.values + test.secondGradients.values + test.states.values
            #expect(results.allSatisfy { $0.isFinite })
            #expect(test.gradients.count == test.inputs.filter(\.isDifferentiable).count)
            #expect(test.secondGradients.count == (test.order > 1 ? test.gradients.count + 1 : 0))
        }
    }

    /// A sketch has to tell one wrong element among thousands.
    @Test func aSketchTellsOneWrongElement() throws {
        let test = try #require(
            try OperationCase.all(of: "losses").first { $0.name == "losses/cross_entropy-3x1000-sum" })
        let logits = try #require(test.values["input"]).map(Double.init)
        let labels = try #require(test.attributes.labels)
        // The gradient of −log softmax is softmax − 1 at the label and softmax elsewhere.
        var gradient: [Double] = []
        for row in 0..<3 {
            let powers = logits[row * 1000..<row * 1000 + 1000].map { exp($0) }
            let sum = powers.reduce(0, +)
            gradient += powers.enumerated().map { $1 / sum - ($0 == labels[row] ? 1 : 0) }
        }
        gradient = gradient.map { $0 * Double(test.cotangent[0]) }
        let stored = try #require(test.gradients["input"])
        guard case .sketch = stored else {
            Issue.record("3,000 elements are stored whole")
            return
        }
        #expect(stored.difference(from: gradient, tolerance: 1e-6) == nil)
        let size = (gradient.reduce(0) { $0 + $1 * $1 } / 3000).squareRoot()
        withEvery("element", in: [0, 1, 1501, 2999]) { place in
            var wrong = gradient
            wrong[place] += size / 10
            #expect(stored.difference(from: wrong, tolerance: 1e-6) != nil)
        }
        #expect(stored.difference(from: Array(gradient.dropLast()), tolerance: 1) != nil)
    }

    /// y = l · r, so the gradients are g · r and g · l, and those of Σ gradient · v follow by hand.
    @Test func productAgreesWithItsFormula() throws {
        let test = try #require(
            try OperationCase.all(of: "pointwise").first { $0.name == "pointwise/mul-same" })
        let left = try #require(test.values["left"])
        let right = try #require(test.values["right"])
        let leftDirection = try #require(test.directions["left"])
        let rightDirection = try #require(test.directions["right"])
        let g = test.cotangent
        func product(_ a: [Float], _ b: [Float]) -> [Double] { zip(a, b).map { Double($0) * Double($1) } }
        try expectAgreement(product(left, right), test.output, "output")
        try expectAgreement(product(g, right), test.gradients["left"], "gradient")
        try expectAgreement(product(g, rightDirection), test.secondGradients["left"], "second gradient")
        try expectAgreement(
            zip(product(right, leftDirection), product(left, rightDirection)).map { $0 + $1 },
            test.secondGradients["cotangent"], "second gradient of the cotangent")
    }

    /// A stride-2 convolution written out, so that the order of dimensions is not left to belief.
    @Test func convolutionAgreesWithItsFormula() throws {
        let test = try #require(
            try OperationCase.all(of: "convolution").first { $0.name == "convolution/3x3-stride2-odd-bias" })
        let images = try #require(test.values["input"])
        let weight = try #require(test.values["weight"])
        let bias = try #require(test.values["bias"])
        let stride = try #require(test.attributes.stride)
        let padding = try #require(test.attributes.padding)
        let (inputShape, weightShape) = (test.inputs[0].shape, test.inputs[1].shape)
        var output: [Double] = []
        for n in 0..<test.outputShape[0] {
            for k in 0..<test.outputShape[1] {
                for y in 0..<test.outputShape[2] {
                    for x in 0..<test.outputShape[3] {
                        var sum = Double(bias[k])
                        for c in 0..<weightShape[1] {
                            for i in 0..<weightShape[2] {
                                for j in 0..<weightShape[3] {
                                    let (row, column) = (y * stride + i - padding, x * stride + j - padding)
                                    guard (0..<inputShape[2]).contains(row),
                                        (0..<inputShape[3]).contains(column)
                                    else { continue }
                                    let pixel =
                                        ((n * inputShape[1] + c) * inputShape[2] + row) * inputShape[3]
                                        + column
                                    let tap =
                                        ((k * weightShape[1] + c) * weightShape[2] + i) * weightShape[3] + j
                                    sum += Double(images[pixel]) * Double(weight[tap])
                                }
                            }
                        }
                        output.append(sum)
                    }
                }
            }
        }
        try expectAgreement(output, test.output, "convolution")
    }

    private func expectAgreement(
        _ actual: [Double], _ expected: StoredTensor?, _ name: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let difference = try #require(expected, sourceLocation: sourceLocation)
            .difference(from: actual, tolerance: 1e-6)
        #expect(difference == nil, "\(name)", sourceLocation: sourceLocation)
    }
}
