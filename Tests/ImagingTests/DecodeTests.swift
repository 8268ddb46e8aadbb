import Foundation
import Imaging
import Testing
import Workspace

@Suite struct DecodeTests {
    @Test(arguments: ["jpeg-420", "jpeg-444", "jpeg-progressive", "jpeg-gray", "jpeg-rotated"])
    func jpegEqualsPillow(name: String) throws {
        let image = try Image(contentsOf: Fixture.url(name + ".jpg"))
        let difference = try #require(try image.largestDifference(from: Fixture.raw(name + ".raw")))
        #expect(difference <= 1)
    }

    @Test(arguments: [
        "scene", "png-palette", "png-palette-transparent", "png-gray", "png-bilevel", "png-alpha",
        "png-16bit",
        "png-interlaced",
    ])
    func pngEqualsPillow(name: String) throws {
        #expect(try Image(contentsOf: Fixture.url(name + ".png")) == Fixture.raw(name + ".raw"))
    }

    @Test func contentDecides() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(Fixture.bytes("scene.png"), to: "scene.image")
        #expect(try Image(contentsOf: file) == Fixture.raw("scene.raw"))
    }

    @Test func otherFormatsNameIsRefused() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(Fixture.bytes("scene.png"), to: "scene.jpg")
        let error = #expect(throws: WinnowError.self) { try Image(contentsOf: file) }
        #expect(error?.kind == .badData)
        #expect(error?.message.contains("is a PNG file under a JPEG's name") == true)
    }

    @Test(arguments: [
        ("jpeg-420.jpg", 89, 109), ("jpeg-gray.jpg", 89, 109), ("jpeg-rotated.jpg", 24, 16),
        ("scene.png", 89, 109),
    ])
    func sizeComesFromTheHeader(name: String, width: Int, height: Int) throws {
        #expect(try Image.size(ofFile: Fixture.url(name)) == (width, height))
    }

    @Test func sizeIsFoundBehindLongMetadata() throws {
        let folder = try TemporaryFolder()
        let comment: [UInt8] = [0xFF, 0xFE, 0xFF, 0xFF] + [UInt8](repeating: 65, count: 65533)
        let jpeg = try Fixture.bytes("jpeg-420.jpg")
        let file = try folder.write(jpeg[..<2] + comment + jpeg[2...], to: "long.jpg")
        #expect(try Image.size(ofFile: file) == (89, 109))
    }

    @Test(arguments: ["jpeg-420.jpg", "jpeg-progressive.jpg", "scene.png", "png-interlaced.png"])
    func everyTruncationIsRefused(name: String) throws {
        let bytes = try Fixture.bytes(name)
        for count in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 97)) {
            let error = #expect(throws: WinnowError.self, "\(name) cut to \(count) bytes") {
                _ = try Image.decode(Array(bytes[..<count]), name: name)
            }
            #expect(error?.kind == .badData)
            #expect(error?.message.contains("\n") == false)
            #expect(error?.message.hasPrefix(name + ": ") == true)
        }
    }

    @Test(arguments: [
        "jpeg-420.jpg", "jpeg-progressive.jpg", "scene.png", "png-palette.png", "png-interlaced.png",
    ])
    func flippedBytesNeverCrash(name: String) throws {
        let bytes = try Fixture.bytes(name)
        for position in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 199)) {
            for mask: UInt8 in [0xFF, 0x01, 0x80] {
                var damaged = bytes
                damaged[position] ^= mask
                do {
                    _ = try Image.decode(damaged, name: name)
                } catch let error as WinnowError {
                    #expect(error.kind == .badData)
                }
            }
        }
    }

    /// Checking refuses what decoding refuses, in the same words, and nothing else.
    @Test(arguments: [
        "jpeg-420.jpg", "jpeg-444.jpg", "jpeg-gray.jpg", "jpeg-progressive.jpg", "png-interlaced.png",
    ])
    func checkingAgreesWithDecoding(name: String) throws {
        let folder = try TemporaryFolder()
        let bytes = try Fixture.bytes(name)
        var refused = 0
        func compare(_ changed: [UInt8], _ change: String) throws {
            let file = try folder.write(changed, to: name)
            let decoded = Result { try Image(contentsOf: file) }.map { [$0.width, $0.height] }
            let checked = Result { try Image.check(contentsOf: file) }.map { [$0.width, $0.height] }
            switch (decoded, checked) {
            case (.success(let size), .success(let other)): #expect(size == other, "\(name), \(change)")
            case (.failure(let reason), .failure(let other)):
                refused += 1
                #expect("\(reason)" == "\(other)", "\(name), \(change)")
            default: Issue.record("\(name), \(change): decoding gave \(decoded), checking \(checked)")
            }
        }
        try compare(bytes, "whole")
        #expect(refused == 0)
        for count in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 97)) {
            try compare(Array(bytes[..<count]), "cut to \(count) bytes")
        }
        #expect(refused >= 97)
        for position in stride(from: 0, to: bytes.count, by: max(1, bytes.count / 199)) {
            for mask: UInt8 in [0xFF, 0x01, 0x80] {
                var damaged = bytes
                damaged[position] ^= mask
                try compare(damaged, "byte \(position) flipped by \(mask)")
            }
        }
    }

    @Test(arguments: ["jpeg-huge-header.jpg", "png-huge-header.png"])
    func hugeClaimIsRefusedFromTheHeader(name: String) throws {
        for body in [
            { _ = try Image(contentsOf: Fixture.url(name)) },
            { _ = try Image.size(ofFile: Fixture.url(name)) },
            { _ = try Image.check(contentsOf: Fixture.url(name)) },
        ] {
            let error = #expect(throws: WinnowError.self, performing: body)
            #expect(error?.kind == .badData)
            #expect(error?.message.contains("62994×65284") == true)
        }
    }

    /// 8000×8000 pixels, in the frame header of a JPEG and in a PNG's IHDR with its checksum: few enough for any image, too many
    /// for so few bytes.
    @Test(
        arguments: [
            ("jpeg-420.jpg", 163, [0x1F, 0x40, 0x1F, 0x40]),
            (
                "png-gray.png", 16,
                [0, 0, 0x1F, 0x40, 0, 0, 0x1F, 0x40, 8, 0, 0, 0, 0, 0x23, 0x9A, 0xF2, 0x28]
            ),
        ] as [(String, Int, [UInt8])])
    func claimsThatTheFileCannotHoldAreRefused(name: String, position: Int, claim: [UInt8]) throws {
        var bytes = try Fixture.bytes(name)
        bytes.replaceSubrange(position..<position + claim.count, with: claim)
        let error = #expect(throws: WinnowError.self) { _ = try Image.decode(bytes, name: name) }
        #expect(error?.kind == .badData)
        #expect(
            error?.message.contains("claims 8000×8000 pixels, more than \(bytes.count) bytes can hold")
                == true)
    }

    @Test func printColorsAreRefusedWithTheReason() throws {
        let error = #expect(throws: WinnowError.self) { try Image(contentsOf: Fixture.url("jpeg-cmyk.jpg")) }
        #expect(error?.kind == .badData)
        #expect(error?.message.contains("CMYK") == true)
    }

    @Test(arguments: [
        ("", "it is empty"), ("<html>not found</html>", "it is text"), ("GIF89a\u{1}", "it is a GIF"),
        ("\u{1}\u{2}\u{3}\u{4}", "01 02 03 04"), ("\u{1}", "01"),
    ])
    func otherFilesAreNamedForWhatTheyAre(content: String, reason: String) throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(content.utf8, to: "face.jpg")
        let error = #expect(throws: WinnowError.self) { try Image(contentsOf: file) }
        #expect(error?.kind == .badData)
        #expect(error?.message.hasPrefix("\(file.path): not a JPEG or PNG image (") == true)
        #expect(error?.message.contains(reason) == true)
    }

    @Test func missingFileAndFolderAreToldApart() throws {
        let folder = try TemporaryFolder()
        let missing = #expect(throws: WinnowError.self) {
            try Image(contentsOf: folder.url.appending(path: "no.jpg"))
        }
        #expect(missing?.kind == .missingInput)
        let directory = #expect(throws: WinnowError.self) { try Image(contentsOf: folder.url) }
        #expect(directory?.kind == .badData)
    }

    @Test(.enabled(if: getuid() != 0, "root may read everything"))
    func unreadableFileIsAnInputFailure() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(Fixture.bytes("scene.png"), to: "secret.png")
        try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: file.path)
        let error = #expect(throws: WinnowError.self) { try Image(contentsOf: file) }
        #expect(error?.kind == .ioFailed)
    }
}
