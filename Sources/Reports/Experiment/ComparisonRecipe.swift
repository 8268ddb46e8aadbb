import Classifiers
import Datasets
import Policies
import Pools
import Workspace

/// What is compared: a recipe such as `reports/celeba.yaml`.
public struct ComparisonRecipe: Sendable {
    /// The policies that the paper compares; a recipe may also name any other that the pool holds scores by.
    public static let knownPolicies = PolicyName.allCases.map(\.rawValue)
    /// The policy that chooses its own ratio.
    static let selfRatedPolicy = PolicyName.actorCritic.rawValue

    /// The classifier that every run trains, and how.
    public let classifier: ClassifierRecipe
    /// How `rl` is trained where the pool holds no scores by it: the section `rl`, with the keys of `policies/rl.yaml`.
    public let actorCritic: ActorCriticRecipe
    /// Who selects. `random` is always among them, because every other policy is measured against it.
    public let policies: [String]
    /// Synthetic images over real ones, ascending. `rl` chooses its own ratio.
    public let ratios: [Double]
    /// Each policy and ratio is trained once with each seed.
    public let seeds: [UInt64]
    /// What a class is, within which samples are ranked.
    public let within: SampleClasses.Within
    /// How the classes share what is kept.
    public let perClass: Ranking.Shares
    /// The two labels whose combinations are the groups; empty where they are to be chosen by the test images.
    public let groups: [String]

    private let source: Recipe

    /// Reads a recipe to its end.
    ///
    /// - Throws: `WinnowError` `.badRecipe` with the key, its line and what it takes.
    public init(_ recipe: Recipe) throws {
        source = recipe
        classifier = try ClassifierRecipe.read(recipe)
        let named = try recipe.strings("policies", default: Self.knownPolicies, count: 1...100)
            .map { PolicyName(named: $0)?.rawValue ?? $0 }
        if let repeated = Self.repeated(named) {
            throw recipe.refusal("policies", "\(repeated) is named twice; name each policy once")
        }
        if named.contains(ComparisonRow.realPolicy) {
            throw recipe.refusal(
                "policies",
                "\(ComparisonRow.realPolicy) is the row without synthetic images and always there; leave it out"
            )
        }
        policies =
            [ComparisonRow.randomPolicy] + named.filter { $0 != ComparisonRow.randomPolicy }
        let ratios = try recipe.doubles("ratios", default: [1, 2, 5], in: .above(0), count: 1...100)
        if let repeated = Self.repeated(ratios) {
            throw recipe.refusal(
                "ratios", "\(PlainNumber.text(repeated)) is listed twice; list each ratio once")
        }
        self.ratios = ratios.sorted()
        let seeds = try recipe.ints("seeds", default: [0, 1, 2], in: 0...Int.max, count: 1...1000)
        if let repeated = Self.repeated(seeds) {
            throw recipe.refusal("seeds", "\(repeated) is listed twice; list each seed once")
        }
        self.seeds = seeds.map(UInt64.init)
        within = try recipe.choice("within", default: .target)
        perClass = try recipe.choice("per_class", default: .proportional)
        groups = recipe.contains("groups") ? try recipe.strings("groups", count: 2...2) : []
        if let repeated = Self.repeated(groups) {
            throw recipe.refusal("groups", "\(repeated) is named twice; name two different labels")
        }
        let isSelfRated = policies.contains(Self.selfRatedPolicy)
        actorCritic =
            isSelfRated || recipe.contains("rl")
            ? try ActorCriticRecipe.read(recipe.section("rl")) : ActorCriticRecipe()
        try recipe.finish()
    }

    /// The recipe as it was understood, defaults filled in.
    public var resolvedYAML: String { source.resolvedYAML }

    /// The SHA-256 of ``resolvedYAML``.
    public var digest: String { source.digest }

    /// Refuses what these data cannot give, before any work.
    ///
    /// - Throws: `WinnowError` `.badRecipe` where a ratio asks for more than the pool holds, a batch for more than there are
    ///   real images, a policy is unknown, or a group names a label that there is not.
    func check(against data: ExperimentData) throws {
        let real = data.trainLabels.count
        let most = Double(data.pool.count) / Double(real)
        if let ratio = ratios.first(where: { ($0 * Double(real)).rounded() > Double(data.pool.count) }) {
            throw source.refusal(
                "ratios",
                "\(NumberFormat.ratio(ratio)) of \(real) real images is more than the \(data.pool.count) samples of the pool; "
                    + "it takes up to \(NumberFormat.shortest((most * 100).rounded(.down) / 100, decimals: 2)), or make the pool with a larger fold"
            )
        }
        if let ratio = ratios.first(where: { ($0 * Double(real)).rounded() < 1 }) {
            throw source.refusal(
                "ratios",
                "\(PlainNumber.text(ratio)) of \(real) real images is not one sample; give a larger ratio")
        }
        let known = Self.knownPolicies + data.pool.scoreNames.filter { !Self.knownPolicies.contains($0) }
        if let unknown = policies.first(where: { !known.contains($0) }) {
            throw source.refusal(
                "policies",
                "\(unknown) is no policy here; it takes \(known.joined(separator: ", ")), or score the pool by it first"
            )
        }
        let realism = PolicyName.realism.rawValue
        if policies.contains(realism), data.pool.realism == nil, !data.pool.scoreNames.contains(realism) {
            throw source.refusal(
                "policies",
                "\(realism) needs a discriminator's scores, and the pool was imported without; leave it out, or score the pool with "
                    + "winnow pool score --by \(realism) --discriminator generators/NAME")
        }
        let batch = classifier.training.batch
        if batch > real {
            throw try source.section("training").refusal(
                "batch", "\(batch) is more than the \(real) real training images; it takes up to that many")
        }
        let schema = data.pool.header.schema
        if let unknown = groups.first(where: { !schema.names.contains($0) }) {
            throw source.refusal(
                "groups",
                "there is no label \(unknown); it takes two of \(schema.names.joined(separator: ", "))")
        }
        if !groups.isEmpty, schema.task == .singleLabel {
            throw source.refusal(
                "groups", "these data have one label an image, and each class is a group; leave the key out")
        }
    }

    private static func repeated<Value: Hashable>(_ values: [Value]) -> Value? {
        var seen: Set<Value> = []
        return values.first { !seen.insert($0).inserted }
    }
}
