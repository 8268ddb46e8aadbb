import Testing

@testable import TensorEngine

/// Reductions and movement over every layout, alone and one behind the other.
@Suite struct MovementLayoutTests {
    @Test(arguments: LayoutCase.all)
    func everyLayoutHoldsTheSameElements(_ test: LayoutCase) {
        var random = RandomTensors("reorder")
        let elements = random.elements(test.shape.count)
        let plain = Tensor(elements, shape: test.shape, on: .cpu)
        for first in LayoutCase.layouts {
            for second in LayoutCase.layouts {
                let moved = plain.reordered(to: first).reordered(to: second)
                #expect(moved.layout == second)
                #expect(moved.doubles == elements, "\(first) to \(second)")
                #expect(moved.reordered(to: .plain).doubles == elements, "\(first) to \(second) and back")
            }
        }
    }

    @Test(arguments: LayoutCase.all)
    func reductions(_ test: LayoutCase) {
        let axes = [
            [0], [1], [2], [3], [0, 1], [0, 2], [1, 3], [2, 3], [0, 2, 3], [3, 0, 2], [1, 2, 3],
            [0, 1, 2, 3],
        ]
        for layout in LayoutCase.layouts {
            for axes in axes {
                expectSameOnBothDevices("sum over \(axes)", [test.shape], layouts: [layout]) {
                    $0[0].sum(axes: axes)
                }
                expectSameOnBothDevices("mean over \(axes)", [test.shape], layouts: [layout]) {
                    $0[0].mean(axes: axes)
                }
            }
            for axis in 0..<4 {
                expectSameOnBothDevices("logSoftmax", [test.shape], layouts: [layout]) {
                    $0[0].logSoftmax(axis: axis)
                }
                // All below 0, so that padding would win.
                expectSameOnBothDevices(
                    "maximum", [test.shape], layouts: [layout], in: -3 ... -1, takingGradients: false
                ) { Tensor($0[0].backend.maximum($0[0].buffer, axis: axis)) }
            }
        }
    }

    @Test(arguments: LayoutCase.all)
    func concatenation(_ test: LayoutCase) {
        for first in LayoutCase.layouts {
            for second in LayoutCase.layouts {
                for axis in 0..<4 {
                    var other = test.shape
                    other[axis] = 3
                    expectSameOnBothDevices(
                        "concatenate along \(axis)", [test.shape, other], layouts: [first, second]
                    ) { Tensor.concatenating([$0[0], $0[1], $0[0]], axis: axis) }
                }
            }
        }
    }

    @Test(arguments: LayoutCase.all)
    func slicesAndPadding(_ test: LayoutCase) {
        for layout in LayoutCase.layouts {
            for axis in 0..<4 {
                let extent = test.shape[axis]
                expectSameOnBothDevices("slice", [test.shape], layouts: [layout]) {
                    $0[0].sliced(axis: axis, extent / 3..<max(extent - 1, 1))
                }
                expectSameOnBothDevices("pad", [test.shape], layouts: [layout]) {
                    $0[0].padded(axis: axis, before: 2, after: 1).exponential()
                }
            }
        }
    }

    /// A permuted tensor is a view whose memory lies in another order; whatever comes next must see that.
    @Test(arguments: LayoutCase.all)
    func permutedViews(_ test: LayoutCase) {
        for order in [[0, 2, 3, 1], [3, 2, 1, 0], [1, 0, 2, 3], [2, 0, 3, 1]] {
            let permuted = Shape(order.map { test.shape[$0] })
            for layout in LayoutCase.layouts {
                expectSameOnBothDevices("permuted", [test.shape], layouts: [layout]) { $0[0].permuted(order) }
                expectSameOnBothDevices("permuted, exponential", [test.shape], layouts: [layout]) {
                    $0[0].permuted(order).exponential()
                }
                expectSameOnBothDevices("permuted twice", [test.shape], layouts: [layout]) {
                    $0[0].permuted(order).squared().permuted(order)
                }
                expectSameOnBothDevices("permuted, reshaped", [test.shape], layouts: [layout]) {
                    $0[0].permuted(order).reshaped(to: [permuted[0] * permuted[1], permuted[2] * permuted[3]])
                }
                expectSameOnBothDevices("permuted, sum", [test.shape], layouts: [layout]) {
                    $0[0].permuted(order).sum(axes: [1, 2])
                }
                for other in LayoutCase.layouts {
                    expectSameOnBothDevices(
                        "permuted, divided", [test.shape, permuted], layouts: [layout, other], in: 0.5...2
                    ) {
                        $0[0].permuted(order) / $0[1]
                    }
                    expectSameOnBothDevices(
                        "permuted, concatenated", [test.shape, permuted], layouts: [layout, other]
                    ) {
                        Tensor.concatenating([$0[0].permuted(order), $0[1]], axis: 1)
                    }
                }
            }
        }
    }

    @Test(arguments: LayoutCase.all)
    func matrixProducts(_ test: LayoutCase) {
        let (rows, columns) = (test.shape[0] * test.shape[1], test.shape[2] * test.shape[3])
        for layout in LayoutCase.layouts {
            for (transposingFirst, transposingSecond) in [
                (false, false), (true, false), (false, true), (true, true),
            ] {
                let inner = transposingFirst ? rows : columns
                let second: Shape = transposingSecond ? [7, inner] : [inner, 7]
                expectSameOnBothDevices("product", [test.shape, second], layouts: [layout]) {
                    $0[0].reshaped(to: [rows, columns]).matrixProduct(
                        $0[1], transposingFirst: transposingFirst, transposingSecond: transposingSecond)
                }
                // The second operand stored the other way and seen as if it were not.
                expectSameOnBothDevices(
                    "product of a view", [test.shape, [second[1], second[0]]], layouts: [layout]
                ) {
                    $0[0].reshaped(to: [rows, columns]).matrixProduct(
                        $0[1].permuted([1, 0]), transposingFirst: transposingFirst,
                        transposingSecond: transposingSecond)
                }
            }
        }
    }

    /// Products large enough that rows, or columns, are split over threads.
    @Test func largeMatrixProducts() {
        for (rows, inner, columns) in [(129, 65, 67), (33, 70, 301), (1, 257, 19), (300, 1, 2)] {
            expectSameOnBothDevices("large product", [[rows, inner], [inner, columns]], layouts: []) {
                $0[0].matrixProduct($0[1])
            }
            expectSameOnBothDevices(
                "large product, transposed", [[inner, rows], [columns, inner]], layouts: []
            ) {
                $0[0].matrixProduct($0[1], transposingFirst: true, transposingSecond: true)
            }
        }
    }
}
