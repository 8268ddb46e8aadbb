import Synchronization

/// One mapping of a recipe while it is read: what is written, which keys were asked for, and what they resolved to.
///
/// A class, because a recipe is passed about as a value while all its copies share one account of what was asked for.
final class RecipeSection: Sendable {
    enum Resolved: Sendable {
        /// A value, written as YAML on one line.
        case value(String)
        case section(RecipeSection)
        /// A key that was asked after and is not there, which is all right.
        case absent
    }

    /// The keys that lead here: `training`, or nothing at the top.
    let path: [String]
    let node: RecipeNode
    private let asked = Mutex<[(key: String, resolved: Resolved)]>([])

    init(path: [String], node: RecipeNode) {
        self.path = path
        self.node = node
    }

    func name(of key: String) -> String { (path + [key]).joined(separator: ".") }

    func record(_ key: String, _ resolved: Resolved) {
        asked.withLock { asked in
            if let position = asked.firstIndex(where: { $0.key == key }) {
                // To ask whether a key is there takes back no value that was read.
                if case .absent = resolved { return }
                asked[position].resolved = resolved
            } else {
                asked.append((key, resolved))
            }
        }
    }

    /// The section under `key`: the same object each time, so that its account is complete.
    func child(_ key: String, node: RecipeNode) -> RecipeSection {
        asked.withLock { asked in
            let position = asked.firstIndex { $0.key == key }
            if let position, case .section(let section) = asked[position].resolved { return section }
            let section = RecipeSection(path: path + [key], node: node)
            if let position {
                asked[position].resolved = .section(section)
            } else {
                asked.append((key, .section(section)))
            }
            return section
        }
    }

    /// Throws for the first written key that nobody asked for.
    func refuseUnknownKeys() throws {
        let asked = asked.withLock { $0 }
        if case .mapping(let pairs) = node.content {
            let known = asked.map(\.key)
            for pair in pairs where !known.contains(pair.key) {
                let hint = Spelling.nearest(to: pair.key, among: known).map { "did you mean \($0)? " } ?? ""
                let keys =
                    known.isEmpty ? "it takes none" : "it takes \(known.sorted().joined(separator: ", "))"
                let whose = path.isEmpty ? "the recipe" : path.joined(separator: ".")
                throw WinnowError(
                    .badRecipe,
                    "\(pair.value.place): \(name(of: pair.key)): \(whose) has no such key; \(hint)\(keys)")
            }
        }
        for case (_, .section(let section)) in asked { try section.refuseUnknownKeys() }
    }

    /// The keys with their resolved values, in the order they were asked for.
    func yaml(indentation: String = "") -> String {
        asked.withLock { $0 }.map { key, resolved in
            switch resolved {
            case .value(let text): return "\(indentation)\(key): \(text)\n"
            case .absent: return ""
            case .section(let section):
                let inner = section.yaml(indentation: indentation + "  ")
                return inner.isEmpty ? "\(indentation)\(key): {}\n" : "\(indentation)\(key):\n\(inner)"
            }
        }.joined()
    }
}
