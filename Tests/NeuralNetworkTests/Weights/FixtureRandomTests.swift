import TensorEngine
import TestSupport
import Testing

@Suite struct FixtureRandomTests {
    private struct Pins: Decodable {
        struct Stream: Decodable {
            let words: [String]
            let uniform: [Float]
        }
        struct Parameter: Decodable {
            let name: String
            let shape: [Int]
            let last: Float
        }
        let seed: UInt64
        let streams: [String: Stream]
        let parameters: [Parameter]
    }

    @Test func drawsTheNumbersThatPythonDraws() throws {
        let pins = try FixtureFile.decode(Pins.self, from: "pytorch/fixture_random.json")
        #expect(pins.seed == FixtureRandom.seed)
        #expect(pins.streams.count == 4)
        withEvery("stream", in: pins.streams) { name, pin in
            var stream = RandomStream(seed: FixtureRandom.seed, name: name)
            #expect(pin.words.map { _ in String(stream.next()) } == pin.words)
            #expect(FixtureRandom.uniform(name: name, count: 5, low: -0.25, high: 0.75) == pin.uniform)
        }
        withEvery("parameter", in: pins.parameters) { pin in
            let values = FixtureRandom.parameter(name: pin.name, shape: pin.shape, prefix: "model/")
            #expect(values.last == pin.last)
        }
    }
}
