import Classifiers
import Datasets

/// Which two labels the worst group is looked for in, where the recipe does not say.
enum GroupChoice {
    /// The pair that the field looks at first: blond men are CelebA's rare group.
    private static let usual = ("Male", "Blond_Hair")

    /// `Male` and `Blond_Hair` where there are both; otherwise the pair with the rarest combination that still has enough test
    /// images to be measured, the first of several.
    ///
    /// - Returns: nil in single-label data, and where no combination of any pair is large enough.
    /// - Complexity: O(images · labels²).
    static func pair(schema: LabelSchema, testLabels: [Label]) -> (String, String)? {
        guard schema.task == .multiLabel else { return nil }
        if schema.names.contains(usual.0), schema.names.contains(usual.1) { return usual }
        var rarest: (count: Int, pair: (String, String))?
        for first in schema.names.indices {
            for second in schema.names.indices where second > first {
                var counts = [0, 0, 0, 0]
                for case .bits(let bits) in testLabels { counts[Int(bits[first] * 2 + bits[second])] += 1 }
                let measured = counts.filter { $0 >= GroupAccuracy.minimumCount }
                guard let least = measured.min(), least < rarest?.count ?? Int.max else { continue }
                rarest = (least, (schema.names[first], schema.names[second]))
            }
        }
        return rarest?.pair
    }
}
