import Foundation
import Testing

@testable import Workspace

@Suite struct OutputFolderReplaceTests {
    private let root: TemporaryFolder

    init() throws { root = try TemporaryFolder() }

    private func make(_ text: String, force: Bool = false) throws {
        try OutputFolder.replace(root.file("out"), force: force) { folder in
            let writer = try FileWriter(creating: folder.appendingPathComponent("file"))
            try writer.write(Data(text.utf8))
            try writer.flush()
        }
    }

    private var text: String {
        get throws {
            try String(contentsOf: root.file("out").appendingPathComponent("file"), encoding: .utf8)
        }
    }

    @Test func aFolderIsReplacedWithForceOnly() throws {
        try make("one")
        let error = try #require(throws: WinnowError.self) { try make("two") }
        #expect(error.kind == .cannotCreate && error.message.contains("--force"))
        #expect(!error.message.contains("--resume"))
        #expect(try text == "one")
        try make("two", force: true)
        #expect(try text == "two" && root.names == ["out"])
    }

    @Test func aFolderThatWinnowDidNotMakeStays() throws {
        let url = root.file("out")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: false)
        try Data("mine".utf8).write(to: url.appendingPathComponent("file"))
        let error = try #require(throws: WinnowError.self) { try make("two", force: true) }
        #expect(error.kind == .cannotCreate && error.message.contains("did not make"))
        #expect(try text == "mine" && root.names == ["out"])
    }

    @Test func aFailureLeavesNothingAndNamesTheFolder() throws {
        try make("one")
        let error = try #require(throws: WinnowError.self) {
            try OutputFolder.replace(root.file("out"), force: true) { folder in
                _ = try FileWriter(creating: folder.appendingPathComponent("no/such/file"))
            }
        }
        #expect(error.message.hasPrefix(root.file("out").path + "/no/such/file"), "\(error)")
        #expect(throws: Interrupted.self) {
            try OutputFolder.replace(root.file("out"), force: true) { _ in throw Interrupted(signal: 2) }
        }
        #expect(try text == "one" && root.names == ["out"])
    }

    /// What a killed run left is removed by the next.
    @Test func leftoversGo() throws {
        let left = root.file(".out.2147483646-1.winnow-partial")
        try FileManager.default.createDirectory(at: left, withIntermediateDirectories: false)
        try make("one")
        #expect(try root.names == ["out"])
    }

    @Test func anOutputThatHoldsItsInputIsRefused() throws {
        for (output, input) in [("a", "a"), ("a", "a/b"), ("a/../a/.", "a/b/c")] {
            let error = try #require(throws: WinnowError.self) {
                try OutputFolder.check(root.file(output), holdsNo: root.file(input))
            }
            #expect(error.kind == .usage)
        }
        try FileManager.default.createSymbolicLink(at: root.file("link"), withDestinationURL: root.url)
        #expect(throws: WinnowError.self) {
            try OutputFolder.check(root.file("link"), holdsNo: root.file("a"))
        }
        try OutputFolder.check(root.file("a/b"), holdsNo: root.file("a"))
        try OutputFolder.check(root.file("ab"), holdsNo: root.file("a"))
    }

    @Test func aWriterWritesPiecesOfAnySizeAtAnyPlace() throws {
        let url = root.file("pieces")
        let writer = try FileWriter(creating: url)
        let large = Data((0..<3 << 20).map { UInt8(truncatingIfNeeded: $0 &* 7) })
        try writer.write(Data("head".utf8))
        try writer.write(large)
        try writer.write(Data("tail".utf8))
        try writer.setLength(large.count + 20)
        try writer.seek(to: 2)
        try writer.write(Data("at".utf8))
        try writer.flush()
        let expected = Data("heat".utf8) + large + Data("tail".utf8) + Data(count: 12)
        #expect(try Data(contentsOf: url) == expected)
        #expect(throws: WinnowError.self) { _ = try FileWriter(creating: url) }
    }
}
