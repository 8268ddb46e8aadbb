import Imaging

extension ImageTransforms {
    /// StarGAN's training data: a random flip, a centre crop, a resize (Choi et al., "StarGAN", CVPR 2018, section 5.1).
    ///
    /// - Parameters:
    ///   - size: pixels along a side of the result.
    ///   - crop: pixels along a side of the crop (178 for CelebA); where the image is smaller, or for nil, its largest centred
    ///     square.
    public static func starGAN(size: Int, crop: Int? = 178) -> ImageTransform {
        check(size, crop)
        return { image, stream in
            square(image, size, crop, isFlipped: stream.bernoulli(0.5))
        }
    }

    /// The images that a trained generator translates: as `starGAN`, without the flip.
    public static func starGANSource(size: Int, crop: Int? = 178) -> ImageTransform {
        check(size, crop)
        return { image, _ in square(image, size, crop, isFlipped: false) }
    }

    private static func square(_ image: Image, _ size: Int, _ crop: Int?, isFlipped: Bool) -> Image {
        let side = min(image.width, image.height)
        let part = PixelRectangle(
            min(crop ?? side, side), at: .center, width: image.width, height: image.height)
        return image.resized(
            part, width: size, height: size, keeping: PixelRectangle(x: 0, y: 0, width: size, height: size),
            mirrored: isFlipped)
    }

    private static func check(_ size: Int, _ crop: Int?) {
        precondition(size >= 1 && crop ?? 1 >= 1, "a StarGAN transform of size \(size)")
    }
}
