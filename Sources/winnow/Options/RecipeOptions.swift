import ArgumentParser
import Foundation
import Workspace

/// A recipe, and the settings that replace its own for one run.
struct RecipeOptions: ParsableArguments {
    @Argument(help: "The recipe, a YAML file.")
    var recipe: String
    @Option(name: .customLong("set"), help: "Set a recipe's key for this run, as key=value; may be repeated.")
    var settings: [String] = []

    /// Reads the recipe, settings applied.
    func read() throws -> Recipe {
        try Recipe(contentsOf: URL(fileURLWithPath: recipe), overrides: settings)
    }
}
