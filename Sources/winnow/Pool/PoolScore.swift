import ArgumentParser
import Foundation
import Generators
import Policies
import Pools
import Workspace

/// `winnow pool score`
struct PoolScore: WorkingCommand {
    static let configuration = CommandConfiguration(
        commandName: "score",
        abstract: "Let a policy give every sample of a pool a score.",
        discussion: """
            A policy by its name is looked for in policies/NAME; random and cr-sam need no training. An imported pool holds no \
            discriminator's scores for cr-sam; --discriminator has one give them.

            EXAMPLE: winnow pool score pools/celeba --by cl-sam
            """)

    @OptionGroup var pool: PoolArgument
    @Option(help: "The policy: random, cl-sam, cr-sam (or rl-sam), rl, or the folder of a trained one.")
    var by: String
    @Option(
        name: .customLong("as"), help: "What to call the scores in the pool; without it, the policy's name.")
    var scoreName: String?
    @Option(help: "For cl-sam in multi-label data: what of the target label counts.")
    var confidence = ClassConfidenceSampler.Confidence.targetLabel
    @Option(
        help:
            "For cr-sam: a generator's run folder whose discriminator judges the images, in place of the scores that the pool holds."
    )
    var discriminator: String?
    @OptionGroup var seed: SeedOption
    @OptionGroup var threads: ThreadsOption
    @OptionGroup var placement: ForceOption
    @OptionGroup var facts: FactsOptions
    @OptionGroup var console: ConsoleOptions

    /// What the scores look like.
    private struct ScoreFacts: Encodable {
        let name: String
        let count: Int
        let min: Float
        let median: Float
        let max: Float
    }

    private func sampler(of policy: ChosenPolicy) throws -> any Sampler {
        guard let discriminator else {
            return try policy.sampler(seed: seed.seed, confidence: confidence)
        }
        guard policy.name == PolicyName.realism.rawValue else {
            throw WinnowError(.usage, "--discriminator goes with --by cr-sam, not with --by \(by)")
        }
        return DiscriminatorSampler(
            try TrainedGenerator(folder: URL(fileURLWithPath: discriminator, isDirectory: true)))
    }

    func work() throws {
        threads.apply()
        let policy = try ChosenPolicy(by)
        let sampler = try sampler(of: policy)
        let opened = try pool.open()
        let name = scoreName ?? sampler.name
        guard try placement.force || opened.scores(named: name) == nil else {
            throw WinnowError(
                .cannotCreate,
                "\(opened.folder.path): holds scores by \(name) already; give --force to replace them, or --as another name"
            )
        }
        // Those that need no training take no time worth a bar.
        let bar =
            policy.untrainedSampler(seed: seed.seed) == nil || discriminator != nil
            ? ProgressBar(description: name, total: opened.count, unit: "img") : nil
        let scores = try sampler.scores(of: opened, progress: bar)
        bar?.finish()
        try opened.writeScores(scores, named: name)
        let spread = PoolSummary.Distribution(scores.score)
        let told = ScoreFacts(
            name: name, count: scores.score.count, min: spread.min, median: spread.median, max: spread.max)
        try facts.output(told) {
            "scores   \(name)\nsamples  \(told.count)\nmin      \(told.min)\nmedian   \(told.median)\nmax      \(told.max)\n"
        }
    }
}

extension ClassConfidenceSampler.Confidence: ExpressibleByArgument {}
