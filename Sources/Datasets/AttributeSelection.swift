import Foundation
import Workspace

/// Which of the attributes that a multi-label set has are used.
struct AttributeSelection {
    /// The names, in the order that labels have.
    let names: [String]
    /// For each name, its column in the set's own table.
    let columns: [Int]

    /// - Parameters:
    ///   - requested: the names to use; the single word `all`, unless it is a name, stands for all that there are.
    ///   - available: the names that the set's table has.
    ///   - source: the file that names them, for errors.
    /// - Throws: `WinnowError` of kind `.usage` where a name is unknown or comes twice, or where none is asked for.
    init(_ requested: [String], from available: [String], source: String) throws {
        guard !requested.isEmpty else {
            throw WinnowError(.usage, "no attributes are selected; name at least one of those in \(source)")
        }
        let requested = requested == ["all"] && !available.contains("all") ? available : requested
        let places = Dictionary(
            available.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        var columns: [Int] = []
        var seen: Set<Int> = []
        for name in requested {
            guard let column = places[name] else {
                throw WinnowError(.usage, Self.refusal(of: name, available: available, source: source))
            }
            guard seen.insert(column).inserted else {
                throw WinnowError(.usage, "attribute \(name) is selected twice; name it once")
            }
            columns.append(column)
        }
        names = requested
        self.columns = columns
    }

    /// Refuses a selection of attributes where every image has one label.
    ///
    /// - Throws: `WinnowError` of kind `.usage` where attributes are asked for.
    static func refuse(_ attributes: [String]?, in root: URL) throws {
        guard attributes == nil else {
            throw WinnowError(
                .usage,
                "\(root.path): every image has one label here; attributes can be selected in multi-label sets only"
            )
        }
    }

    private static func refusal(of name: String, available: [String], source: String) -> String {
        func folded(_ name: String) -> String {
            name.lowercased().filter { $0 != "_" && $0 != " " && $0 != "-" }
        }
        let meant = available.filter {
            folded($0).contains(folded(name)) || folded(name).contains(folded($0))
        }
        let near = meant.isEmpty ? Spelling.nearest(to: name, among: available).map { [$0] } ?? [] : meant
        let hint =
            near.isEmpty
            ? "it has \(available.joined(separator: ", "))"
            : "did you mean \(near.prefix(3).joined(separator: " or "))?"
        return "\(source) has no attribute \(name); \(hint)"
    }
}
