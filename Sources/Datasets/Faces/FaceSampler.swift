import TensorEngine
import Workspace

/// A face that was drawn by chance, and what a data set says about it.
public struct SampledFace: Sendable, Equatable {
    /// The face as it is drawn.
    public let parameters: FaceParameters
    /// The attributes as they are written down: true to the picture but for label noise.
    public let recorded: FaceAttributes
    /// The expression as it is written down.
    public let recordedExpression: ExpressionName
    /// The age as it is written down, in whole years.
    public let recordedAge: Int
    /// What is written down where a layout asks for a race.
    public let recordedSkinBand: SkinBand
}

/// What a caller wants of a face; nil leaves it to chance.
public struct FaceRequest: Sendable, Equatable {
    public var male: Bool?
    public var young: Bool?
    public var hairColor: HairColorName?
    public var expression: ExpressionName?
    /// Other attributes by CelebA's names.
    public var attributes: [String: Bool] = [:]

    public init() {}

    /// The request for the given attributes; gender, age and hair colour are understood among them.
    ///
    /// - Throws: `WinnowError` of kind `.usage` for a name that CelebA lacks, one that no face shows, or two hair colours.
    public init(attributes: [String: Bool]) throws {
        for (name, value) in attributes.sorted(by: { $0.key < $1.key }) {
            guard FaceAttributes.names.contains(name) else {
                throw WinnowError(
                    .usage,
                    "faces: '\(name)' is no attribute of CelebA; the names are those of list_attr_celeba.txt, such as Blond_Hair"
                )
            }
            if value, FaceAttributes.undrawn.contains(name) {
                throw WinnowError(.usage, "faces: \(name) is never drawn; leave it out")
            }
            switch name {
            case "Male": male = value
            case "Young": young = value
            default:
                if value, let color = HairColorName.allCases.first(where: { $0.attribute == name }) {
                    if let other = hairColor {
                        throw WinnowError(
                            .usage,
                            "faces: a face cannot have both \(other.attribute) and \(name); ask for one")
                    }
                    hairColor = color
                }
                self.attributes[name] = value
            }
        }
    }
}

/// Draws faces by chance.
///
/// Each face has a random stream of its own, named `faces/SPLIT/INDEX`, so a face is the same however many others are drawn,
/// in whatever order and on whatever thread.
public struct FaceSampler: Sendable {
    public let seed: UInt64
    public let distribution: FaceDistribution

    /// How many faces are tried for a request before it is given up.
    private static let attempts = 20_000

    /// - Throws: `WinnowError` of kind `.usage` where the distribution holds an impossible number.
    public init(seed: UInt64, distribution: FaceDistribution = FaceDistribution()) throws {
        try distribution.validate()
        self.seed = seed
        self.distribution = distribution
    }

    /// The face at `index` of a split.
    public func face(split: Split, index: Int) -> SampledFace {
        var stream = RandomStream(seed: seed, name: "faces/\(split.rawValue)/\(index)")
        return record(draw(FaceRequest(), &stream), &stream)
    }

    /// The face at `index` of a split that answers a request.
    ///
    /// - Throws: `WinnowError` of kind `.usage` where 20,000 faces hold none that answers it.
    public func face(split: Split, index: Int, requesting request: FaceRequest) throws -> SampledFace {
        var stream = RandomStream(seed: seed, name: "faces/\(split.rawValue)/\(index)")
        for _ in 0..<FaceSampler.attempts {
            let face = draw(request, &stream)
            let shown = FaceAttributes(of: face)
            if request.attributes.allSatisfy({ shown[$0.key] == $0.value }) { return record(face, &stream) }
        }
        let wanted = request.attributes.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value ? 1 : -1)" }
        throw WinnowError(
            .usage,
            "faces: none of \(FaceSampler.attempts) faces has \(wanted.joined(separator: ", ")); ask for fewer attributes at once"
        )
    }

    /// Draws everything about a face: who it is first, then how it shows.
    private func draw(_ request: FaceRequest, _ stream: inout RandomStream) -> FaceParameters {
        let isMale = request.male ?? stream.bernoulli(distribution.male)
        let isYoung =
            request.young ?? stream.bernoulli(isMale ? distribution.youngMen : distribution.youngWomen)
        let shares = distribution.hair.shares(male: isMale, young: isYoung)
        let hairColor = request.hairColor ?? HairColorName.allCases[stream.choice(shares.weights)]
        let expression =
            request.expression ?? ExpressionName.allCases[stream.choice(distribution.expressions)]
        let cues = FaceCues(
            isMale: isMale, isYoung: isYoung, hairColor: hairColor, expression: expression,
            distribution: distribution, &stream)
        return cues.face(&stream)
    }

    /// Writes down what a face shows, with the distribution's label noise.
    private func record(_ face: FaceParameters, _ stream: inout RandomStream) -> SampledFace {
        var recorded = FaceAttributes(of: face)
        let rate = distribution.labelNoise
        let colors = Set(HairColorName.allCases.map(\.attribute))
        for name in FaceAttributes.names
        where !FaceAttributes.undrawn.contains(name) && !colors.contains(name) {
            if stream.bernoulli(rate) { recorded[name].toggle() }
        }
        let shown = recorded.hairColor
        if stream.bernoulli(rate), let shown {
            let others = HairColorName.allCases.filter { $0 != shown }
            recorded[shown.attribute] = false
            recorded[others[stream.choice(others.map { _ in 1 })].attribute] = true
        }
        var expression = face.expression.name
        if stream.bernoulli(rate) {
            let others = ExpressionName.allCases.filter { $0 != expression }
            expression = others[stream.choice(others.map { _ in 1 })]
        }
        var age = Int(face.age)
        if stream.bernoulli(rate) {
            age = Int(stream.between(Float(FaceCues.ages.lowerBound), Float(FaceCues.ages.upperBound) + 1))
        }
        var band = SkinBand(tone: face.skin.tone)
        if stream.bernoulli(rate) {
            let others = SkinBand.allCases.filter { $0 != band }
            band = others[stream.choice(others.map { _ in 1 })]
        }
        return SampledFace(
            parameters: face, recorded: recorded, recordedExpression: expression, recordedAge: age,
            recordedSkinBand: band)
    }
}

extension RandomStream {
    /// An index, drawn in proportion to the weights.
    mutating func choice(_ weights: [Double]) -> Int {
        var rest = uniform() * weights.reduce(0, +)
        for (index, weight) in weights.enumerated() where weight > 0 {
            rest -= weight
            if rest < 0 { return index }
        }
        return weights.lastIndex { $0 > 0 } ?? 0
    }

    /// A number between the bounds.
    mutating func between(_ low: Float, _ high: Float) -> Float { Float(uniform(Double(low), Double(high))) }

    /// A normal number with the given mean and standard deviation.
    mutating func around(_ mean: Float, _ deviation: Float) -> Float { mean + deviation * Float(normal()) }
}
