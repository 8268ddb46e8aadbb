import Foundation
import Testing

/// Expects a process that an exit test started to have said all of `parts` on standard error.
func expectMessage(
    _ result: ExitTest.Result?, _ parts: String..., sourceLocation: SourceLocation = #_sourceLocation
) throws {
    let result = try #require(result, sourceLocation: sourceLocation)
    let message = String(decoding: result.standardErrorContent, as: UTF8.self)
    for part in parts {
        #expect(message.contains(part), "“\(part)” is not in: \(message)", sourceLocation: sourceLocation)
    }
}
