import Datasets

/// How many images of a set belong to a group.
public struct GroupSize: Sendable, Equatable, Codable {
    /// As ``GroupAccuracy/name``.
    public let name: String
    public let count: Int

    /// Whether there are enough images to measure an accuracy by.
    public var isMeasured: Bool { count >= GroupAccuracy.minimumCount }

    /// The sizes of all groups, those of no image too, in the order of ``ClassifierMetrics/groups``.
    ///
    /// - Parameter groupedBy: the two labels whose combinations are the groups of multi-label data; there are none where either
    ///   is unknown. Ignored for single-label data, where each class is a group.
    public static func all(
        of labels: [Label], schema: LabelSchema, groupedBy: (String, String)?
    ) -> [GroupSize] {
        switch schema.task {
        case .singleLabel:
            return schema.names.enumerated().map { index, name in
                GroupSize(name: name, count: labels.count { $0 == .index(index) })
            }
        case .multiLabel:
            guard let groupedBy, let first = schema.names.firstIndex(of: groupedBy.0),
                let second = schema.names.firstIndex(of: groupedBy.1)
            else { return [] }
            return GroupAccuracy.combinations.map { firstValue, secondValue in
                let count = labels.count { label in
                    guard case .bits(let bits) = label else { return false }
                    return (bits[first] == 1) == firstValue && (bits[second] == 1) == secondValue
                }
                return GroupSize(
                    name: GroupAccuracy.name(groupedBy.0, firstValue, groupedBy.1, secondValue), count: count)
            }
        case .multiHead: return []
        }
    }

    /// What a person should know of groups that are too small to be measured; nil where none is.
    public static func note(_ sizes: [GroupSize]) -> String? {
        let small = sizes.filter { !$0.isMeasured }
        guard !small.isEmpty else { return nil }
        let names = small.map { "\($0.name) (\($0.count))" }.joined(separator: ", ")
        return "groups with fewer than \(GroupAccuracy.minimumCount) images are left out: \(names)"
    }
}
