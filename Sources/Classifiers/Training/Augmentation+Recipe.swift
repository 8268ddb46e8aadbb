import Datasets
import Workspace

/// The section `training.augmentation` of a recipe.
extension Augmentation {
    /// Reads the keys `crop`, `crop_scale`, `crop_ratio`, `flip`, `rotation`, `brightness`, `contrast`, `saturation`, `hue`, `erasing` and
    /// `erasing_scale`. Those of another crop than the named one may stand there; they have no effect.
    ///
    /// - Throws: `WinnowError` of kind `.badRecipe`.
    init(_ section: Recipe) throws {
        let usual = Augmentation()
        self.init(
            crop: try section.choice("crop", default: usual.crop),
            cropScale: try section.range("crop_scale", default: usual.cropScale, in: .between(0.01, 1)),
            cropRatio: try section.range("crop_ratio", default: usual.cropRatio, in: .between(0.1, 10)),
            flip: try section.double("flip", default: usual.flip, in: .between(0, 1)),
            rotation: try section.double("rotation", default: usual.rotation, in: .between(0, 180)),
            colors: ColorJitter(
                brightness: try section.double("brightness", default: 0, in: .between(0, 10)),
                contrast: try section.double("contrast", default: 0, in: .between(0, 10)),
                saturation: try section.double("saturation", default: 0, in: .between(0, 10)),
                hue: try section.double("hue", default: 0, in: .between(0, 0.5))),
            erasing: try section.double("erasing", default: usual.erasing, in: .between(0, 1)),
            erasingScale: try section.range(
                "erasing_scale", default: usual.erasingScale, in: .between(0.001, 0.999)))
    }
}

extension Recipe {
    /// Two numbers of which the first is the lesser one, or the same.
    fileprivate func range(
        _ key: String, default fallback: ClosedRange<Double>, in bounds: NumberBounds
    ) throws -> ClosedRange<Double> {
        let numbers = try doubles(
            key, default: [fallback.lowerBound, fallback.upperBound], in: bounds, count: 2...2)
        guard numbers[0] <= numbers[1] else {
            throw refusal(
                key, "[\(numbers[0]), \(numbers[1])] ends before it begins; give the lesser number first")
        }
        return numbers[0]...numbers[1]
    }
}
