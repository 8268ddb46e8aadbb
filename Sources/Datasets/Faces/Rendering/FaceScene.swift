import Foundation

/// A face on its way to becoming a picture: what is drawn, where, and the canvas so far.
///
/// Each part of the picture adds its own drawing in its own file.
struct FaceScene {
    let face: FaceParameters
    let geometry: FaceGeometry
    let tones: SkinTones
    let noise: Noise
    var canvas: Canvas

    init(_ face: FaceParameters, width: Int, height: Int) {
        self.face = face
        geometry = FaceGeometry(face)
        tones = SkinTones(face.skin)
        noise = Noise(seed: face.detailSeed)
        // CelebA's crop has the point between the eyes at (89, 112) of 178 × 218; another size shows the largest part of
        // that crop that fits.
        let fit = max(Float(width) / 178, Float(height) / 218)
        let middle = Point(Float(width) / 2, Float(height) / 2) + fit * (Point(0, 3) + face.pose.shift)
        canvas = Canvas(
            width: width, height: height,
            frame: Frame(
                origin: middle, scale: fit * face.pose.scale, cosine: cos(face.pose.roll),
                sine: sin(face.pose.roll)))
    }

    /// The direction across the picture that the light comes from, in [−1, 1] each.
    var light: SIMD3<Float> { face.light.direction }

    /// The colour of the light.
    var lightColor: RGB {
        RGB(1, 1, 1) + RGB(0.09, 0.015, -0.10) * face.light.warmth
    }

    /// The light that falls on a rounded surface, about 1 where it faces the light and below where it turns away.
    @inline(__always)
    func shading(_ x: Float, _ y: Float) -> Float {
        let z = max(0, 1 - x * x - y * y).squareRoot()
        let facing = x * light.x + y * light.y + z * light.z
        return 1 + face.light.contrast * 0.62 * (facing - 0.72)
    }
}
