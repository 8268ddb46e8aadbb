import Foundation
import TestSupport
import Testing

@testable import NeuralNetwork

/// Pickles that are damaged, or made to do harm: each is refused with one line, and nothing runs.
@Suite struct PickleHostileTests {
    private func run(_ bytes: Data) throws -> PickleValue {
        var machine = PickleMachine(
            ByteReader(bytes, file: "bad.pth", subject: "its pickle"), fileSize: bytes.count)
        return try machine.run()
    }

    private func expectRefusal(
        _ bytes: Data, _ says: String, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let error = #expect(throws: WeightsError.self, sourceLocation: sourceLocation) { _ = try run(bytes) }
        let message = error?.description ?? ""
        #expect(
            message.hasPrefix("bad.pth: ") && message.count < 400, "\(message)",
            sourceLocation: sourceLocation)
        #expect(message.contains(says), "\(message)", sourceLocation: sourceLocation)
        #expect(!message.contains { $0.isNewline }, sourceLocation: sourceLocation)
    }

    @Test(arguments: [
        "system.zip.pth", "system.legacy.pth", "system.protocol-0.pkl", "system.protocol-2.pkl",
        "system.protocol-4.pkl",
    ])
    func aCallOfTheShellIsRefusedByName(name: String) throws {
        let error = #expect(throws: WeightsError.self) {
            _ = try WeightsFile(contentsOf: FixtureFile.url("pytorch/weights/\(name)"))
        }
        #expect(
            error?.description.contains("\"posix.system\" is refused") == true, "\(String(describing: error))"
        )
        #expect(!FileManager.default.fileExists(atPath: "winnow-was-here"))
    }

    @Test func everyWayToNameAFunctionIsClosed() {
        let ways = [
            "cposix\nsystem\n.", "(iposix\nsystem\n.", "(cposix\nsystem\no.", "cposix\nsystem\n)\u{81}.",
        ]
        for way in ways {
            expectRefusal(Data(way.unicodeScalars.map { UInt8($0.value) }), "\"posix.system\" is refused")
        }
        let stacked =
            Data([0x80, 4, 0x8C, 8]) + Data("builtins".utf8) + [0x8C, 4] + Data("eval".utf8) + [0x93, 0x2E]
        expectRefusal(stacked, "\"builtins.eval\" is refused")
        // Names that nearly are those of tensors.
        for name in [
            "torch\nload", "torch._utils\n_rebuild_qtensor", "torch.storage\n_load_from_bytes",
            "collections\nCounter",
        ] {
            let full = name.replacing("\n", with: ".")
            expectRefusal(Data("c\(name)\n.".utf8), "\"\(full)\" is refused")
        }
        // A class that may be named may not be called.
        expectRefusal(Data("ctorch\nFloatStorage\n)R.".utf8), "only named")
        expectRefusal(Data("})R.".utf8), "cannot be called")
    }

    @Test func operationsThatAreNotRead() {
        expectRefusal(Data([0x80, 2, 0xFF]), "byte 2: the operation 0xff")
        expectRefusal(Data([0x82, 1]), "byte 0: the operation EXT1")
        expectRefusal(Data("P1\n.".utf8), "PERSID")
        expectRefusal(Data([0x97]), "NEXT_BUFFER")
        expectRefusal(Data([0x80, 6]), "protocol 6")
    }

    @Test func whatMakesNoSense() {
        let refused: [(String, String)] = [
            (".", "not there"), ("", "cut short"), ("N", "cut short"), ("t.", "mark"), ("e.", "mark"),
            ("(.", "not there"),
            ("N(\u{30}\u{30}\u{30}.", "not there"), ("Na.", "not there"), ("NNa.", "no list"),
            ("NNNs.", "no dictionary"),
            ("}(Nu.", "without a value"), ("h\u{0}.", "memo"), ("q\u{0}.", "not there"),
            ("I1x\n.", "cannot be read"),
            ("Fx\n.", "cannot be read"), ("S'a\n.", "cannot be read"), ("S'\\x41'\n.", "cannot be read"),
            ("p-1\n.", "memo"),
            ("NNb.", "state"), ("NQ.", "no storage"), ("(tQ.", "no storage"), ("NN\u{93}.", "no text"),
            ("ccollections\nOrderedDict\n(NtR.", "pairs"), ("ccollections\nOrderedDict\n(](lNatR.", "pairs"),
            ("ctorch._utils\n_rebuild_tensor_v2\n)R.", "not made of"),
            ("ctorch._utils\n_rebuild_parameter\n)R.", "not made of"),
            ("ctorch\nSize\n)R.", "tuple"), ("NNR.", "no tuple"),
        ]
        withEvery("pickle", in: refused) { text, says in
            expectRefusal(Data(text.unicodeScalars.map { UInt8($0.value) }), says)
        }
    }

    @Test func lengthsThatCannotBe() {
        let lengths: [[UInt8]] = [
            [0x58, 255, 255, 255, 255], [0x54, 255, 255, 255, 255],
            [0x8D] + [UInt8](repeating: 255, count: 8),
            [0x8E] + [UInt8](repeating: 127, count: 8), [0x8B, 255, 255, 255, 255], [0x8B, 0, 0, 0, 128],
            [0x8A, 255],
            [0x95] + [UInt8](repeating: 255, count: 8), [0x8C, 2, 65],
        ]
        withEvery("bytes", in: lengths) { expectRefusal(Data($0), "cut short") }
    }

    @Test func numbers() throws {
        let numbers: [([UInt8], PickleValue)] = [
            ([0x8A, 0], .integer(0)), ([0x8A, 1, 0xFF], .integer(-1)),
            ([0x8A, 2, 0, 0x80], .integer(-32768)),
            ([0x8A, 8, 255, 255, 255, 255, 255, 255, 255, 0x7F], .integer(.max)),
            ([0x4A, 0, 0, 0, 0x80], .integer(-1 << 31)),
            ([0x4D, 0xFF, 0xFF], .integer(65535)), (Array("I01\n".utf8), .bool(true)),
            (Array("I00\n".utf8), .bool(false)),
            (Array("I-7\n".utf8), .integer(-7)), (Array("L12L\n".utf8), .integer(12)),
            (Array("F0.5\n".utf8), .real(0.5)),
            ([0x47, 0xC0, 4, 0, 0, 0, 0, 0, 0], .real(-2.5)),
        ]
        withEvery("number", in: numbers) { bytes, value in
            let found = try run(Data(bytes + [0x2E]))
            #expect(found == value)
        }
    }

    /// As deep as a million lists: what recursion there was would end the process.
    @Test func deepNestingIsNoMatter() throws {
        let depth = 1_000_000
        let lists =
            Data(repeating: UInt8(ascii: "]"), count: depth)
            + Data(repeating: UInt8(ascii: "a"), count: depth - 1)
        expectRefusal(lists + Data(".".utf8), "memory")
        let tuples = Data("N".utf8) + Data(repeating: 0x85, count: depth) + Data(".".utf8)
        expectRefusal(tuples, "memory")
        // In a file that is large for other reasons, it is read, and searched without recursion.
        var machine = PickleMachine(
            ByteReader(lists + Data(".".utf8), file: "deep.pth", subject: "its pickle"), fileSize: 1 << 30)
        #expect(try machine.run() == .list(0))
        let legacy = Self.legacy(lists + Data(".".utf8), padding: 20 << 20)
        #expect(try WeightsFile(data: legacy, name: "deep.pth").dictionaryNames.isEmpty)
    }

    /// A legacy file whose object is the given pickle, and which is large by a storage that nothing shows.
    private static func legacy(_ program: Data, padding: Int) -> Data {
        let storage =
            Data([0x80, 2]) + PickleBytes.storage(count: padding, type: "ByteStorage") + Data("0".utf8)
        var bytes = TorchFileWriter.data([], in: .legacy)
        let object = Data([0x80, 2]) + Data("}(u.".utf8)
        bytes.replaceSubrange(bytes.range(of: object)!, with: storage + program)
        let keys = Data([0x80, 2]) + Data("](e.".utf8)
        bytes.replaceSubrange(
            bytes.range(of: keys)!,
            with: Data([0x80, 2]) + Data("](".utf8) + PickleBytes.text("0") + Data("e.".utf8))
        return bytes + PickleBytes.little(Int64(padding)) + Data(count: padding)
    }

    @Test func aCycleIsNoMatter() throws {
        // A dictionary in itself, and a list in itself, which Python can make as well.
        let program =
            Data([0x80, 2]) + Data("}q\u{0}".utf8) + PickleBytes.text("self") + Data("h\u{0}s".utf8)
            + PickleBytes.text("list") + Data("]q\u{1}h\u{1}as.".utf8)
        let file = TorchFileWriter.archive([("a/data.pkl", program)])
        #expect(try WeightsFile(data: file, name: "w").dictionaryNames.isEmpty)
    }

    /// Short programs that would make much of little.
    @Test func bombs() {
        // Each tuple holds the one before three times: 3³⁰ where it is written out, thirty objects here.
        var tripling = Data("(NNNNNNNNNNt".utf8)
        for _ in 0..<30 { tripling += Data("q\u{0}0(h\u{0}h\u{0}h\u{0}t".utf8) }
        #expect(throws: Never.self) { _ = try run(tripling + Data(".".utf8)) }
        // The same long list made a dictionary of, again and again.
        var pairs = Data("](".utf8)
        for _ in 0..<10_000 { pairs += Data("]NaNa".utf8) }
        pairs += Data("eq\u{0}ccollections\nOrderedDict\nq\u{1}".utf8)
        for _ in 0..<100_000 { pairs += Data("h\u{1}h\u{0}\u{85}R".unicodeScalars.map { UInt8($0.value) }) }
        expectRefusal(pairs + Data(".".utf8), "memory")
        // Numbers of the memo that would make a large table.
        let far =
            Data("N".utf8) + [0x72, 255, 255, 255, 255] + Data("j".utf8) + [255, 255, 255, 255]
            + Data(".".utf8)
        #expect(throws: Never.self) { _ = try run(far) }
        // Marks, and nothing else.
        let marks = Data(repeating: UInt8(ascii: "("), count: 1_000_000) + Data("N.".utf8)
        #expect(throws: Never.self) { _ = try run(marks) }
        expectRefusal(Data(repeating: UInt8(ascii: "}"), count: 1_000_000), "memory")
    }
}
