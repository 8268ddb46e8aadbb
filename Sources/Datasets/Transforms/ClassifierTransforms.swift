import Imaging
import TensorEngine

extension ImageTransforms {
    /// A classifier's training data: the largest centred square resized to `resize`, of it a part of `imageSize`, and what else the
    /// augmentation asks for.
    ///
    /// The square comes first so that faces keep their proportions, and real images look like a pool's, which are square.
    ///
    /// - Parameters:
    ///   - augmentation: without one, a crop at one of the four corners or the centre and a random flip.
    ///   - erasedColor: what erased rectangles are filled with: red, green, blue.
    /// - Precondition: 1 ≤ `imageSize` ≤ `resize`.
    public static func classifierTraining(
        resize: Int, imageSize: Int, augmentation: Augmentation = Augmentation(),
        erasedColor: SIMD3<UInt8> = SIMD3(repeating: 0)
    ) -> ImageTransform {
        check(resize, imageSize)
        return { image, stream in
            var image = cropped(image, resize, imageSize, augmentation, &stream)
            if augmentation.rotation > 0 {
                image = image.rotated(stream.uniform(-augmentation.rotation, augmentation.rotation))
            }
            for change in augmentation.colors.changes(using: &stream) { image = change.applied(to: image) }
            if augmentation.erasing > 0, stream.bernoulli(augmentation.erasing) {
                let rectangles = RandomRectangle(
                    scale: augmentation.erasingScale, ratio: Augmentation.erasingRatio)
                if let part = rectangles.erased(width: imageSize, height: imageSize, using: &stream) {
                    image = image.erasing(part, with: erasedColor)
                }
            }
            return image
        }
    }

    /// A classifier's validation and test data: the largest centred square resized to `resize`, of it the centre.
    ///
    /// - Precondition: 1 ≤ `imageSize` ≤ `resize`.
    public static func classifierTesting(resize: Int, imageSize: Int) -> ImageTransform {
        classifierView(.center, resize: resize, imageSize: imageSize)
    }

    /// The same at another place, or at that place of the mirror image: as with torchvision's `TenCrop`, a mirrored crop in the
    /// upper left shows what is in the image's upper right.
    ///
    /// - Precondition: 1 ≤ `imageSize` ≤ `resize`.
    public static func classifierView(
        _ position: CropPosition, mirrored: Bool = false, resize: Int, imageSize: Int
    ) -> ImageTransform {
        check(resize, imageSize)
        var window = PixelRectangle(imageSize, at: position, width: resize, height: resize)
        // The same columns of the mirror image, which are others of the image; of an odd margin even in the centre.
        if mirrored { window.x = resize - imageSize - window.x }
        let kept = window
        return { image, _ in crop(image, resize, to: kept, isFlipped: mirrored) }
    }

    private static func cropped(
        _ image: Image, _ resize: Int, _ imageSize: Int, _ augmentation: Augmentation,
        _ stream: inout RandomStream
    ) -> Image {
        switch augmentation.crop {
        case .corners:
            let position = CropPosition.allCases.randomElement(using: &stream) ?? .center
            return crop(
                image, resize, imageSize, at: position, isFlipped: stream.bernoulli(augmentation.flip))
        case .center:
            return crop(
                image, resize, imageSize, at: .center, isFlipped: stream.bernoulli(augmentation.flip))
        case .randomResized:
            // The square whole, so that the same comes of images that are kept as such squares.
            let square = image.resizedSquare(crop: nil, size: resize)
            let part = RandomRectangle(scale: augmentation.cropScale, ratio: augmentation.cropRatio)
                .crop(width: resize, height: resize, using: &stream)
            return square.resized(
                part, width: imageSize, height: imageSize,
                keeping: PixelRectangle(x: 0, y: 0, width: imageSize, height: imageSize),
                mirrored: stream.bernoulli(augmentation.flip))
        }
    }

    private static func crop(
        _ image: Image, _ resize: Int, _ imageSize: Int, at position: CropPosition, isFlipped: Bool
    ) -> Image {
        crop(
            image, resize, to: PixelRectangle(imageSize, at: position, width: resize, height: resize),
            isFlipped: isFlipped)
    }

    private static func crop(
        _ image: Image, _ resize: Int, to window: PixelRectangle, isFlipped: Bool
    ) -> Image {
        let side = min(image.width, image.height)
        return image.resized(
            PixelRectangle(side, at: .center, width: image.width, height: image.height), width: resize,
            height: resize, keeping: window, mirrored: isFlipped)
    }

    private static func check(_ resize: Int, _ imageSize: Int) {
        precondition(1 <= imageSize && imageSize <= resize, "a crop of \(imageSize) from \(resize) pixels")
    }
}
