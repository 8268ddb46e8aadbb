import Imaging

extension ImageTransforms {
    /// A classifier's training data: the largest centred square resized to `resize`, of it `imageSize` at one of the four
    /// corners or the centre, and a random flip.
    ///
    /// The square comes first so that faces keep their proportions, and real images look like a pool's, which are square.
    ///
    /// - Precondition: 1 ≤ `imageSize` ≤ `resize`.
    public static func classifierTraining(resize: Int, imageSize: Int) -> ImageTransform {
        check(resize, imageSize)
        return { image, stream in
            let position = CropPosition.allCases.randomElement(using: &stream) ?? .center
            let isFlipped = stream.bernoulli(0.5)
            return crop(image, resize, imageSize, at: position, isFlipped: isFlipped)
        }
    }

    /// A classifier's validation and test data: the largest centred square resized to `resize`, of it the centre.
    ///
    /// - Precondition: 1 ≤ `imageSize` ≤ `resize`.
    public static func classifierTesting(resize: Int, imageSize: Int) -> ImageTransform {
        check(resize, imageSize)
        return { image, _ in crop(image, resize, imageSize, at: .center, isFlipped: false) }
    }

    private static func crop(
        _ image: Image, _ resize: Int, _ imageSize: Int, at position: CropPosition, isFlipped: Bool
    ) -> Image {
        let side = min(image.width, image.height)
        return image.resized(
            PixelRectangle(side, at: .center, width: image.width, height: image.height), width: resize,
            height: resize, keeping: PixelRectangle(imageSize, at: position, width: resize, height: resize),
            mirrored: isFlipped)
    }

    private static func check(_ resize: Int, _ imageSize: Int) {
        precondition(1 <= imageSize && imageSize <= resize, "a crop of \(imageSize) from \(resize) pixels")
    }
}
