/// How a classifier's training images are varied.
///
/// All of it begins with the image's largest centred square, resized. What follows is drawn anew each time an image is taken, in this order:
/// crop, flip, rotation, colours, erasing. Each is torchvision's transform of that name.
public struct Augmentation: Sendable, Equatable, Codable {
    /// Which part of the square the network is given.
    public enum Crop: String, Sendable, Codable, CaseIterable {
        /// At one of the four corners or in the centre.
        case corners
        /// In the centre.
        case center
        /// Of random size, shape and place, resized.
        case randomResized = "random-resized"
    }

    public let crop: Crop
    /// Of `randomResized`: the part's area over the square's.
    public let cropScale: ClosedRange<Double>
    /// Of `randomResized`: the part's width over its height.
    public let cropRatio: ClosedRange<Double>
    /// The probability that left and right change places.
    public let flip: Double
    /// Degrees that the image is turned by at most, to either side; what was outside is black.
    public let rotation: Double
    public let colors: ColorJitter
    /// The probability that a rectangle becomes the training set's mean colour.
    public let erasing: Double
    /// The rectangle's area over the image's.
    public let erasingScale: ClosedRange<Double>

    /// The rectangle's height over its width.
    static let erasingRatio = 0.3...3.3

    public init(
        crop: Crop = .corners, cropScale: ClosedRange<Double> = 0.5...1,
        cropRatio: ClosedRange<Double> = 0.75...1.3333,
        flip: Double = 0.5, rotation: Double = 0, colors: ColorJitter = ColorJitter(), erasing: Double = 0,
        erasingScale: ClosedRange<Double> = 0.02...0.33
    ) {
        self.crop = crop
        self.cropScale = cropScale
        self.cropRatio = cropRatio
        self.flip = flip
        self.rotation = rotation
        self.colors = colors
        self.erasing = erasing
        self.erasingScale = erasingScale
    }
}
