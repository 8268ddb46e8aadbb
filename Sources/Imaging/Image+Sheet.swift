extension Image {
    /// One image that shows many, row by row.
    ///
    /// Every cell is as large as the largest image; a smaller one sits in its cell's centre.
    ///
    /// - Parameters:
    ///   - columns: how many images stand side by side; at least 1.
    ///   - padding: pixels between cells and around them; at least 0.
    ///   - background: red, green and blue of what the images leave uncovered.
    /// - Precondition: there is at least one image.
    public static func sheet(
        _ images: [Image], columns: Int, padding: Int = 2, background: SIMD3<UInt8> = [255, 255, 255]
    ) -> Image {
        precondition(!images.isEmpty, "a sheet needs at least one image")
        precondition(columns >= 1 && padding >= 0, "a sheet of \(columns) columns, \(padding) pixels apart")
        let cellWidth = images.map(\.width).max() ?? 0
        let cellHeight = images.map(\.height).max() ?? 0
        let rows = (images.count + columns - 1) / columns
        var sheet = Image(
            width: columns * (cellWidth + padding) + padding, height: rows * (cellHeight + padding) + padding,
            color: background)
        for (index, image) in images.enumerated() {
            sheet.paste(
                image,
                x: padding + index % columns * (cellWidth + padding) + (cellWidth - image.width) / 2,
                y: padding + index / columns * (cellHeight + padding) + (cellHeight - image.height) / 2)
        }
        return sheet
    }

    /// An image of one colour.
    public init(width: Int, height: Int, color: SIMD3<UInt8>) {
        self.init(width: width, height: height) { output in
            for pixel in 0..<width * height {
                for channel in 0..<3 { output[pixel * 3 + channel] = color[channel] }
            }
        }
    }

    /// Puts another image over this one, its upper left corner at (`x`, `y`).
    ///
    /// - Precondition: it lies within this one.
    public mutating func paste(_ image: Image, x: Int, y: Int) {
        precondition(
            x >= 0 && y >= 0 && x + image.width <= width && y + image.height <= height,
            "an image of \(image.width)×\(image.height) at (\(x), \(y)) does not lie within \(width)×\(height)"
        )
        for row in 0..<image.height {
            let start = ((y + row) * width + x) * 3
            let source = row * image.width * 3
            pixels.replaceSubrange(
                start..<start + image.width * 3, with: image.pixels[source..<source + image.width * 3])
        }
    }
}
