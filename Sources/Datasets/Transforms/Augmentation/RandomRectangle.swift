import Foundation
import Imaging
import TensorEngine

/// Rectangles of random area and shape, as torchvision draws them: the area evenly, the ratio of the sides evenly by its logarithm, and again
/// where the result does not fit, ten times at most.
struct RandomRectangle: Sendable {
    /// Of the image's area.
    let scale: ClosedRange<Double>
    /// One side over the other.
    let ratio: ClosedRange<Double>

    private static let attempts = 10

    /// The part of an image that a random resized crop takes; the largest part of the nearest allowed shape, in the centre, where nothing
    /// else fits. (torchvision's `RandomResizedCrop`; the ratio is width over height.)
    func crop(width: Int, height: Int, using stream: inout RandomStream) -> PixelRectangle {
        for _ in 0..<Self.attempts {
            let (longer, shorter) = sides(width * height, &stream)
            if longer > 0, longer <= width, shorter > 0, shorter <= height {
                return placed(longer, shorter, width, height, &stream)
            }
        }
        var (cropWidth, cropHeight) = (width, height)
        let shape = Double(width) / Double(height)
        if shape < ratio.lowerBound {
            cropHeight = rounded(Double(width) / ratio.lowerBound)
        } else if shape > ratio.upperBound {
            cropWidth = rounded(Double(height) * ratio.upperBound)
        }
        return PixelRectangle(
            x: (width - cropWidth) / 2, y: (height - cropHeight) / 2, width: cropWidth, height: cropHeight)
    }

    /// The part of an image that random erasing takes away; nil where none fits. (torchvision's `RandomErasing`; the ratio is height over
    /// width.)
    func erased(width: Int, height: Int, using stream: inout RandomStream) -> PixelRectangle? {
        for _ in 0..<Self.attempts {
            let (erasedHeight, erasedWidth) = sides(width * height, &stream)
            if erasedHeight < height, erasedWidth < width {
                return placed(erasedWidth, erasedHeight, width, height, &stream)
            }
        }
        return nil
    }

    /// The first side over the second is the ratio.
    private func sides(_ area: Int, _ stream: inout RandomStream) -> (Int, Int) {
        let target = Double(area) * stream.uniform(scale.lowerBound, scale.upperBound)
        let shape = exp(stream.uniform(log(ratio.lowerBound), log(ratio.upperBound)))
        return (rounded((target * shape).squareRoot()), rounded((target / shape).squareRoot()))
    }

    private func placed(
        _ partWidth: Int, _ partHeight: Int, _ width: Int, _ height: Int, _ stream: inout RandomStream
    ) -> PixelRectangle {
        let y = Int.random(in: 0...height - partHeight, using: &stream)
        let x = Int.random(in: 0...width - partWidth, using: &stream)
        return PixelRectangle(x: x, y: y, width: partWidth, height: partHeight)
    }

    /// Halves to even, as Python rounds.
    private func rounded(_ length: Double) -> Int { Int(length.rounded(.toNearestOrEven)) }
}
