/// Where in an image a smaller square is cut out.
public enum CropPosition: String, Sendable, CaseIterable {
    case topLeft, topRight, bottomLeft, bottomRight, center
}

extension Image {
    /// The rectangle with its upper left corner at (`x`, `y`).
    ///
    /// - Precondition: it lies within the image.
    public func cropped(x: Int, y: Int, width newWidth: Int, height newHeight: Int) -> Image {
        precondition(
            x >= 0 && y >= 0 && newWidth >= 0 && newHeight >= 0 && x <= width - newWidth
                && y <= height - newHeight,
            "a crop of \(newWidth)×\(newHeight) at (\(x), \(y)) does not lie within \(width)×\(height)")
        if newWidth == width && newHeight == height { return self }
        return Image(width: newWidth, height: newHeight) { output in
            pixels.withUnsafeBufferPointer { input in
                for row in 0..<newHeight {
                    (output + row * newWidth * 3).update(
                        from: input.baseAddress! + ((y + row) * width + x) * 3, count: newWidth * 3)
                }
            }
        }
    }

    /// The square of side `size` at a corner or in the centre; as `PixelRectangle.init(_:at:width:height:)` places it.
    ///
    /// - Precondition: `size` is at most the image's shorter side.
    public func cropped(_ size: Int, at position: CropPosition) -> Image {
        let square = PixelRectangle(size, at: position, width: width, height: height)
        return cropped(x: square.x, y: square.y, width: size, height: size)
    }

    /// The square of side `size` in the centre.
    ///
    /// - Precondition: `size` is at most the image's shorter side.
    public func centerCropped(_ size: Int) -> Image {
        cropped(size, at: .center)
    }

    /// The largest square in the centre.
    public func centerSquare() -> Image {
        centerCropped(min(width, height))
    }

    /// The mirror image: left and right change places.
    public func flippedHorizontally() -> Image {
        Image(width: width, height: height) { output in
            pixels.withUnsafeBufferPointer { input in
                for y in 0..<height {
                    for x in 0..<width {
                        let from = (y * width + x) * 3
                        let to = (y * width + width - 1 - x) * 3
                        output[to] = input[from]
                        output[to + 1] = input[from + 1]
                        output[to + 2] = input[from + 2]
                    }
                }
            }
        }
    }
}
