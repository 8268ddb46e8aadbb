import Foundation
import TestSupport
import Testing

@testable import NeuralNetwork

/// Containers that are damaged, and tensors that are not where they are said to be.
@Suite struct TorchContainerHostileTests {
    private static func fixture(_ name: String) throws -> Data {
        try Data(contentsOf: FixtureFile.url("pytorch/weights/\(name)"))
    }

    private func expectRefusal(
        _ bytes: Data, _ says: String, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let error = #expect(throws: WeightsError.self, sourceLocation: sourceLocation) {
            _ = try WeightsFile(data: bytes, name: "bad.pth").weights()
        }
        let message = error?.description ?? ""
        #expect(
            message.hasPrefix("bad.pth: ") && message.count < 500, "\(message)",
            sourceLocation: sourceLocation)
        #expect(message.contains(says), "\(message)", sourceLocation: sourceLocation)
    }

    @Test(arguments: ["small.zip.pth", "small.legacy.pth", "zip64.pth", "views.legacy.pth"])
    func everyTruncationIsRefused(name: String) throws {
        let bytes = try Self.fixture(name)
        withEvery("length", in: 0..<bytes.count) { length in
            #expect(throws: WeightsError.self) {
                _ = try WeightsFile(data: bytes.prefix(length), name: "x").weights()
            }
        }
        expectRefusal(bytes + [0], name.contains("legacy") ? "belong to none" : "ends with its directory")
    }

    /// A changed byte is refused, or read as something else of no more bytes; it never traps.
    @Test(arguments: ["small.legacy.pth", "small.zip.pth", "zip64.pth", "types.protocol-4.legacy.pth"])
    func survivesEveryChangedByte(name: String) throws {
        let bytes = try Self.fixture(name)
        for index in bytes.indices {
            for value in [
                0, 1, 2, 0x28, 0x2E, 0x52, 0x62, 0x7F, 0x80, 0x94, 0xFE, 0xFF, bytes[index] ^ 1,
                bytes[index] ^ 0x80,
            ] {
                var changed = bytes
                changed[index] = value
                if let read = try? WeightsFile(data: changed, name: "x").weights() {
                    #expect(read.entries.allSatisfy { $0.data.count <= 2 * bytes.count + 1 << 20 })
                }
            }
        }
    }

    /// Every byte of the pickle and of the storages is under a checksum.
    @Test func aChangedByteOfAnEntryIsFound() throws {
        let bytes = try Self.fixture("small.zip.pth")
        let archive = try ZipArchive(bytes, name: "x")
        for entry in archive.entries where entry.name.hasSuffix("data.pkl") || entry.name.contains("/data/") {
            for index in entry.range {
                var changed = bytes
                changed[index] ^= 4
                expectRefusal(changed, "checksum")
            }
        }
    }

    @Test func archivesThatArePyTorchsNot() throws {
        let pickle = try #require(
            try? ZipArchive(Self.fixture("small.zip.pth"), name: "x").contents(of: "small.zip/data.pkl"))
        func archive(_ names: String...) -> Data { TorchFileWriter.archive(names.map { ($0, pickle) }) }
        expectRefusal(archive(), "in no format")
        expectRefusal(archive("a/other.pkl"), "no entry data.pkl")
        expectRefusal(archive("a/data.pkl", "b/data.pkl"), "2 entries data.pkl")
        expectRefusal(archive("a/data.pkl", "a/data.pkl"), "twice")
        expectRefusal(archive("a/data.pkl", "a/code/__torch__.py"), "TorchScript")
        expectRefusal(archive("a/data.pkl"), "is missing")
        expectRefusal(
            TorchFileWriter.archive([("a/data.pkl", pickle), ("a/byteorder", Data("middle".utf8))]),
            "\"middle\"")
    }

    /// Two entries of the directory that claim the same bytes.
    @Test func overlappingEntriesAreRefused() throws {
        var bytes = TorchFileWriter.archive([("a", Data(count: 100)), ("b", Data(count: 4))])
        let directory = try #require(bytes.range(of: Data([0x50, 0x4B, 1, 2]))).lowerBound
        let second = try #require(bytes.range(of: Data([0x50, 0x4B, 3, 4]), in: 1..<bytes.count)).lowerBound
        // The first entry grows over the second.
        for place in [directory + 20, directory + 24] { bytes[place] = UInt8(second - 20) }
        let error = #expect(throws: WeightsError.self) { try ZipArchive(bytes, name: "x") }
        #expect(error?.reason.contains("inside of another") == true, "\(String(describing: error))")
        #expect(second > 100)
    }

    private func file(_ tensor: Data, storage: Data) -> Data {
        TorchFileWriter.archive([
            ("a/data.pkl", PickleBytes.dictionary("weight", tensor)), ("a/data/0", storage),
        ])
    }

    @Test func tensorsThatGoPastTheirStorageAreRefused() throws {
        let six = PickleBytes.storage(count: 6)
        let bytes = Data(count: 24)
        let good = file(PickleBytes.tensor(six, offset: 2, shape: [2, 2], strides: [2, 1]), storage: bytes)
        #expect(try WeightsFile(data: good, name: "x").weights()["weight"]?.shape == [2, 2])
        let refused: [(offset: Int, shape: [Int], strides: [Int], says: String)] = [
            (3, [2, 2], [2, 1], "goes past its storage of 6"), (6, [], [], "begins behind its storage"),
            (0, [7], [1], "goes past"),
            (0, [2, 2], [5, 1], "goes past"),
            (7, [0], [1], "begins at element 7"), (-1, [1], [1], "begins at element -1"),
            (0, [2], [-1], "steps of [-1]"),
            (0, [-1], [1], "impossible shape"), (0, [2, 3], [1], "2 dimensions and 1 strides"),
            (0, [.max, .max], [0, 0], "impossible shape"), (0, [.max], [0], "impossible shape"),
            (0, [2, 2], [.max, .max], "goes past"), (.max, [1], [1], "begins at"),
            (0, [3], [.max], "goes past"),
            (0, [1 << 61], [0], "impossible shape"), (0, [1 << 40], [0], "so often"),
        ]
        withEvery("tensor", in: refused) { offset, shape, strides, says in
            expectRefusal(
                file(PickleBytes.tensor(six, offset: offset, shape: shape, strides: strides), storage: bytes),
                says)
        }
        let long = [Int](repeating: 1, count: 65)
        expectRefusal(
            file(PickleBytes.tensor(six, shape: long, strides: long), storage: bytes), "65 dimensions")
        for count in [5, 7, -1, Int.max] {
            let tensor = PickleBytes.tensor(PickleBytes.storage(count: count), shape: [1], strides: [1])
            expectRefusal(
                file(tensor, storage: bytes), count < 0 ? "no storage" : "should have \(count) elements")
        }
        let untyped = PickleBytes.storage(count: 24, module: "torch.storage", type: "UntypedStorage")
        expectRefusal(
            file(PickleBytes.tensor(untyped, shape: [1], strides: [1]), storage: bytes), "without a type")
    }

    @Test func countsOfTheLegacyContainerThatCannotBe() throws {
        let bytes = try Self.fixture("views.legacy.pth")
        let place = bytes.count - 32
        for count in [5, 7, -1, Int.max, Int.min, 1 << 61] {
            let changed = bytes.prefix(place) + PickleBytes.little(Int64(count)) + bytes.suffix(24)
            #expect(throws: WeightsError.self) {
                _ = try WeightsFile(data: Data(changed), name: "x").weights()
            }
        }
    }
}
