/// The shoulders and what covers them.
extension FaceScene {
    mutating func drawClothes() {
        let drop = geometry.chin
        let half = geometry.halfWidth * (0.50 + 0.13 * face.shape.jaw + 0.10 * face.shape.chubbiness)
        let reach = (72 + 16 * face.shape.jaw + 14 * face.shape.chubbiness)
        let wearing = face.wearing
        let depth: Float =
            switch wearing.clothes {
            case .crewNeck: 30
            case .vNeck: 52
            case .shirt, .suit: 40
            }
        let open: Float = wearing.clothes == .crewNeck ? 1.25 : 1.12
        // Far below the canvas, so that no size or shift of the face shows an end.
        let floor: Float = 260
        let neckline: [Point] =
            wearing.clothes == .crewNeck
            ? [
                Point(half * open, drop + 15), Point(half * 0.85, drop + depth - 5), Point(0, drop + depth),
                Point(-half * 0.85, drop + depth - 5), Point(-half * open, drop + 15),
            ]
            : [
                Point(half * open, drop + 12), Point(half * 0.55, drop + depth * 0.62),
                Point(1, drop + depth),
                Point(-1, drop + depth), Point(-half * 0.55, drop + depth * 0.62),
                Point(-half * open, drop + 12),
            ]
        let right = [Point(half * 1.5, drop + 16), Point(reach * 0.72, drop + 25), Point(reach, drop + 41)]
        let silhouette = Outline(
            points: Outline.curve(neckline.reversed() + right, closed: false, steps: 6)
                + [Point(reach + 16, drop + 80), Point(reach + 16, floor), Point(-reach - 16, floor)]
                + Outline.curve(
                    [Point(-reach - 16, drop + 80)] + right.reversed().map { Point(-$0.x, $0.y) }
                        + [Point(-half * open, neckline[0].y)], closed: false, steps: 6))
        let cloth = canvas.mask(silhouette)
        let fold = noise.named(2)
        let lighting = lighting
        func fabric(_ color: RGB) -> (Point, RGB) -> RGB {
            { point, _ in
                let lit = lighting.shading(max(-0.95, min(0.95, point.x / (reach * 1.1))), -0.15)
                let crease = fold.value(
                    point.x * 0.06 + point.y * 0.02, point.y * 0.025 - abs(point.x) * 0.03)
                let weave = fold.value(point.x * 0.8, point.y * 0.8) * 0.015
                return color * (lit * 0.92 + 0.11 * crease + weave) * lighting.color
            }
        }
        // The shadow that the cloth's edge throws on the skin.
        canvas.multiply(
            canvas.mask(silhouette, softness: 1.5, offset: Point(0, -1.5)), opacity: 0.55,
            by: RGB(0.7, 0.58, 0.55))
        let shirtColor =
            wearing.clothes == .suit ? mix(RGB(0.94, 0.94, 0.95), wearing.color, 0.08) : wearing.color
        canvas.paint(cloth, fabric(shirtColor))
        if wearing.clothes == .crewNeck {
            let band = canvas.mask(.stroke(neckline.reversed().map { $0 + Point(0, 2) }) { _ in 3 })
            canvas.multiply(band, opacity: 0.5, within: cloth, by: RGB(0.82, 0.82, 0.84))
        }
        if wearing.clothes == .shirt || wearing.clothes == .suit { drawCollar(half: half, color: shirtColor) }
        if wearing.necktie { drawNecktie(half: half) }
        if wearing.clothes == .suit {
            let jacket = wearing.color * 0.55
            for side in [Float(-1), 1] {
                let front = canvas.mask(
                    Outline(points: [
                        Point(side * half * 1.42, drop + 12), Point(side * half * 1.15, drop + 36),
                        Point(side * 3, drop + 86), Point(side * 2, floor), Point(side * (reach + 40), floor),
                        Point(side * (reach + 40), drop + 10), Point(side * half * 1.6, drop + 10),
                    ]))
                canvas.paint(front, within: cloth, fabric(jacket))
                let lapel = Outline.smooth(
                    [
                        Point(side * half * 1.42, drop + 14), Point(side * half * 1.95, drop + 38),
                        Point(side * half * 1.5, drop + 46), Point(side * half * 1.7, drop + 52),
                        Point(side * 4, drop + 88),
                        Point(side * half * 1.02, drop + 40),
                    ], steps: 3)
                canvas.multiply(
                    canvas.mask(lapel, softness: 1.2, offset: Point(side, 1)), opacity: 0.5, within: cloth,
                    by: RGB(0.5, 0.5, 0.52))
                canvas.paint(canvas.mask(lapel), within: cloth, fabric(jacket * 1.12))
            }
        }
    }

    private mutating func drawCollar(half: Float, color: RGB) {
        let drop = geometry.chin
        let lit = color * lighting.color
        for side in [Float(-1), 1] {
            let flap = Outline(points: [
                Point(side * half * 1.0, drop + 6), Point(side * half * 1.38, drop + 13),
                Point(side * half * 1.05, drop + 46),
                Point(side * half * 0.62, drop + 49), Point(side * 1.5, drop + 37),
                Point(side * half * 0.72, drop + 24),
            ])
            canvas.multiply(
                canvas.mask(flap, softness: 1.2, offset: Point(0, 1.5)), opacity: 0.5, by: RGB(0.6, 0.6, 0.64)
            )
            let shade = 0.95 + 0.12 * side * light.x
            canvas.paint(canvas.mask(flap)) { point, _ in lit * (shade + 0.002 * (point.y - drop - 30)) }
        }
    }

    private mutating func drawNecktie(half: Float) {
        let drop = geometry.chin
        let color = face.wearing.accent
        let knot = Outline(points: [
            Point(-6.5, drop + 35), Point(6.5, drop + 35), Point(4, drop + 48), Point(-4, drop + 48),
        ])
        let blade = Outline(points: [
            Point(-4, drop + 48), Point(4, drop + 48), Point(10, drop + 92), Point(11, 260), Point(-11, 260),
            Point(-10, drop + 92),
        ])
        let (warm, bright) = (lighting.color, light.x)
        func silk(_ tone: Float) -> (Point, RGB) -> RGB {
            { point, _ in
                let band = (point.y * 0.7 + point.x) / 9
                let stripe: Float = band - band.rounded(.down) < 0.3 ? 1.35 : 1
                return color * warm * stripe * (tone + 0.02 * point.x * bright - 0.0025 * point.x * point.x)
            }
        }
        canvas.paint(canvas.mask(blade), silk(0.95))
        canvas.paint(canvas.mask(knot), silk(1.15))
    }
}
