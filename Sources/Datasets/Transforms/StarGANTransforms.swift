import Imaging

extension ImageTransforms {
    /// StarGAN's training data: a random flip, a centre crop, a resize (Choi et al., "StarGAN", CVPR 2018, section 5.1).
    ///
    /// - Parameters:
    ///   - size: pixels along a side of the result.
    ///   - crop: pixels along a side of the crop (178 for CelebA); where the image is smaller, or for nil, its largest centred
    ///     square.
    public static func starGAN(size: Int, crop: Int? = 178) -> ImageTransform {
        let plain = starGANSource(size: size, crop: crop)
        return { image, stream in
            let isFlipped = stream.bernoulli(0.5)
            let result = plain(image, &stream)
            // Resizing has no side; to flip the smaller image is to flip the larger.
            return isFlipped ? result.flippedHorizontally() : result
        }
    }

    /// The images that a trained generator translates: as `starGAN`, without the flip.
    public static func starGANSource(size: Int, crop: Int? = 178) -> ImageTransform {
        precondition(size >= 1 && crop ?? 1 >= 1, "a StarGAN transform of size \(size)")
        return { image, _ in
            let side = min(image.width, image.height)
            return image.centerCropped(min(crop ?? side, side)).resized(width: size, height: size)
        }
    }
}
