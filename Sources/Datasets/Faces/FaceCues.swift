import Foundation
import TensorEngine

/// How one person comes to look: the visible cues of gender, age and hair colour, drawn around what the person is.
///
/// Two hidden numbers, how male and how young the person looks, lie around ±1 and spread with the cue overlap; each visible
/// cue then follows its hidden number with a spread of its own. A classifier that reads every cue still errs where a hidden
/// number has crossed to the other side.
struct FaceCues {
    private let isMale: Bool
    private let isYoung: Bool
    private let hairColor: HairColorName
    private let expression: ExpressionName
    private let distribution: FaceDistribution
    /// From feminine (about −1) to masculine (about 1).
    private let masculinity: Float
    /// How old a face can look, in years: grown up.
    static let ages = 18...85

    /// Apparent age, in years.
    private let age: Float
    private let spread: Float

    init(
        isMale: Bool, isYoung: Bool, hairColor: HairColorName, expression: ExpressionName,
        distribution: FaceDistribution,
        _ stream: inout RandomStream
    ) {
        (self.isMale, self.isYoung, self.hairColor) = (isMale, isYoung, hairColor)
        (self.expression, self.distribution) = (expression, distribution)
        let overlap = Float(distribution.cueOverlap)
        masculinity = stream.around(isMale ? 1 : -1, 0.12 + 1.05 * overlap)
        let youth = stream.around(isYoung ? 1 : -1, 0.15 + 1.15 * overlap)
        age = max(Float(Self.ages.lowerBound), min(Float(Self.ages.upperBound), 43 - 17 * youth))
        spread = 0.06 + 0.25 * overlap
    }

    /// A cue in [0, 1] that is high in masculine faces, or in feminine ones where `strength` is negative.
    private func gendered(_ strength: Float, _ stream: inout RandomStream) -> Float {
        unit(0.5 + 0.5 * strength * max(-1.3, min(1.3, masculinity)) + spread * Float(stream.normal()))
    }

    /// A cue in [0, 1] that rises from `from` to `to` years.
    private func aged(_ from: Float, _ to: Float, _ stream: inout RandomStream) -> Float {
        unit((age - from) / (to - from) + spread * Float(stream.normal()))
    }

    func face(_ stream: inout RandomStream) -> FaceParameters {
        let chubbiness = unit(stream.around(0.28 + 0.12 * unit((age - 30) / 30), 0.22))
        let skin = skin(&stream)
        let beard = beard(&stream)
        let makeup = masculinity < 0 && stream.bernoulli(0.62) ? gendered(-0.8, &stream) : 0
        let hair = hair(&stream)
        let shape = FaceParameters.Shape(
            halfWidth: stream.around(43 + 1.2 * masculinity, 1.3),
            chinDrop: stream.around(67 + 1.6 * masculinity, 1.8),
            jaw: gendered(0.75, &stream), chubbiness: chubbiness,
            doubleChin: unit((chubbiness - 0.45) * 2 + 0.2 * aged(40, 80, &stream)))
        let eyes = FaceParameters.Eyes(
            halfDistance: stream.around(19, 0.7),
            size: 1.0 + 0.13 * gendered(-0.8, &stream) + stream.between(-0.04, 0.04),
            openness: unit(stream.around(0.72 - 0.2 * aged(35, 80, &stream), 0.14)),
            iris: iris(skin.tone, &stream),
            gaze: [stream.around(0, 0.18), stream.around(0, 0.12)],
            lashes: unit(0.15 + 0.35 * gendered(-0.9, &stream) + 0.5 * makeup),
            shadow: makeup * stream.between(0.2, 1), tilt: stream.around(0.1, 0.4))
        let brows = FaceParameters.Brows(
            thickness: gendered(0.62, &stream),
            arch: unit(0.30 + 0.5 * gendered(-0.8, &stream) + stream.between(-0.2, 0.2)))
        let nose = FaceParameters.Nose(
            width: 0.90 + 0.17 * gendered(0.6, &stream) + 0.12 * skin.tone + stream.between(-0.06, 0.10),
            length: stream.around(1, 0.04))
        let lips = FaceParameters.Lips(
            fullness: unit(
                0.22 + 0.42 * gendered(-0.7, &stream) + 0.25 * skin.tone - 0.15 * aged(40, 80, &stream)
                    + stream.between(-0.12, 0.12)),
            width: stream.around(1, 0.05), lipstick: makeup > 0 ? unit(makeup * stream.between(0.4, 1.2)) : 0,
            lipstickHue: stream.between(0, 1))
        return FaceParameters(
            isMale: isMale, isYoung: isYoung, age: age, hair: hair, shape: shape, skin: skin, eyes: eyes,
            brows: brows,
            nose: nose, lips: lips,
            beard: hair.style == .bald && beard.full == 0 ? shaved(beard) : beard, expression: pose(&stream),
            wearing: wearing(makeup, &stream),
            pose: position(&stream), light: light(&stream), background: background(&stream),
            camera: camera(&stream),
            detailSeed: UInt32(truncatingIfNeeded: stream.next()))
    }

