import Foundation

extension ReferenceBackend {
    func unary(_ operation: UnaryOperation, _ input: Buffer) -> Buffer {
        make(input.elements.map { value(of: operation, at: $0) }, input.shape)
    }

    private func value(of operation: UnaryOperation, at x: Double) -> Double {
        switch operation {
        case .absolute: abs(x)
        case .sign: x > 0 ? 1 : x < 0 ? -1 : 0
        case .square: x * x
        case .squareRoot: x.squareRoot()
        case .reciprocal: 1 / x
        case .exponential: exp(x)
        case .logarithm: log(x)
        case .tanh: tanh(x)
        case .sigmoid: 1 / (1 + exp(-x))
        case .softplus: max(x, 0) + log1p(exp(-abs(x)))
        case .leakyReLU(let slope): x > 0 ? x : slope * x
        case .affine(let scale, let shift): scale * x + shift
        case .clamp(let low, let high): min(max(x, low), high)
        }
    }

    func binary(_ operation: BinaryOperation, _ first: Buffer, _ second: Buffer) -> Buffer {
        make(zip(first.elements, second.elements).map { value(of: operation, at: $0, $1) }, first.shape)
    }

    private func value(of operation: BinaryOperation, at a: Double, _ b: Double) -> Double {
        switch operation {
        case .add: a + b
        case .subtract: a - b
        case .multiply: a * b
        case .divide: a / b
        case .maximum: max(a, b)
        case .leakyReLUGradient(let slope): b > 0 ? a : slope * a
        case .addReLU: max(a + b, 0)
        }
    }

    func accumulate(_ term: Buffer, into total: inout Buffer) {
        total = binary(.add, total, term)
    }

    func sum(_ input: Buffer, axes: [Int]) -> Buffer {
        reduce(input, axes: axes, from: 0, +)
    }

    func maximum(_ input: Buffer, axis: Int) -> Buffer {
        reduce(input, axes: [axis], from: -.infinity, Swift.max)
    }

    private func reduce(
        _ input: Buffer, axes: [Int], from initial: Double, _ combine: (Double, Double) -> Double
    ) -> Buffer {
        let shape = input.shape.reducing(axes)
        let strides = shape.rowMajorStrides
        var results = [Double](repeating: initial, count: shape.count)
        let elements = input.elements
        var position = 0
        _ = generate(input.shape) { index in
            let target = zip(zip(index, shape.extents), strides).reduce(0) {
                $0 + ($1.0.1 == 1 ? 0 : $1.0.0) * $1.1
            }
            results[target] = combine(results[target], elements[position])
            position += 1
            return 0
        }
        return make(results, shape)
    }

    func matrixProduct(_ first: Buffer, _ second: Buffer, transposeFirst: Bool, transposeSecond: Bool)
        -> Buffer
    {
        let (a, b) = (first.elements, second.elements)
        let rows = first.shape[transposeFirst ? 1 : 0]
        let inner = first.shape[transposeFirst ? 0 : 1]
        let columns = second.shape[transposeSecond ? 0 : 1]
        return generate([rows, columns]) { index in
            (0..<inner).reduce(0.0) { total, k in
                let x = transposeFirst ? a[k * rows + index[0]] : a[index[0] * inner + k]
                let y = transposeSecond ? b[index[1] * inner + k] : b[k * columns + index[1]]
                return total + x * y
            }
        }
    }
}
