import Datasets
import Foundation
import Policies
import TensorEngine

/// Bright and dark noisy images with the classes `dark` and `bright`; half of the synthetic ones carry the other's label.
struct ToyEnvironment {
    static let schema = LabelSchema(task: .singleLabel, names: ["dark", "bright"])
    static let size = 8

    let environment: SelectionEnvironment
    let synthetic: LabelledImages
    /// `[syntheticCount]`, whether the sample's label is right.
    let isRight: [Bool]

    init(real: Int = 8, synthetic: Int = 128, validation: Int = 128, seed: UInt64 = 3) throws {
        var stream = RandomStream(seed: seed, name: "toy")
        let images = Self.images(synthetic, flipping: 0.5, &stream)
        isRight = images.isRight
        self.synthetic = images.images
        environment = try SelectionEnvironment(
            schema: Self.schema, real: Self.images(real, flipping: 0, &stream).images,
            synthetic: images.images, validation: Self.images(validation, flipping: 0, &stream).images)
    }

    private static func images(
        _ count: Int, flipping: Double, _ stream: inout RandomStream
    ) -> (images: LabelledImages, isRight: [Bool]) {
        var pixels: [UInt8] = []
        var labels: [Label] = []
        var isRight: [Bool] = []
        for index in 0..<count {
            let bright = index % 2
            let level = bright == 1 ? 170.0 : 85.0
            for _ in 0..<size * size * 3 {
                pixels.append(UInt8(max(0, min(255, level + 50 * stream.normal()))))
            }
            let isFlipped = stream.bernoulli(flipping)
            labels.append(.index(isFlipped ? 1 - bright : bright))
            isRight.append(!isFlipped)
        }
        return (LabelledImages(size: size, pixels: pixels, labels: labels), isRight)
    }

    /// A recipe that a test has time for.
    static func recipe(episodes: Int) -> ActorCriticRecipe {
        var recipe = ActorCriticRecipe()
        recipe.episodes = episodes
        recipe.imageSize = size
        recipe.actor.widths = [8, 8, 8]
        recipe.actor.hidden = 16
        recipe.actor.learningRate = 2e-3
        recipe.actor.criticLearningRate = 1e-3
        recipe.child.steps = 30
        recipe.child.batch = 32
        recipe.child.learningRate = 3e-3
        recipe.checkpointEvery = 1000
        return recipe
    }

    /// The probability that a right sample scores above a wrong one; equal scores count half.
    func areaUnderCurve(_ scores: [Float]) -> Double {
        var wins = 0.0
        var pairs = 0
        for (right, isRightSample) in zip(scores, isRight) where isRightSample {
            for (wrong, isOther) in zip(scores, isRight) where !isOther {
                wins += right > wrong ? 1 : right == wrong ? 0.5 : 0
                pairs += 1
            }
        }
        return wins / Double(pairs)
    }
}

/// A folder of its own, gone with the test.
final class RunFolder {
    let url: URL

    init() throws {
        url = FileManager.default.temporaryDirectory.appendingPathComponent(
            "winnow-rl-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }

    func file(_ name: String) -> URL { url.appendingPathComponent(name) }
    func bytes(_ name: String) throws -> Data { try Data(contentsOf: file(name)) }
}
