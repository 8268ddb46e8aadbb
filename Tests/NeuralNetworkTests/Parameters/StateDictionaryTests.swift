import Foundation
import NeuralNetwork
import TensorEngine
import TestSupport
import Testing

/// A model's weights on their way into a file and back.
@Suite struct StateDictionaryTests {
    private static let names = [
        "conv.weight", "bn.weight", "bn.bias", "bn.running_mean", "bn.running_var", "bn.num_batches_tracked",
        "fc.weight",
        "fc.bias",
    ]

    /// A network that has seen a batch, so that statistics, the counter and the weight's layout are not as they began.
    private func used(seed: UInt64) -> SmallNetwork {
        let network = SmallNetwork(seed: seed)
        let images = FixtureRandom.uniform(name: "images \(seed)", count: 4 * 3 * 64, low: -1, high: 1)
        _ = network(Tensor(images, shape: [4, 3, 8, 8]), mode: .training)
        return network
    }

    @Test func namesAndShapesArePyTorchs() throws {
        let network = SmallNetwork()
        let state = try network.store.stateDictionary()
        #expect(state.names == Self.names)
        #expect(state["conv.weight"]?.shape == [6, 3, 3, 3])
        #expect(state["fc.weight"]?.shape == [4, 96])
        #expect(state["bn.num_batches_tracked"]?.shape == [])
        #expect(state["bn.num_batches_tracked"]?.dtype == .i64)
        #expect(
            network.store.learned.map(\.name) == [
                "conv.weight", "bn.weight", "bn.bias", "fc.weight", "fc.bias",
            ])
        #expect(network.store.learnedCount == 6 * 27 + 12 + 4 * 96 + 4)
    }

    @Test func roundTrip() throws {
        let source = used(seed: 1)
        let state = try source.store.stateDictionary(metadata: ["epoch": "3"])
        #expect(state.metadata == ["epoch": "3"])
        let target = used(seed: 2)
        #expect(try target.store.stateDictionary().entries != state.entries)
        try target.store.load(state, source: "weights")
        #expect(try target.store.stateDictionary().entries == state.entries)
        #expect(target.store.learned.allSatisfy { $0.value.requiresGradient })
        let images = Tensor(filledWith: 0.5, shape: [2, 3, 8, 8])
        #expect(source(images, mode: .inference).floats == target(images, mode: .inference).floats)
    }

    @Test func aBadFileIsRefusedAndChangesNothing() throws {
        let network = used(seed: 1)
        let before = try network.store.stateDictionary()
        let other = try used(seed: 2).store.stateDictionary()

        func replacing(_ name: String, with entries: [SafeTensors.Entry]) throws -> SafeTensors {
            var file = SafeTensors()
            for entry in other.entries where entry.name != name { try file.append(entry) }
            for entry in entries { try file.append(entry) }
            return file
        }
        let bias: [Float] = [1, 2, 3, 4]
        let cases: [(SafeTensors, [String])] = [
            (try replacing("fc.bias", with: []), ["fc.bias", "missing"]),
            (try replacing("", with: [.init(name: "fc.extra", shape: [1], floats: [1])]), ["fc.extra"]),
            (
                try replacing("fc.bias", with: [.init(name: "fc.bias", shape: [2, 2], floats: bias)]),
                ["fc.bias", "[2, 2]", "[4]"]
            ),
            (
                try replacing(
                    "fc.bias", with: [.init(name: "fc.bias", dtype: .c64, shape: [4], data: Data(count: 32))]),
                ["fc.bias", "C64"]
            ),
            (
                try replacing(
                    "bn.num_batches_tracked",
                    with: [.init(name: "bn.num_batches_tracked", shape: [], floats: [1.5])]),
                ["bn.num_batches_tracked"]
            ),
        ]
        for (file, parts) in cases {
            let error = #expect(throws: WeightsError.self) {
                try network.store.load(file, source: "g.safetensors")
            }
            let message = String(describing: try #require(error))
            for part in ["g.safetensors"] + parts { #expect(message.contains(part), "\(message)") }
            #expect(try network.store.stateDictionary() == before)
        }
    }

    /// Files in half precision, in double, or of whole numbers, whatever a program wrote.
    @Test func everyTypeOfNumberIsAWeight() throws {
        func words<Word: FixedWidthInteger>(_ words: [Word]) -> Data {
            words.reduce(Data()) { data, word in data + withUnsafeBytes(of: word.littleEndian) { Data($0) } }
        }
        let types: [(ElementType, Data)] = [
            (.f64, words([0.0, 1, 2, 250].map(\.bitPattern))),
            (.f32, words([Float(0), 1, 2, 250].map(\.bitPattern))),
            (.f16, words([Float16(0), 1, 2, 250].map(\.bitPattern))),
            (.bf16, words([0, 0x3F80, 0x4000, 0x437A] as [UInt16])),
            (.i64, words([0, 1, 2, 250] as [Int64])), (.i32, words([0, 1, 2, 250] as [Int32])),
            (.i16, words([0, 1, 2, 250] as [Int16])), (.u64, words([0, 1, 2, 250] as [UInt64])),
            (.u32, words([0, 1, 2, 250] as [UInt32])), (.u16, words([0, 1, 2, 250] as [UInt16])),
            (.u8, Data([0, 1, 2, 250])),
        ]
        let network = used(seed: 1)
        let state = try network.store.stateDictionary()
        withEvery("type", in: types) { dtype, data in
            var file = SafeTensors()
            for entry in state.entries {
                switch entry.name {
                case "fc.bias": try file.append(.init(name: entry.name, dtype: dtype, shape: [4], data: data))
                case "bn.num_batches_tracked":
                    try file.append(.init(name: entry.name, shape: [], floats: [7]))
                default: try file.append(entry)
                }
            }
            try network.store.load(file, source: "w")
            #expect(network.store.learned.last?.value.floats == [0, 1, 2, 250])
            #expect(try network.store.stateDictionary().integers(named: "bn.num_batches_tracked") == [7])
        }
    }

    @Test func twoParametersCannotShareAName() async throws {
        let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            let store = ParameterStore(seed: 1)
            _ = store.root.parameter("weight", shape: [1], .constant(0))
            _ = store.root.parameter("weight", shape: [1], .constant(0))
        }
        let message = String(decoding: try #require(result).standardErrorContent, as: UTF8.self)
        #expect(message.contains("two parameters are called weight"))
    }
}
