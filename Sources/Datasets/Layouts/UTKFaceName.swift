/// What the name of one of UTKFace's images says: `[age]_[gender]_[race]_[yyyymmddHHMMSSFFF].jpg.chip.jpg`.
///
/// Some names of the published set are flawed. A blank or a letter too few behind the time leaves no doubt about the labels, and the
/// name is taken; where the race is missing, the rest of it is.
struct UTKFaceName: Equatable {
    /// Why a name is refused.
    struct Refusal: Error, Equatable, CustomStringConvertible {
        let description: String
    }

    static let ages = 0...116
    static let genders = ["male", "female"]
    static let races = ["White", "Black", "Asian", "Indian", "Others"]
    static let suffix = ".jpg.chip.jpg"
    /// How names end in the published set that should end in the suffix.
    private static let flawedSuffixes = ["jpg.chip.jpg", ".pg.chip.jpg"]

    /// In years.
    let age: Int
    /// An index into `genders`.
    let gender: Int
    /// An index into `races`; nil where the name gives three parts only.
    let race: Int?
    /// Whether the name is not to the letter what it should be, though it says all that there is.
    let isMended: Bool

    init(_ name: String) throws(Refusal) {
        let parts = name.split(separator: "_", omittingEmptySubsequences: false)
        guard parts.count == 3 || parts.count == 4, let last = parts.last else { throw Self.malformed }
        let time = last.prefix { $0.isASCII && $0.isNumber }
        guard time.count == 17 else { throw Self.malformed }
        let suffix = last.dropFirst(17)
        if suffix == Self.suffix {
            isMended = false
        } else {
            let rest = suffix.drop { $0 == " " }
            guard rest == Self.suffix || Self.flawedSuffixes.contains(String(rest)) else {
                throw Self.malformed
            }
            isMended = true
        }
        guard let age = Self.number(parts[0]), Self.ages.contains(age) else {
            throw Refusal(description: "the age is “\(parts[0])”; it takes 0 to 116")
        }
        guard let gender = Self.number(parts[1]), Self.genders.indices.contains(gender) else {
            throw Refusal(description: "the gender is “\(parts[1])”; it takes 0 (male) or 1 (female)")
        }
        (self.age, self.gender) = (age, gender)
        guard parts.count == 4 else {
            race = nil
            return
        }
        guard let race = Self.number(parts[2]), Self.races.indices.contains(race) else {
            throw Refusal(
                description:
                    "the race is “\(parts[2])”; it takes 0 (White), 1 (Black), 2 (Asian), 3 (Indian) or 4 (Others)"
            )
        }
        self.race = race
    }

    private static let malformed = Refusal(
        description: "is not named AGE_GENDER_RACE_TIME\(suffix), the time being 17 digits")

    /// A number of at most three digits.
    private static func number(_ text: Substring) -> Int? {
        text.count <= 3 && text.allSatisfy { $0.isASCII && $0.isNumber } ? Int(text) : nil
    }
}
