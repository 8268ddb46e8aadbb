import Datasets
import TensorEngine

@testable import Reports

/// Plausible comparisons, drawn from seeded streams: the same on every machine.
enum SampleComparison {
    static let celebALabels = ["Black_Hair", "Blond_Hair", "Brown_Hair", "Male", "Young"]
    static let affectNetLabels = [
        "Neutral", "Happy", "Sad", "Surprise", "Fear", "Disgust", "Anger", "Contempt",
    ]

    /// CelebA's five attributes, four policies, three ratios; `gain` scales what the policies are worth over random.
    static func celebA(seeds: Int = 5, gain: Double = 1) -> Comparison {
        var rows: [ComparisonRow] = []
        let settings: [(String, Double, Double)] = [
            ("real", 0, 0), ("random", 1, 0.006), ("cl-sam", 1, 0.006 + 0.007 * gain),
            ("cr-sam", 1, 0.006 + 0.0005 * gain), ("random", 2, 0.008), ("cl-sam", 2, 0.008 + 0.009 * gain),
            ("cr-sam", 2, 0.008 + 0.003 * gain), ("rl", 2.61, 0.008 + 0.003 * gain), ("random", 5, 0.01),
            ("cl-sam", 5, 0.01 + 0.004 * gain), ("cr-sam", 5, 0.01 - 0.002 * gain),
        ]
        let base = [
            "Black_Hair": 0.861, "Blond_Hair": 0.932, "Brown_Hair": 0.842, "Male": 0.962, "Young": 0.84,
        ]
        for (policy, ratio, bonus) in settings {
            for seed in 0..<UInt64(seeds) {
                var shared = RandomStream(seed: seed, name: "sample/seed")
                var own = RandomStream(seed: seed, name: "sample/\(policy)/\(ratio)")
                let level = 0.004 * (shared.uniform() - 0.5)
                var accuracy: [String: Double] = [:]
                for label in celebALabels {
                    accuracy[label] = rounded(
                        base[label, default: 0] + level + bonus + 0.016 * (own.uniform() - 0.5))
                }
                let mean = celebALabels.reduce(0) { $0 + accuracy[$1, default: 0] } / 5
                let preserved = policy == "cl-sam" ? -0.1 : policy == "cr-sam" ? 0.06 : 0.0
                let blondMen = rounded(0.71 + preserved * gain + 0.08 * (own.uniform() - 0.5))
                let groups = [
                    "Male & Blond_Hair": blondMen, "Male & not Blond_Hair": rounded(mean + 0.02),
                    "not Male & Blond_Hair": rounded(mean - 0.01), "not Male & not Blond_Hair": rounded(mean),
                ]
                rows.append(
                    ComparisonRow(
                        policy: policy, ratio: ratio, seed: seed,
                        syntheticCount: Int((ratio * 6000).rounded()),
                        accuracy: accuracy, meanAccuracy: mean, overallAccuracy: rounded(mean - 0.25),
                        balancedAccuracy: accuracy.mapValues { rounded($0 - 0.05) },
                        f1: accuracy.mapValues { rounded($0 - 0.12) }, worstGroupAccuracy: blondMen,
                        worstGroup: "Male & Blond_Hair", groupAccuracy: groups,
                        groupDefiningLabelsRight: groups.mapValues { rounded($0 - 0.2) },
                        seconds: rounded(300 * (1 + ratio))))
            }
        }
        return Comparison(
            task: .multiLabel, labels: celebALabels,
            dataset: DatasetFacts(
                name: "celeba-6k", layout: "celeba", fingerprint: String(repeating: "5e", count: 32),
                counts: ["train": 6000, "validation": 1000, "test": 2000]),
            pool: PoolFacts(
                name: "celeba-12x", fingerprint: String(repeating: "a7", count: 32), count: 72000, fold: 12,
                generator: String(repeating: "0c", count: 32)),
            classifier: "resnet50", imageSize: 64, budget: .steps, seeds: (0..<UInt64(seeds)).map { $0 },
            rows: rows,
            labelPreservation: [
                LabelPreservation(
                    policy: "random", ratio: 1, share: 0.712, count: 6000, judge: "densenet121"),
                LabelPreservation(
                    policy: "cl-sam", ratio: 1, share: 0.963, count: 6000, judge: "densenet121"),
                LabelPreservation(
                    policy: "cr-sam", ratio: 1, share: 0.741, count: 6000, judge: "densenet121"),
            ])
    }

    /// Eight expressions, one seed, without groups.
    static func affectNet() -> Comparison {
        let rows = [("real", 0.0, 0.45), ("random", 1, 0.47), ("cl-sam", 1, 0.48), ("rl", 2.6, 0.475)].map {
            policy, ratio, level in
            var stream = RandomStream(seed: 0, name: "sample/affectnet/\(policy)")
            var accuracy: [String: Double] = [:]
            for label in affectNetLabels { accuracy[label] = rounded(level + 0.3 * (stream.uniform() - 0.5)) }
            return ComparisonRow(
                policy: policy, ratio: ratio, seed: 0, syntheticCount: Int((ratio * 88000).rounded()),
                accuracy: accuracy,
                meanAccuracy: affectNetLabels.reduce(0) { $0 + accuracy[$1, default: 0] } / 8,
                seconds: 4000)
        }
        return Comparison(
            task: .singleLabel, labels: affectNetLabels,
            dataset: DatasetFacts(
                name: "affectnet", layout: "affectnet", fingerprint: "f0", counts: ["train": 88000]),
            pool: PoolFacts(
                name: "affectnet-7x", fingerprint: "b1", count: 616_000, fold: 7, generator: "c2"),
            classifier: "resnet50", imageSize: 128, budget: .epochs, seeds: [0], rows: rows)
    }

    /// Four classes, of which two are rare; two seeds, whose F1 of the rare classes differ by 0.1.
    static func rareClasses() -> Comparison {
        let labels = ["Some", "Rare", "Many", "Rarest"]
        let rows = [("real", 0.0, 0.2), ("random", 1, 0.3), ("cl-sam", 1, 0.45)].flatMap {
            policy, ratio, level in
            (0..<UInt64(2)).map { seed in
                let rare = level + 0.1 * Double(seed)
                return ComparisonRow(
                    policy: policy, ratio: ratio, seed: seed, syntheticCount: Int(ratio * 200),
                    accuracy: Dictionary(uniqueKeysWithValues: labels.map { ($0, 0.5) }), meanAccuracy: 0.5,
                    f1: ["Some": 0.7, "Many": 0.9, "Rare": rare + 0.05, "Rarest": rare - 0.05], seconds: 1)
            }
        }
        return Comparison(
            task: .singleLabel, labels: labels,
            dataset: DatasetFacts(
                name: "masks", layout: "maskfaces", fingerprint: "f0", counts: ["train": 200],
                trainingPositives: ["Some": 50, "Rare": 24, "Many": 120, "Rarest": 6]),
            pool: PoolFacts(name: "masks", fingerprint: "b1", count: 200, fold: 1, generator: "c2"),
            classifier: "resnet18", imageSize: 32, budget: .steps, seeds: [0, 1], rows: rows)
    }

    private static func rounded(_ value: Double) -> Double { (value * 10_000).rounded() / 10_000 }
}
