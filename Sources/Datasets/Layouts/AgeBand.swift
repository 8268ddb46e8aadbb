/// The bands that the mask faces part ages into, which UTKFace's are parted into as well where it is asked for.
enum AgeBand: Int, CaseIterable {
    case under30, from30, from60

    /// - Parameter age: in years.
    init(age: Int) {
        self = age < 30 ? .under30 : age < 60 ? .from30 : .from60
    }

    /// As it stands in names of classes.
    var name: String {
        switch self {
        case .under30: "under 30"
        case .from30: "30 to 59"
        case .from60: "60 or over"
        }
    }
}
