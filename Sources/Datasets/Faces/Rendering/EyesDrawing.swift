import Foundation

/// The eyes: white, iris, pupil, highlights, lids and lashes.
extension FaceScene {
    mutating func drawEyes(on head: Mask) {
        for side in [Float(-1), 1] { drawEye(side, head: head) }
    }

    private mutating func drawEye(_ side: Float, head: Mask) {
        let eyes = face.eyes
        let center = geometry.surface(side * eyes.halfDistance, 0)
        // The eye on the side that turns away is foreshortened.
        let narrow = 1 - 0.9 * max(0, side * sin(face.pose.yaw)) * abs(sin(face.pose.yaw))
        let half = 10.6 * eyes.size * narrow
        let smile = max(0, face.expression.smile)
        let open = max(0.12, eyes.openness + face.expression.widening * 0.6)
        let upper = 2.2 + 5.0 * open * eyes.size
        let lower = (2.0 + 1.8 * open) * eyes.size * (1 - 0.25 * smile)
        let tilt = 1.2 * eyes.tilt + 0.6
        let inner = center + Point(-side * half, 1.3 + tilt * 0.4)
        let outer = center + Point(side * half, -tilt)
        let lidCurve = [
            inner, center + Point(-side * half * 0.62, -upper * 0.62),
            center + Point(-side * half * 0.05, -upper),
            center + Point(side * half * 0.58, -upper * 0.74 - tilt * 0.4), outer,
        ]
        let lashLine = [
            outer, center + Point(side * half * 0.5, lower * 0.86 - tilt * 0.3),
            center + Point(-side * half * 0.1, lower),
            center + Point(-side * half * 0.62, lower * 0.8), inner,
        ]
        let almond = Outline(
            points: Outline.curve(lidCurve, closed: false, steps: 5)
                + Outline.curve(lashLine, closed: false, steps: 5))
        let opening = canvas.mask(almond)
        drawLids(side, center: center, half: half, upper: upper, lid: lidCurve, opening: almond, head: head)
        let (light, tones) = (light, tones)
        let white = mix(RGB(0.93, 0.92, 0.91), tones.light, 0.16) * (0.86 + 0.10 * face.light.brightness)
        canvas.paint(opening, within: head) { point, _ in
            let x = (point.x - center.x) / half
            let shade =
                1 - 0.22 * x * x - 0.30 * smoothstep(0, -upper, point.y - center.y) + 0.05 * x * light.x
            return mix(white * shade, tones.flush, 0.30 * smoothstep(0.62, 1, abs(x)))
        }
        drawIris(center: center, narrow: narrow, opening: opening)
        let lashes = canvas.mask(
            .stroke(
                lidCurve + [outer + Point(side * (1.2 + 1.6 * eyes.lashes), -1.0 - 1.6 * eyes.lashes)],
                steps: 5
            ) { share in
                (0.7 + 1.5 * eyes.lashes + 0.5 * share) * min(1, 0.45 + share)
                    * min(1, 7 * (1 - share) + 0.15)
            }, softness: 0.3)
        canvas.paint(
            lashes, opacity: 0.88, within: head,
            color: mix(RGB(0.10, 0.07, 0.06), tones.deepShadow * 0.5, 0.3))
        if eyes.lashes > 0.35 { drawLashes(side, lid: lidCurve, head: head) }
        let line = canvas.mask(.tapered(lashLine, width: 0.9 + 0.5 * eyes.lashes), softness: 0.4)
        canvas.paint(line, opacity: 0.30 + 0.35 * eyes.lashes, within: head, color: tones.deepShadow * 0.7)
    }

