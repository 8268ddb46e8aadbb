import Foundation
import Workspace

/// `runs/POLICY-RATIO-SEED/row.json`: a run that is done.
struct RunRecord: Codable, Equatable {
    private static let format = "winnow-run"
    private static let version = 1
    private static let name = "row.json"

    private var format = Self.format
    private var version = Self.version
    /// The digest of what was compared, so that a row never lands in another comparison.
    let experiment: String
    let row: ComparisonRow

    init(experiment: String, row: ComparisonRow) {
        self.experiment = experiment
        self.row = row
    }

    /// The record of a run, or nil where it is not done.
    ///
    /// - Throws: `WinnowError` `.badData` where the file is damaged or of another comparison.
    static func read(from folder: URL, experiment: String) throws -> RunRecord? {
        let url = folder.appendingPathComponent(name)
        guard FileManager.default.fileExists(atPath: url.path) else { return nil }
        guard let data = try? Data(contentsOf: url),
            let record = try? JSONDecoder().decode(RunRecord.self, from: data), record.format == format,
            record.version == version
        else {
            throw WinnowError(
                .badData, "\(url.path): damaged; delete it, and --resume will do this run again")
        }
        guard record.experiment == experiment else {
            throw WinnowError(
                .badData,
                "\(url.path): belongs to another comparison; delete it, and --resume will do this run again")
        }
        return record
    }

    /// Writes the record, whole or not at all.
    func write(to folder: URL) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try AtomicFile.write(
            encoder.encode(self) + Data("\n".utf8), to: folder.appendingPathComponent(Self.name))
    }

    /// Deletes what the run worked with, once its record is written: checkpoints take hundreds of megabytes.
    ///
    /// The curves stay; what cannot be deleted does too, with a note.
    static func removeWork(in folder: URL) {
        for name in ["checkpoints", RunClock.name] {
            let url = folder.appendingPathComponent(name)
            guard FileManager.default.fileExists(atPath: url.path) else { continue }
            do {
                try FileManager.default.removeItem(at: url)
            } catch {
                Console.note(
                    "\(url.path): is no longer needed and cannot be deleted; delete it by hand")
            }
        }
    }
}

extension PlannedRun {
    /// The run's folder in `runs/`: `cl-sam-2-0`, `rl-2.61-0`.
    var folderName: String {
        let ratio = ratio.map { $0 == $0.rounded() && $0 < 1e15 ? "\(Int($0))" : "\($0)" } ?? "chosen"
        return "\(policy)-\(ratio)-\(seed)"
    }
}
