import Imaging

/// Draws parametric faces, anti-aliased and shaded, with no assets.
public struct FaceRenderer: Sendable {
    /// The picture's width, in pixels.
    public let width: Int
    /// The picture's height, in pixels.
    public let height: Int

    /// - Parameters:
    ///   - width: in pixels, at least 16.
    ///   - height: in pixels, at least 16.
    /// - Precondition: both are at least 16.
    public init(width: Int = 178, height: Int = 218) {
        precondition(
            width >= 16 && height >= 16, "a face needs at least 16×16 pixels, got \(width)×\(height)")
        self.width = width
        self.height = height
    }

    /// The picture of a face: the same bytes for the same parameters.
    public func render(_ face: FaceParameters) -> Image {
        var scene = FaceScene(face, width: width, height: height)
        scene.drawBackground()
        scene.drawBackHair()
        scene.drawNeck()
        scene.drawClothes()
        scene.drawEars()
        let head = scene.drawHead()
        scene.drawBeardShadow(on: head)
        scene.drawWrinkles(on: head)
        scene.drawNose(on: head)
        scene.drawEyes(on: head)
        scene.drawMouth(on: head)
        scene.drawBeard(on: head)
        scene.drawFaceMask()
        scene.drawBrows()
        scene.drawFrontHair(on: head)
        scene.drawGlasses(on: head)
        scene.drawHat(on: head)
        scene.drawJewellery()
        return scene.finished()
    }
}
