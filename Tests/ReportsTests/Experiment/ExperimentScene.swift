import Datasets
import Foundation
import Imaging
import Pools
import Workspace

@testable import Reports

/// A tiny data set with a pool of twice its size, in a folder that is deleted with the value.
///
/// Twenty-four grey training images of two classes, dark and bright; a sample is the image of its target class.
final class ExperimentScene {
    let root = FileManager.default.temporaryDirectory.appendingPathComponent(
        "winnow-experiment-\(UUID().uuidString)")
    let dataset: Dataset
    let pool: Pool
    var out: URL { root.appendingPathComponent("out", isDirectory: true) }
    var poolFolder: URL { root.appendingPathComponent("pool", isDirectory: true) }

    static let trainCount = 24
    static let size = 32

    init(fold: Double = 2, dataset fingerprint: String? = nil, sourceRow: (Int) -> Int = { $0 }) throws {
        let data = root.appendingPathComponent("data")
        for (split, count) in [("train", Self.trainCount), ("val", 4), ("test", 44)] {
            for number in 0..<count {
                let name = ["bright", "dark"][number % 2]
                let folder = data.appendingPathComponent("\(split)/\(name)")
                try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
                let image = Self.image(bright: number % 2 == 0, number)
                try image.pngData().write(to: folder.appendingPathComponent("\(100 + number).png"))
            }
        }
        let dataset = try Dataset.open(data)
        let examples = dataset.examples(in: .train)
        let header = try PoolHeader(
            schema: dataset.schema, imageSize: Self.size, fold: fold, seed: 0,
            generator: String(repeating: "ab", count: 32),
            dataset: try fingerprint ?? dataset.fingerprint(of: .train), library: "winnow tests")
        let folder = root.appendingPathComponent("pool")
        let writer = try PoolWriter(folder: folder, header: header, shardSize: 1024, resume: false)
        let count = Int(fold * Double(Self.trainCount))
        let rows = (0..<count).map { $0 % Self.trainCount }
        let targets = rows.map { row -> Label in
            guard case .index(let own) = examples[row].label else { return examples[row].label }
            return .index(1 - own)
        }
        try writer.sealShard(
            PoolShard(
                images: targets.enumerated().flatMap { Self.image(bright: $1 == .index(0), $0).pixels },
                targets: targets, sources: rows.map { examples[$0].label },
                sourceIndex: rows.map { Int64(sourceRow($0)) },
                realism: (0..<count).map { Float($0 * 7 % 48) }))
        try writer.finish()
        self.dataset = dataset
        pool = try Pool(folder: folder)
    }

    deinit { try? FileManager.default.removeItem(at: root) }

    static func image(bright: Bool, _ number: Int) -> Image {
        Image(
            width: size, height: size,
            pixels: (0..<size * size * 3).map { UInt8((bright ? 170 : 40) + ($0 * 7 + number * 13) % 40) })
    }

    var data: ExperimentData { get throws { try ExperimentData(dataset: dataset, pool: pool) } }

    /// A recipe of two steps at 32 pixels.
    static func recipe(_ keys: String = "", overrides: [String] = []) throws -> ComparisonRecipe {
        try ComparisonRecipe(
            Recipe(
                yaml: """
                    classifier: {image_size: 32, resize: 32}
                    training: {budget: steps, steps: 2, batch: 8, learning_rate: 0.01}
                    policies: [random, cl-sam, cr-sam]
                    ratios: [0.5, 1]
                    seeds: [0, 1]
                    \(keys)
                    """, name: "recipe.yaml", overrides: overrides))
    }

    /// Gives the pool scores by a policy: the first samples score the highest.
    func score(_ policy: String, _ value: (Int) -> Float = { 1 - Float($0) / 100 }) throws {
        try pool.writeScores(Scores(score: (0..<pool.count).map(value)), named: policy)
    }

    func experiment(_ recipe: ComparisonRecipe, work: any ExperimentWork, oracle: URL? = nil) throws
        -> Experiment
    {
        try Experiment(recipe: recipe, data: data, folder: out, oracle: oracle, threads: 2, work: work)
    }
}

/// Trains nothing: its answers follow from the run, and it can be stopped.
final class StandInWork: ExperimentWork {
    struct Trained: Equatable {
        let folder: String
        let labels: [Label]
    }

    private(set) var trained: [Trained] = []
    private(set) var scored: [String] = []
    /// Thrown once so many trainings are done.
    var stop: (after: Int, error: any Error)?

    func trainingWeight(imageCount: Int) -> Double { Double(imageCount) }
    func scoringWeight(policy: String, data: ExperimentData) -> Double { 1 }
    func judgingWeight(data: ExperimentData) -> Double { 1 }

    func train(_ task: RunTask) throws -> [Float] {
        let checkpoints = task.folder.appendingPathComponent("checkpoints")
        try FileManager.default.createDirectory(at: checkpoints, withIntermediateDirectories: true)
        if let stop, trained.count == stop.after { throw stop.error }
        trained.append(Trained(folder: task.folder.lastPathComponent, labels: task.train.labels))
        // One more test image is wrong for each seed, and one fewer for each eight synthetic images.
        let wrong = 10 + Int(task.run.seed) - (task.train.count - ExperimentScene.trainCount) / 8
        return task.images.test.labels.enumerated().flatMap { position, label -> [Float] in
            let isBright = (label == .index(0)) != (position < wrong)
            return isBright ? [0.9, 0.1] : [0.1, 0.9]
        }
    }

    func scores(policy: String, data: ExperimentData, images: ExperimentImages, folder: URL) throws -> Scores
    {
        scored.append(policy)
        return Scores(
            score: (0..<data.pool.count).map { policy == "rl" && $0 >= 30 ? 0.2 : 0.9 - Float($0) / 1000 })
    }

    func judgement(by oracle: URL, of pool: Pool) throws -> (probabilities: [Float], judge: String) {
        // Confirms the samples of the first half.
        let probabilities = (0..<pool.count).flatMap { sample -> [Float] in
            (pool.targets[sample] == .index(0)) == (sample < pool.count / 2) ? [0.8, 0.2] : [0.2, 0.8]
        }
        return (probabilities, "stand-in")
    }
}
