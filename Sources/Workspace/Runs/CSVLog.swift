import Foundation
import Synchronization

/// A table that grows by a row a step, such as `metrics.csv`. Its first column is the step.
///
/// Each row reaches the file whole, with one write. Any thread may append.
public final class CSVLog: Sendable {
    /// The file's columns; the first is the step.
    public let columns: [String]
    private let file: OpenFile
    private let lock = Mutex(())

    /// Starts a table, or goes on with one.
    ///
    /// - Parameters:
    ///   - columns: the header, with the step's name first: `["iteration", "d_loss", "g_loss"]`.
    ///   - step: the step of the checkpoint that a run goes on from: rows of later steps, and a last row that was cut short,
    ///     are dropped, for they will be written again. With `nil` the table starts anew.
    /// - Throws: `WinnowError` `.badData` where the table that is there has other columns, `.cannotCreate` or `.ioFailed`
    ///   where it cannot be written.
    /// - Precondition: there is at least one column.
    public init(_ url: URL, columns: [String], resumingAfter step: Int? = nil) throws {
        precondition(!columns.isEmpty, "\(url.lastPathComponent) needs a column for the step")
        self.columns = columns
        let header = CSVText.row(columns)
        var kept = header
        if let step, FileManager.default.fileExists(atPath: url.path) {
            let text = try Self.read(url)
            // What follows the last line's end is a row that was cut short.
            let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
            if let first = lines.first, first + "\n" != header {
                throw WinnowError(
                    .badData,
                    "\(url.path):1: has other columns (\(first)) than this run writes; move it away or start anew with --force"
                )
            }
            for line in lines.dropFirst() {
                guard let number = Int(line.prefix { $0 != "," }), number <= step else { continue }
                kept += line + "\n"
            }
        }
        try AtomicFile.write(Data(kept.utf8), to: url)
        file = try OpenFile(appendingTo: url)
    }

    /// Appends a row.
    ///
    /// - Parameter cells: the values after the step; texts are quoted where they must be.
    /// - Throws: `WinnowError` `.ioFailed`.
    /// - Precondition: there is a cell for each column but the first.
    public func append(step: Int, _ cells: [String]) throws {
        precondition(
            cells.count == columns.count - 1,
            "a row of \(file.url.lastPathComponent) has \(columns.count - 1) cells after the step, got \(cells.count)"
        )
        var row = CSVText.row(["\(step)"] + cells)
        try lock.withLock { _ in
            try row.withUTF8 { try file.write(UnsafeRawBufferPointer($0)) }
        }
    }

    /// Appends a row of numbers, each as the shortest text that gives it back; an empty cell where there is none.
    public func append(step: Int, _ numbers: [Double?]) throws {
        try append(step: step, numbers.map(CSVText.number))
    }

    private static func read(_ url: URL) throws -> String {
        let file = try OpenFile(reading: url)
        var data = Data()
        try file.forEachPiece { data.append(contentsOf: $0) }
        return String(decoding: data, as: UTF8.self)
    }
}