    private mutating func drawLids(
        _ side: Float, center: Point, half: Float, upper: Float, lid: [Point], opening: Outline, head: Mask
    ) {
        let eyes = face.eyes
        canvas.multiply(
            canvas.mask(opening, softness: 1.3), opacity: 0.40, within: head, by: RGB(0.62, 0.47, 0.45))
        if eyes.shadow > 0.03 {
            let hue = noise.lattice(5, 60)
            let powder = mix(
                RGB(0.46, 0.33, 0.36), hue > 0.2 ? RGB(0.36, 0.40, 0.55) : RGB(0.55, 0.36, 0.30), 0.5)
            let veil = canvas.mask(
                .smooth([
                    lid[0], center + Point(-side * half * 0.5, -upper - 4.2),
                    center + Point(side * half * 0.5, -upper - 4.8),
                    lid[4] + Point(side * 3.5, -2.5), lid[4], lid[2],
                ]), softness: 1.6)
            canvas.paint(veil, opacity: 0.75 * eyes.shadow, within: head) { _, below in
                mix(below * 0.72, powder, 0.5)
            }
        }
        let hood = 2.3 + 1.1 * eyes.openness - 1.2 * face.skin.wrinkles
        let crease = canvas.mask(
            .tapered(
                lid.enumerated().map { index, point in
                    point + Point(0, -hood * (index == 0 || index == 4 ? 0.45 : 1))
                }, width: 1.5), softness: 0.6)
        canvas.multiply(crease, opacity: 0.62, within: head, by: RGB(0.58, 0.43, 0.41))
    }

    private mutating func drawIris(center: Point, narrow: Float, opening: Mask) {
        let radius = 5.2 * (0.6 + 0.4 * face.eyes.size)
        let middle =
            center + Point(face.eyes.gaze.x * 2.4 + sin(face.pose.yaw) * 1.4, face.eyes.gaze.y * 1.0 - 0.7)
        let color = FaceScene.irisRamp.color(at: face.eyes.iris)
        let fibre = noise.named(4)
        let disc = canvas.mask(.ellipse(middle, Point(radius * (0.4 + 0.6 * narrow), radius)))
        let light = light
        canvas.paint(disc, within: opening) { point, _ in
            let offset = (point - middle) / radius
            let distance = length(offset)
            let streak = fibre.value(offset.x / max(distance, 0.05) * 7, offset.y / max(distance, 0.05) * 7)
            // Light that enters on one side glows through on the other.
            let glow = 1.05 + 0.42 * offset.y - 0.25 * offset.x * light.x + 0.22 * streak
            let ring = 1 - 0.62 * smoothstep(0.66, 1, distance)
            return color * glow * ring
        }
        canvas.paint(
            canvas.mask(.ellipse(middle, Point(radius, radius) * 0.43)), within: opening,
            color: RGB(0.03, 0.025, 0.03))
        // The lid's shadow over the top of the iris.
        canvas.glow(center + Point(0, -5.5), Point(11, 6), strength: 0.55, within: opening) { $0 * 0.45 }
        let spark = middle + Point(light.x * 2.2, -1.9)
        canvas.paint(
            canvas.mask(.ellipse(spark, Point(1.35, 1.25), steps: 12)), opacity: 0.95, color: RGB(1, 1, 1))
        canvas.paint(
            canvas.mask(.ellipse(middle + Point(-light.x * 1.8, 2), Point(0.8, 0.6), steps: 8)),
            opacity: 0.35, color: RGB(1, 1, 1))
    }

    private mutating func drawLashes(_ side: Float, lid: [Point], head: Mask) {
        let curve = Outline.curve(lid, closed: false, steps: 4)
        for number in stride(from: 6, to: curve.count, by: 2) {
            let share = Float(number) / Float(curve.count)
            let root = curve[number]
            let tip = root + Point(side * (share * 2.8 - 0.4), -1.7 - 1.0 * share) * face.eyes.lashes
            let lash = canvas.mask(
                .stroke([root, mix(root, tip, 0.5) + Point(side * 0.5, 0.2), tip], steps: 3) {
                    0.75 * (1 - $0) + 0.1
                })
            canvas.paint(lash, opacity: 0.8, color: RGB(0.08, 0.06, 0.06))
        }
    }

    private static let irisRamp = ColorRamp([
        (0, RGB(0.22, 0.12, 0.07)), (0.35, RGB(0.40, 0.25, 0.13)), (0.6, RGB(0.40, 0.42, 0.25)),
        (0.8, RGB(0.36, 0.50, 0.56)), (1, RGB(0.30, 0.50, 0.72)),
    ])
}
