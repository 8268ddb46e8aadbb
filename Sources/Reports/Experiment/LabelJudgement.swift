import Datasets
import Pools

/// Which samples of a pool show the label that they were made for, in the eyes of a classifier that took no part.
struct LabelJudgement: Sendable {
    /// `[N]`, whether each sample's translation is confirmed.
    let confirmed: [Bool]
    /// Who judged.
    let judge: String

    /// Judges every sample.
    ///
    /// In single-label data the target has to be the most probable class. In multi-label data only what was translated counts:
    /// a hair colour has to be the most probable of the schema's hair colours, any other attribute's bit has to be right
    /// (a probability above 0.5 is a set bit). Where nothing was translated, every bit has to be right.
    ///
    /// - Parameters:
    ///   - probabilities: `[N, L]` in row order, of the pool's samples.
    ///   - sources: `[N]`, the real images' labels; `nil` where the samples were imported.
    ///   - targets: `[N]`, what they were translated to.
    /// - Precondition: the counts fit each other.
    init(probabilities: [Float], sources: [Label]?, targets: [Label], schema: LabelSchema, judge: String) {
        precondition(
            sources.map { $0.count == targets.count } ?? true
                && probabilities.count == targets.count * schema.count,
            "LabelJudgement: \(probabilities.count) probabilities for [\(targets.count), \(schema.count)]")
        let hairColours = schema.hairColours
        self.judge = judge
        confirmed = targets.indices.map { sample in
            let row = probabilities[sample * schema.count..<(sample + 1) * schema.count]
            let probability = { (label: Int) in row[row.startIndex + label] }
            switch targets[sample] {
            case .index(let target):
                return Self.best(of: Array(schema.names.indices), probability) == target
            case .bits(let bits):
                guard let sources else {
                    return bits.indices.allSatisfy { (probability($0) > 0.5) == (bits[$0] == 1) }
                }
                let translated = TranslatedAttribute.classIndex(
                    source: sources[sample], target: targets[sample], schema: schema)
                if hairColours.contains(translated), bits[translated] == 1 {
                    return hairColours.count > 1
                        ? Self.best(of: hairColours, probability) == translated
                        : probability(translated) > 0.5
                }
                return (probability(translated) > 0.5) == (bits[translated] == 1)
            case .indices: preconditionFailure("LabelJudgement: a sample of several heads")
            }
        }
    }

    /// The share of some samples that is confirmed.
    ///
    /// - Parameter indices: an index may come more than once, as in the selections of several seeds.
    func preservation(of indices: [Int], policy: String, ratio: Double) -> LabelPreservation {
        let right = indices.count { confirmed[$0] }
        return LabelPreservation(
            policy: policy, ratio: ratio, share: indices.isEmpty ? 0 : Double(right) / Double(indices.count),
            count: indices.count, judge: judge)
    }

    private static func best(of labels: [Int], _ probability: (Int) -> Float) -> Int? {
        labels.max { (probability($0), $1) < (probability($1), $0) }
    }
}
