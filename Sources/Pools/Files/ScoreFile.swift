import Foundation
import Workspace

/// A file of `scores/`.
enum ScoreFile {
    private static let format = "winnow-scores"
    private static let version: Int32 = 1

    static func path(_ name: String) -> String { "scores/\(name).h5" }

    /// The bytes of the file.
    ///
    /// - Throws: `WinnowError(.badData)` where a number is not finite or a probability not in 0...1, `.bug` where there are not
    ///   as many as samples.
    static func bytes(of scores: Scores, name: String, count: Int, labelCount: Int, pool: String) throws
        -> Data
    {
        guard scores.score.count == count,
            (scores.probability?.count ?? count * labelCount) == count * labelCount
        else {
            throw WinnowError(
                .bug,
                "scores by \(name): \(scores.score.count) scores and \(scores.probability?.count ?? 0) probabilities "
                    + "for \(count) samples of \(labelCount) labels")
        }
        if let flaw = Scores.flaw(
            score: scores.score, probability: scores.probability, labelCount: labelCount)
        {
            throw WinnowError(
                .badData, "scores by \(name): \(flaw); the policy's training diverged, train it again")
        }
        return try HDF5Image.bytes(of: path(name)) { image in
            try image.attribute("format", format)
            try image.attribute("version", version)
            try image.attribute("policy", name)
            try image.attribute("pool", pool)
            let size = MemoryLayout<Float>.size
            try image.write(
                "score", shape: [count], chunkRows: ChunkRows.forRows(of: size), values: scores.score)
            if let probability = scores.probability {
                try image.write(
                    "probability", shape: [count, labelCount],
                    chunkRows: ChunkRows.forRows(of: size * labelCount), values: probability)
            }
        }
    }

    /// Reads the file.
    ///
    /// - Throws: `WinnowError(.badData)` where it is of another pool, or holds numbers that cannot be ranked.
    static func read(_ url: URL, count: Int, labelCount: Int, pool: String) throws -> Scores {
        let file = try HDF5File(opening: url)
        try file.checkFormat(format, version: UInt64(version))
        try file.checkMembers(["score", "probability"])
        guard try file.string("pool") == pool else {
            throw WinnowError(.badData, "\(url.path): scores of another pool; score this pool again")
        }
        let column = try HDF5Dataset<Float>("score", in: file, shape: [count])
        let score = try column.read()
        var probability: [Float]?
        if try file.has("probability") {
            let dataset = try HDF5Dataset<Float>("probability", in: file, shape: [count, labelCount])
            probability = try dataset.read()
        }
        if let flaw = Scores.flaw(score: score, probability: probability, labelCount: labelCount) {
            throw WinnowError(.badData, "\(url.path): \(flaw); score the pool again")
        }
        return Scores(score: score, probability: probability)
    }
}
