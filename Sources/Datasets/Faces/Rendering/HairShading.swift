import Foundation

/// How strands colour the hair at each point: their run, their tones and the light that glides over them.
struct HairShading {
    private let pigmented: RGB
    private let gray: Float
    private let noise: Noise
    private let style: HairStyle
    /// Strands fan out from the crown, rather than fall to both sides of a parting.
    private let fansOut: Bool
    private let waviness: Float
    private let root: Point
    private let radii: Point
    private let light: SIMD3<Float>
    private let contrast: Float
    private let gloss: Float

    init(_ scene: FaceScene) {
        let hair = scene.face.hair
        pigmented = hair.pigment.pigmented
        gray = hair.pigment.gray
        noise = scene.noise.named(9)
        style = hair.style
        fansOut = style.isCombedBack || hair.hasBangs
        waviness = hair.waviness * (hair.style.isLong ? 0.8 : 0.30)
        let top = scene.geometry.rim(0, scene.geometry.crown)
        root = Point(
            top.x + hair.parting * 16 * (fansOut ? 0.3 : 1), -18)
        radii = Point(scene.geometry.halfWidth + 6, abs(scene.geometry.crown - root.y) + 8)
        light = scene.light
        contrast = scene.face.light.contrast
        // Dark hair shows its highlights; light hair is bright all over.
        gloss = 0.10 + 0.13 * (1 - hair.pigment.gray) * (0.5 + 0.5 * hair.pigment.melanin)
    }

    /// The colour at a point of the hair.
    @inline(__always)
    func color(at point: Point) -> RGB {
        style.isCurly ? curled(point) : combed(point)
    }

    private func combed(_ point: Point) -> RGB {
        let offset = point - root
        let x = offset.x / radii.x
        let y = offset.y / radii.y
        let above = y < 0
        let round = above ? (x * x + y * y).squareRoot() : abs(x)
        let along = above ? -y : y * 0.6
        var across: Float
        if fansOut {
            // Strands share an angle.
            across = x / (0.5 - 0.6 * min(0, y))
        } else {
            across = round * (offset.x < 0 ? -1 : 1) + (offset.x < 0 ? -3 : 3)
        }
        if waviness > 0.05 {
            across +=
                waviness * 0.06 * wave(point.y * 0.12 + noise.value(point.x * 0.05, point.y * 0.02) * 1.6)
        }
        // The two sides of a parting meet without a step in tone.
        let coarse =
            noise.value(across * 11, along * 1.1) * (fansOut ? 1 : smoothstep(0, 0.16, abs(x)))
        let fine = noise.value(across * 34 + 9, along * 1.8)
        let finest = noise.value(across * 80 + 31, along * 3)
        let tone = 0.13 * coarse + 0.12 * fine + 0.10 * finest
        let level = form(x: max(-0.97, min(0.97, x)), y: above ? y : 0)
        let ring =
            above
            ? bump((round - 0.80 - 0.10 * fine) / 0.26) * smoothstep(0, -0.3, y)
            : bump((y - 0.55 - 0.15 * coarse) / 0.5) * 0.45
        let facing = unit(0.55 + 0.6 * (x * light.x + (above ? y * light.y : 0)))
        return shade(level: level, tone: tone, sheen: ring * facing * (0.75 + 0.5 * fine), strand: finest)
    }

    private func curled(_ point: Point) -> RGB {
        let offset = point - root
        let size: Float = style == .afro ? 0.34 : 0.20
        let bend = Point(
            noise.value(point.x * size * 0.6, point.y * size * 0.6),
            noise.value(point.x * size * 0.6 + 50, point.y * size * 0.6))
        let coil = noise.value(point.x * size + bend.x * 1.6, point.y * size + bend.y * 1.6)
        let fine = noise.value(point.x * 0.7 + bend.x * 3, point.y * 0.7 + bend.y * 3)
        // Each coil is a ridge: bright where the noise crosses zero, dark between.
        let ridge = 1 - min(1, abs(coil) * 2.4)
        let level = form(
            x: max(-0.95, min(0.95, offset.x / radii.x)), y: max(-0.95, min(0.3, offset.y / radii.y)))
        return shade(
            level: level, tone: 0.26 * (ridge - 0.5) + 0.16 * fine, sheen: ridge * 0.3 * unit(level - 0.5),
            strand: fine)
    }

    /// The light on the whole head of hair as a rounded form.
    private func form(x: Float, y: Float) -> Float {
        let z = max(0, 1 - x * x - y * y).squareRoot()
        let facing = x * light.x + y * light.y + z * light.z
        return 0.93 + (0.26 + 0.30 * contrast) * (facing - 0.58)
    }

    private func shade(level: Float, tone: Float, sheen: Float, strand: Float) -> RGB {
        // Gray comes strand by strand.
        let turned = gray < 0.02 ? 0 : unit(gray + 0.20 * strand * min(1, 4 * gray * (1.15 - gray)))
        let base = mix(pigmented, HairPigment.white, turned)
        return base * (level + tone) + mix(base, RGB(1, 0.97, 0.92), 0.45) * (gloss * 1.6 * sheen)
    }

    /// A smooth wave of period 2 between −1 and 1.
    private func wave(_ value: Float) -> Float {
        let t = value - 2 * (value / 2).rounded(.down) - 1
        return 4 * t * (1 - abs(t))
    }
}
