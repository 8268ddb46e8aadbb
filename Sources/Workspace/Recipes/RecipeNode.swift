import Foundation
internal import Yams

/// A piece of a recipe, with the place it comes from for messages.
struct RecipeNode: Sendable {
    indirect enum Content: Sendable {
        /// A value as it is written. A quoted one is text whatever it looks like; a plain one may be a number.
        case scalar(String, isQuoted: Bool)
        case list([RecipeNode])
        case mapping([(key: String, value: RecipeNode)])
    }

    var content: Content
    /// `celeba.yaml:12`, or the `--set` option that gave it.
    let place: String

    /// What a person would call it.
    var kind: String {
        switch content {
        case .scalar("", isQuoted: false): "nothing"
        case .scalar(let text, isQuoted: false): "\(text)"
        case .scalar(let text, isQuoted: true): "the text \"\(text)\""
        case .list: "a list"
        case .mapping: "a section"
        }
    }

    /// Whether no value is written.
    var isEmpty: Bool {
        guard case .scalar(let text, isQuoted: false) = content else { return false }
        return ["", "~", "null"].contains(text)
    }

    subscript(key: String) -> RecipeNode? {
        guard case .mapping(let pairs) = content else { return nil }
        return pairs.first { $0.key == key }?.value
    }

    /// Puts `value` at the path, making the sections on the way.
    mutating func set(_ path: ArraySlice<String>, to value: RecipeNode) throws {
        guard let key = path.first else {
            self = value
            return
        }
        if isEmpty { content = .mapping([]) }
        guard case .mapping(var pairs) = content else {
            throw WinnowError(
                .badRecipe, "\(value.place): \(key) cannot be set inside of \(kind), which is no section")
        }
        let position = pairs.firstIndex { $0.key == key } ?? pairs.endIndex
        if position == pairs.endIndex {
            pairs.append((key, RecipeNode(content: .mapping([]), place: value.place)))
        }
        try pairs[position].value.set(path.dropFirst(), to: value)
        content = .mapping(pairs)
    }
}

extension RecipeNode {
    /// No recipe comes near these; what does is a mistake or a trap.
    private static let sizeLimit = 1 << 20
    private static let nodeLimit = 10_000

    /// Reads YAML.
    ///
    /// - Parameters:
    ///   - name: what messages call the text.
    ///   - place: where messages say it comes from; its lines, where it is `nil`.
    static func parse(_ yaml: String, name: String, place: String? = nil) throws -> RecipeNode {
        guard yaml.utf8.count <= sizeLimit else {
            throw WinnowError(.badRecipe, "\(name): is too large for a recipe")
        }
        let root: Node?
        do {
            root = try compose(yaml: yaml)
        } catch let error as YamlError {
            throw WinnowError(.badRecipe, describe(error, name: place ?? name, lines: place == nil))
        }
        guard let root else {
            return RecipeNode(content: .scalar("", isQuoted: false), place: place ?? name)
        }
        var budget = nodeLimit
        return try convert(root, name: name, place: place, budget: &budget)
    }

    private static func convert(
        _ node: Node, name: String, place: String?, budget: inout Int
    ) throws -> RecipeNode {
        let here = place ?? node.mark.map { "\(name):\($0.line)" } ?? name
        budget -= 1
        // Aliases of aliases grow without bound; counting what comes out stops them.
        guard budget > 0 else { throw WinnowError(.badRecipe, "\(name): is too large for a recipe") }
        switch node {
        case .scalar(let scalar):
            let isQuoted = scalar.style != .plain && scalar.style != .any
            return RecipeNode(content: .scalar(scalar.string, isQuoted: isQuoted), place: here)
        case .sequence(let sequence):
            var elements: [RecipeNode] = []
            for element in sequence {
                elements.append(try convert(element, name: name, place: place, budget: &budget))
            }
            return RecipeNode(content: .list(elements), place: here)
        case .mapping(let mapping):
            var pairs: [(key: String, value: RecipeNode)] = []
            for (key, value) in mapping {
                guard let keyText = key.scalar?.string else {
                    throw WinnowError(.badRecipe, "\(here): a key must be a plain word")
                }
                let keyPlace = place ?? key.mark.map { "\(name):\($0.line)" } ?? here
                let converted = try convert(value, name: name, place: place, budget: &budget)
                // The key's line serves better than its value's: an empty value has its mark on a later line.
                pairs.append((keyText, RecipeNode(content: converted.content, place: keyPlace)))
            }
            return RecipeNode(content: .mapping(pairs), place: here)
        case .alias:
            throw WinnowError(.badRecipe, "\(here): refers to an anchor that is not there")
        }
    }

    private static func describe(_ error: YamlError, name: String, lines: Bool) -> String {
        func line(_ mark: Mark) -> String { lines ? "\(name):\(mark.line)" : name }
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            return "\(line(mark)): is not YAML: \(problem)"
        case .duplicatedKeysInMapping(let duplicates, let context):
            let keys = Set(duplicates).sorted().joined(separator: ", ")
            return "\(line(context.mark)): \(keys): is given twice; keep one"
        default:
            return "\(name): is not YAML text"
        }
    }
}
