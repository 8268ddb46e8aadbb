import ArgumentParser
import Datasets
import Foundation

/// How a data set is read.
struct DataOptions: ParsableArguments {
    @Option(help: "How the data set's files lie; auto looks and finds out.")
    var layout = LayoutName.auto
    @Option(
        help: "The labels to use of a multi-label data set, as A,B,…; without it, the layout's usual ones.")
    var attributes: String?

    /// The labels asked for; `nil` for the layout's usual ones.
    var attributeNames: [String]? {
        attributes.map { $0.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) } }
    }

    func validate() throws {
        guard let names = attributeNames else { return }
        guard !names.isEmpty, names.allSatisfy({ !$0.isEmpty }), Set(names).count == names.count else {
            throw ValidationError(
                "--attributes: give different names with commas between, such as Male,Young")
        }
    }
}

extension LayoutName: ExpressibleByArgument {}
