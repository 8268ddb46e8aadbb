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
            image.resizedSquare(crop: crop, size: size, mirrored: stream.bernoulli(0.5))
        }
    }

    /// The images that a trained generator translates: as `starGAN`, without the flip.
    public static func starGANSource(size: Int, crop: Int? = 178) -> ImageTransform {
        check(size, crop)
        return { image, _ in image.resizedSquare(crop: crop, size: size) }
    }

    private static func check(_ size: Int, _ crop: Int?) {
        precondition(size >= 1 && crop ?? 1 >= 1, "a StarGAN transform of size \(size)")
    }
}

extension Image {
    /// A centred square, resized, and mirrored where asked for.
    ///
    /// - Parameter crop: pixels along a side of the square; where the image is smaller, or for nil, the largest there is.
    func resizedSquare(crop: Int?, size: Int, mirrored: Bool = false) -> Image {
        let largest = min(width, height)
        return resized(
            PixelRectangle(min(crop ?? largest, largest), at: .center, width: width, height: height),
            width: size,
            height: size, keeping: PixelRectangle(x: 0, y: 0, width: size, height: size), mirrored: mirrored)
    }
}
