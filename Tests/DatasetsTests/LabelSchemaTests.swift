import Foundation
import Testing
import Workspace

@testable import Datasets

@Suite struct LabelSchemaTests {
    static let heads = LabelSchema(heads: [
        LabelHead("size", .number(-1...1)), LabelHead("colour", .classes(["red", "green & blue", "1"])),
    ])

    @Test func headsLieOneBehindTheOther() {
        let schema = Self.heads
        #expect(schema.task == .multiHead && schema.count == 6)
        #expect(
            schema.names == ["size -1", "size 0", "size 1", "colour red", "colour green & blue", "colour 1"])
        #expect(schema.headRanges == [0..<3, 3..<6])
        #expect(schema.vector(of: .indices([2, 0])) == [0, 0, 1, 1, 0, 0])
        #expect(LabelSchema(task: .singleLabel, names: ["a"]).headRanges.isEmpty)
    }

    @Test func onlyAnAnswerToEachHeadIsALabel() {
        #expect(Self.heads.describes(.indices([0, 2])))
        for label in [
            Label.indices([0]), .indices([3, 0]), .indices([0, -1]), .indices([0, 0, 0]), .index(0),
            .bits([1, 0]),
        ] {
            #expect(!Self.heads.describes(label), "\(label)")
        }
        #expect(!LabelSchema(task: .singleLabel, names: ["a", "b"]).describes(.indices([0])))
    }

    @Test func textsAndFoldersNameEveryAnswer() {
        let schema = LabelSchema(heads: [
            LabelHead("age", .number(0...116)), LabelHead("kind", .classes(["a+b", "c"])),
        ])
        for label in [Label.indices([26, 0]), .indices([116, 1])] {
            #expect(schema.label(named: schema.text(of: label)) == label)
            #expect(schema.label(ofFolder: schema.folderName(of: label)!) == label)
        }
        #expect(schema.text(of: .indices([26, 0])) == "age 26 & kind a+b")
        for text in [
            "age 26", "age 26 & kind d", "kind c & age 26", "age 117 & kind c", "age 26 & kind c & kind c",
            "none", "",
        ] {
            #expect(schema.label(named: text) == nil, "\(text)")
        }
    }

    @Test func schemasAreWrittenAndRead() throws {
        let schemas = [
            Self.heads, LabelSchema(task: .multiLabel, names: ["a", "b"]),
            LabelSchema(task: .singleLabel, names: []),
        ]
        for schema in schemas {
            let json = try JSONEncoder().encode(schema)
            #expect(try JSONDecoder().decode(LabelSchema.self, from: json) == schema)
        }
        let plain = #"{"names":["a"],"task":"multi-label"}"#
        #expect(try JSONDecoder().decode(LabelSchema.self, from: Data(plain.utf8)).names == ["a"])
    }

    @Test(arguments: [
        #"{"task":"multi-head","names":["a"]}"#, #"{"task":"multi-head","heads":[]}"#,
        #"{"task":"multi-head","heads":[{"name":"a","from":3,"to":2}]}"#,
        #"{"task":"multi-head","heads":[{"name":"a","from":-9223372036854775808,"to":9223372036854775807}]}"#,
        #"{"task":"multi-head","heads":[{"name":"a","from":0,"to":65536}]}"#,
        #"{"task":"multi-head","heads":[{"name":"a","classes":[]}]}"#,
        #"{"task":"multi-head","heads":[{"name":"a"}]}"#,
        #"{"task":"multi-head","heads":[{"name":"a","classes":["b"]},{"name":"a","classes":["c"]}]}"#,
        #"{"task":"other","names":["a"]}"#,
    ])
    func impossibleSchemasAreNotRead(json: String) {
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(LabelSchema.self, from: Data(json.utf8))
        }
    }

    @Test func headsAreRefusedByName() throws {
        let error = #expect(throws: WinnowError.self) { try Self.heads.refuseHeads(in: "a pool") }
        #expect(
            error?.kind == .usage
                && error?.message.contains("(size, colour), which a pool does not take yet") == true)
        try LabelSchema(task: .multiLabel, names: ["a"]).refuseHeads(in: "a pool")
    }
}
