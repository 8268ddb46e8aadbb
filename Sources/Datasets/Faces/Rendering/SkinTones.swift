/// The colours of one person's skin.
struct SkinTones {
    let base: RGB
    let shadow: RGB
    let deepShadow: RGB
    let light: RGB
    let flush: RGB
    let lip: RGB

    init(_ skin: FaceParameters.Skin) {
        let tone = SkinTones.ramp.color(at: skin.tone)
        base = tone * (RGB(1, 1, 1) + RGB(0.015, -0.03, -0.02) * skin.undertone)
        // Light that scatters inside skin comes back red, so its shadows are warmer than grey.
        shadow = base * mix(RGB(0.80, 0.66, 0.60), RGB(0.70, 0.60, 0.56), skin.tone)
        deepShadow = base * RGB(0.52, 0.36, 0.32)
        light = mix(base, RGB(1.0, 0.95, 0.89), 0.34 - 0.16 * skin.tone)
        flush = mix(base * RGB(1.03, 0.76, 0.74), RGB(0.85, 0.38, 0.36), 0.22)
        lip = mix(base, RGB(0.74, 0.32, 0.33), 0.52 - 0.15 * skin.tone)
    }

    private static let ramp = ColorRamp([
        (0, RGB(0.955, 0.825, 0.745)), (0.25, RGB(0.905, 0.735, 0.62)), (0.5, RGB(0.82, 0.62, 0.48)),
        (0.75, RGB(0.61, 0.42, 0.30)), (1, RGB(0.40, 0.265, 0.19)),
    ])
}
