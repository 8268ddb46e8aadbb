/// A rectangle of an image's pixels.
public struct PixelRectangle: Sendable, Equatable {
    /// The columns to the left of it.
    public var x: Int
    /// The rows above it.
    public var y: Int
    public var width: Int
    public var height: Int

    public init(x: Int, y: Int, width: Int, height: Int) {
        (self.x, self.y, self.width, self.height) = (x, y, width, height)
    }

    /// The square of side `size` at a corner or in the centre of an image.
    ///
    /// An odd margin is halved as torchvision's `CenterCrop` does: to the nearest even number of pixels.
    public init(_ size: Int, at position: CropPosition, width: Int, height: Int) {
        let (right, bottom) = (width - size, height - size)
        func halved(_ margin: Int) -> Int { Int((Double(margin) / 2).rounded(.toNearestOrEven)) }
        let (x, y) =
            switch position {
            case .topLeft: (0, 0)
            case .topRight: (right, 0)
            case .bottomLeft: (0, bottom)
            case .bottomRight: (right, bottom)
            case .center: (halved(right), halved(bottom))
            }
        self.init(x: x, y: y, width: size, height: size)
    }

    /// Whether it lies within an image of that size.
    func lies(withinWidth imageWidth: Int, height imageHeight: Int) -> Bool {
        x >= 0 && y >= 0 && width >= 0 && height >= 0 && x <= imageWidth - width && y <= imageHeight - height
    }
}
