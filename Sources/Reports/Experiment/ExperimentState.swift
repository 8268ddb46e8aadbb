import Datasets
import Foundation
import Workspace

/// `experiment.json`: what a comparison was begun with, so that it only ever goes on with the same.
struct ExperimentState: Codable, Equatable {
    private static let format = "winnow-experiment"
    private static let version = 1
    static let name = "experiment.json"
    /// The file that holds the resolved recipe.
    static let recipeName = "recipe.yaml"

    private var format = Self.format
    private var version = Self.version
    /// The digest of the resolved recipe.
    let recipe: String
    /// The pool's identity.
    let pool: String
    /// The fingerprint of each split.
    let dataset: [String: String]
    /// The digest of each policy's scores, once they are known.
    var scores: [String: String] = [:]
    /// How the real training images' colours are spread, once that is known.
    var statistics: ChannelStatistics?

    init(recipe: ComparisonRecipe, data: ExperimentData) {
        self.recipe = recipe.digest
        pool = data.pool.identity
        dataset = Dictionary(uniqueKeysWithValues: data.fingerprints.map { ($0.rawValue, $1) })
    }

    /// A digest of what never changes while the comparison is done.
    var digest: String {
        let splits = dataset.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
        return FileDigest.sha256(Data(([recipe, pool] + splits).joined(separator: "\n").utf8))
    }

    /// The state that a run folder holds, or nil where it holds none.
    static func read(from folder: URL) throws -> ExperimentState? {
        let url = folder.appendingPathComponent(name)
        guard FileManager.default.fileExists(atPath: url.path) else { return nil }
        guard let data = try? Data(contentsOf: url),
            let state = try? JSONDecoder().decode(ExperimentState.self, from: data), state.format == format,
            state.version == version
        else {
            throw WinnowError(
                .badData, "\(url.path): damaged; restore it, or start the comparison anew with --force")
        }
        return state
    }

    func write(to folder: URL) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try AtomicFile.write(
            encoder.encode(self) + Data("\n".utf8), to: folder.appendingPathComponent(Self.name))
    }

    /// Refuses to go on with anything else than what was begun.
    ///
    /// - Parameter resolvedRecipe: the text of the recipe now.
    /// - Throws: `WinnowError` `.badRecipe` or `.badData` that says what differs.
    func check(against now: ExperimentState, resolvedRecipe: String, folder: URL) throws {
        let advice = "give what it was begun with, or start anew with --force"
        if recipe != now.recipe {
            let there = try? String(
                contentsOf: folder.appendingPathComponent(Self.recipeName), encoding: .utf8)
            let difference = there.flatMap { RecipeDifference.phrase(there: $0, now: resolvedRecipe) }
            throw WinnowError(
                .badRecipe,
                "\(folder.path): was begun with another recipe (\(difference ?? "it is in recipe.yaml there")); \(advice)"
            )
        }
        if pool != now.pool {
            throw WinnowError(.badData, "\(folder.path): was begun with another pool; \(advice)")
        }
        if let split = now.dataset.keys.sorted().first(where: { dataset[$0] != now.dataset[$0] }) {
            throw WinnowError(
                .badData,
                "\(folder.path): was begun with another data set (the \(split) split differs); \(advice)")
        }
    }

    /// Takes up a policy's scores, or makes sure that they are those that the comparison was begun with.
    mutating func take(_ scores: [Float], of policy: String, folder: URL) throws {
        let digest = FileDigest.sha256(scores.withUnsafeBytes { Data($0) })
        guard self.scores[policy] ?? digest == digest else {
            throw WinnowError(
                .badData,
                "\(folder.path): the pool's scores by \(policy) have changed since the comparison was begun; "
                    + "restore them, or start anew with --force")
        }
        self.scores[policy] = digest
    }
}
