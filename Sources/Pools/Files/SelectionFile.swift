import Datasets
import Foundation
import Workspace

/// A selection as a file: `selections/NAME.h5` in a pool, or wherever `--out` says.
public enum SelectionFile {
    private static let format = "winnow-selection"
    private static let version: Int32 = 1

    static func path(_ name: String) -> String { "selections/\(name).h5" }

    /// Writes a selection beside or outside its pool, whole or not at all.
    ///
    /// - Parameter pool: the pool that its indices count in.
    /// - Throws: `WinnowError` `.usage` where it is empty, `.bug` where it does not fit the pool, `.cannotCreate`, `.ioFailed`.
    public static func write(_ selection: Selection, of pool: Pool, to url: URL) throws {
        try AtomicFile.write(bytes(of: selection, pool: pool), to: url)
    }

    /// Reads a selection and checks that it belongs to the pool.
    ///
    /// - Throws: `WinnowError` `.missingInput` where there is none, `.badData` where it is damaged, of another pool, names a
    ///   sample that the pool does not have, names one twice, or gives one another label than the pool does.
    public static func read(_ url: URL, of pool: Pool) throws -> Selection {
        func bad(_ what: String) -> WinnowError {
            WinnowError(.badData, "\(url.path): \(what); filter the pool again")
        }
        let file = try HDF5File(opening: url)
        try file.checkFormat(format, version: UInt64(version))
        try file.checkMembers(["index", "score", "label"])
        guard try file.string("pool") == pool.identity,
            try LabelSchema(readingFrom: file) == pool.header.schema
        else {
            throw bad("a selection of another pool than \(pool.folder.path)")
        }
        let indices = try HDF5Dataset<Int64>("index", in: file, shape: [nil])
        let count = indices.rowCount
        guard count > 0 else { throw bad("selects nothing") }
        let index = try indices.read()
        let score = try HDF5Dataset<Float>("score", in: file, shape: [count]).read()
        let label = try LabelColumn.read("label", schema: pool.header.schema, count: count, from: file)
        let selection = try Selection(name: file.string("name"), index: index, score: score, label: label)
        if let flaw = flaw(of: selection, pool: pool) { throw bad(flaw) }
        return selection
    }

    static func bytes(of selection: Selection, pool: Pool) throws -> Data {
        let count = selection.count
        guard count > 0 else {
            throw WinnowError(.usage, "selection \(selection.name): selects nothing; ask for more samples")
        }
        if let flaw = flaw(of: selection, pool: pool) {
            throw WinnowError(.bug, "selection \(selection.name): \(flaw)")
        }
        let rows = ChunkRows.forRows(of: MemoryLayout<Int64>.size)
        return try HDF5Image.bytes(of: path(selection.name)) { image in
            try image.attribute("format", format)
            try image.attribute("version", version)
            try image.attribute("name", selection.name)
            try image.attribute("pool", pool.identity)
            try image.attribute("task", pool.header.schema.task.rawValue)
            try image.attribute("labels", pool.header.schema.names)
            try image.write("index", shape: [count], chunkRows: rows, values: selection.index)
            try image.write("score", shape: [count], chunkRows: rows, values: selection.score)
            try LabelColumn.write(
                selection.label, "label", schema: pool.header.schema, chunkRows: rows, to: image)
        }
    }

    private static func flaw(of selection: Selection, pool: Pool) -> String? {
        guard selection.score.count == selection.count, selection.label.count == selection.count else {
            return
                "\(selection.score.count) scores and \(selection.label.count) labels for \(selection.count) samples"
        }
        var seen = [Bool](repeating: false, count: pool.count)
        for (rank, sample) in selection.index.enumerated() {
            guard let index = Int(exactly: sample), (0..<pool.count).contains(index) else {
                return "names sample \(sample) of a pool of \(pool.count)"
            }
            if seen[index] { return "names sample \(sample) twice" }
            seen[index] = true
            if selection.label[rank] != pool.targets[index] {
                return "gives sample \(sample) another label than the pool"
            }
            if !selection.score[rank].isFinite {
                return "gives sample \(sample) the score \(selection.score[rank])"
            }
        }
        return nil
    }
}
