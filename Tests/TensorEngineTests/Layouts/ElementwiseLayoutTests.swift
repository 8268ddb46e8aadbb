import Testing

@testable import TensorEngine

/// Elementwise operations over every layout: padding must neither be read nor spoiled.
@Suite struct ElementwiseLayoutTests {
    /// Each result is summed as well, since a sum reads whatever the padding holds.
    private static func withSum(_ tensor: Tensor) -> Tensor {
        tensor + tensor.sum() * 0.01
    }

    @Test(arguments: LayoutCase.all)
    func oneOperand(_ test: LayoutCase) {
        let operations: [(String, ClosedRange<Double>, (Tensor) -> Tensor)] = [
            ("affine", -1...1, { $0.affine(scale: 2, shift: 3) }),
            ("scaled", -1...1, { $0 * 0.5 }),
            ("negated", -1...1, { -$0 }),
            ("absolute", -1...1, { $0.absolute() }),
            ("sign", -1...1, { $0 * $0.sign() }),
            ("squared", -1...1, { $0.squared() }),
            ("squareRoot", 0.2...2, { $0.squareRoot() }),
            ("reciprocal", 0.5...2, { $0.reciprocal() }),
            ("exponential", -1...1, { $0.exponential() }),
            ("logarithm", 0.2...2, { $0.logarithm() }),
            ("tanh", -2...2, { $0.tanh() }),
            ("sigmoid", -3...3, { $0.sigmoid() }),
            ("softplus", -3...3, { $0.softplus() }),
            ("relu", -1...1, { $0.relu() }),
            ("leakyReLU", -1...1, { $0.leakyReLU(slope: 0.1) }),
            ("clamped around 0", -1...1, { $0.clamped(low: -0.5, high: 0.5) }),
            ("clamped above 0", -1...1, { $0.clamped(low: 0.2, high: 0.6) }),
        ]
        for layout in LayoutCase.layouts {
            for (name, range, operation) in operations {
                expectSameOnBothDevices(name, [test.shape], layouts: [layout], in: range) { x in
                    Self.withSum(operation(x[0]))
                }
            }
        }
    }

    @Test(arguments: LayoutCase.all)
    func twoOperands(_ test: LayoutCase) {
        let operations: [(String, ClosedRange<Double>, (Tensor, Tensor) -> Tensor)] = [
            ("add", -1...1, { $0 + $1 }),
            ("subtract", -1...1, { $0 - $1 }),
            ("multiply", -1...1, { $0 * $1 }),
            ("divide", 0.5...2, { $0 / $1 }),
            ("addingWithReLU", -1...1, { $0.addingWithReLU($1) }),
        ]
        for first in LayoutCase.layouts {
            for second in LayoutCase.layouts {
                for (name, range, operation) in operations {
                    expectSameOnBothDevices(
                        name, [test.shape, test.shape], layouts: [first, second], in: range
                    ) { x in
                        Self.withSum(operation(x[0], x[1]))
                    }
                }
            }
        }
    }

    @Test(arguments: LayoutCase.all)
    func expandedOperand(_ test: LayoutCase) {
        let shape = test.shape
        let others: [Shape] = [
            [1, shape[1], 1, 1], [shape[0], 1, 1, 1], [1, 1, shape[2], shape[3]], [shape[3]], [],
            [shape[0], shape[1], 1, 1],
        ]
        for layout in LayoutCase.layouts {
            for other in others {
                expectSameOnBothDevices("add", [shape, other], layouts: [layout]) {
                    Self.withSum($0[0] + $0[1])
                }
                expectSameOnBothDevices("divide", [shape, other], layouts: [layout], in: 0.5...2) {
                    Self.withSum($0[0] / $0[1])
                }
                expectSameOnBothDevices("divide into", [shape, other], layouts: [layout], in: 0.5...2) {
                    Self.withSum($0[1] / $0[0])
                }
            }
        }
    }

    /// A gradient that meets another at one tensor is added in place, whatever the two layouts are.
    @Test(arguments: LayoutCase.all)
    func accumulatedGradients(_ test: LayoutCase) {
        for first in LayoutCase.layouts {
            for second in LayoutCase.layouts {
                expectSameOnBothDevices("accumulate", [test.shape], layouts: []) { x in
                    x[0].reordered(to: first).exponential() * 2 + x[0].reordered(to: second).squared() + x[0]
                        * x[0]
                }
            }
        }
    }

    @Test(arguments: LayoutCase.all)
    func finiteness(_ test: LayoutCase) {
        var random = RandomTensors("finiteness")
        let elements = random.elements(test.shape.count)
        for layout in LayoutCase.layouts {
            #expect(Tensor(elements, shape: test.shape, on: .cpu).reordered(to: layout).isFinite)
            for bad in [Double.nan, .infinity, -.infinity] {
                var spoiled = elements
                spoiled[spoiled.count / 2] = bad
                #expect(!Tensor(spoiled, shape: test.shape, on: .cpu).reordered(to: layout).isFinite)
            }
        }
    }
}
