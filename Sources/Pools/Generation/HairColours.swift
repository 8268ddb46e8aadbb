import Datasets

extension LabelSchema {
    /// The names of CelebA's attributes that exclude each other: a head has one of them.
    private static let hairColourNames: Set = ["Black_Hair", "Blond_Hair", "Brown_Hair", "Gray_Hair"]

    /// The indices of the labels that are hair colours, ascending; none in single-label data.
    public var hairColours: [Int] {
        task == .multiLabel ? names.indices.filter { Self.hairColourNames.contains(names[$0]) } : []
    }
}