    private func skin(_ stream: inout RandomStream) -> FaceParameters.Skin {
        // Light hair goes with light skin.
        let tone: Float =
            switch hairColor {
            case .blond: stream.between(0.02, 0.42)
            case .brown, .gray: stream.between(0.02, 0.62)
            case .black: stream.bernoulli(0.3) ? stream.between(0.55, 1) : stream.between(0.05, 0.6)
            }
        let wrinkles = aged(38, 72, &stream)
        return FaceParameters.Skin(
            tone: tone, undertone: stream.around(0, 0.5), wrinkles: wrinkles,
            bags: unit(0.75 * aged(32, 70, &stream) + stream.between(-0.1, 0.2)),
            freckles: stream.bernoulli(0.12) && tone < 0.35 ? stream.between(0.3, 0.9) : 0,
            blush: unit(0.15 + 0.38 * gendered(-0.8, &stream) + stream.around(0, 0.14)),
            shine: stream.between(0, 0.8))
    }

    private func iris(_ tone: Float, _ stream: inout RandomStream) -> Float {
        let light: Float = hairColor == .blond ? 0.75 : hairColor == .black ? 0.08 : 0.4
        return tone < 0.55 && stream.bernoulli(Double(light))
            ? stream.between(0.5, 1) : stream.between(0, 0.45)
    }

    private func hair(_ stream: inout RandomStream) -> FaceParameters.Hair {
        let crossing = stream.bernoulli(0.02 + 0.10 * distribution.cueOverlap)
        let masculine = (masculinity > 0) != crossing
        let old = age > 45
        // In the order of HairStyle: bald, buzzed, short, sidePart, sweptBack, curlyShort, afro, bob, straight, wavy, ponytail, bun.
        let weights: [Double] =
            masculine
            ? [old ? 0.12 : 0.02, 0.10, 0.32, 0.28, 0.14, 0.12, 0.03, 0, 0.015, 0.015, 0.01, 0.01]
            : [
                0, 0, old ? 0.12 : 0.02, old ? 0.07 : 0.02, 0.02, 0.07, 0.04, old ? 0.30 : 0.17, 0.24, 0.26,
                0.11, 0.07,
            ]
        let style = HairStyle.allCases[stream.choice(weights)]
        let wavy = style == .longWavy || (stream.bernoulli(0.35) && style != .longStraight)
        let bangs =
            stream.bernoulli(masculine ? 0.10 : 0.24)
            && [.short, .bob, .longStraight, .longWavy].contains(style)
        return FaceParameters.Hair(
            style: style, colorName: hairColor, pigment: pigment(&stream), volume: stream.between(0.1, 0.95),
            waviness: wavy ? stream.between(0.5, 1) : stream.between(0, 0.3),
            parting: stream.between(-0.9, 0.9), hasBangs: bangs,
            recession: masculine ? aged(36, 80, &stream) : 0.25 * aged(50, 90, &stream))
    }

    private func pigment(_ stream: inout RandomStream) -> HairPigment {
        let wide = 0.65 + 1.0 * Float(distribution.cueOverlap)
        let redness = unit(stream.around(0.10, 0.22))
        let early = unit((age - 40) / 50) * stream.between(0, 0.45)
        return switch hairColor {
        case .black:
            HairPigment(
                melanin: unit(stream.around(0.955, 0.07 * wide)), redness: 0.2 * redness, gray: early * 0.5)
        case .brown:
            HairPigment(melanin: unit(stream.around(0.62, 0.115 * wide)), redness: redness, gray: early * 0.5)
        case .blond:
            HairPigment(
                melanin: unit(stream.around(0.22, 0.11 * wide)), redness: 0.6 * redness, gray: early * 0.4)
        case .gray:
            HairPigment(
                melanin: stream.between(0.4, 1), redness: 0, gray: unit(stream.around(0.88, 0.12 * wide)))
        }
    }

    private func beard(_ stream: inout RandomStream) -> FaceParameters.Beard {
        var beard = FaceParameters.Beard(stubble: 0, full: 0, goatee: 0, mustache: 0, sideburns: 0)
        guard masculinity > 0 else { return beard }
        let strength = unit(masculinity)
        beard.stubble = unit(stream.around(0.22 * strength, 0.14))
        switch stream.choice([0.52, 0.15, 0.14, 0.08, 0.11]) {
        case 1: beard.stubble = stream.between(0.45, 1)
        case 2:
            beard.full = stream.between(0.35, 1)
            beard.sideburns = 0.8
        case 3: beard.mustache = stream.between(0.5, 1)
        case 4: beard.goatee = stream.between(0.5, 1)
        default: break
        }
        if beard.full == 0, stream.bernoulli(0.12) { beard.sideburns = stream.between(0.5, 0.9) }
        return beard
    }

    /// A bald head without a beard has no hair for sideburns to grow from.
    private func shaved(_ beard: FaceParameters.Beard) -> FaceParameters.Beard {
        var beard = beard
        beard.sideburns = 0
        return beard
    }

