import Foundation

enum Fixture {
    /// A file under Tests/Fixtures/workspace.
    static func url(_ name: String, file: String = #filePath) -> URL {
        URL(fileURLWithPath: file).deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Fixtures/workspace/\(name)")
    }
}
