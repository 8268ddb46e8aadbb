import Classifiers
import Datasets
import Foundation
import Generators
import Policies
import Pools
import Reports
import Workspace

/// The pipeline from drawn faces to the comparison, each stage in a folder of its own.
///
/// A stage that is done is not done again, and one that was interrupted goes on, so a second run with the same settings
/// finishes what the first began.
struct Demo {
    let scale: DemoScale
    let seed: UInt64
    let folder: URL
    let threads: Int

    private func place(_ path: String) -> URL { folder.appendingPathComponent(path, isDirectory: true) }

    /// - Returns: the tables.
    func run() throws -> String {
        let pipeline = PipelineProgress(stages: scale.stages)
        defer { pipeline.finish() }
        pipeline.begin("faces", bars: 2)
        let dataset = try drawnFaces()
        let oracleData = try drawnOracleFaces()
        pipeline.begin("generator")
        let generator = try trainedGenerator(dataset)
        pipeline.begin("pool")
        let pool = try filledPool(generator, dataset)
        pipeline.begin("oracle")
        let oracle = try classifier("policies/oracle", recipe: scale.oracleRecipe, dataset: oracleData)
        pipeline.begin("cl-sam", bars: 2)
        try scoreByClassConfidence(pool, dataset)
        pipeline.begin("rl", bars: 2)
        try scoreByActorCritic(pool, dataset)
        return try compared(pool, dataset, oracle: oracle, pipeline)
    }

    // MARK: - Real images

    /// A lopsided train split: rare combinations, and a few wrong labels. The test split has every group equally often, so
    /// that the rare ones can be measured.
    private func drawnFaces() throws -> Dataset {
        var faces = FacesDataset(seed: seed)
        faces.counts = [.train: scale.real, .validation: scale.validation, .test: scale.test]
        faces.distribution.labelNoise = 0.02
        faces.distribution.cueOverlap = DemoScale.cueOverlap
        var test = faces.distribution.balanced
        test.labelNoise = 0
        faces.overrides[.test] = test
        return try drawn(faces, at: "data/faces")
    }

    /// Clean and balanced, for the oracle.
    private func drawnOracleFaces() throws -> Dataset {
        var faces = FacesDataset(seed: seed &+ 1_000_003)
        faces.counts = [.train: scale.oracle, .validation: scale.validation, .test: scale.validation]
        faces.distribution = faces.distribution.balanced
        faces.distribution.cueOverlap = DemoScale.cueOverlap
        return try drawn(faces, at: "data/oracle")
    }

    private func drawn(_ plan: FacesDataset, at path: String) throws -> Dataset {
        let root = place(path)
        var faces = plan
        faces.threads = threads
        if !FileManager.default.fileExists(
            atPath: root.appendingPathComponent("list_eval_partition.txt").path)
        {
            let bar = ProgressBar(description: "faces", total: faces.counts.values.reduce(0, +), unit: "img")
            try faces.write(to: root, force: true) { _, _ in
                try Interruption.check()
                bar.advance()
            }
            bar.finish()
        }
        return try Dataset.open(root, layout: .celeba, attributes: DemoScale.attributes)
    }

    // MARK: - Generator and pool

    private func trainedGenerator(_ dataset: Dataset) throws -> TrainedGenerator {
        let root = place("generators/faces")
        if !FileManager.default.fileExists(
            atPath: root.appendingPathComponent("discriminator.safetensors").path)
        {
            let text = try Recipe(
                yaml: scale.generatorRecipe, name: "generators/faces.yaml", overrides: ["seed=\(seed)"])
            let recipe = try StarGANRecipe(text)
            let resume = try begin(root)
            try StarGANTrainer(
                recipe: recipe, resolvedRecipe: text.resolvedYAML, dataset: dataset, folder: root,
                resume: resume
            ).run()
        }
        return try TrainedGenerator(folder: root)
    }

    private func filledPool(_ generator: TrainedGenerator, _ dataset: Dataset) throws -> Pool {
        let root = place("pools/faces")
        let resume = try begin(root)
        try PoolGenerator(generator, dataset: dataset)
            .generate(
                to: root, PoolRecipe(fold: scale.fold, seed: seed), resume: resume, version: Winnow.version)
        return try Pool(folder: root)
    }