    private func pose(_ stream: inout RandomStream) -> FaceParameters.Expression {
        var pose = FaceParameters.Expression.typical(expression)
        let vigour = stream.between(0.65, 1.15)
        func vary(_ value: Float, _ noise: Float, _ low: Float) -> Float {
            max(low, min(1, value * vigour + noise))
        }
        pose.smile = vary(pose.smile, stream.around(0, 0.08), -1)
        let lips = pose.open > 0.05 ? stream.between(-0.12, 0.15) : max(0, stream.around(-0.03, 0.07))
        pose.open = vary(pose.open, lips, 0)
        if expression == .happy, stream.bernoulli(0.35) { pose.open = 0 }
        pose.browRaise = vary(pose.browRaise, stream.around(0, 0.12), -1)
        pose.frown = vary(pose.frown, 0, 0)
        pose.grief = vary(pose.grief, 0, 0)
        pose.sneer = vary(pose.sneer, 0, 0)
        pose.asymmetry = vary(
            stream.bernoulli(0.5) ? pose.asymmetry : -pose.asymmetry, stream.around(0, 0.07), -1)
        return pose
    }

    private func wearing(_ makeup: Float, _ stream: inout RandomStream) -> FaceParameters.Wearing {
        typealias Wearing = FaceParameters.Wearing
        let masculine = masculinity > 0
        let glasses: Wearing.Glasses =
            stream.bernoulli(distribution.eyeglasses) ? (stream.bernoulli(0.18) ? .sun : .clear) : .none
        let hat = stream.bernoulli(distribution.hat)
        let clothes = Wearing.Clothes.allCases[
            stream.choice(masculine ? [0.36, 0.14, 0.22, 0.28] : [0.46, 0.34, 0.12, 0.08])]
        let tie =
            stream.bernoulli(masculine ? (clothes == .suit ? 0.8 : 0.2) : 0.04)
            && (clothes == .suit || clothes == .shirt)
        let necklace = !masculine && stream.bernoulli(0.25) && clothes != .suit && !tie
        return Wearing(
            glasses: glasses, hat: hat, earrings: !masculine && stream.bernoulli(0.42), necklace: necklace,
            necktie: tie, clothes: clothes,
            color: color(saturation: stream.between(0.15, 0.65), value: stream.between(0.25, 0.9), &stream),
            accent: color(saturation: stream.between(0.4, 0.8), value: stream.between(0.3, 0.7), &stream))
    }

    private func position(_ stream: inout RandomStream) -> FaceParameters.Pose {
        FaceParameters.Pose(
            yaw: max(-0.5, min(0.5, stream.around(0, 0.17))),
            pitch: max(-0.25, min(0.25, stream.around(0, 0.08))),
            roll: max(-0.3, min(0.3, stream.around(0, 0.06))), scale: stream.between(1.0, 1.14),
            shift: [stream.around(0, 2.2), stream.around(0, 2.2)])
    }

    private func light(_ stream: inout RandomStream) -> FaceParameters.Light {
        let direction = SIMD3<Float>(
            stream.between(-0.75, 0.75), stream.between(-0.65, -0.15), stream.between(0.6, 1))
        return FaceParameters.Light(
            direction: direction / (direction * direction).sum().squareRoot(),
            warmth: stream.around(0.1, 0.45), contrast: stream.between(0.4, 1),
            brightness: max(0.82, min(1.16, stream.around(1, 0.06))))
    }

    private func background(_ stream: inout RandomStream) -> FaceParameters.Background {
        let hue = Float(stream.uniform())
        let saturation = stream.between(0.03, 0.27)
        let value = stream.between(0.28, 0.92)
        let drift = stream.around(0, 0.06)
        return FaceParameters.Background(
            top: FaceCues.color(hue: hue, saturation: saturation, value: value),
            bottom: FaceCues.color(
                hue: hue + drift, saturation: saturation * 1.15, value: value * stream.between(0.5, 0.85)),
            blobColor: FaceCues.color(
                hue: hue + stream.around(0, 0.14), saturation: saturation * 1.2,
                value: min(1, value * stream.between(0.8, 1.3))),
            blobs: stream.bernoulli(0.55) ? 2 + Int(stream.uniform() * 6) : 0)
    }

    private func camera(_ stream: inout RandomStream) -> FaceParameters.Camera {
        FaceParameters.Camera(
            blur: stream.bernoulli(0.05) ? stream.between(1, 1.7) : stream.between(0, 0.25),
            grain: stream.between(0.002, 0.016))
    }

    private func color(saturation: Float, value: Float, _ stream: inout RandomStream) -> RGB {
        FaceCues.color(hue: Float(stream.uniform()), saturation: saturation, value: value)
    }

    /// A colour from hue (a turn is 1), saturation and value.
    private static func color(hue: Float, saturation: Float, value: Float) -> RGB {
        func channel(_ offset: Float) -> Float {
            let turn = hue + offset - (hue + offset).rounded(.down)
            return unit(abs(turn * 6 - 3) - 1)
        }
        let pure = RGB(channel(0), channel(2.0 / 3), channel(1.0 / 3))
        return mix(RGB(1, 1, 1), pure, saturation) * value
    }
}
