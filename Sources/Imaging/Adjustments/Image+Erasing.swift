extension Image {
    /// The image with a rectangle of one colour.
    ///
    /// - Parameter color: red, green, blue.
    /// - Precondition: the rectangle lies within the image.
    public func erasing(_ part: PixelRectangle, with color: SIMD3<UInt8>) -> Image {
        precondition(part.lies(withinWidth: width, height: height), "\(part) of \(width)×\(height) pixels")
        var result = self
        for y in part.y..<part.y + part.height {
            for x in part.x..<part.x + part.width {
                let start = (y * width + x) * 3
                for channel in 0..<3 { result.pixels[start + channel] = color[channel] }
            }
        }
        return result
    }
}
