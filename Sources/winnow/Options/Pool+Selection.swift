import Foundation
import Pools
import Workspace

extension Pool {
    /// The selection that an option names: one that the pool holds, or a file ending in `.h5`.
    ///
    /// - Throws: `WinnowError` `.missingInput` where there is none, `.badData` where it is damaged or of another pool.
    func selection(ofNameOrFile text: String) throws -> Selection {
        if text.hasSuffix(".h5") { return try SelectionFile.read(URL(fileURLWithPath: text), of: self) }
        guard let found = try selection(named: text) else {
            let known = selectionNames.isEmpty ? "none" : selectionNames.joined(separator: ", ")
            throw WinnowError(
                .missingInput,
                "\(folder.path): holds no selection \(text); it has \(known). Make one with winnow pool filter"
            )
        }
        return found
    }
}
