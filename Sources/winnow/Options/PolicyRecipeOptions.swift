import ArgumentParser
import Foundation
import Workspace

/// The recipe of a policy, where the shipped one need not be named.
struct PolicyRecipeOptions: ParsableArguments {
    @Option(help: "A recipe, a YAML file, in place of the one that Winnow ships.")
    var recipe: String?
    @Option(name: .customLong("set"), help: "Set a recipe's key for this run, as key=value; may be repeated.")
    var settings: [String] = []

    /// Reads the recipe, settings applied.
    ///
    /// - Parameter name: the policy's name. Without a file, the recipe is empty: every key's default is what the shipped recipe
    ///   of that name has.
    func read(_ name: String) throws -> Recipe {
        if let recipe, recipe != name || FileManager.default.fileExists(atPath: recipe) {
            return try Recipe(contentsOf: URL(fileURLWithPath: recipe), overrides: settings)
        }
        return try Recipe(yaml: "", name: name, overrides: settings)
    }
}
