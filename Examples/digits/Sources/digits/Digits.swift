import NeuralNetwork
import TensorEngine

/// A small network learns to read seven-segment digits in noise: swift run -c release --package-path Examples/digits
@main struct Digits {
    /// The segments of each digit: top, upper left, upper right, middle, lower left, lower right, bottom.
    static let segments = "1110111 0010010 1011101 1011011 0111010 1101011 1101111 1010010 1111111 1111011"
        .split(separator: " ")
    /// Where each segment's five pixels lie in 16 × 16: row, column, and whether they go down.
    static let places = [(2, 5, 0), (3, 4, 1), (3, 10, 1), (8, 5, 0), (9, 4, 1), (9, 10, 1), (14, 5, 0)]

    /// Drawn digits `[N, 1, 16, 16]`, their one-hot labels `[N, 10]`, and the digits.
    static func draw(_ count: Int, from stream: inout RandomStream) -> (
        images: Tensor, labels: Tensor, digits: [Int]
    ) {
        let digits = (0..<count).map { _ in Int.random(in: 0..<10, using: &stream) }
        var pixels = stream.normals(count * 256, deviation: 0.6)
        for (image, digit) in digits.enumerated() {
            for (place, isOn) in zip(places, segments[digit]) where isOn == "1" {
                for step in 0..<5 {
                    pixels[image * 256 + (place.0 + place.2 * step) * 16 + place.1 + (1 - place.2) * step] +=
                        1
                }
            }
        }
        let labels = digits.flatMap { digit in (0..<10).map { $0 == digit ? Float(1) : 0 } }
        return (Tensor(pixels, shape: [count, 1, 16, 16]), Tensor(labels, shape: [count, 10]), digits)
    }

    static func main() {
        var stream = RandomStream(seed: 0, name: "digits")
        let parameters = ParameterStore(seed: 0)
        let convolution = Convolution(
            1, 16, kernel: 5, stride: 2, padding: 2, leakySlope: 0, at: parameters.root / "convolution")
        let head = Linear(16 * 8 * 8, 10, at: parameters.root / "head")
        let optimizer = Adam(parameters.learned, learningRate: 1e-3)
        func logits(_ images: Tensor, _ mode: Mode) -> Tensor {
            head(convolution(images, mode: mode).reshaped(to: [images.shape[0], 16 * 8 * 8]), mode: mode)
        }

        for step in 1...200 {
            let batch = draw(64, from: &stream)
            let loss = Loss.crossEntropy(logits(batch.images, .training), targets: batch.labels)
            if step.isMultiple(of: 40) { print("step \(step): loss \(loss.scalar)") }
            optimizer.step(down: loss)
        }

        let test = draw(1000, from: &stream)
        let scores = GradientRecording.off { logits(test.images, .inference).floats }
        let right = test.digits.indices.filter { image in
            let row = Array(scores[image * 10..<image * 10 + 10])
            return row.firstIndex(of: row.max()!) == test.digits[image]
        }
        print("\(right.count) of 1000 test digits read")
    }
}
