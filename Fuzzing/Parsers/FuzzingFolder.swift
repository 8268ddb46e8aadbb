import Foundation

/// A folder of this process's own for parsers that read files.
enum FuzzingFolder {
    static let url: URL = {
        let url = FileManager.default.temporaryDirectory.appending(
            path: "winnow-fuzzing-\(ProcessInfo.processInfo.processIdentifier)")
        return url
    }()

    /// Writes a file in place; a new one's folders are made.
    static func write(_ bytes: Data, to url: URL) {
        if let file = fopen(url.path, "w") {
            let written = bytes.withUnsafeBytes { fwrite($0.baseAddress, 1, $0.count, file) }
            guard fclose(file) == 0, written == bytes.count else {
                fatalError("\(url.path): cannot be written")
            }
            return
        }
        do {
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try bytes.write(to: url)
        } catch {
            fatalError("\(url.path): cannot be written: \(error)")
        }
    }
}
