import Imaging
import TensorEngine

/// Random brightness, contrast, saturation and hue in a random order: torchvision's `ColorJitter`.
public struct ColorJitter: Sendable, Equatable, Codable {
    /// Factors are drawn evenly from 1 − this, at least 0, to 1 + this.
    public let brightness: Double
    /// As brightness.
    public let contrast: Double
    /// As brightness.
    public let saturation: Double
    /// Turns of the colour wheel are drawn evenly from minus this to this; at most 0.5.
    public let hue: Double

    public init(brightness: Double = 0, contrast: Double = 0, saturation: Double = 0, hue: Double = 0) {
        precondition(
            [brightness, contrast, saturation, hue].allSatisfy { $0 >= 0 } && hue <= 0.5,
            "jitter of \(brightness), \(contrast), \(saturation), \(hue)")
        self.brightness = brightness
        self.contrast = contrast
        self.saturation = saturation
        self.hue = hue
    }

    /// One change of an image.
    enum Change: Equatable {
        case brightness(Double)
        case contrast(Double)
        case saturation(Double)
        case hue(Double)

        func applied(to image: Image) -> Image {
            switch self {
            case .brightness(let factor): image.withBrightness(factor)
            case .contrast(let factor): image.withContrast(factor)
            case .saturation(let factor): image.withSaturation(factor)
            case .hue(let turn): image.withHue(turn)
            }
        }
    }

    /// What an image is changed by, in order; nothing is drawn for what cannot change.
    func changes(using stream: inout RandomStream) -> [Change] {
        var changes: [Change] = []
        func factor(_ strength: Double) -> Double { stream.uniform(max(0, 1 - strength), 1 + strength) }
        if brightness > 0 { changes.append(.brightness(factor(brightness))) }
        if contrast > 0 { changes.append(.contrast(factor(contrast))) }
        if saturation > 0 { changes.append(.saturation(factor(saturation))) }
        if hue > 0 { changes.append(.hue(stream.uniform(-hue, hue))) }
        return changes.count > 1 ? changes.shuffled(using: &stream) : changes
    }
}
