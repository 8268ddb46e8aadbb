import Datasets
import TensorEngine
import Workspace

/// Which real image becomes which sample of a pool.
///
/// Each real image is translated to each of its targets; that is a pass. Passes are repeated until the pool has `fold` times
/// as many samples as there are real images. The classes share the samples as evenly as the number allows; where a class
/// has no image to make it from, the others share its part.
///
/// The order is that of the passes; within one, the real images come shuffled by the stream `pool/order/PASS` of the seed,
/// and all targets of an image one after the other, so that an image is read once a pass. Where a class needs less than
/// a whole pass, it takes consecutive images of that order, and each class begins at another place, so that a small pool still
/// shows as many different people as it can.
public struct GenerationPlan: Sendable {
    /// One sample to be made.
    public struct Sample: Sendable, Equatable {
        /// The real image's row in the train split.
        public let row: Int
        public let source: Label
        public let target: Label
        /// The class it counts for, as `TranslatedAttribute` derives it.
        public let classIndex: Int
        /// How many times this row was translated to this target before.
        public let pass: Int

        /// Whether the real image is mirrored first: on odd passes, because the same image would give the same sample.
        public var isMirrored: Bool { !pass.isMultiple(of: 2) }
    }

    public let schema: LabelSchema
    public let seed: UInt64
    /// How many samples there are of each class.
    public let countPerClass: [Int]

    private let labels: [Label]
    /// The samples without their labels, which follow from row and class.
    private let entries: [Entry]

    private struct Entry: Sendable {
        let row: UInt32
        let classIndex: UInt16
        let pass: UInt16
    }

    /// The largest shift of ``cropOffset(of:)``, as a fraction of the image's side.
    private static let largestShift: Float = 1 / 32

    /// Makes a plan.
    ///
    /// - Parameters:
    ///   - labels: those of the train split, in its order.
    ///   - fold: samples for each real image, above 0; their number is rounded.
    /// - Throws: `WinnowError` `.badRecipe` where the fold gives no sample or more than 2³¹, `.badData` where there are no
    ///   images to translate or but one class.
    public init(labels: [Label], schema: LabelSchema, fold: Double, seed: UInt64) throws {
        try schema.refuseHeads(in: "a pool")
        let wanted = (fold * Double(labels.count)).rounded()
        guard !labels.isEmpty, schema.count > (schema.task == .singleLabel ? 1 : 0) else {
            throw WinnowError(
                .badData,
                "the train split has \(labels.count) images of \(schema.count) labels; nothing can be translated"
            )
        }
        guard fold > 0, wanted >= 1, wanted <= Double(Int32.max) else {
            throw WinnowError(
                .badRecipe,
                "fold: \(PlainNumber.text(fold)) is not allowed for \(labels.count) images; it takes a number that gives 1 to \(Int32.max) samples"
            )
        }
        let candidates = Self.candidateCounts(labels, schema)
        let shares = Apportionment.shares(of: Int(wanted), weights: candidates.map { $0 > 0 ? 1 : 0 })
        let passCount = zip(shares, candidates).map { $1 == 0 ? 0 : ($0 + $1 - 1) / $1 }.max() ?? 0
        guard passCount <= Int(UInt16.max) + 1, schema.count <= Int(UInt16.max) + 1 else {
            throw WinnowError(
                .badRecipe,
                "fold: \(PlainNumber.text(fold)) repeats an image \(passCount) times; it takes a smaller number"
            )
        }
        self.schema = schema
        self.seed = seed
        self.labels = labels
        countPerClass = shares
        entries = Self.entries(
            labels, schema, shares: shares, candidates: candidates, passCount: passCount, seed)
    }

    /// How many images each class can be made from.
    private static func candidateCounts(_ labels: [Label], _ schema: LabelSchema) -> [Int] {
        var counts = [Int](repeating: labels.count, count: schema.count)
        for case .index(let own) in labels { counts[own] -= 1 }
        return counts
    }

    private static func entries(
        _ labels: [Label], _ schema: LabelSchema, shares: [Int], candidates: [Int], passCount: Int,
        _ seed: UInt64
    ) -> [Entry] {
        var entries: [Entry] = []
        entries.reserveCapacity(shares.reduce(0, +))
        for pass in 0..<passCount {
            var stream = RandomStream(seed: seed, name: "pool/order/\(pass)")
            let order = labels.indices.shuffled(using: &stream)
            let needs = zip(shares, candidates).map { min($1, max(0, $0 - pass * $1)) }
            var turns = ClassTurns(needs: needs, candidates: candidates)
            for (position, row) in order.enumerated() {
                var own: Int?
                if case .index(let index) = labels[row] { own = index }
                for classIndex in turns.next(position: position, of: order.count, own: own) {
                    entries.append(
                        Entry(row: UInt32(row), classIndex: UInt16(classIndex), pass: UInt16(pass)))
                }
            }
        }
        return entries
    }

    /// How many samples the pool will have.
    public var count: Int { entries.count }

    /// Sample `position` of the pool.
    ///
    /// - Precondition: `position` is in `0..<count`.
    public subscript(position: Int) -> Sample {
        let entry = entries[position]
        let source = labels[Int(entry.row)]
        let target = TranslationTargets.targets(for: source, schema: schema)
            .first { $0.classIndex == Int(entry.classIndex) }!
        return Sample(
            row: Int(entry.row), source: source, target: target.label, classIndex: target.classIndex,
            pass: Int(entry.pass))
    }

    /// How far the crop of the real image is shifted, as a fraction of its side: nothing for the first two passes, which are
    /// the image and its mirror; afterwards up to 1/32 right and down (or left and up, where negative), by the stream
    /// `pool/crop/PASS/ROW/CLASS`, so that no sample is made twice.
    public func cropOffset(of sample: Sample) -> (right: Float, down: Float) {
        guard sample.pass >= 2 else { return (0, 0) }
        var stream = RandomStream(
            seed: seed, name: "pool/crop/\(sample.pass)/\(sample.row)/\(sample.classIndex)")
        let right = stream.uniform(-1, 1)
        let down = stream.uniform(-1, 1)
        return (Self.largestShift * Float(right), Self.largestShift * Float(down))
    }
}
