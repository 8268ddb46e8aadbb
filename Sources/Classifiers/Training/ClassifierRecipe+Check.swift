import Datasets
import Workspace

extension ClassifierRecipe {
    /// Refuses a recipe that cannot be followed with some labels or on this machine, before any work.
    ///
    /// - Throws: `WinnowError` of kind `.badRecipe` with the key.
    public func check(with schema: LabelSchema) throws {
        try training.loss.checkHeadWeights(schema)
        guard precision.isSupported else {
            throw WinnowError(
                .badRecipe,
                "precision: \(precision.rawValue) is not among what this processor computes in; take f32")
        }
    }
}
