/// Brightness, contrast and saturation as Pillow's `ImageEnhance` has them: the image blended with a duller one. With a factor of 1 nothing
/// changes, with 0 the duller image is left, and above 1 the image moves away from it.
extension Image {
    /// Blended with black.
    ///
    /// - Parameter factor: at least 0.
    public func withBrightness(_ factor: Double) -> Image {
        blended(factor) { _ in (0, 0, 0) }
    }

    /// Blended with the even gray of its mean.
    ///
    /// - Parameter factor: at least 0.
    public func withContrast(_ factor: Double) -> Image {
        guard !pixels.isEmpty else { return self }
        var sum = 0
        for start in stride(from: 0, to: pixels.count, by: 3) { sum += Int(luma(at: start)) }
        let mean = UInt8(Double(sum) / Double(pixels.count / 3) + 0.5)
        return blended(factor) { _ in (mean, mean, mean) }
    }

    /// Blended with its grays.
    ///
    /// - Parameter factor: at least 0.
    public func withSaturation(_ factor: Double) -> Image {
        blended(factor) { start in
            let gray = luma(at: start)
            return (gray, gray, gray)
        }
    }

    /// The gray of the pixel that begins at `start`, by ITU-R 601-2 in 16-bit fixed point.
    private func luma(at start: Int) -> UInt8 {
        let red = Int(pixels[start]) * 19_595
        let green = Int(pixels[start + 1]) * 38_470
        let blue = Int(pixels[start + 2]) * 7_471
        return UInt8((red + green + blue + 0x8000) >> 16)
    }

    /// - Parameter dull: the pixel of the duller image that begins where the image's does.
    @inline(__always)
    private func blended(_ factor: Double, _ dull: (Int) -> (UInt8, UInt8, UInt8)) -> Image {
        precondition(factor >= 0, "an image blended by \(factor)")
        if factor == 1 { return self }
        let factor = Float(factor)
        /// Cut off below the point, and at the bounds of a byte.
        func mixed(_ dull: UInt8, _ pixel: UInt8) -> UInt8 {
            UInt8(min(max(Float(dull) + factor * (Float(pixel) - Float(dull)), 0), 255))
        }
        return Image(width: width, height: height) { output in
            for start in stride(from: 0, to: pixels.count, by: 3) {
                let (red, green, blue) = dull(start)
                output[start] = mixed(red, pixels[start])
                output[start + 1] = mixed(green, pixels[start + 1])
                output[start + 2] = mixed(blue, pixels[start + 2])
            }
        }
    }
}
