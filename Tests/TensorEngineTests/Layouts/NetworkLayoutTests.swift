import Testing

@testable import TensorEngine

/// Convolution, normalization and pooling over every layout, and on each other's results as they come.
@Suite struct NetworkLayoutTests {
    static let channelCounts = [1, 3, 5, 8, 16, 17, 32, 40]

    @Test(arguments: LayoutCase.all)
    func convolutionTakesAnyLayout(_ test: LayoutCase) {
        for layout in LayoutCase.layouts {
            for outputs in [1, 5, 17, 32] {
                expectSameOnBothDevices(
                    "convolution", [test.shape, [outputs, test.shape[1], 3, 3], [outputs]], layouts: [layout]
                ) { $0[0].convolution($0[1], bias: $0[2], padding: 1, leakySlope: 0.1) }
                expectSameOnBothDevices(
                    "transposed convolution", [test.shape, [test.shape[1], outputs, 4, 4]], layouts: [layout]
                ) { $0[0].transposedConvolution($0[1], stride: 2, padding: 1) }
            }
        }
    }

    @Test(arguments: channelCounts)
    func convolutionsOfAnyWidth(inputs: Int) {
        for outputs in Self.channelCounts {
            for (kernel, stride, padding, size) in [
                (1, 1, 0, 3), (1, 2, 0, 5), (3, 1, 1, 5), (3, 2, 1, 7), (4, 2, 1, 9),
            ] {
                expectSameOnBothDevices(
                    "convolution \(kernel)×\(kernel)",
                    [[1, inputs, size, size - 2], [outputs, inputs, kernel, kernel], [outputs]], layouts: []
                ) { x in
                    let weight = x[1].inPreferredLayout(
                        forInput: x[0].shape, stride: stride, padding: padding)
                    return x[0].convolution(weight, bias: x[2], stride: stride, padding: padding)
                }
            }
            // A sum of a wide kernel's gradient is longer, so it is held to a little less.
            expectSameOnBothDevices(
                "transposed convolution", [[2, inputs, 3, 1], [inputs, outputs, 4, 4]], layouts: [],
                tolerance: 4e-5
            ) { x in
                let result = Tensor.transposedConvolutionShape(
                    input: x[0].shape, weight: x[1].shape, stride: 2, padding: 1)
                let weight = x[1].inPreferredLayout(forInput: result, stride: 2, padding: 1, transposed: true)
                return x[0].transposedConvolution(weight, stride: 2, padding: 1)
            }
        }
    }

    /// What follows a convolution sees the layout that oneDNN chose for it.
    @Test(arguments: channelCounts)
    func anythingAfterAConvolution(outputs: Int) {
        let followers: [(String, (Tensor, Tensor) -> Tensor)] = [
            ("exponential", { y, _ in y.exponential() }),
            ("shifted", { y, _ in y + 1 }),
            ("divided by a plain tensor", { y, other in y / (other.squared() + 1) }),
            ("dividing a plain tensor", { y, other in other / (y.squared() + 1) }),
            ("log-softmax over channels", { y, _ in y.logSoftmax(axis: 1) }),
            ("sum over channels", { y, _ in y.sum(axes: [1]) }),
            ("reshaped", { y, _ in y.reshaped(to: [y.shape[0], y.count / y.shape[0]]).tanh() }),
            ("concatenated", { y, other in Tensor.concatenating([y, other, y.exponential()], axis: 1) }),
            ("sliced", { y, _ in y.sliced(axis: 1, 0..<(y.shape[1] + 1) / 2).sigmoid() }),
            ("max pooled", { y, _ in y.maxPooled(kernel: 3, stride: 2, padding: 1) + 1 }),
            ("average pooled", { y, _ in y.averagePooled(kernel: 2, stride: 2).exponential() }),
            ("global average pooled", { y, _ in y.globalAveragePooled().exponential() }),
            ("permuted", { y, other in y.permuted([1, 0, 3, 2]) * other.permuted([1, 0, 3, 2]) }),
        ]
        for (name, follower) in followers {
            expectSameOnBothDevices(
                name, [[2, 3, 5, 7], [outputs, 3, 3, 3], [2, outputs, 5, 7]], layouts: [], tolerance: 4e-5
            ) { x in follower(x[0].convolution(x[1], padding: 1), x[2]) }
        }
    }

    @Test(arguments: LayoutCase.all)
    func pooling(_ test: LayoutCase) {
        for layout in LayoutCase.layouts {
            expectSameOnBothDevices("max pooling", [test.shape], layouts: [layout], in: -3 ... -1) {
                $0[0].maxPooled(kernel: 3, stride: 2, padding: 1)
            }
            expectSameOnBothDevices("average pooling", [test.shape], layouts: [layout]) {
                $0[0].averagePooled(kernel: 3, stride: 1, padding: 1)
            }
            expectSameOnBothDevices("global average pooling", [test.shape], layouts: [layout]) {
                $0[0].globalAveragePooled()
            }
        }
    }

    @Test(arguments: LayoutCase.all.filter { $0.shape.count / $0.shape[1] > 1 })
    func batchNormalization(_ test: LayoutCase) {
        let channels: Shape = [test.shape[1]]
        for layout in LayoutCase.layouts {
            for fusingReLU in [false, true] {
                expectSameOnBothDevices(
                    "batch normalization", [test.shape, channels, channels], layouts: [layout],
                    tolerance: 2e-4
                ) {
                    $0[0].batchNormalized(scale: $0[1], shift: $0[2], epsilon: 0.1, fusingReLU: fusingReLU)
                        .output
                        .squared()
                }
                expectSameOnBothDevices(
                    "statistics", [test.shape, channels, channels], layouts: [layout], takingGradients: false
                ) {
                    let result = $0[0].batchNormalized(scale: $0[1], shift: $0[2], epsilon: 0.1)
                    return Tensor.concatenating([result.mean, result.variance], axis: 0)
                }
                expectSameOnBothDevices(
                    "given statistics", [test.shape, channels, channels, channels, channels],
                    layouts: [layout],
                    in: 0.5...2
                ) {
                    $0[0].normalized(
                        scale: $0[1], shift: $0[2], mean: $0[3], variance: $0[4], epsilon: 0.1,
                        fusingReLU: fusingReLU)
                }
                expectSameOnBothDevices(
                    "given statistics, fused", [test.shape, channels, channels, channels, channels],
                    layouts: [layout],
                    in: 0.5...2, takingGradients: false
                ) { x in
                    GradientRecording.off {
                        x[0].normalized(
                            scale: x[1], shift: x[2], mean: x[3], variance: x[4], epsilon: 0.1,
                            fusingReLU: fusingReLU)
                    }
                }
            }
        }
    }

    @Test(arguments: LayoutCase.all.filter { $0.shape[2] * $0.shape[3] > 1 })
    func instanceNormalization(_ test: LayoutCase) {
        let channels: Shape = [test.shape[1]]
        for layout in LayoutCase.layouts {
            for fusingReLU in [false, true] {
                expectSameOnBothDevices(
                    "instance normalization", [test.shape, channels, channels], layouts: [layout],
                    tolerance: 2e-4
                ) {
                    $0[0].instanceNormalized(scale: $0[1], shift: $0[2], epsilon: 0.1, fusingReLU: fusingReLU)
                        .squared()
                }
            }
        }
    }
}
