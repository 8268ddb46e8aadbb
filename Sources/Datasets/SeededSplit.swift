import TensorEngine

/// Parts a set that came without a split, by a seeded hash of each file's name: adding or removing an image moves no other.
enum SeededSplit {
    private static let seed: UInt64 = 0

    /// The shares of train and validation; the rest is test. They are CelebA's own, rounded.
    static let trainShare = 0.8
    static let validationShare = 0.1

    static let explanation = "was split 80:10:10 by a seeded hash of the file names"

    static func split(of name: String) -> Split {
        var stream = RandomStream(seed: seed, name: "split/" + name)
        let position = stream.uniform()
        if position < trainShare { return .train }
        return position < trainShare + validationShare ? .validation : .test
    }
}
