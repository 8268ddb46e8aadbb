import Benchmark
import NeuralNetwork
import TensorEngine

/// Single operations at the shapes of a training step, forward and with their gradients.
///
///     swift package --package-path Benchmarks benchmark
let benchmarks: @Sendable () -> Void = {
    Benchmark.defaultConfiguration = .init(
        metrics: [.wallClock, .throughput], warmupIterations: 5, maxDuration: .seconds(2), maxIterations: 200)
    for precision in Precision.allCases where precision.isSupported {
        convolutions(precision)
        normalizations(precision)
        elementwise(precision)
    }
    optimizers()
}

/// A convolution of ResNet-50 or of StarGAN's generator.
private struct ConvolutionShape {
    let name: String
    let input: Shape
    let outputs: Int
    let kernel: Int
    let stride: Int
    let padding: Int

    static let all = [
        ConvolutionShape(
            name: "ResNet-50 reduce", input: [32, 256, 16, 16], outputs: 64, kernel: 1, stride: 1, padding: 0),
        ConvolutionShape(
            name: "ResNet-50 3×3", input: [32, 128, 8, 8], outputs: 128, kernel: 3, stride: 1, padding: 1),
        ConvolutionShape(
            name: "ResNet-50 last 3×3", input: [32, 512, 2, 2], outputs: 512, kernel: 3, stride: 1, padding: 1
        ),
        ConvolutionShape(
            name: "StarGAN residual", input: [16, 128, 16, 16], outputs: 128, kernel: 3, stride: 1, padding: 1
        ),
        ConvolutionShape(
            name: "StarGAN down", input: [16, 64, 32, 32], outputs: 128, kernel: 4, stride: 2, padding: 1),
        ConvolutionShape(
            name: "StarGAN output", input: [16, 32, 64, 64], outputs: 3, kernel: 7, stride: 1, padding: 3),
    ]
}

private func numbers(_ shape: Shape, _ name: String) -> Tensor {
    var stream = RandomStream(seed: 0, name: "benchmark/\(name)")
    return Tensor(stream.uniforms(shape.count, -1, 1), shape: shape)
}

private func measure(_ name: String, _ body: @escaping () -> Void) {
    Benchmark(name) { benchmark in
        for _ in benchmark.scaledIterations { body() }
    }
}

private func convolutions(_ precision: Precision) {
    for shape in ConvolutionShape.all {
        let input = numbers(shape.input, "input").converted(to: precision.dtype).asVariable()
        let weight = numbers([shape.outputs, shape.input[1], shape.kernel, shape.kernel], "weight")
            .inPreferredLayout(forInput: shape.input, stride: shape.stride, padding: shape.padding)
            .asVariable()
        func forward() -> Tensor {
            input.convolution(weight, stride: shape.stride, padding: shape.padding)
        }
        let seed = numbers(forward().shape, "gradient")
        measure("\(shape.name), \(precision.rawValue), forward") { GradientRecording.off { _ = forward() } }
        measure("\(shape.name), \(precision.rawValue), forward and gradients") {
            let product = forward().converted(to: .float32) * seed
            _ = gradients(of: product.sum(), withRespectTo: [input, weight])
        }
    }
}

private func normalizations(_ precision: Precision) {
    let input = numbers([32, 256, 16, 16], "normalized").converted(to: precision.dtype)
    let (scale, shift) = (numbers([256], "scale"), numbers([256], "shift"))
    measure("batch normalization and ReLU, \(precision.rawValue)") {
        _ = input.batchNormalized(scale: scale, shift: shift, epsilon: 1e-5, fusingReLU: true)
    }
    measure("instance normalization and ReLU, \(precision.rawValue)") {
        _ = input.instanceNormalized(scale: scale, shift: shift, epsilon: 1e-5, fusingReLU: true)
    }
    measure("maximum pooling, \(precision.rawValue)") {
        _ = input.maxPooled(kernel: 3, stride: 2, padding: 1)
    }
}

private func elementwise(_ precision: Precision) {
    let first = numbers([32, 256, 16, 16], "first").converted(to: precision.dtype)
    let second = numbers([32, 256, 16, 16], "second").converted(to: precision.dtype)
    measure("addition and ReLU, \(precision.rawValue)") { _ = first.addingWithReLU(second) }
    measure("addition, \(precision.rawValue)") { _ = first + second }
}

private func optimizers() {
    let store = ParameterStore(seed: 0, on: .cpu)
    let parameter = store.root.parameter("weight", shape: [2048, 1024], .xavierUniform)
    let gradient = numbers([2048, 1024], "gradient")
    let descent = SGD([parameter], learningRate: 0.01, momentum: 0.9)
    let adam = Adam([parameter], learningRate: 1e-4)
    measure("SGD with momentum, 2 million parameters") { descent.step([gradient]) }
    measure("Adam, 2 million parameters") { adam.step([gradient]) }
}
