/// The eyebrows, hair by hair over a soft ground.
extension FaceScene {
    mutating func drawBrows() {
        let (brows, expression) = (face.brows, face.expression)
        let pigment = face.hair.pigment
        let hairColor = mix(pigment.pigmented, HairPigment.white, pigment.gray * 0.7)
        let color = mix(hairColor * 0.70, RGB(0.17, 0.115, 0.085), 0.42 - 0.25 * pigment.gray)
        for side in [Float(-1), 1] {
            let x = face.eyes.halfDistance
            let lift =
                -13.0 - 4.2 * expression.browRaise + 3.0 * expression.frown - (1.4 * face.eyes.size - 1.4)
            let innerLift = lift + 3.2 * expression.frown - 4.5 * expression.grief
            let arch = 1.2 + 3.4 * brows.arch
            let tail = lift + 2.4 * expression.grief - 1.5 * expression.frown
            let spine = [
                geometry.surface(
                    side * (x - 11 + 1.4 * (1 - brows.thickness) - 1.6 * expression.frown), innerLift + 0.8,
                    lift: 2),
                geometry.surface(side * (x - 3), mix(innerLift, lift, 0.55) - arch * 0.55, lift: 2),
                geometry.surface(side * (x + 5), lift - arch, lift: 1),
                geometry.surface(side * (x + 13.5), tail + 2.4),
            ]
            let thickness = 2.2 + 3.6 * brows.thickness
            func width(_ share: Float) -> Float {
                thickness * min(1, 0.72 + 1.4 * share) * (share < 0.45 ? 1 : 1 - 0.85 * (share - 0.45) / 0.55)
            }
            let ground = canvas.mask(.stroke(spine, width: width), softness: 0.7)
            canvas.paint(ground, opacity: 0.52 + 0.20 * brows.thickness, color: color)
            let curve = Outline.curve(spine, closed: false, steps: 6)
            for number in 0..<curve.count - 1 {
                let share = Float(number) / Float(curve.count - 1)
                let half = width(share) / 2
                let along = curve[number + 1] - curve[number]
                let jitter = noise.lattice(Int32(number), Int32(40 + Int(side))) * 0.5
                let root = curve[number] + Point(jitter, half * (0.75 + 0.2 * jitter))
                let tip =
                    curve[number] + along * (1.0 + 0.5 * share)
                    + Point(side * 0.9, half * (-0.85 + 1.2 * share * share + jitter * 0.4))
                let strand = canvas.mask(
                    .stroke([root, mix(root, tip, 0.5), tip], steps: 2) { 1.05 * (1 - 0.8 * $0) })
                canvas.paint(strand, opacity: 0.55, color: color * (0.82 + 0.2 * jitter))
            }
        }
    }
}
