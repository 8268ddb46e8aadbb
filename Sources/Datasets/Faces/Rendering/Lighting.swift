/// The light that falls on the head.
struct Lighting {
    /// Where it comes from: x to the right, y down, z to the viewer; of length 1.
    let direction: SIMD3<Float>
    let contrast: Float
    /// The colour of the light, about white.
    let color: RGB

    init(_ light: FaceParameters.Light) {
        direction = light.direction
        contrast = light.contrast
        color = RGB(1, 1, 1) + RGB(0.09, 0.015, -0.10) * light.warmth
    }

    /// What a place of a rounded form receives, about 1 where it faces the light and below where it turns away.
    ///
    /// - Parameters:
    ///   - x: from the form's left rim (−1) to its right rim (1).
    ///   - y: from its upper rim (−1) to its lower rim (1).
    @inline(__always)
    func shading(_ x: Float, _ y: Float) -> Float {
        let z = max(0, 1 - x * x - y * y).squareRoot()
        let facing = x * direction.x + y * direction.y + z * direction.z
        return 1 + contrast * 0.62 * (facing - 0.72)
    }
}
