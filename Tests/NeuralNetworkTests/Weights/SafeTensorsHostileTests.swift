import Foundation
import TestSupport
import Testing

@testable import NeuralNetwork

/// Files that are damaged, or made to do harm: each is refused with one line that names the file.
@Suite struct SafeTensorsHostileTests {
    private static let tensor = #""dtype":"F32","shape":[1],"data_offsets":[0,4]"#
    private static let largest = Int.max

    @Test func acceptsTheUnusual() throws {
        let accepted: [(String, Int)] = [
            ("{}", 0),
            ("{}   \n\t", 0),
            (#"{"__metadata__":{}}"#, 0),
            ("{ \"a\" :\n{\"shape\":[ 1 ],\t\"data_offsets\":[0, 4],\"dtype\":\"F32\"} }", 4),
            (#"{"":{\#(Self.tensor)}}"#, 4),
            (#"{"a":{\#(Self.tensor)},"b":{"dtype":"F32","shape":[0],"data_offsets":[4,4]}}"#, 4),
            (#"{"a":{\#(Self.tensor)},"b":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}"#, 4),
            (#"{"a":{"dtype":"F32","shape":[0,\#(Self.largest),2],"data_offsets":[0,0]}}"#, 0),
            (#"{"b":{"dtype":"U8","shape":[1],"data_offsets":[4,5]},"a":{\#(Self.tensor)}}"#, 5),
        ]
        withEvery("header", in: accepted) { json, count in
            _ = try SafeTensors(data: file(json, body: [UInt8](repeating: 0, count: count)), name: "x")
        }
        let escapes = try SafeTensors(
            data: file(
                #"{"\u0061\n\ud83d\ude00\/":{"dtype":"U8","shape":[],"data_offsets":[0,1]}}"#, body: [5]),
            name: "x")
        #expect(escapes.names == ["a\n😀/"])
    }

    @Test func refusesBadHeaders() {
        let refused: [(header: String, count: Int, says: String)] = [
            ("", 0, "begin with '{'"),
            (" {}", 0, "begin with '{'"),
            ("[]", 0, "begin with '{'"),
            ("{", 0, "'\"' was expected"),
            ("{}{}", 0, "follows the closing"),
            ("{}\u{0}", 0, "follows the closing"),
            (#"{"a":{\#(Self.tensor)},}"#, 4, "was expected"),
            (#"{"a":{\#(Self.tensor)}"#, 4, "was expected"),
            (
                #"{"a":{\#(Self.tensor)},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#, 8,
                "appears twice"
            ),
            (#"{"a":{\#(Self.tensor)},"\u0061":{\#(Self.tensor)}}"#, 4, "appears twice"),
            (#"{"__metadata__":{},"__metadata__":{}}"#, 0, "appears twice"),
            (#"{"__metadata__":{"k":"1","k":"2"}}"#, 0, "appears twice"),
            (#"{"__metadata__":{"k":1}}"#, 0, "was expected"),
            (#"{"__metadata__":{"k":{"deep":"1"}}}"#, 0, "was expected"),
            (#"{"__metadata__":null}"#, 0, "was expected"),
            (#"{"a":{"dtype":"F32","dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#, 4, "twice"),
            (#"{"a":{"dtype":"F32","shape":[1],"shape":[1],"data_offsets":[0,4]}}"#, 4, "twice"),
            (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"data_offsets":[0,4]}}"#, 4, "twice"),
            (#"{"a":{"dtype":"F32","shape":[1]}}"#, 4, "needs dtype, shape and data_offsets"),
            (#"{"a":{\#(Self.tensor),"stride":[1]}}"#, 4, "\"stride\""),
            (#"{"a":{"dtype":"F31","shape":[1],"data_offsets":[0,4]}}"#, 4, "\"F31\""),
            (#"{"a":{"dtype":"f32","shape":[1],"data_offsets":[0,4]}}"#, 4, "\"f32\""),
            (#"{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}"#, 4, "whole number"),
            (#"{"a":{"dtype":"F32","shape":[1.0],"data_offsets":[0,4]}}"#, 4, "was expected"),
            (#"{"a":{"dtype":"F32","shape":[1e0],"data_offsets":[0,4]}}"#, 4, "was expected"),
            (#"{"a":{"dtype":"F32","shape":[01],"data_offsets":[0,4]}}"#, 4, "needless 0"),
            (#"{"a":{"dtype":"F32","shape":["1"],"data_offsets":[0,4]}}"#, 4, "whole number"),
            (#"{"a":{"dtype":"F32","shape":[[1]],"data_offsets":[0,4]}}"#, 4, "whole number"),
            (#"{"a":{"dtype":"F32","shape":[1,],"data_offsets":[0,4]}}"#, 4, "whole number"),
            (#"{"a":{"dtype":"F32","shape":[9223372036854775808],"data_offsets":[0,4]}}"#, 4, "too large"),
            (#"{"a":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,4]}}"#, 4, "too large"),
            (
                #"{"a":{"dtype":"F32","shape":[\#(Self.largest),2],"data_offsets":[0,4]}}"#, 4,
                "too large to count"
            ),
            (
                #"{"a":{"dtype":"F32","shape":[\#(Self.largest)],"data_offsets":[0,4]}}"#, 4,
                "too large to count"
            ),
            (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0]}}"#, 4, "1 data_offsets"),
            (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4,8]}}"#, 4, "3 data_offsets"),
            (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,0]}}"#, 4, "before its start"),
            (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}"#, 4, "takes 8 bytes"),
            (#"{"a":{"dtype":"F32","shape":[0],"data_offsets":[0,4]}}"#, 4, "takes 0 bytes"),
            (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[1,5]}}"#, 5, "a gap"),
            (
                #"{"a":{\#(Self.tensor)},"b":{"dtype":"F32","shape":[1],"data_offsets":[2,6]}}"#, 6,
                "inside the one before"
            ),
            (#"{"a":{\#(Self.tensor)},"b":{\#(Self.tensor)}}"#, 4, "inside the one before"),
            (#"{"a":{\#(Self.tensor)},"b":{"dtype":"F32","shape":[1],"data_offsets":[5,9]}}"#, 9, "a gap"),
            (
                #"{"a":{"dtype":"U8","shape":[8],"data_offsets":[0,8]},"b":{"dtype":"U8","shape":[0],"data_offsets":[4,4]}}"#,
                8, "inside the one before"
            ),
            (#"{"a":{\#(Self.tensor)}}"#, 3, "cut short"),
            (
                #"{"a":{"dtype":"U8","shape":[\#(Self.largest)],"data_offsets":[0,\#(Self.largest)]}}"#, 4,
                "cut short"
            ),
            (#"{"a":{\#(Self.tensor)}}"#, 5, "belong to none"),
            ("{}", 1, "belong to none"),
            ("{\"a\nb\":{\(Self.tensor)}}", 4, "bare control character"),
            (#"{"a\x":{\#(Self.tensor)}}"#, 4, "no such escape"),
            (#"{"\u12":{\#(Self.tensor)}}"#, 4, "four hexadecimal digits"),
            (#"{"\ud83d":{\#(Self.tensor)}}"#, 4, "surrogate"),
            (#"{"\ud83d\u0041":{\#(Self.tensor)}}"#, 4, "surrogate"),
            (#"{"\ude00":{\#(Self.tensor)}}"#, 4, "surrogate"),
            (#"{"a"#, 0, "no end"),
            (#"{"a\"#, 0, "no such escape"),
        ]
        withEvery("header", in: refused) { header, count, says in
            let data = file(header, body: [UInt8](repeating: 0, count: count))
            let error = #expect(throws: WeightsError.self) {
                try SafeTensors(data: data, name: "bad.safetensors")
            }
            let message = error?.description ?? ""
            #expect(message.hasPrefix("bad.safetensors: "))
            #expect(message.contains(says), "\(message)")
            #expect(!message.contains { $0.isNewline })
        }
    }

    @Test func refusesInvalidUTF8() {
        let header = Array("{\"".utf8) + [0xC3, 0x28] + Array("\":{\(Self.tensor)}}".utf8)
        #expect(throws: WeightsError.self) {
            try SafeTensors(data: file(header: header, body: [0, 0, 0, 0]), name: "x")
        }
    }

    @Test func refusesLengthsThatCannotBe() {
        let lengths: [UInt64] = [3, 100_000_000, 100_000_001, UInt64(Int64.max), 1 << 63, .max, .max - 7]
        withEvery("length", in: lengths) { length in
            let data = withUnsafeBytes(of: length.littleEndian) { Data($0) } + Data("{}".utf8)
            #expect(throws: WeightsError.self) { try SafeTensors(data: data, name: "x") }
        }
        #expect(throws: WeightsError.self) { try SafeTensors(data: Data(), name: "x") }
    }

    @Test func refusesEveryTruncation() throws {
        var weights = SafeTensors(metadata: ["format": "pt"])
        try weights.append(.init(name: "x", shape: [2, 3], floats: [1, 2, 3, 4, 5, 6]))
        let bytes = weights.serialized()
        withEvery("length", in: 0..<bytes.count) { length in
            #expect(throws: WeightsError.self) { try SafeTensors(data: bytes.prefix(length), name: "x") }
        }
    }

    /// A changed byte is refused or read as something else of the same size; it never traps.
    @Test func survivesEveryChangedByte() throws {
        var weights = SafeTensors(metadata: ["k": "\u{1}é"])
        try weights.append(.init(name: "a", shape: [2], floats: [1, 2]))
        try weights.append(.init(name: "b", shape: [], integers: [3]))
        let bytes = weights.serialized()
        for index in bytes.indices {
            for value in UInt8.min...UInt8.max {
                var changed = bytes
                changed[index] = value
                if let read = try? SafeTensors(data: changed, name: "x") {
                    #expect(read.entries.reduce(0) { $0 + $1.data.count } == 16)
                }
            }
        }
    }

    @Test func longNamesDoNotFloodTheMessage() {
        let name = String(repeating: "n", count: 100_000)
        let data = file(
            #"{"\#(name)":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}"#, body: [0, 0, 0, 0])
        let error = #expect(throws: WeightsError.self) { try SafeTensors(data: data, name: "x") }
        #expect((error?.description.count ?? .max) < 250)
    }

    /// U+009B begins a terminal's commands; U+202E turns the direction of writing.
    @Test func namesDoNotSteerTheTerminal() {
        let data = file(
            #"{"é\u009b2J\u202e\u2028":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}"#,
            body: [0, 0, 0, 0])
        let error = #expect(throws: WeightsError.self) { try SafeTensors(data: data, name: "x") }
        let message = error?.description ?? ""
        #expect(message.contains(#"é\u{009B}2J\u{202E}\u{2028}"#), "\(message)")
    }
}
