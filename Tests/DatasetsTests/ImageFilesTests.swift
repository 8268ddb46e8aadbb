import Datasets
import Foundation
import Imaging
import Testing
import Workspace

@Suite struct ImageFilesTests {
    private func fill(_ folder: URL, _ names: String...) throws {
        let image = try Image(width: 2, height: 2, color: [1, 2, 3]).pngData()
        for name in names {
            let file = folder.appending(path: name)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try (name.hasSuffix("txt") ? Data("x".utf8) : image).write(to: file)
        }
    }

    @Test func foldersStandForAllImagesBelowThem() throws {
        let folder = try TemporaryFolder()
        try fill(
            folder.url, "b/2.png", "b/10.PNG", "a.png", "c/d/e.png", ".hidden/x.png", "note.txt", ".y.png")
        // A link back to the top would lead in a circle.
        try FileManager.default.createSymbolicLink(
            at: folder.url.appending(path: "c/top"), withDestinationURL: folder.url)
        let path = folder.url.path
        let expected = ["a.png", "b/10.PNG", "b/2.png", "c/d/e.png"].map { "\(path)/\($0)" }
        #expect(try ImageFiles.at([path]) == expected)
        #expect(try ImageFiles.at([path + "//"]) == expected)
        #expect(try ImageFiles.at(["\(path)/note.txt", "\(path)/c/d"]) == ["\(path)/note.txt", expected[3]])
    }

    @Test func pathsThatLeadNowhereAreRefused() throws {
        let folder = try TemporaryFolder()
        try fill(folder.url, "texts/note.txt")
        for (path, words) in [("/nowhere/x.jpg", "no such file"), (folder.url.path + "/texts", "no JPEG")] {
            let error = #expect(throws: WinnowError.self) { try ImageFiles.at([path]) }
            #expect(error?.kind == .missingInput && error?.message.contains(words) == true, "\(path)")
        }
    }

    @Test func whatCannotBeReadIsNamed() throws {
        let folder = try TemporaryFolder()
        try fill(folder.url, "a.png", "note.txt", "b.png")
        let files = ["a.png", "note.txt", "b.png"].map { folder.url.path + "/" + $0 }
        let error = #expect(throws: WinnowError.self) {
            try ImageFiles.readable(files, skipBad: false, threads: 2)
        }
        #expect(error?.kind == .badData && error?.message.hasPrefix(files[1] + ": not a JPEG") == true)
        var seen = 0
        let (readable, problems) = try ImageFiles.readable(files, skipBad: true, threads: 2) { seen += 1 }
        #expect(readable == [files[0], files[2]] && problems.map(\.file) == [files[1]] && seen == 3)
        let none = #expect(throws: WinnowError.self) {
            try ImageFiles.readable([files[1]], skipBad: true, threads: 1)
        }
        #expect(none?.message.contains("no image can be read") == true)
    }
}
