import Imaging

/// Which views of an image a classifier is asked about; its answers to them are averaged.
public enum TestTimeAugmentation: String, Sendable, CaseIterable {
    /// The centre alone.
    case none
    /// The centre, and that of the mirror image.
    case flip
    /// The centre and the four corners: torchvision's `FiveCrop`.
    case fiveCrops = "five-crops"
    /// These, and those of the mirror image: torchvision's `TenCrop`.
    case tenCrops = "ten-crops"

    /// One of the views.
    struct View: Sendable, Equatable {
        /// Where in the image, or in its mirror image.
        let position: CropPosition
        let isMirrored: Bool

        /// What a classifier is usually asked about.
        static let center = View(position: .center, isMirrored: false)
    }

    /// At least one, that of the centre first.
    var views: [View] {
        let corners = CropPosition.allCases.filter { $0 != .center }
        let positions: [CropPosition] =
            switch self {
            case .none, .flip: [.center]
            case .fiveCrops, .tenCrops: [.center] + corners
            }
        let mirrored = self == .flip || self == .tenCrops ? [false, true] : [false]
        return mirrored.flatMap { isMirrored in
            positions.map { View(position: $0, isMirrored: isMirrored) }
        }
    }
}
