import Foundation
import Testing

@testable import Workspace

@Suite struct AtomicFileTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test func replacesAFileAndLeavesNothingBeside() throws {
        let url = folder.file("weights.bin")
        try AtomicFile.write(Data("one".utf8), to: url)
        try AtomicFile.write(Data("two".utf8), to: url)
        #expect(try Data(contentsOf: url) == Data("two".utf8))
        #expect(try folder.names == ["weights.bin"])
    }

    @Test func writesNothingAtAll() throws {
        try AtomicFile.write(Data(), to: folder.file("empty"))
        #expect(try Data(contentsOf: folder.file("empty")).isEmpty)
    }

    @Test func aFailedWriterLeavesTheOldFile() throws {
        struct Failure: Error {}
        let url = folder.file("pool.h5")
        try AtomicFile.write(Data("old".utf8), to: url)
        #expect(throws: Failure.self) {
            try AtomicFile.replace(url) { temporary in
                #expect(temporary.deletingLastPathComponent().path == folder.url.path)
                try Data("half".utf8).write(to: temporary)
                throw Failure()
            }
        }
        #expect(try Data(contentsOf: url) == Data("old".utf8))
        #expect(try folder.names == ["pool.h5"])
    }

    @Test func aLinkStaysALink() throws {
        try AtomicFile.write(Data("old".utf8), to: folder.file("file"))
        try FileManager.default.createSymbolicLink(
            at: folder.file("link"), withDestinationURL: folder.file("file"))
        try AtomicFile.write(Data("new".utf8), to: folder.file("link"))
        #expect(try Data(contentsOf: folder.file("file")) == Data("new".utf8))
        #expect(
            try FileManager.default.destinationOfSymbolicLink(atPath: folder.file("link").path).hasSuffix(
                "file"))
    }

    @Test func aDeviceOrFolderIsNeverReplaced() throws {
        for url in [URL(fileURLWithPath: "/dev/null"), folder.url] {
            #expect {
                try AtomicFile.write(Data([1]), to: url)
            } throws: { ($0 as? WinnowError)?.kind == .cannotCreate }
        }
    }

    @Test func aMissingFolderCannotBeWrittenTo() throws {
        let url = folder.file("nowhere").appendingPathComponent("file")
        let error = #expect(throws: WinnowError.self) { try AtomicFile.write(Data([1]), to: url) }
        #expect(error?.kind == .cannotCreate)
        #expect(error?.message.contains("No such file or directory") == true)
    }

    @Test func leftoversOfDeadProcessesGo() throws {
        // Process ids end at 2^22, so that nothing ever runs under this one.
        let dead = ".weights.bin.2000000000-3.winnow-partial"
        let living = ".weights.bin.\(getppid())-3.winnow-partial"
        for name in [dead, living, ".other", "weights.bin"] { try Data([1]).write(to: folder.file(name)) }
        try AtomicFile.removeLeftovers(in: folder.url)
        #expect(try folder.names == [".other", living, "weights.bin"].sorted())
    }
}

@Suite struct FileDigestTests {
    @Test func knownDigests() throws {
        // FIPS 180-2, appendix B.1, and the digest of nothing.
        #expect(
            FileDigest.sha256(Data("abc".utf8))
                == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(
            FileDigest.sha256(Data())
                == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    }

    @Test func aFileOfManyPiecesHasTheDigestOfItsBytes() throws {
        let folder = try TemporaryFolder()
        let data = Data((0..<2_500_003).map { UInt8(truncatingIfNeeded: $0 &* 31) })
        try data.write(to: folder.file("large"))
        #expect(try FileDigest.sha256(of: folder.file("large")) == FileDigest.sha256(data))
    }

    @Test func aMissingFileIsMissingInput() throws {
        let error = #expect(throws: WinnowError.self) {
            try FileDigest.sha256(of: URL(fileURLWithPath: "/nowhere/at/all"))
        }
        #expect(error?.kind == .missingInput)
    }
}

@Suite struct OutputFolderTests {
    @Test func checkingMakesNothingAndAnUnusedFolderGoes() throws {
        let folder = try TemporaryFolder()
        let run = folder.url.appendingPathComponent("run")
        try OutputFolder.check(run, force: false, resume: false)
        #expect(!FileManager.default.fileExists(atPath: run.path))
        try OutputFolder.prepare(run, force: false, resume: false)
        #expect(!OutputFolder.holdsRun(run))
        OutputFolder.removeIfUnused(run)
        #expect(!FileManager.default.fileExists(atPath: run.path))
        try OutputFolder.prepare(run, force: false, resume: false)
        try Data("1".utf8).write(to: run.appendingPathComponent("result"))
        OutputFolder.removeIfUnused(run)
        #expect(OutputFolder.holdsRun(run))
        #expect(throws: WinnowError.self) { try OutputFolder.check(run, force: false, resume: false) }
        try OutputFolder.check(run, force: true, resume: false)
        #expect(OutputFolder.holdsRun(run))
    }

    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func kind(_ url: URL, force: Bool = false, resume: Bool = false) -> WinnowError.Kind? {
        do {
            try OutputFolder.prepare(url, force: force, resume: resume)
            return nil
        } catch {
            return (error as? WinnowError)?.kind
        }
    }

    @Test func newAndEmptyFoldersAreFine() throws {
        #expect(kind(folder.file("a/b/c")) == nil)
        #expect(kind(folder.file("a/d")) == nil)
        try FileManager.default.createDirectory(at: folder.file("e"), withIntermediateDirectories: false)
        #expect(kind(folder.file("e")) == nil)
    }

    @Test func aFolderInUseIsKept() throws {
        let run = folder.file("run")
        try OutputFolder.prepare(run, force: false, resume: false)
        try Data([1]).write(to: run.appendingPathComponent("weights"))
        #expect(kind(run) == .cannotCreate)
        #expect(kind(run, resume: true) == nil)
        #expect(FileManager.default.fileExists(atPath: run.appendingPathComponent("weights").path))
        #expect(kind(run, force: true) == nil)
        #expect(!FileManager.default.fileExists(atPath: run.appendingPathComponent("weights").path))
    }

    @Test func forceLeavesAStrangersFolderAlone() throws {
        try Data([1]).write(to: folder.file("photo.jpg"))
        #expect(kind(folder.url, force: true) == .cannotCreate)
        #expect(try folder.names == ["photo.jpg"])
    }

    @Test func contradictionsAndMissingRuns() throws {
        #expect(kind(folder.file("x"), force: true, resume: true) == .usage)
        #expect(kind(folder.file("x"), resume: true) == .missingInput)
        try Data([1]).write(to: folder.file("file"))
        #expect(kind(folder.file("file"), force: true) == .cannotCreate)
        #expect(kind(folder.file("file/inner")) == .cannotCreate)
    }
}
