import TensorEngine

/// Parts a set that came without a split, by a seeded hash of each file's name or of what several files share: adding or removing
/// images moves no other, and images with the same key stay together.
enum SeededSplit {
    private static let seed: UInt64 = 0

    /// The shares of train and validation; the rest is test. They are CelebA's own, rounded.
    static let trainShare = 0.8
    static let validationShare = 0.1

    /// What a note says of it.
    ///
    /// - Parameter keys: what is hashed, in the plural.
    static func explanation(by keys: String = "file names") -> String {
        "was split 80:10:10 by a seeded hash of the \(keys)"
    }

    static func split(of key: String) -> Split {
        var stream = RandomStream(seed: seed, name: "split/" + key)
        let position = stream.uniform()
        if position < trainShare { return .train }
        return position < trainShare + validationShare ? .validation : .test
    }
}
