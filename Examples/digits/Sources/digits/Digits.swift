import NeuralNetwork
import TensorEngine

/// A small network learns to read digits in noise: swift run -c release --package-path Examples/digits
@main struct Digits {
    /// Each octal figure is a row of three pixels.
    static let glyphs = [
        0o75557, 0o26227, 0o71747, 0o71717, 0o55711, 0o74717, 0o74757, 0o71111, 0o75757, 0o75717,
    ]

    /// Digits somewhere in images `[N, 1, 8, 8]`, and their one-hot labels `[N, 10]`.
    static func draw(_ count: Int, from stream: inout RandomStream) -> (images: Tensor, labels: Tensor) {
        var pixels = stream.normals(count * 64, deviation: 0.15)
        var labels = [Float](repeating: 0, count: count * 10)
        for image in 0..<count {
            let digit = Int.random(in: 0..<10, using: &stream)
            let (top, left) = (Int.random(in: 0..<4, using: &stream), Int.random(in: 0..<6, using: &stream))
            for pixel in 0..<15 where glyphs[digit] >> (14 - pixel) & 1 == 1 {
                pixels[image * 64 + (top + pixel / 3) * 8 + left + pixel % 3] += 1
            }
            labels[image * 10 + digit] = 1
        }
        return (Tensor(pixels, shape: [count, 1, 8, 8]), Tensor(labels, shape: [count, 10]))
    }

    static func main() {
        var stream = RandomStream(seed: 0, name: "digits")
        let store = ParameterStore(seed: 0)
        let convolution = Convolution(1, 32, kernel: 5, padding: 2, leakySlope: 0, at: store.root / "conv")
        let head = Linear(32 * 4 * 4, 10, at: store.root / "fc")
        func logits(_ images: Tensor, _ mode: Mode) -> Tensor {
            let features = convolution(images, mode: mode).maxPooled(kernel: 2, stride: 2)
            return head(features.reshaped(to: [images.shape[0], 32 * 4 * 4]), mode: mode)
        }

        let optimizer = Adam(store.learned, learningRate: 5e-3)
        for step in 1...500 {
            let (images, labels) = draw(64, from: &stream)
            let loss = Loss.crossEntropy(logits(images, .training), targets: labels)
            if step.isMultiple(of: 100) { print("step \(step): loss \(loss.scalar)") }
            optimizer.step(down: loss)
        }

        let (images, labels) = draw(1000, from: &stream)
        let scores = GradientRecording.off { logits(images, .inference).floats }
        let best = (0..<1000).map { (10 * $0..<10 * $0 + 10).max { scores[$0] < scores[$1] }! }
        let truth = labels.floats
        print("\(best.filter { truth[$0] == 1 }.count) of 1000 test digits read")
    }
}
