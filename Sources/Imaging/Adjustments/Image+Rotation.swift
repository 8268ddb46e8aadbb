import Foundation

extension Image {
    /// The image turned about its centre, by the nearest pixel; what was outside is black. As Pillow's `Image.rotate` does with its defaults,
    /// in 16-bit fixed point.
    ///
    /// - Parameter degrees: counterclockwise.
    public func rotated(_ degrees: Double) -> Image {
        var turn = degrees.truncatingRemainder(dividingBy: 360)
        if turn < 0 { turn += 360 }
        switch turn {
        case 0, 360: return self
        case 180: return turned { (width - 1 - $0, height - 1 - $1) }
        case 90 where width == height: return turned { (width - 1 - $1, $0) }
        case 270 where width == height: return turned { ($1, height - 1 - $0) }
        default: break
        }
        let angle = -(turn * (.pi / 180))
        /// To 15 places.
        func rounded(_ number: Double) -> Double { (number * 1e15).rounded(.toNearestOrEven) / 1e15 }
        let (cosine, sine) = (rounded(cos(angle)), rounded(sin(angle)))
        let (centerX, centerY) = (Double(width) / 2, Double(height) / 2)
        let shiftX = cosine * -centerX + sine * -centerY + centerX
        let shiftY = -sine * -centerX + cosine * -centerY + centerY
        func fixed(_ number: Double) -> Int { Int((number * 65_536 + 0.5).rounded(.down)) }
        let (stepX, stepY) = (fixed(cosine), fixed(-sine))
        let (rowX, rowY) = (fixed(sine), fixed(cosine))
        let startX = fixed(shiftX + cosine * 0.5 + sine * 0.5)
        let startY = fixed(shiftY - sine * 0.5 + cosine * 0.5)
        return turned { x, y in
            ((startX + y * rowX + x * stepX) >> 16, (startY + y * rowY + x * stepY) >> 16)
        }
    }

    /// - Parameter origin: where the pixel at (x, y) comes from.
    @inline(__always)
    private func turned(from origin: (Int, Int) -> (Int, Int)) -> Image {
        Image(width: width, height: height) { output in
            for y in 0..<height {
                for x in 0..<width {
                    let (fromX, fromY) = origin(x, y)
                    let to = (y * width + x) * 3
                    let isInside = fromX >= 0 && fromX < width && fromY >= 0 && fromY < height
                    let from = (fromY * width + fromX) * 3
                    for channel in 0..<3 { output[to + channel] = isInside ? pixels[from + channel] : 0 }
                }
            }
        }
    }
}
