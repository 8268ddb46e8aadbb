import Foundation
import TestSupport
import Testing

@testable import NeuralNetwork

/// Files that PyTorch wrote (`make_weights.py`), in each container and protocol.
@Suite struct WeightsFileTests {
    private static let folder = FixtureFile.url("pytorch/weights")

    private static func open(_ name: String) throws -> WeightsFile {
        try WeightsFile(contentsOf: URL(fileURLWithPath: folder.appendingPathComponent("").path + "/" + name))
    }

    private func expectRefusal(
        _ name: String, saying parts: String..., sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let error = #expect(throws: WeightsError.self, sourceLocation: sourceLocation) {
            _ = try Self.open(name).weights()
        }
        let message = error?.description ?? ""
        for part in parts { #expect(message.contains(part), "\(message)", sourceLocation: sourceLocation) }
        #expect(!message.contains { $0.isNewline }, sourceLocation: sourceLocation)
    }

    private struct Described: Decodable {
        let name: String
        let dtype: String
        let shape: [Int]
        let elements: [String]
    }

    private static let types: [String: ElementType] = [
        "float64": .f64, "float32": .f32, "float16": .f16, "bfloat16": .bf16, "float8_e4m3fn": .f8e4m3,
        "float8_e5m2": .f8e5m2, "int64": .i64, "int32": .i32, "int16": .i16, "int8": .i8, "uint8": .u8,
        "uint16": .u16,
        "uint32": .u32, "bool": .bool, "complex64": .c64,
    ]

    @Test(arguments: [
        "types.zip.pth", "types.legacy.pth", "types.protocol-5.zip.pth", "types.protocol-4.legacy.pth",
    ])
    func everyTypeAndLayout(name: String) throws {
        let file = try Self.open(name)
        #expect(file.format == (name.contains("zip") ? .pytorchZip : .pytorchLegacy))
        let weights = try file.weights()
        let expected = try FixtureFile.decode([Described].self, from: "pytorch/weights/types.json")
        #expect(weights.names == expected.map(\.name))
        for (entry, tensor) in zip(weights.entries, expected) {
            #expect(entry.dtype == Self.types[tensor.dtype], "\(tensor.name)")
            #expect(entry.shape == tensor.shape, "\(tensor.name)")
            if entry.dtype == .c64 {
                #expect(entry.data.count == 8 && entry.weights == nil)
            } else if let numbers = entry.doubles {
                #expect(numbers == tensor.elements.compactMap(Double.init), "\(tensor.name)")
            } else {
                #expect(entry.integers == tensor.elements.compactMap(Int64.init), "\(tensor.name)")
            }
        }
    }

    @Test func protocol1() throws {
        let weights = try Self.open("types.protocol-1.legacy.pth").weights()
        #expect(weights.floats(named: "a") == [0, 1, 2])
    }

    /// Python 3's zipfile wrote some of these with ZIP64 fields, some are big-endian, some have no checksums.
    @Test(arguments: ["small.zip.pth", "small.legacy.pth", "unchecked.pth", "big-endian.pth", "zip64.pth"])
    func everyContainer(name: String) throws {
        let weights = try Self.open(name).weights()
        #expect(weights.floats(named: "weight") == [0, 3, 1, 4, 2, 5])
        #expect(weights["weight"]?.shape == [3, 2])
        #expect(weights.integers(named: "count") == [1, -2])
        #expect(weights.floats(named: "half") == [1.5])
    }

    @Test func viewsOfStorages() throws {
        let weights = try Self.open("views.legacy.pth").weights()
        #expect(weights.floats(named: "whole") == [0, 1, 2, 3, 4, 5])
        #expect(weights.floats(named: "part") == [2, 3, 4])
    }

    @Test func aCheckpointsWeightsAreFound() throws {
        let file = try Self.open("nested.pth")
        #expect(file.dictionaryNames == ["state_dict"])
        let weights = try file.weights()
        #expect(weights.names == ["weight", "bias"])
        #expect(weights.floats(named: "weight") == [0, 1, 2, 3])
        #expect(try Self.open("list.pth").dictionaryNames.isEmpty)
    }

