import Foundation

/// One run of the built program: what it wrote and how it ended.
struct CommandRun {
    let output: String
    let error: String
    /// The exit code; 128 and the signal's number where a signal ended it.
    let code: Int32

    /// Runs `winnow` with the given arguments and waits for its end.
    init(_ arguments: String..., folder: URL? = nil) throws {
        try self.init(Self.program.path, arguments, folder: folder)
    }

    /// Runs a line of shell, in which `$winnow` is the program.
    init(shell line: String, folder: URL? = nil) throws {
        try self.init("/bin/bash", ["-c", line], folder: folder)
    }

    /// The program is built into the folder that the tests are built into.
    static let program: URL = {
        let folder = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
        return folder.appendingPathComponent("winnow")
    }()

    private init(_ program: String, _ arguments: [String], folder: URL?) throws {
        let scratch = FileManager.default.temporaryDirectory.appendingPathComponent(
            "winnow-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: scratch) }
        // Files hold any amount; pipes would have to be drained while the program runs.
        let (outputFile, errorFile) = (
            scratch.appendingPathComponent("out"), scratch.appendingPathComponent("err")
        )
        for file in [outputFile, errorFile] { try Data().write(to: file) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(
            ["winnow": Self.program.path, "COLUMNS": "200"], uniquingKeysWith: { $1 })
        process.currentDirectoryURL = folder ?? scratch
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = try FileHandle(forWritingTo: outputFile)
        process.standardError = try FileHandle(forWritingTo: errorFile)
        try process.run()
        process.waitUntilExit()
        output = try String(contentsOf: outputFile, encoding: .utf8)
        error = try String(contentsOf: errorFile, encoding: .utf8)
        code = process.terminationStatus + (process.terminationReason == .uncaughtSignal ? 128 : 0)
    }

    /// Whether the run failed as it should: with this code, nothing on standard output, and one error of at most two lines.
    func failed(_ expected: Int32, mentioning words: String...) -> Bool {
        let lines = error.split(separator: "\n")
        return code == expected && output.isEmpty && lines.count <= 2
            && lines.first?.hasPrefix("winnow: error: ") == true && words.allSatisfy(error.contains)
    }
}
