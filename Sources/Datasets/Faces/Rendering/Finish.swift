import Imaging

/// What the camera adds: exposure, colour of the light, blur and grain.
extension FaceScene {
    /// The finished picture.
    mutating func finished() -> Image {
        let blur = face.camera.blur * canvas.frame.scale
        if blur > 0.1 { canvas.blur(blur) }
        let gain = lighting.color * face.light.brightness
        let grain = noise.named(15)
        let strength = face.camera.grain
        var bytes = [UInt8](repeating: 0, count: canvas.width * canvas.height * 3)
        var index = 0
        for row in 0..<canvas.height {
            for column in 0..<canvas.width {
                // The sum of two uniform numbers is near enough to film grain.
                let speck =
                    (grain.lattice(Int32(column), Int32(row))
                        + grain.lattice(Int32(column), Int32(row + 100_000))) * strength
                let color = (canvas.pixels[row * canvas.width + column] * gain + speck).clamped(
                    lowerBound: .zero, upperBound: RGB(1, 1, 1))
                // A gentle shoulder keeps highlights from clipping.
                let toned = color * (RGB(1.06, 1.06, 1.06) - 0.08 * color * color)
                let byte = (toned * 255 + 0.5).clamped(lowerBound: .zero, upperBound: RGB(255, 255, 255))
                bytes[index] = UInt8(byte.x)
                bytes[index + 1] = UInt8(byte.y)
                bytes[index + 2] = UInt8(byte.z)
                index += 3
            }
        }
        return Image(width: canvas.width, height: canvas.height, pixels: bytes)
    }
}
