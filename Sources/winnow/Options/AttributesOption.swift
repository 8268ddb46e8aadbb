import ArgumentParser
import Foundation

/// Which labels of a multi-label data set are used.
struct AttributesOption: ParsableArguments {
    @Option(
        help: "The labels to use of a multi-label data set, as A,B,…; without it, the layout's usual ones.")
    var attributes: String?

    /// The labels asked for; `nil` for the layout's usual ones.
    var names: [String]? {
        attributes.map { $0.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) } }
    }

    func validate() throws {
        guard let names else { return }
        guard !names.isEmpty, names.allSatisfy({ !$0.isEmpty }), Set(names).count == names.count else {
            throw ValidationError(
                "--attributes: give different names with commas between, such as Male,Young")
        }
    }
}
