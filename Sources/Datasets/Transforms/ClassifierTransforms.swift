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
            let crop = image.centerSquare().resized(width: resize, height: resize).cropped(
                imageSize, at: position)
            return isFlipped ? crop.flippedHorizontally() : crop
        }
    }

    /// A classifier's validation and test data: the largest centred square resized to `resize`, of it the centre.
    ///
    /// - Precondition: 1 ≤ `imageSize` ≤ `resize`.
    public static func classifierTesting(resize: Int, imageSize: Int) -> ImageTransform {
        check(resize, imageSize)
        return { image, _ in
            image.centerSquare().resized(width: resize, height: resize).centerCropped(imageSize)
        }
    }

    private static func check(_ resize: Int, _ imageSize: Int) {
        precondition(1 <= imageSize && imageSize <= resize, "a crop of \(imageSize) from \(resize) pixels")
    }
}
