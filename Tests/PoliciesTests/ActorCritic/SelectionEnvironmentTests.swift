import Datasets
import Foundation
import Imaging
import Pools
import TensorEngine
import Testing
import Workspace

@testable import Policies

@Suite struct SelectionEnvironmentTests {
    private let schema = LabelSchema(task: .multiLabel, names: ["Blond_Hair", "Male"])

    /// 200 images: half are men, five of the others are blond.
    private var labels: [Label] {
        (0..<200).map { row in .bits([row % 40 == 1 ? 1 : 0, row % 2 == 0 ? 1 : 0]) }
    }

    private func draw(_ count: Int, minimum: Int, seed: UInt64 = 0) -> [Int] {
        SelectionEnvironment.draw(
            count, of: labels, schema: schema, minimumPerClass: minimum,
            stream: RandomStream(seed: seed, name: "test"))
    }

    @Test func rareClassesAreFilledUp() {
        let few = draw(4, minimum: 0)
        #expect(few.count == 4)
        let filled = draw(4, minimum: 20)
        let chosen = filled.map { labels[$0] }
        // All five blond ones there are, and twenty men.
        #expect(chosen.count { $0 == .bits([1, 0]) } == 5)
        #expect(chosen.count { $0 == .bits([0, 1]) } >= 20)
        #expect(Set(filled).count == filled.count && filled == filled.sorted())
        #expect(Set(few).isSubset(of: filled))
        #expect(draw(4, minimum: 20) == filled)
        #expect(draw(4, minimum: 20, seed: 1) != filled)
        #expect(draw(1000, minimum: 5) == Array(0..<200))
    }

    private func pool(in folder: RunFolder, count: Int, schema: LabelSchema) throws -> Pool {
        let size = 16
        let header = try PoolHeader(
            schema: schema, imageSize: size, fold: 2, seed: 0, generator: String(repeating: "ab", count: 32),
            dataset: String(repeating: "cd", count: 32), library: "winnow tests")
        let writer = try PoolWriter(folder: folder.url, header: header, shardSize: count, resume: false)
        let labels = (0..<count).map { Label.bits([UInt8($0 % 2), UInt8($0 / 2 % 2)]) }
        try writer.sealShard(
            PoolShard(
                images: (0..<count).flatMap { [UInt8](repeating: UInt8($0), count: size * size * 3) },
                targets: labels, sources: labels, sourceIndex: (0..<count).map(Int64.init),
                realism: [Float](repeating: 0, count: count)))
        try writer.finish()
        return try Pool(folder: folder.url)
    }

    private var source: ImageSource {
        ImageSource(labels: labels) { Image(width: 10, height: 12, color: [UInt8($0), 0, 255]) }
    }

    @Test func anEnvironmentIsDrawnFromDataAndPool() throws {
        let folder = try RunFolder()
        let pool = try pool(in: folder, count: 100, schema: schema)
        var recipe = ActorCriticRecipe()
        recipe.imageSize = 8
        recipe.realFraction = 0.05
        recipe.minimumPerClass = 0
        recipe.validationImages = 30
        func drawn(_ seed: UInt64 = 0) throws -> SelectionEnvironment {
            try .drawn(
                from: source, validation: source, pool: pool, schema: schema, recipe: recipe, seed: seed)
        }
        let environment = try drawn()
        #expect(environment.realCount == 10)
        #expect(environment.syntheticCount == 80)
        #expect(environment.validation.count == 30)
        #expect(environment.training.pixels.count == 90 * 8 * 8 * 3)
        // Each synthetic image carries its own label: sample i is gray level i.
        for row in environment.syntheticRows {
            let level = environment.training.pixels[row * 8 * 8 * 3]
            #expect(environment.training.labels[row] == pool.targets[Int(level)])
        }
        #expect(try drawn().digest == environment.digest)
        #expect(try drawn(1).digest != environment.digest)
        recipe.syntheticMultiple = 50
        #expect(try drawn().syntheticCount == 100)
    }

