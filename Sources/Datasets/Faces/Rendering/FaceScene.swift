import Foundation

/// A face on its way to becoming a picture: what is drawn, where, and the canvas so far.
///
/// Each part of the picture adds its own drawing in its own file.
struct FaceScene {
    let face: FaceParameters
    let geometry: FaceGeometry
    let tones: SkinTones
    let lighting: Lighting
    let noise: Noise
    var canvas: Canvas

    init(_ face: FaceParameters, width: Int, height: Int) {
        self.face = face
        geometry = FaceGeometry(face)
        tones = SkinTones(face.skin)
        lighting = Lighting(face.light)
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

    /// Where the light comes from, for short.
    var light: SIMD3<Float> { lighting.direction }
}
