import Foundation

/// A recipe: a YAML mapping that is read strictly.
///
/// Every key is asked for by name, with its default and what it takes; ``finish()`` then refuses keys that nobody asked for.
/// What was read, defaults filled in, is ``resolvedYAML``. All errors are `WinnowError` `.badRecipe` with file, line and key.
///
///     let recipe = try Recipe(contentsOf: url, overrides: ["training.batch=32"])
///     let size = try recipe.int("image_size", default: 128, in: 32...512)
///     let training = try recipe.section("training")
///     let rate = try training.double("learning_rate", default: 1e-4, in: .above(0))
///     try recipe.finish()
///
/// Copies share the account of what was asked for.
public struct Recipe: Sendable {
    /// What messages call the recipe: its file's path.
    public let name: String
    let section: RecipeSection

    /// Reads a recipe file.
    ///
    /// - Parameter overrides: `key=value` settings in their order, as `--set` takes them; dots lead into sections, and values
    ///   are YAML (`seeds=[0, 1]`).
    /// - Throws: `WinnowError` `.missingInput` where there is no such file, `.badRecipe` where it is not a mapping in YAML,
    ///   `.usage` where an override is not of that form.
    public init(contentsOf url: URL, overrides: [String] = []) throws {
        let file = try OpenFile(reading: url)
        var data = Data()
        try file.forEachPiece { piece in
            data.append(contentsOf: piece)
            if data.count > 1 << 20 {
                throw WinnowError(.badRecipe, "\(url.path): is too large for a recipe")
            }
        }
        guard let text = String(validating: data, as: UTF8.self), !text.utf8.contains(0) else {
            throw WinnowError(.badRecipe, "\(url.path): is not a YAML file (it is not UTF-8 text)")
        }
        let name = url.relativePath
        guard try !RecipeNode.parse(text, name: name).isEmpty else {
            throw WinnowError(.badRecipe, "\(name): is empty; a recipe holds `key: value` lines")
        }
        try self.init(yaml: text, name: name, overrides: overrides)
    }

    /// Reads a recipe from text.
    ///
    /// - Parameter name: what messages call it.
    public init(yaml: String, name: String, overrides: [String] = []) throws {
        var root = try RecipeNode.parse(yaml, name: name)
        if root.isEmpty { root = RecipeNode(content: .mapping([]), place: name) }
        guard case .mapping = root.content else {
            throw WinnowError(.badRecipe, "\(name): is \(root.kind); a recipe holds `key: value` lines")
        }
        for override in overrides {
            let place = "--set \(override)"
            let parts = override.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let path = parts[0].split(separator: ".", omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 2, path.allSatisfy({ !$0.isEmpty }) else {
                throw WinnowError(.usage, "\(place): give a key and a value, such as training.batch=16")
            }
            let value = try RecipeNode.parse(String(parts[1]), name: place, place: place)
            try root.set(path[...], to: value)
        }
        self.name = name
        section = RecipeSection(path: [], node: root)
    }

    private init(name: String, section: RecipeSection) {
        self.name = name
        self.section = section
    }

    /// The nested mapping under `key`; an empty one where it is missing, so that its keys take their defaults.
    public func section(_ key: String) throws -> Recipe {
        let written = section.node[key]
        let node =
            written.flatMap { $0.isEmpty ? nil : $0 }
            ?? RecipeNode(content: .mapping([]), place: written?.place ?? section.node.place)
        guard case .mapping = node.content else {
            throw refusal(key, "\(node.kind) is not allowed; it takes a section of `key: value` lines")
        }
        return Recipe(name: name, section: section.child(key, node: node))
    }

    /// Whether `key` is written. Asking makes it a known key.
    public func contains(_ key: String) -> Bool {
        section.record(key, .absent)
        return section.node[key].map { !$0.isEmpty } ?? false
    }

    /// Refuses keys that nobody asked for, here and in the sections that were read.
    ///
    /// - Throws: `WinnowError` `.badRecipe` with the key, its line, the nearest spelling and the keys that there are.
    public func finish() throws {
        try section.refuseUnknownKeys()
    }

    /// The recipe as it was understood: every key that was asked for, defaults filled in, in the order of asking.
    ///
    /// Reading it again gives the same values.
    public var resolvedYAML: String { section.yaml() }

    /// The SHA-256 of ``resolvedYAML``: the same for recipes that mean the same.
    public var digest: String { FileDigest.sha256(Data(resolvedYAML.utf8)) }

    /// The error that refuses the value of `key`, for checks that take more than one value.
    ///
    /// - Parameter reason: what is wrong and what the key takes: `"64 is more than the data set's 50 images"`.
    public func refusal(_ key: String, _ reason: String) -> WinnowError {
        let place = section.node[key]?.place ?? section.node.place
        return WinnowError(.badRecipe, "\(place): \(section.name(of: key)): \(reason)")
    }
}
