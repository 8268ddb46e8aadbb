import Foundation
import TestSupport
import Testing

@testable import NeuralNetwork

@Suite struct SafeTensorsTests {
    @Test func writesAndReadsBackTheSame() throws {
        var weights = SafeTensors(metadata: ["format": "pt", "a \"quoted\"\nkey\u{1}": "läßt 😀 \\ /"])
        try weights.append(.init(name: "flag", dtype: .bool, shape: [3], data: Data([1, 0, 1])))
        try weights.append(
            .init(name: "conv.weight", shape: [2, 1, 2], floats: [1, -2.5, .infinity, 0x1p-149]))
        try weights.append(.init(name: "steps", shape: [], integers: [-7]))
        try weights.append(.init(name: "nothing", shape: [0, 5], floats: []))
        let bytes = weights.serialized()
        let again = try SafeTensors(data: bytes, name: "memory")
        #expect(again == weights)
        #expect(again.names == ["flag", "conv.weight", "steps", "nothing"])
        #expect(again.floats(named: "conv.weight") == [1, -2.5, .infinity, 0x1p-149])
        #expect(again.integers(named: "steps") == [-7])
        #expect(again.integers(named: "flag") == [1, 0, 1])
        #expect(again["nothing"]?.shape == [0, 5])
        #expect(again.floats(named: "nothing") == [])
        #expect(again.floats(named: "steps") == nil)
        #expect(again.integers(named: "conv.weight") == nil)
        #expect(again.floats(named: "missing") == nil)
        #expect(again.serialized() == bytes)
    }

    @Test func bytesAreExactlyTheFormats() throws {
        var weights = SafeTensors(metadata: ["b": "2", "a": "1"])
        try weights.append(.init(name: "narrow", dtype: .u8, shape: [1], data: Data([9])))
        try weights.append(.init(name: "wide", shape: [1], floats: [1]))
        let json =
            #"{"__metadata__":{"a":"1","b":"2"},"narrow":{"dtype":"U8","shape":[1],"data_offsets":[4,5]},"#
            + #""wide":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#
        let padding = String(repeating: " ", count: -json.utf8.count & 7)
        #expect(weights.serialized() == file(json + padding, body: [0, 0, 0x80, 0x3F, 9]))
    }

    @Test func everyTensorIsAlignedToItsElement() throws {
        var weights = SafeTensors()
        for (index, dtype) in ElementType.allCases.reversed().enumerated() {
            let data = Data(repeating: 0, count: 3 * dtype.byteCount)
            try weights.append(.init(name: "tensor \(index)", dtype: dtype, shape: [3], data: data))
        }
        let bytes = weights.serialized()
        let again = try SafeTensors(data: bytes, name: "memory")
        withEvery("tensor", in: again.entries) { entry in
            #expect((entry.data.startIndex - bytes.startIndex) % entry.dtype.byteCount == 0)
        }
    }

    @Test func convertsEveryFloatingPointType() throws {
        let json = """
            {"half":{"dtype":"F16","shape":[5],"data_offsets":[0,10]},\
            "brain":{"dtype":"BF16","shape":[3],"data_offsets":[10,16]},\
            "double":{"dtype":"F64","shape":[2],"data_offsets":[16,32]}}
            """
        let half: [UInt16] = [0x3C00, 0xC000, 0x0001, 0x7BFF, 0x7C00]
        let brain: [UInt16] = [0x3F80, 0xC049, 0x7F80]
        let double: [UInt64] = [0x3FB9_9999_9999_999A, 0x47F0_0000_0000_0000]
        let body = half.flatMap(bytes) + brain.flatMap(bytes) + double.flatMap(bytes)
        let weights = try SafeTensors(data: file(json, body: body), name: "memory")
        #expect(weights.floats(named: "half") == [1, -2, 0x1p-24, 65504, .infinity])
        #expect(weights.floats(named: "brain") == [1, -3.140625, .infinity])
        #expect(weights.floats(named: "double") == [0.1, .infinity])
        #expect(weights["double"]?.doubles == [0.1, 0x1p128])
    }

    @Test func convertsEveryIntegerType() throws {
        let types: [(ElementType, [UInt8])] = [
            (.i64, bytes(Int64(-2))), (.i32, bytes(Int32(-2))), (.i16, bytes(Int16(-2))), (.i8, [0xFE]),
        ]
        withEvery("type", in: types) { dtype, data in
            let entry = try SafeTensors.Entry(name: "x", dtype: dtype, shape: [], data: Data(data))
            #expect(entry.integers == [-2])
        }
        let byte = try SafeTensors.Entry(name: "x", dtype: .u8, shape: [1], data: Data([0xFE]))
        #expect(byte.integers == [254])
        let unsigned: [(ElementType, [UInt8])] = [
            (.u64, bytes(UInt64(7))), (.u32, bytes(UInt32(7))), (.u16, bytes(UInt16(7))),
        ]
        withEvery("type", in: unsigned) { dtype, data in
            let entry = try SafeTensors.Entry(name: "x", dtype: dtype, shape: [], data: Data(data))
            #expect(entry.integers == [7] && entry.weights == [7] && entry.floats == nil)
        }
        let largest = try SafeTensors.Entry(name: "x", dtype: .u64, shape: [], data: Data(bytes(UInt64.max)))
        #expect(largest.integers == nil && largest.weights == nil)
    }

