import TestSupport
import Testing

/// That the fixtures of operations are whole, and that Swift and Python mean the same inputs.
@Suite struct OperationCaseTests {
    @Test(arguments: OperationCase.families)
    func everyCaseIsWhole(family: String) throws {
        let cases = try OperationCase.all(of: family)
        #expect(!cases.isEmpty)
        #expect(Set(cases.map(\.name)).count == cases.count)
        withEvery("case", in: cases) { test in
            let differentiable = test.inputs.filter(\.isDifferentiable)
            #expect(test.output.count == test.outputShape.reduce(1, *))
            #expect(Set(test.gradients.keys) == Set(differentiable.map(\.name)))
            withEvery("input", in: differentiable) { input in
                #expect(test.gradients[input.name]?.count == input.shape.reduce(1, *))
                if test.order > 1 {
                    #expect(test.secondGradients[input.name]?.count == input.shape.reduce(1, *))
                    #expect(test.directions[input.name]?.count == input.shape.reduce(1, *))
                }
            }
            #expect(
                (test.secondGradients["cotangent"]?.count ?? 0) == (test.order > 1 ? test.output.count : 0))
            #expect(test.output.allSatisfy { $0.isFinite })
        }
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
        func product(_ a: [Float], _ b: [Float]) -> [Float] { zip(a, b).map { $0 * $1 } }
        expectClose(product(left, right), test.output, "output")
        expectClose(product(g, right), test.gradients["left"] ?? [], "gradient")
        expectClose(product(g, rightDirection), test.secondGradients["left"] ?? [], "second gradient")
        expectClose(
            zip(product(right, leftDirection), product(left, rightDirection)).map { $0 + $1 },
            test.secondGradients["cotangent"] ?? [], "second gradient of the cotangent")
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
        expectClose(output, test.output, "convolution")
    }
}
