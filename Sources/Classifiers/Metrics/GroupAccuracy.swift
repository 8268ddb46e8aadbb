/// How well a classifier does on one group of test images.
///
/// In multi-label data a group is one of the four combinations of two labels, named `Male & Blond_Hair` or
/// `Male & not Blond_Hair`. In single-label data each class is a group.
public struct GroupAccuracy: Sendable, Equatable, Codable {
    /// A group with fewer test images than this is left out: its accuracy would be mostly chance.
    public static let minimumCount = 20

    /// The group's name, made of label names.
    public let name: String
    /// Test images in the group.
    public let count: Int
    /// The mean over all label bits of the group's images (multi-label), or the share decided rightly (single-label); 0 to 1.
    public let accuracy: Double
    /// The share of images with both of the two labels that define the group right; 0 to 1. In single-label data it equals `accuracy`.
    public let definingLabelsRight: Double

    enum CodingKeys: String, CodingKey {
        case name, count, accuracy
        case definingLabelsRight = "defining_labels_right"
    }

    /// Describes a group.
    public init(name: String, count: Int, accuracy: Double, definingLabelsRight: Double) {
        self.name = name
        self.count = count
        self.accuracy = accuracy
        self.definingLabelsRight = definingLabelsRight
    }

    /// The values that two labels take in their four groups, those with both labels first.
    static let combinations = [(true, true), (true, false), (false, true), (false, false)]

    /// The name of the group in which the two labels take the given values.
    static func name(_ first: String, _ firstValue: Bool, _ second: String, _ secondValue: Bool) -> String {
        "\(firstValue ? "" : "not ")\(first) & \(secondValue ? "" : "not ")\(second)"
    }
}