    @Test func foreignAndEmptyDataAreRefused() throws {
        let folder = try RunFolder()
        let pool = try pool(in: folder, count: 8, schema: schema)
        let recipe = ActorCriticRecipe()
        let other = LabelSchema(task: .multiLabel, names: ["Male", "Blond_Hair"])
        #expect {
            try SelectionEnvironment.drawn(
                from: source, validation: source, pool: pool, schema: other, recipe: recipe, seed: 0)
        } throws: {
            "\($0)".contains("its labels are Blond_Hair,Male")
        }
        let none = ImageSource(labels: []) { _ in Image(width: 1, height: 1, color: [0, 0, 0]) }
        #expect {
            try SelectionEnvironment.drawn(
                from: source, validation: none, pool: pool, schema: schema, recipe: recipe, seed: 0)
        } throws: {
            ($0 as? WinnowError)?.kind == .badData && "\($0)".contains("no validation images")
        }
    }

    @Test func imagesComeInTheirPlaceAndRange() {
        let images = LabelledImages(
            size: 1, pixels: [0, 255, 51, 255, 0, 204], labels: [.bits([0, 1]), .bits([1, 1])])
        let floats = images.tensor([1, 0]).floats
        for (value, expected) in zip(floats, [1, -1, 0.6, -1, 1, -0.6] as [Float]) {
            #expect(abs(value - expected) < 1e-6)
        }
        #expect(images.labelTensor([1, 0], schema: schema).floats == [1, 1, 0, 1])
    }

    @Test func aPoolIsScoredSampleBySample() throws {
        let poolFolder = try RunFolder()
        let pool = try pool(in: poolFolder, count: 100, schema: schema)
        var recipe = ActorCriticRecipe()
        recipe.imageSize = 8
        recipe.actor.widths = [4, 4, 4]
        recipe.actor.hidden = 8
        recipe.episodes = 2
        recipe.child.steps = 2
        let environment = try SelectionEnvironment.drawn(
            from: source, validation: source, pool: pool, schema: schema, recipe: recipe, seed: 0)
        let run = try RunFolder()
        let actor = try ActorCriticTrainer(
            recipe: recipe, environment: environment, seed: 0, folder: run.url, resume: false
        ).run()
        let scores = try ActorCriticSampler(folder: run.url).scores(of: pool)
        #expect(scores.score.count == 100)
        #expect(scores.score.allSatisfy { (0...1).contains($0) })
        let few = try LabelledImages(pool, rows: [70, 3], size: 8)
        for (alone, row) in zip(actor.keepProbabilities(of: few), [70, 3]) {
            #expect(abs(alone - scores.score[row]) < 1e-6)
        }
        #expect(
            ActorCriticSampler.chosenRatio(of: Scores(score: [0.6, 0.5, 0.4, 0.9]), realCount: 4) == 0.5)
        // None is above one half: as many as are kept on average, 0.4 + 0.3 + 0.2 + 0.1 = 1.
        #expect(
            ActorCriticSampler.chosenRatio(of: Scores(score: [0.2, 0.4, 0.1, 0.3]), realCount: 4) == 0.25)
        #expect(ActorCriticSampler.threshold(of: [0.2, 0.4, 0.1, 0.3]) == 0.3)
        #expect(ActorCriticSampler.chosenRatio(of: Scores(score: [0.01, 0.02]), realCount: 4) == 0)

        let other = try RunFolder()
        let foreign = try self.pool(
            in: other, count: 8, schema: LabelSchema(task: .multiLabel, names: ["Male", "Young"]))
        #expect {
            try ActorCriticSampler(actor: actor).scores(of: foreign)
        } throws: {
            "\($0)".contains("its labels are Male,Young")
        }

        try expectRefused(run, "policy.json", Data("{".utf8), "policy.json: is damaged")
        try expectRefused(
            run, "policy.json",
            Data(
                String(decoding: run.bytes("policy.json"), as: UTF8.self)
                    .replacing("\"hidden\" : 8", with: "\"hidden\" : -8").utf8), "no network")
        try expectRefused(
            run, "policy.json",
            Data(
                String(decoding: run.bytes("policy.json"), as: UTF8.self)
                    .replacing("\"rl\"", with: "\"cl-sam\"").utf8), "is a cl-sam policy")
        try expectRefused(
            run, "actor.safetensors", run.bytes("actor.safetensors").dropLast(4), "actor.safetensors")
        try expectRefused(run, "actor.safetensors", Data(), "not a safetensors file")
    }

    /// Opening the policy fails with `message` while a file holds other bytes.
    private func expectRefused(_ run: RunFolder, _ name: String, _ bytes: Data, _ message: String) throws {
        let whole = try run.bytes(name)
        try bytes.write(to: run.file(name))
        #expect {
            try TrainedActor(folder: run.url)
        } throws: {
            ($0 as? WinnowError)?.kind == .badData && "\($0)".contains(message)
        }
        try whole.write(to: run.file(name))
    }
}
