/// What stands behind the head: a gradient, blurred shapes, and darker corners.
extension FaceScene {
    mutating func drawBackground() {
        let (top, bottom) = (face.background.top, face.background.bottom)
        let (width, height) = (Float(canvas.width), Float(canvas.height))
        let wash = noise.named(1)
        let slant = noise.lattice(7, 7) * 0.3
        canvas.finish { column, row, _ in
            let x = (Float(column) + 0.5) / width - 0.5
            let y = (Float(row) + 0.5) / height
            let cloud = wash.value(x * 3, y * 3) * 0.07
            let share = smoothstep(-0.1, 1.1, y + slant * x + cloud)
            return mix(top, bottom, share)
        }
        for number in 0..<max(0, face.background.blobs) {
            let index = Int32(number)
            let place = Point(noise.lattice(index, 20) * 95, noise.lattice(index, 21) * 105 - 10)
            let size = 16 + 22 * (noise.lattice(index, 22) + 1)
            let color = face.background.blobColor * (1 + 0.25 * noise.lattice(index, 23))
            canvas.glow(place, Point(size, size * (1.1 + 0.3 * noise.lattice(index, 24))), strength: 0.65) {
                _ in color
            }
        }
        canvas.glow(Point(-70 * -light.x, -30), Point(150, 170), strength: 0.22) { $0 * 1.35 }
    }
}
