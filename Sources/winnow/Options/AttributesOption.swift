import ArgumentParser
import Foundation

/// Which labels of a multi-label data set are used.
struct AttributesOption: ParsableArguments {
    @Option(
        help:
            "The labels to use of a multi-label data set, as A,B,… or all; without it, the layout's usual ones."
    )
    var attributes: String?

    /// The labels asked for; `nil` for the layout's usual ones.
    var names: [String]? { attributes.map(Self.parts) }

    func validate() throws {
        if let attributes { _ = try Self.names(in: attributes) }
    }

    /// The names in a list with commas.
    ///
    /// - Throws: `ValidationError` where one is empty or comes twice.
    static func names(in list: String) throws -> [String] {
        let names = parts(of: list)
        guard !names.isEmpty, names.allSatisfy({ !$0.isEmpty }), Set(names).count == names.count else {
            throw ValidationError(
                "--attributes: give different names with commas between, such as Male,Young")
        }
        return names
    }

    private static func parts(of list: String) -> [String] {
        list.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
    }
}
