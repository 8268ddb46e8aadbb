/// Earrings and a necklace.
extension FaceScene {
    mutating func drawJewellery() {
        let gold = RGB(0.93, 0.76, 0.38)
        let silver = RGB(0.86, 0.88, 0.92)
        let light = light
        let metal = noise.lattice(2, 111) > -0.2 ? gold : silver
        if face.wearing.earrings {
            for side in [Float(-1), 1] where side * geometry.turn < 14 {
                let lobe = ear(side) + Point(side * 0.8, 13)
                let drop = noise.lattice(1, 112) > 0
                let size: Float = drop ? 3.6 : 2.6
                let bead = lobe + Point(0, drop ? 9 : 1)
                if drop {
                    canvas.paint(
                        canvas.mask(.stroke([lobe, mix(lobe, bead, 0.5), bead], steps: 2) { _ in 1 }),
                        color: metal * 0.85)
                }
                canvas.paint(canvas.mask(.ellipse(bead, Point(size, size * (drop ? 1.35 : 1))))) { point, _ in
                    let offset = (point - bead) / size
                    return metal * (0.78 - 0.35 * offset.y + 0.2 * offset.x * light.x)
                }
                canvas.paint(
                    canvas.mask(.ellipse(bead + Point(-0.8, -1.2), Point(0.9, 0.9), steps: 10)), opacity: 0.9,
                    color: RGB(1, 1, 0.96))
            }
        }
        if face.wearing.necklace && face.wearing.clothes != .suit {
            let half = geometry.halfWidth * 0.72
            let low = geometry.chin + (face.wearing.clothes == .crewNeck ? 25 : 36)
            let spine = Outline.curve(
                [
                    Point(-half, geometry.chin + 10), Point(-half * 0.6, low - 8), Point(0, low),
                    Point(half * 0.6, low - 8), Point(half, geometry.chin + 10),
                ],
                closed: false, steps: 8)
            for (number, point) in spine.enumerated() where number > 2 && number < spine.count - 3 {
                let size: Float = number == spine.count / 2 ? 3 : 1.5
                canvas.paint(canvas.mask(.ellipse(point, Point(size, size), steps: 10))) { place, _ in
                    metal * (0.85 - 0.4 * (place.y - point.y) / size)
                }
            }
        }
    }
}
