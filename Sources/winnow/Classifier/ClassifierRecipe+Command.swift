import Classifiers
import Workspace

extension ClassifierRecipe {
    /// Whether a recipe has the form of a comparison's: the classifier's keys are in a section `classifier`, and not at the top.
    static func hasSection(_ recipe: Recipe) -> Bool { recipe.contains("classifier") }

    /// Reads a recipe of either form: a policy's, with the classifier's keys at the top, or a comparison's, whose other keys are
    /// left alone.
    ///
    /// - Throws: `WinnowError` of kind `.badRecipe`.
    init(ofEitherForm recipe: Recipe) throws {
        if Self.hasSection(recipe) {
            self = try ClassifierRecipe.read(recipe)
            // The other keys are the comparison's.
            try recipe.section("classifier").finish()
            try recipe.section("training").finish()
        } else {
            self = try ClassifierRecipe.readPolicy(recipe)
            try recipe.finish()
        }
    }
}