    @Test func severalDictionariesAreToldApart() throws {
        expectRefusal("several.pth", saying: "\"G\" (2 tensors)", "\"D\" (1 tensors)", "several.pth#")
        var notes: [String] = []
        let preferred = try Self.open("several.pth").weights(preferring: ["G", "generator"]) {
            notes.append($0)
        }
        #expect(preferred.names == ["weight", "bias"])
        #expect(notes.count == 1 && notes[0].contains("\"D\" (1 tensors); \"G\" is taken"), "\(notes)")
        #expect(try Self.open("several.pth#D").weights(preferring: ["G"]).floats(named: "weight") == [1])
        expectRefusal("several.pth#E", saying: "\"E\"", "\"G\" (2 tensors)")
        #expect(try Self.open("joined.pth#state_dict.generator").weights().names == ["weight", "bias"])
        expectRefusal("joined.pth#state_dict.other", saying: "\"other.\"")
    }

    @Test func namesLoseTheMarksOfWrappers() throws {
        func names(_ names: [String], _ selector: String? = nil) throws -> [String] {
            var file = SafeTensors(metadata: ["format": "pt"])
            for name in names { try file.append(.init(name: name, shape: [], floats: [1])) }
            let read = try WeightsFile(data: file.serialized(), name: "w", selector: selector)
            #expect(read.format == .safetensors)
            let weights = try read.weights()
            #expect(weights.metadata == ["format": "pt"])
            return weights.names
        }
        #expect(try names(["module.a", "module.b.c"]) == ["a", "b.c"])
        #expect(try names(["_orig_mod.module.a", "_orig_mod.module.b"]) == ["a", "b"])
        #expect(try names(["module.a", "b"]) == ["module.a", "b"])
        #expect(try names(["main.0.weight", "main.1.weight"]) == ["main.0.weight", "main.1.weight"])
        #expect(try names(["G.a", "D.a", "G.b"], "G") == ["a", "b"])
        #expect(try names([]) == [])
    }

    @Test func whatIsNoFileOfWeightsIsSaid() throws {
        expectRefusal("compressed.pth", saying: "compressed", "method 8", "torch.save")
        expectRefusal("module.pth", saying: "\"torch.nn.modules.linear.Linear\" is refused", "state_dict()")
        expectRefusal("empty.pth", saying: "no dictionary of tensors")
        expectRefusal("list.pth", saying: "no dictionary of tensors")
        let contents: [(String, String)] = [
            ("", "empty"), ("<!DOCTYPE html>", "web page"),
            ("version https://git-lfs.github.com/spec/v1\n", "git lfs pull"),
            ("config: 1\n", "no format"), ("{\"a\": 1}", "no format"), ("PK\u{3}\u{4}", "cut short"),
            ("(", "cut short"),
        ]
        for (content, says) in contents {
            let error = #expect(throws: WeightsError.self) {
                try WeightsFile(data: Data(content.utf8), name: "w")
            }
            #expect(error?.description.contains(says) == true, "\(String(describing: error))")
            #expect(error?.kind == .content)
        }
        for name in ["nowhere.pth", "nowhere.pth#G"] {
            let error = #expect(throws: WeightsError.self) { try Self.open(name) }
            #expect(error?.kind == .access && error?.file.hasSuffix("nowhere.pth") == true)
        }
    }

    @Test func aFileWithAMarkInItsNameIsItself() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "winnow-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appendingPathComponent("run#2.pth")
        try FileManager.default.copyItem(at: Self.folder.appendingPathComponent("several.pth"), to: file)
        #expect(try WeightsFile(contentsOf: file).dictionaryNames == ["G", "D"])
        let chosen = URL(fileURLWithPath: file.path + "#D")
        #expect(try WeightsFile(contentsOf: chosen).weights().names == ["weight"])
    }
}
