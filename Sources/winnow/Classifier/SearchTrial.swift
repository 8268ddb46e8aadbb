import Classifiers
import Foundation
import Workspace

/// One combination of a search, and the recipe that it makes.
struct SearchTrial {
    let combination: SearchGrid.Combination
    /// The recipe with the combination's settings, which were all understood.
    let text: Recipe
    let plan: ClassifierRecipe

    /// Reads the recipe with each combination's settings.
    ///
    /// - Throws: `WinnowError` of kind `.badRecipe` where a key is not one of a classifier's, or does not take a value.
    static func all(of grid: SearchGrid, recipe: RecipeOptions) throws -> [SearchTrial] {
        let hasSection = ClassifierRecipe.hasSection(try recipe.read())
        for key in grid.keys { try check(key, hasSection: hasSection) }
        return try grid.combinations.map { combination in
            try naming(combination) {
                let text = try Recipe(
                    contentsOf: URL(fileURLWithPath: recipe.recipe),
                    overrides: recipe.settings + combination.settings.map(\.description))
                return SearchTrial(
                    combination: combination, text: text, plan: try ClassifierRecipe(ofEitherForm: text))
            }
        }
    }

    /// Refuses a run that does not go with the data, before anything is written.
    func check(_ run: ClassifierRun) throws {
        try Self.naming(combination) {
            try plan.check(with: run.dataset.schema)
            try run.check(against: text.section("training"))
            try checkWeights()
        }
    }

    /// Refuses weights that are not there, which the training itself would only when its turn has come.
    private func checkWeights() throws {
        guard let path = plan.pretrained?.path else { return }
        // What stands behind a # names some of a file's weights.
        let files = [path] + (path.lastIndex(of: "#").map { [String(path[..<$0])] } ?? [])
        guard files.contains(where: FileManager.default.fileExists) else {
            throw WinnowError(
                .missingInput,
                "\(path): no such file of weights, which \(combination.name) starts from; check the path")
        }
    }

    /// Refuses a key that is the other form's: to set it would change what the recipe's other keys mean, or nothing at all.
    private static func check(_ key: String, hasSection: Bool) throws {
        let section = key.split(separator: ".", omittingEmptySubsequences: false).first ?? ""
        if hasSection, key == section || !["classifier", "training"].contains(section) {
            throw WinnowError(
                .badRecipe,
                "--vary \(key): \(key): is no key of a classifier; in this recipe they are in the sections classifier and training, as"
                    + " in classifier.model")
        }
        if !hasSection, section == "classifier" {
            let name = key.split(separator: ".").dropFirst().joined(separator: ".")
            throw WinnowError(
                .badRecipe,
                "--vary \(key): \(key): this recipe has no section classifier, and the keys of one at its top; vary"
                    + " \(name.isEmpty ? "one of those" : name)")
        }
    }

    /// A setting is refused under the name of the option that gave it.
    private static func naming<Value>(
        _ combination: SearchGrid.Combination, _ body: () throws -> Value
    ) throws -> Value {
        do {
            return try body()
        } catch let error as WinnowError {
            throw WinnowError(
                error.kind,
                combination.settings.reduce(error.message) {
                    $0.replacing("--set \($1)", with: "--vary \($1)")
                })
        }
    }
}
