import Foundation
import Testing

@testable import TensorEngine

/// Every way to compute a convolution's products, each forced in turn, against the reference device.
@Suite struct ConvolutionAlgorithmTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let algorithm: ConvolutionAlgorithm
        let products: [ConvolutionTask.Product]
        let input: Shape
        let weight: Shape
        var stride = 1
        let padding: Int
        var sidePadding: Int? = nil
        var groups = 1
        var dtype = DType.float32
        let tolerance: Double

        var testDescription: String {
            "\(algorithm.rawValue) of \(input) with \(weight), stride \(stride), \(dtype.rawValue)"
        }
    }

    private static let all: [ConvolutionTask.Product] = [.output, .inputGradient, .weightGradient]

    static let cases = [
        Case(
            algorithm: .winograd, products: all, input: [3, 32, 13, 18], weight: [48, 32, 3, 3], padding: 1,
            tolerance: 1e-4),
        Case(
            algorithm: .winograd, products: all, input: [2, 64, 9, 7], weight: [32, 64, 3, 3], padding: 1,
            tolerance: 1e-4),
        Case(
            algorithm: .winograd2, products: all, input: [3, 32, 13, 20], weight: [48, 32, 3, 3], padding: 1,
            tolerance: 1e-5),
        Case(
            algorithm: .winograd2, products: all, input: [1, 16, 1, 3], weight: [8, 16, 3, 3], padding: 2,
            tolerance: 1e-5),
        Case(
            algorithm: .winograd4, products: all, input: [5, 24, 19, 14], weight: [40, 24, 3, 3], padding: 1,
            tolerance: 5e-5),
        Case(
            algorithm: .winograd4, products: all, input: [2, 32, 9, 7], weight: [16, 32, 3, 3], padding: 0,
            tolerance: 5e-5),
        Case(
            algorithm: .winograd4, products: all, input: [3, 16, 20, 32], weight: [32, 16, 4, 4], stride: 2,
            padding: 1, tolerance: 5e-5),
        Case(
            algorithm: .winograd4, products: all, input: [2, 40, 11, 13], weight: [24, 40, 4, 4], stride: 2,
            padding: 1, tolerance: 5e-5),
        Case(
            algorithm: .winograd4, products: all, input: [1, 8, 4, 5], weight: [8, 8, 4, 4], stride: 2,
            padding: 0, tolerance: 5e-5),
        // So many tiles that they are worked on in several parts.
        Case(
            algorithm: .winograd4, products: all, input: [2, 64, 70, 66], weight: [64, 64, 3, 3], padding: 1,
            tolerance: 5e-5),
        Case(
            algorithm: .pixelGroups, products: all, input: [3, 32, 14, 10], weight: [3, 32, 7, 7], padding: 3,
            tolerance: 1e-5),
        Case(
            algorithm: .pixelGroups, products: all, input: [2, 18, 8, 6], weight: [1, 18, 3, 5], padding: 1,
            tolerance: 1e-5),
        Case(
            algorithm: .matrixProduct, products: all, input: [3, 24, 5, 6], weight: [40, 24, 1, 1],
            padding: 0, tolerance: 1e-5),
        Case(
            algorithm: .matrixProduct, products: all, input: [2, 16, 9, 7], weight: [32, 16, 1, 1],
            stride: 2, padding: 0, tolerance: 1e-5),
        Case(
            algorithm: .matrixProduct, products: all, input: [3, 32, 5, 9], weight: [16, 32, 4, 3],
            stride: 2, padding: 1, tolerance: 1e-5),
        Case(
            algorithm: .matrixProduct, products: all, input: [2, 24, 5, 9], weight: [16, 24, 1, 7],
            padding: 0, sidePadding: 3, tolerance: 1e-5),
        Case(
            algorithm: .matrixProduct, products: all, input: [1, 40, 1, 1], weight: [24, 40, 3, 3],
            padding: 1, tolerance: 1e-5),
        // Windows that leave pixels out, of which the gradient is zero.
        Case(
            algorithm: .matrixProduct, products: all, input: [2, 16, 8, 11], weight: [16, 16, 2, 2],
            stride: 3, padding: 0, tolerance: 1e-5),
        // More pixels than the output is computed of this way.
        Case(
            algorithm: .matrixProduct, products: [.weightGradient], input: [3, 16, 14, 16],
            weight: [16, 16, 3, 3], padding: 1, tolerance: 1e-5),
        Case(
            algorithm: .pixelGroups, products: all, input: [2, 18, 8, 6], weight: [1, 18, 3, 5], padding: 1,
            sidePadding: 2, tolerance: 1e-5),
        Case(
            algorithm: .direct, products: all, input: [3, 40, 9, 8], weight: [40, 1, 5, 5], stride: 2,
            padding: 2, groups: 40, dtype: .bfloat16, tolerance: 0.03),
        Case(
            algorithm: .direct, products: all, input: [3, 32, 11, 10], weight: [48, 32, 3, 3], padding: 1,
            dtype: .bfloat16, tolerance: 0.03),
        Case(
            algorithm: .winograd, products: all, input: [3, 32, 14, 18], weight: [48, 32, 3, 3], padding: 1,
            dtype: .bfloat16, tolerance: 0.03),
        Case(
            algorithm: .winograd2, products: all, input: [2, 16, 9, 7], weight: [24, 16, 3, 3], padding: 1,
            dtype: .bfloat16, tolerance: 0.03),
        Case(
            algorithm: .roundedWinograd2, products: all, input: [2, 32, 9, 7], weight: [48, 32, 3, 3],
            padding: 1, dtype: .bfloat16, tolerance: 0.05),
        Case(
            algorithm: .roundedWinograd2, products: all, input: [1, 16, 1, 3], weight: [16, 16, 3, 3],
            padding: 2, dtype: .bfloat16, tolerance: 0.05),
        // In several parts.
        Case(
            algorithm: .roundedWinograd2, products: all, input: [3, 64, 70, 35], weight: [48, 64, 3, 3],
            padding: 0, dtype: .bfloat16, tolerance: 0.05),
        Case(
            algorithm: .winograd4, products: all, input: [2, 32, 13, 18], weight: [48, 32, 3, 3], padding: 1,
            dtype: .bfloat16, tolerance: 0.03),
        Case(
            algorithm: .winograd4, products: all, input: [2, 16, 11, 14], weight: [32, 16, 4, 4], stride: 2,
            padding: 1, dtype: .bfloat16, tolerance: 0.03),
        Case(
            algorithm: .widened, products: all, input: [3, 32, 10, 10], weight: [16, 32, 4, 4], stride: 2,
            padding: 1, dtype: .bfloat16, tolerance: 0.03),
        Case(
            algorithm: .matrixProduct, products: all, input: [3, 32, 6, 10], weight: [16, 32, 4, 4],
            stride: 2, padding: 1, dtype: .bfloat16, tolerance: 0.03),
        Case(
            algorithm: .widenedMatrixProduct, products: all, input: [3, 32, 6, 10], weight: [16, 32, 4, 4],
            stride: 2, padding: 1, dtype: .bfloat16, tolerance: 0.03),
        Case(
            algorithm: .widenedMatrixProduct, products: all, input: [3, 24, 5, 6], weight: [40, 24, 1, 1],
            padding: 0, dtype: .bfloat16, tolerance: 0.03),
        Case(
            algorithm: .pixelGroups, products: all, input: [2, 32, 14, 12], weight: [3, 32, 7, 7], padding: 3,
            dtype: .bfloat16, tolerance: 0.03),
    ]

    /// What is added to the output, and the ReLU behind the sum, in one pass with it or in one of its own.
    @Test(arguments: [ConvolutionAlgorithm.direct, .winograd2, .pixelGroups, .matrixProduct], [nil, 0, 0.1])
    func addsToTheOutput(algorithm: ConvolutionAlgorithm, slope: Double?) {
        let isNarrow = algorithm == .pixelGroups
        let (input, weight): (Shape, Shape) =
            isNarrow ? ([2, 32, 8, 6], [3, 32, 3, 3]) : ([2, 16, 8, 6], [24, 16, 3, 3])
        func sum(on device: Device) -> Tensor {
            var random = RandomTensors("addend \(algorithm) \(slope ?? 1)")
            let images = random.tensor(input, on: device)
            return images.convolution(
                random.tensor(weight, on: device), bias: random.tensor([weight[0]], on: device),
                adding: random.tensor([2, weight[0], 8, 6], on: device), padding: 1, leakySlope: slope)
        }
        let found = AlgorithmChoices.computing(by: algorithm) { sum(on: .cpu) }
        #expect(found.uses == 1)
        let problem = ConvolutionProblem(
            input: input, weight: weight, geometry: ConvolutionGeometry(stride: 1, padding: 1),
            dtype: .float32)
        let fused = PrimitiveKey.convolution(
            problem, hasBias: true, hasAddend: true, leakySlope: slope, inputIsPlain: false)
        #expect(algorithm != .direct || PrimitiveCache.shared.find(fused) != nil, "not in one pass")
        let expected = sum(on: .reference).doubles
        #expect(expected.contains { $0 < 0 } == (slope != 0))
        expectAgreement(found.result.doubles, expected, tolerance: 1e-4, algorithm.rawValue)
    }

    /// Images in bf16 are widened as they are read, and outputs rounded as they are written: the same bits as in passes of their own,
    /// for numbers that are none as well.
    @Test(arguments: [ConvolutionAlgorithm.winograd2, .winograd4])
    func winogradReadsAndWritesHalves(algorithm: ConvolutionAlgorithm) {
        guard Device.cpu.multipliesBFloat16 else { return }
        var random = RandomTensors("halves \(algorithm)")
        var numbers = random.tensor([2, 16, 9, 10], on: .cpu).floats
        numbers[5] = .nan
        numbers[400] = .infinity
        numbers[1200] = 3e38
        let images = Tensor(numbers, shape: [2, 16, 9, 10]).converted(to: .bfloat16)
        let weight = random.tensor([24, 16, 3, 3], on: .cpu)
        func output(_ images: Tensor) -> [UInt32] {
            let found = AlgorithmChoices.computing(by: algorithm) {
                images.convolution(weight, padding: 1, leakySlope: 0.1).converted(to: .bfloat16)
            }
            #expect(found.uses == 1)
            return found.result.floats.map { $0.isNaN ? 0x7fc0_0000 : $0.bitPattern }
        }
        let bits = output(images)
        #expect(bits == output(images.converted(to: .float32)))
        // They are in the first image, and stay there.
        #expect(bits.contains(0x7fc0_0000) && !bits.suffix(bits.count / 2).contains(0x7fc0_0000))
    }

    /// Factors rounded to bf16 cost less than a bit beside the direct convolution, which rounds weights alone.
    @Test func roundedFactorsCostLessThanABit() throws {
        guard Device.cpu.multipliesBFloat16 else { return }
        func compute(on device: Device) -> [[Double]] {
            var random = RandomTensors("rounded factors")
            let dtype = device == .cpu ? DType.bfloat16 : .float64
            let images = random.tensor([2, 64, 16, 16], on: device).converted(to: .bfloat16).converted(
                to: dtype)
            let weight = random.tensor([64, 64, 3, 3], on: device)
            let gradient = random.tensor([2, 64, 16, 16], on: device).converted(to: .bfloat16).converted(
                to: dtype)
            let geometry = ConvolutionGeometry(stride: 1, padding: 1)
            return [
                images.convolution(weight, padding: 1),
                gradient.convolutionInputGradient(weight, geometry: geometry, inputShape: images.shape),
                images.convolutionWeightGradient(gradient, geometry: geometry, weightShape: weight.shape),
            ].map(\.doubles)
        }
        func errors(_ found: [[Double]], _ expected: [[Double]]) -> [Double] {
            zip(found, expected).map {
                zip($0, $1).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
            }
        }
        let expected = compute(on: .reference)
        let rounded = AlgorithmChoices.computing(by: .roundedWinograd2) { compute(on: .cpu) }
        #expect(rounded.uses == 3)
        let direct = AlgorithmChoices.computing(by: .direct) { compute(on: .cpu) }.result
        let found = errors(rounded.result, expected)
        for (rounding, usual) in zip(found.prefix(2), errors(direct, expected)) {
            #expect(rounding < 2 * usual)
        }
        // Of images and gradients that are bf16 already, the direct one rounds nothing. What the sum over all tiles is off by stays
        // within a step of bf16.
        let size = errors([expected[2]], [expected[2].map { _ in 0 }])[0]
        #expect(found[2] < 0x1p-7 * size)
    }

    @Test func whatIsNoNumberStaysInItsTile() {
        guard Device.cpu.multipliesBFloat16 else { return }
        var random = RandomTensors("no numbers in factors")
        var numbers = random.tensor([2, 16, 9, 10], on: .cpu).floats
        numbers[5] = .nan
        let found = AlgorithmChoices.computing(by: .roundedWinograd2) {
            Tensor(numbers, shape: [2, 16, 9, 10]).converted(to: .bfloat16)
                .convolution(random.tensor([16, 16, 3, 3], on: .cpu), padding: 1)
        }
        #expect(found.uses == 1)
        // Pixel (0, 5) is in the tiles of columns 4 and 6 of the first image, whose outputs are two rows of columns 4 to 7.
        let places = found.result.doubles.indices.filter { found.result.doubles[$0].isNaN }
        #expect(Set(places.map { $0 / 90 }) == Set(0..<16))
        #expect(Set(places.map { $0 % 90 }).isSubset(of: [4, 5, 6, 7, 14, 15, 16, 17]))
    }

    @Test(arguments: cases)
    func agreesWithTheDefinition(_ test: Case) throws {
        guard test.dtype == .float32 || Device.cpu.multipliesBFloat16 else { return }
        let geometry = ConvolutionGeometry(
            stride: test.stride, padding: test.padding, sidePadding: test.sidePadding, groups: test.groups)
        let problem = ConvolutionProblem(
            input: test.input, weight: test.weight, geometry: geometry, dtype: test.dtype)
        // Winograd's is oneDNN's own, and not for every processor.
        let winograd = PrimitiveKey.convolution(
            problem.widened, hasBias: true, leakySlope: 0.1, inputIsPlain: false, isWinograd: true)
        if test.algorithm == .winograd, PrimitiveCache.shared.find(winograd) == nil { return }
        func compute(_ product: ConvolutionTask.Product, on device: Device) -> Tensor {
            var random = RandomTensors("algorithm \(test.testDescription)")
            let dtype = device == .cpu ? test.dtype : .float64
            let input = random.tensor(test.input, on: device).converted(to: dtype)
            let weight = random.tensor(test.weight, on: device)
            let gradient = random.tensor(problem.outputShape, on: device).converted(to: dtype)
            let bias = random.tensor([test.weight[0]], on: device)
            switch product {
            case .output:
                return input.convolution(weight, bias: bias, geometry: geometry, leakySlope: 0.1)
            case .inputGradient:
                return gradient.convolutionInputGradient(
                    weight, geometry: geometry, inputShape: test.input)
            case .weightGradient:
                return input.convolutionWeightGradient(
                    gradient, geometry: geometry, weightShape: test.weight)
            }
        }
        for product in test.products {
            let found = AlgorithmChoices.computing(by: test.algorithm) { compute(product, on: .cpu) }
            #expect(found.uses == 1, "\(product.rawValue) was computed another way")
            #expect(found.result.dtype == (product == .weightGradient ? .float32 : test.dtype))
            expectAgreement(
                found.result.doubles, compute(product, on: .reference).doubles, tolerance: test.tolerance,
                product.rawValue)
        }
    }

    /// Weights are scaled whatever computes with them; what is kept of them with one scale is not taken for another, nor for a
    /// gradient.
    @Test(arguments: cases.filter { $0.products.contains(.output) && $0.input.count < 100_000 })
    func scalesTheWeights(_ test: Case) {
        guard test.dtype == .float32 || Device.cpu.multipliesBFloat16 else { return }
        let geometry = ConvolutionGeometry(
            stride: test.stride, padding: test.padding, sidePadding: test.sidePadding, groups: test.groups)
        let problem = ConvolutionProblem(
            input: test.input, weight: test.weight, geometry: geometry, dtype: test.dtype)
        func results(on device: Device) -> [Tensor] {
            var random = RandomTensors("scaled \(test.testDescription)")
            let dtype = device == .cpu ? test.dtype : .float64
            let input = random.tensor(test.input, on: device).converted(to: dtype)
            let gradient = random.tensor(problem.outputShape, on: device).converted(to: dtype)
            let (weight, bias) = (
                random.tensor(test.weight, on: device), random.tensor([test.weight[0]], on: device)
            )
            let scales = [1, 2].map { _ in random.tensor([test.weight[0]], on: device) }
            return GradientRecording.off {
                func output(_ scale: Tensor?) -> Tensor {
                    input.convolution(weight, scale: scale, bias: bias, geometry: geometry, leakySlope: 0.1)
                }
                return [
                    output(scales[0]), output(nil), output(scales[1]),
                    gradient.convolutionInputGradient(weight, geometry: geometry, inputShape: test.input),
                    output(scales[0]),
                ]
            }
        }
        let found = AlgorithmChoices.computing(by: test.algorithm) { results(on: .cpu) }.result
        for (index, (result, expected)) in zip(found, results(on: .reference)).enumerated() {
            expectAgreement(result.doubles, expected.doubles, tolerance: test.tolerance, "result \(index)")
        }
    }

    /// Weights of convolutions of few pixels lie as matrix products take them, and their gradients as the weights; those of many pixels lie
    /// as oneDNN's kernels do.
    @Test(arguments: [(2, true), (16, false)])
    func gradientsLieAsWeightsDo(size: Int, isForProducts: Bool) {
        var random = RandomTensors("layouts \(size)")
        let images = random.tensor([32, 32, size, size], on: .cpu)
        let weight = random.tensor([48, 32, 3, 3], on: .cpu)
            .inPreferredLayout(forInput: images.shape, stride: 1, padding: 1)
        #expect((weight.layout == PatchMatrix.layout) == isForProducts)
        let gradient = images.convolutionWeightGradient(
            random.tensor([32, 48, size, size], on: .cpu),
            geometry: ConvolutionGeometry(stride: 1, padding: 1), weightShape: weight.shape)
        #expect(gradient.layout == weight.layout)
    }

    @Test func aChoiceIsMadeOnceAndCanBePutBack() {
        let problem = ConvolutionProblem(
            input: [2, 32, 15, 11], weight: [32, 32, 3, 3],
            geometry: ConvolutionGeometry(stride: 1, padding: 1), dtype: .float32)
        let task = ConvolutionTask(.output, problem)
        var timed = 0
        func run() -> ConvolutionAlgorithm {
            AlgorithmChoices.run(
                task, candidates: { [.direct, .winograd] },
                { algorithm in
                    timed += 1
                    return algorithm
                })
        }
        let first = run()
        let calls = timed
        #expect(calls > 2)
        #expect(AlgorithmChoices.table[task.description] == first.rawValue)
        // What was chosen stands, whatever is put back later.
        AlgorithmChoices.adopt([task.description: first == .direct ? "winograd" : "direct"])
        #expect(run() == first)
        #expect(timed == calls + 1)
    }

    /// Whatever slows the machine down for a while has to do it to all.
    @Test func candidatesTakeTurns() {
        let problem = ConvolutionProblem(
            input: [2, 32, 13, 11], weight: [32, 32, 3, 3],
            geometry: ConvolutionGeometry(stride: 1, padding: 1), dtype: .float32)
        let candidates: [ConvolutionAlgorithm] = [.direct, .winograd, .matrixProduct]
        var computed: [ConvolutionAlgorithm] = []
        AlgorithmChoices.run(
            ConvolutionTask(.output, problem), candidates: { candidates }, { computed.append($0) })
        // Once untimed, then by rounds.
        #expect(Array(computed.prefix(6)) == candidates + candidates)
    }

    /// In bf16, one product rounds the weights and the other does not: 56 of 1 + 2⁻⁸ + 2⁻¹² are 56.23, and 56 of 1 + 2⁻⁷ are 56.44.
    @Test(arguments: [(ConvolutionAlgorithm.widenedMatrixProduct, 56.25), (.matrixProduct, 56.5)])
    func weightsAreRoundedWhereTheProductIsInBFloat16(algorithm: ConvolutionAlgorithm, expected: Double) {
        guard Device.cpu.multipliesBFloat16 else { return }
        let input = Tensor(filledWith: 1, shape: [2, 56, 3, 3], on: .cpu).converted(to: .bfloat16)
        let weight = Tensor(filledWith: 1 + 0x1p-8 + 0x1p-12, shape: [16, 56, 1, 1], on: .cpu)
        let found = AlgorithmChoices.computing(by: algorithm) {
            input.convolution(
                weight, bias: nil, geometry: ConvolutionGeometry(stride: 1, padding: 0), leakySlope: nil)
        }
        #expect(found.uses == 1)
        #expect(found.result.doubles.allSatisfy { $0 == expected })
    }

    /// The last trial is of an algorithm that loses: what it kept of the weights has to go.
    @Test func trialsLeaveNothingBehind() {
        let problem = ConvolutionProblem(
            input: [2, 32, 14, 11], weight: [32, 32, 3, 3],
            geometry: ConvolutionGeometry(stride: 1, padding: 1), dtype: .float32)
        var kept: Set<ConvolutionAlgorithm> = []
        let chosen = AlgorithmChoices.run(
            ConvolutionTask(.output, problem), candidates: { [.direct, .widened] }, prepare: { kept = [] },
            { algorithm in
                kept.insert(algorithm)
                // Not so slow as to be in one round alone.
                Thread.sleep(forTimeInterval: algorithm == .widened ? 0.015 : 0.01)
                return algorithm
            })
        #expect(chosen == .direct)
        #expect(kept == [.direct])
    }

    @Test func unknownEntriesOfATableAreLeftOut() {
        AlgorithmChoices.adopt(["a task of another version": "guessing"])
        #expect(AlgorithmChoices.table["a task of another version"] == nil)
    }
}
