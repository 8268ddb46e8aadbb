import Foundation
import TensorEngine
import Workspace

/// Keeps the engine's choices of algorithms for the next run on this machine.
///
/// Algorithms round differently and are chosen by timing, so without it two equal commands could end with other bytes. The
/// table lies in the user's cache folder; where that cannot be read or written, each run chooses anew.
enum AlgorithmCache {
    private struct File: Codable {
        /// What the choices depend on: where it differs, others have to be made.
        let basis: String
        var choices: [String: String]
    }

    private static let file: URL = {
        let environment = ProcessInfo.processInfo.environment
        let caches =
            environment["XDG_CACHE_HOME"].flatMap { $0.hasPrefix("/") ? URL(fileURLWithPath: $0) : nil }
            ?? FileManager.default.homeDirectoryForCurrentUser.appendingPathComponent(".cache")
        return caches.appendingPathComponent("winnow/algorithms.json")
    }()

    /// Puts back what earlier runs chose, and keeps what this one will choose.
    static func open() {
        AlgorithmChoices.adopt(read())
        AlgorithmChoices.onChoice { try? add($0) }
    }

    private static func read() -> [String: String] {
        guard let data = try? Data(contentsOf: file),
            let kept = try? JSONDecoder().decode(File.self, from: data),
            kept.basis == AlgorithmChoices.basis
        else { return [:] }
        return kept.choices
    }

    /// Adds choices to the file; those of runs that wrote before stand.
    private static func add(_ choices: [String: String]) throws {
        let folder = file.deletingLastPathComponent()
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try FolderLock.hold(folder) {
            let kept = File(basis: AlgorithmChoices.basis, choices: read().merging(choices) { old, _ in old })
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            try AtomicFile.write(encoder.encode(kept), to: file)
        }
    }
}
