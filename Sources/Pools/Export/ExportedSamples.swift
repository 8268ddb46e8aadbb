import Datasets
import Foundation
import Workspace

/// The samples of a pool on their way out: all of them, or those of a selection in its order, with everything that is known of
/// each.
public struct ExportedSamples: Sendable {
    let pool: Pool
    /// What files are named after: the selection, or the pool.
    let name: String
    /// `[K]`, each sample's index in the pool.
    let indices: [Int]
    /// `[K]`, what the selection was made by.
    let selectionScore: [Float]?
    /// By policy, in alphabetical order: the pool's scores.
    let scores: [(policy: String, values: Scores)]

    /// - Parameter selection: what is exported of the pool; all of it where none is given.
    /// - Throws: `WinnowError` where a file of scores is missing or damaged.
    public init(of pool: Pool, selection: Selection? = nil) throws {
        self.pool = pool
        name = selection?.name ?? pool.folder.standardizedFileURL.lastPathComponent
        indices = selection?.index.map(Int.init) ?? Array(0..<pool.count)
        selectionScore = selection?.score
        scores = try pool.scoreNames.compactMap { policy in
            try pool.scores(named: policy).map { (policy, $0) }
        }
    }

    /// How many samples there are.
    public var count: Int { indices.count }

    var header: PoolHeader { pool.header }

    /// What a sample is called: its index in the pool, with as many digits for every sample, and at least five.
    ///
    /// - Parameter place: from 0 to `count - 1`.
    func key(_ place: Int) -> String {
        let digits = String(indices[place])
        let width = max(5, String(pool.count - 1).count)
        return String(repeating: "0", count: width - digits.count) + digits
    }

    func target(_ place: Int) -> Label { pool.targets[indices[place]] }

    /// One value a sample, of those that the pool holds for each of its own.
    func column<Value>(_ values: [Value]) -> [Value] { indices.map { values[$0] } }

    /// The images of some samples, `[N, H, W, 3]`.
    func images(_ places: Range<Int>) throws -> [UInt8] { try pool.images(Array(indices[places])) }
}