    @Test func readsSlicesOfOtherData() throws {
        var weights = SafeTensors()
        try weights.append(.init(name: "x", shape: [2], floats: [3, 4]))
        let padded = Data([1, 2, 3]) + weights.serialized()
        #expect(try SafeTensors(data: padded[3...], name: "slice").floats(named: "x") == [3, 4])
    }

    @Test func readsWhatTheReferenceImplementationWrites() throws {
        let weights = try FixtureFile.tensors("pytorch/reference.safetensors")
        #expect(weights.metadata == ["format": "np", "note": "é \"x\" \n 😀"])
        #expect(
            Dictionary(uniqueKeysWithValues: weights.entries.map { ($0.name, $0.dtype) }) == [
                "double": .f64, "single": .f32, "half": .f16, "long": .i64, "int": .i32, "short": .i16,
                "signed": .i8, "byte": .u8, "flags": .bool, "scalar": .f32, "empty": .f32,
            ])
        #expect(weights.floats(named: "single") == [0, 0.5, 1, 1.5, 2, 2.5])
        #expect(weights["single"]?.shape == [2, 3])
        #expect(weights.floats(named: "half") == [0.5, -1])
        #expect(weights.floats(named: "double") == [1.5])
        #expect(weights.integers(named: "long") == [-1, 1 << 40])
        #expect(weights.integers(named: "flags") == [1, 0])
        #expect(weights.floats(named: "scalar") == [3.25])
        #expect(weights["scalar"]?.shape == [])
        #expect(weights["empty"]?.shape == [0, 4])
    }

    @Test func refusesTensorsThatCannotBe() throws {
        var weights = SafeTensors()
        try weights.append(.init(name: "x", shape: [1], floats: [1]))
        #expect(throws: WeightsError.self) { try weights.append(.init(name: "x", shape: [1], floats: [2])) }
        #expect(throws: WeightsError.self) {
            try weights.append(.init(name: "__metadata__", shape: [1], floats: [2]))
        }
        #expect(throws: WeightsError.self) { try SafeTensors.Entry(name: "y", shape: [2], floats: [1]) }
        #expect(throws: WeightsError.self) { try SafeTensors.Entry(name: "y", shape: [-1, -1], floats: [1]) }
        #expect(throws: WeightsError.self) {
            try SafeTensors.Entry(name: "y", shape: [Int.max, 3], floats: [1])
        }
        #expect(weights.names == ["x"])
    }

    @Test func writesAndReadsFiles() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let url = folder.appendingPathComponent("model.safetensors")
        var weights = SafeTensors()
        try weights.append(.init(name: "x", shape: [1], floats: [1]))
        try weights.write(to: url)
        #expect(try SafeTensors(contentsOf: url) == weights)

        let link = folder.appendingPathComponent("link")
        try FileManager.default.createSymbolicLink(at: link, withDestinationURL: url)
        #expect(try SafeTensors(contentsOf: link) == weights)

        let missing = folder.appendingPathComponent("missing")
        let noFile = #expect(throws: WeightsError.self) { try SafeTensors(contentsOf: missing) }
        #expect(noFile?.description.contains("no such file") == true)
        let noFolder = missing.appendingPathComponent("model.safetensors")
        #expect(throws: WeightsError.self) { try weights.write(to: noFolder) }
        withEvery("path", in: [folder, URL(fileURLWithPath: "/dev/zero")]) { url in
            let error = #expect(throws: WeightsError.self) { try SafeTensors(contentsOf: url) }
            #expect(error?.description.contains("not a regular file") == true)
        }
        let elsewhere = try #require(URL(string: "https://example.org/model.safetensors"))
        #expect(throws: WeightsError.self) { try SafeTensors(contentsOf: elsewhere) }
    }

    private func bytes(_ word: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: word.littleEndian) { Array($0) }
    }
}

/// A file with that header and body, whatever they say.
func file(_ json: String, body: [UInt8] = []) -> Data {
    file(header: Array(json.utf8), body: body)
}

func file(header: [UInt8], body: [UInt8] = []) -> Data {
    withUnsafeBytes(of: UInt64(header.count).littleEndian) { Data($0) } + Data(header) + Data(body)
}
