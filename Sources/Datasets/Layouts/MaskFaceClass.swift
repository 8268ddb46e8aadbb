/// The 18 classes of the mask faces: mask · 6 + gender · 3 + age band.
enum MaskFaceClass {
    /// How a mask is worn; the raw value is its number in the class.
    enum Wearing: Int, CaseIterable {
        case masked, incorrect, unmasked
    }

    private static let genders = ["male", "female"]

    /// One name a class, such as `masked male under 30`.
    static let names = Wearing.allCases.flatMap { wearing in
        genders.flatMap { gender in AgeBand.allCases.map { "\(wearing) \(gender) \($0.name)" } }
    }

    static let schema = LabelSchema(task: .singleLabel, names: names)

    /// - Parameter age: in years.
    static func index(_ wearing: Wearing, isFemale: Bool, age: Int) -> Int {
        wearing.rawValue * 6 + (isFemale ? 3 : 0) + AgeBand(age: age).rawValue
    }

    /// The pictures that there are of a person, without the extension of the file's name, which varies.
    static let pictures: [(name: String, wearing: Wearing)] =
        (1...5).map { ("mask\($0)", .masked) } + [("incorrect_mask", .incorrect), ("normal", .unmasked)]
}
