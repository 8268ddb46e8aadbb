import Datasets
import Foundation
import Workspace

/// What is known of the samples as `.npy` files, each with a row a sample in the samples' order; no images.
struct NumPyExport {
    let samples: ExportedSamples
    let folder: URL

    func write(_ progress: ProgressBar?) throws {
        let pool = samples.pool
        let count = samples.count
        try NPYFile(samples.header.schema.names).write(to: file("labels"))
        try NPYFile(samples.indices.map(Int64.init), shape: [count]).write(to: file("index"))
        try labels(pool.targets).write(to: file("target"))
        if let sources = pool.sources, let rows = pool.sourceIndex, let realism = pool.realism {
            try labels(sources).write(to: file("source"))
            try NPYFile(samples.column(rows), shape: [count]).write(to: file("source_index"))
            try NPYFile(samples.column(realism), shape: [count]).write(to: file("realism"))
        }
        if let score = samples.selectionScore {
            try NPYFile(score, shape: [count]).write(to: file("score"))
        }
        for (policy, scores) in samples.scores {
            try Interruption.check()
            try NPYFile(samples.column(scores.score), shape: [count]).write(
                to: file(policy, in: "scores"))
            guard let probability = scores.probability else { continue }
            let width = samples.header.schema.count
            let rows = samples.indices.flatMap { probability[$0 * width..<($0 + 1) * width] }
            try NPYFile(rows, shape: [count, width]).write(to: file(policy, in: "probabilities"))
        }
        progress?.advance(by: count)
    }

    private func file(_ name: String, in place: String? = nil) throws -> URL {
        var url = folder
        if let place {
            url.appendPathComponent(place)
            guard mkdir(url.path, 0o777) == 0 || errno == EEXIST else {
                throw WinnowError.failedCall("create", url, errno: errno)
            }
        }
        return url.appendingPathComponent(name + ".npy")
    }

    /// As pools hold them: uint8 `[N, L]` of bits, or int32 `[N]` of indices.
    private func labels(_ labels: [Label]) -> NPYFile {
        let chosen = samples.column(labels)
        switch samples.header.schema.task {
        case .multiLabel:
            let bits = chosen.flatMap { label -> [UInt8] in
                guard case .bits(let bits) = label else { return [] }
                return bits
            }
            return NPYFile(bits, shape: [chosen.count, samples.header.schema.count])
        case .singleLabel:
            let indices = chosen.compactMap { label -> Int32? in
                guard case .index(let index) = label else { return nil }
                return Int32(index)
            }
            return NPYFile(indices, shape: [chosen.count])
        case .multiHead: preconditionFailure("NumPyExport: multi-head labels")
        }
    }
}
