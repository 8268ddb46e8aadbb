/// The numbers of the paper whose experiment a comparison repeats, where the labels are the same.
///
/// Bhattarai, Baek, Bodur and Kim, "Sampling Strategies for GAN Synthetic Data", ICASSP 2020, Tables 1 to 4. Each is a
/// single run on the authors' data: no seeds, no intervals.
public struct PublishedResults: Sendable, Equatable {
    /// One line of the paper's tables.
    public struct Entry: Sendable, Equatable {
        /// Who selected, by this project's names.
        public let policy: String
        /// Synthetic images over real ones.
        public let ratio: Double
        /// Mean accuracy; a fraction.
        public let meanAccuracy: Double
        /// Accuracy by this comparison's label names; fractions.
        public let accuracy: [String: Double]
    }

    /// The data set and setting, in words.
    public let setting: String
    /// The lines.
    public let entries: [Entry]
    /// What a reader must know before comparing.
    public let caution: String?

    /// The published results whose labels are exactly these, in any order and case; nil where there are none.
    public static func matching(labels: [String]) -> PublishedResults? {
        celebA(labels) ?? affectNet(labels)
    }

    /// The published line for a policy at a ratio, if there is one.
    public func entry(policy: String, ratio: Double) -> Entry? {
        // The reinforcement-learning policy chooses its own ratio, in the paper 2.6.
        entries.first { $0.policy == policy && ($0.ratio == ratio || policy == "rl") }
    }

    private typealias Line = (policy: String, ratio: Double, mean: Double, values: [Double])

    /// Table 4 (Table 1 repeats its last rows).
    private static func celebA(_ labels: [String]) -> PublishedResults? {
        let lines: [Line] = [
            ("real", 0, 90.3, [87.8, 95.0, 86.2, 97.2, 85.4]),
            ("random", 1, 90.8, [88.2, 95.0, 87.1, 97.2, 86.3]),
            ("cl-sam", 1, 90.8, [88.3, 95.2, 86.5, 97.2, 86.4]),
            ("cr-sam", 1, 90.8, [88.5, 95.4, 87.0, 97.1, 85.9]),
            ("random", 2, 90.8, [88.2, 94.9, 87.1, 97.2, 86.3]),
            ("cl-sam", 2, 90.9, [89.0, 95.7, 86.5, 97.1, 86.2]),
            ("cr-sam", 2, 90.8, [88.9, 95.4, 86.7, 96.8, 86.8]),
            ("random", 5, 91.0, [88.7, 95.3, 87.3, 97.3, 86.6]),
            ("cl-sam", 5, 91.1, [88.9, 95.5, 87.1, 96.8, 87.1]),
            ("cr-sam", 5, 91.0, [88.7, 95.4, 87.4, 97.2, 86.8]),
        ]
        return results(
            setting: "CelebA, ResNet-50 at 64×64", labels: labels,
            columns: [["black_hair"], ["blond_hair"], ["brown_hair"], ["male"], ["young"]], lines: lines,
            caution: nil)
    }

    /// Tables 2 (means) and 3 (categories).
    private static func affectNet(_ labels: [String]) -> PublishedResults? {
        let lines: [Line] = [
            ("real", 0, 49.6, [41.4, 62.5, 64.5, 68.7, 55.0, 39.2, 50.6, 44.0]),
            ("random", 1, 50.3, [36.6, 72.2, 69.3, 77.3, 60.9, 36.7, 60.9, 51.6]),
            ("cl-sam", 1, 51.7, [46.6, 60.4, 68.9, 67.3, 55.2, 40.0, 46.8, 50.2]),
            ("cr-sam", 1, 52.2, [47.2, 68.8, 77.8, 66.3, 55.7, 40.2, 52.7, 47.8]),
            ("random", 2, 52.3, [46.5, 68.4, 66.2, 60.7, 62.5, 39.9, 50.2, 46.6]),
            ("cl-sam", 2, 52.6, [48.9, 71.5, 75.6, 71.6, 56.3, 40.5, 51.0, 48.9]),
            ("cr-sam", 2, 50.9, [47.3, 74.8, 78.9, 71.7, 55.7, 36.1, 65.4, 43.8]),
            ("random", 5, 51.0, [44.7, 90.2, 74.4, 69.0, 62.4, 39.6, 46.5, 45.3]),
            ("cl-sam", 5, 52.2, [51.0, 63.6, 68.4, 70.8, 53.6, 38.4, 46.5, 51.6]),
            ("cr-sam", 5, 51.7, [49.0, 64.3, 67.5, 67.5, 62.9, 35.4, 49.5, 46.4]),
            ("rl", 2.6, 51.8, [44.0, 71.2, 76.2, 68.8, 60.5, 37.0, 56.7, 48.6]),
        ]
        return results(
            setting: "AffectNet, ResNet-50 at 128×128", labels: labels,
            columns: [
                ["anger", "angry"], ["contempt"], ["disgust"], ["fear"], ["happy", "happiness"], ["neutral"],
                ["sad", "sadness"], ["surprise"],
            ],
            lines: lines,
            caution:
                "The published categories do not average to the published means; the paper does not say why. "
                + "Its RL policy chose 2.6×.")
    }

    private static func results(
        setting: String, labels: [String], columns: [Set<String>], lines: [Line], caution: String?
    ) -> PublishedResults? {
        let order = columns.map { names in labels.filter { names.contains($0.lowercased()) } }
        guard labels.count == columns.count, order.allSatisfy({ $0.count == 1 }) else { return nil }
        let names = order.map { $0[0] }
        return PublishedResults(
            setting: setting,
            entries: lines.map { line in
                Entry(
                    policy: line.policy, ratio: line.ratio, meanAccuracy: line.mean / 100,
                    accuracy: Dictionary(uniqueKeysWithValues: zip(names, line.values.map { $0 / 100 })))
            },
            caution: caution)
    }

    /// What stands below a table that shows these numbers.
    var note: String {
        "Published: Bhattarai et al. 2020, \(setting), full data set; single runs without seeds or intervals, "
            + "comparable only where the data is the same." + (caution.map { " " + $0 } ?? "")
    }
}