    /// Makes a stage's folder.
    ///
    /// - Returns: whether it was there already, so that the stage goes on with it.
    private func begin(_ root: URL) throws -> Bool {
        let isBegun = FileManager.default.fileExists(atPath: root.path)
        try OutputFolder.prepare(root, force: false, resume: isBegun)
        return isBegun
    }

    // MARK: - Policies

    private func classifier(_ path: String, recipe text: String, dataset: Dataset) throws -> TrainedClassifier
    {
        let root = place(path)
        if FileManager.default.fileExists(atPath: root.appendingPathComponent("classifier.json").path) {
            return try TrainedClassifier(folder: root)
        }
        let source = try Recipe(yaml: text, name: path + ".yaml", overrides: [])
        let recipe = try ClassifierRecipe.readPolicy(source)
        try source.finish()
        let resume = try begin(root)
        let trainer = try ClassifierTrainer(
            recipe: recipe, schema: dataset.schema, train: .files(dataset.examples(in: .train)),
            validation: .files(dataset.examples(in: .validation)), statistics: nil, seed: seed, folder: root,
            resume: resume)
        let bar = ProgressBar(
            description: root.lastPathComponent, total: trainer.plannedSteps, initial: trainer.completedSteps)
        let trained = try trainer.run(progress: bar)
        bar.finish()
        try trained.save(to: root)
        return trained
    }

    private func scoreByClassConfidence(_ pool: Pool, _ dataset: Dataset) throws {
        guard try pool.scores(named: "cl-sam") == nil else { return }
        let trained = try classifier("policies/cl-sam", recipe: scale.classConfidenceRecipe, dataset: dataset)
        let bar = ProgressBar(description: "cl-sam scores", total: pool.count, unit: "img")
        try pool.writeScores(
            ClassConfidenceSampler(classifier: trained).scores(of: pool, progress: bar), named: "cl-sam")
        bar.finish()
    }

    private func scoreByActorCritic(_ pool: Pool, _ dataset: Dataset) throws {
        guard try pool.scores(named: "rl") == nil else { return }
        let root = place("policies/rl")
        let source = try Recipe(yaml: scale.actorCriticRecipe, name: "policies/rl.yaml", overrides: [])
        let recipe = try ActorCriticRecipe.read(source)
        try source.finish()
        let resume = try begin(root)
        let environment = try SelectionEnvironment.drawn(
            from: .files(dataset.examples(in: .train)), validation: .files(dataset.examples(in: .validation)),
            pool: pool, schema: dataset.schema, recipe: recipe, seed: seed)
        let trainer = try ActorCriticTrainer(
            recipe: recipe, environment: environment, seed: seed, folder: root, resume: resume)
        let bar = ProgressBar(
            description: "rl", total: recipe.episodes, unit: "episode", initial: trainer.episode)
        let actor = try trainer.run(progress: bar)
        bar.finish()
        let scoring = ProgressBar(description: "rl scores", total: pool.count, unit: "img")
        try pool.writeScores(
            ActorCriticSampler(actor: actor).scores(of: pool, progress: scoring), named: "rl")
        scoring.finish()
    }

    // MARK: - Comparison

    private func compared(
        _ pool: Pool, _ dataset: Dataset, oracle: TrainedClassifier, _ pipeline: PipelineProgress
    ) throws -> String {
        let root = place("reports/faces")
        let recipe = try ComparisonRecipe(
            Recipe(yaml: scale.comparisonRecipe, name: "reports/faces.yaml", overrides: []))
        _ = try begin(root)
        let experiment = try Experiment(
            recipe: recipe, data: ExperimentData(dataset: dataset, pool: pool), folder: root,
            oracle: place("policies/oracle"), threads: threads)
        pipeline.begin("comparison", bars: try experiment.stages().reduce(0) { $0 + $1.bars })
        let comparison = try experiment.run(command: "winnow demo \(folder.lastPathComponent)")
        let page = try Data(contentsOf: root.appendingPathComponent("index.html"))
        try AtomicFile.write(page, to: folder.appendingPathComponent("index.html"))
        return ComparisonTables(comparison).terminal()
    }
}
