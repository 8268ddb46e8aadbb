import Foundation
import Testing

/// Files under Tests/Fixtures/reports.
enum Fixtures {
    static func url(_ name: String) -> URL {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Fixtures/reports/\(name)")
    }

    /// Compares text with a recorded snapshot; with `WINNOW_RECORD=1` in the environment it records instead.
    static func expectSnapshot(
        _ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let url = url("snapshots/\(name)")
        if ProcessInfo.processInfo.environment["WINNOW_RECORD"] == "1" {
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(text.utf8).write(to: url)
            return
        }
        let recorded = try String(decoding: Data(contentsOf: url), as: UTF8.self)
        guard text != recorded else { return }
        let difference = zip(
            text.split(separator: "\n", omittingEmptySubsequences: false),
            recorded.split(separator: "\n", omittingEmptySubsequences: false)
        ).first { $0 != $1 }
        Issue.record(
            """
            \(name) differs from its snapshot (WINNOW_RECORD=1 records it anew). First difference:
            now:  \(difference.map { String($0.0.prefix(400)) } ?? "another length")
            then: \(difference.map { String($0.1.prefix(400)) } ?? "another length")
            """, sourceLocation: sourceLocation)
    }
}
