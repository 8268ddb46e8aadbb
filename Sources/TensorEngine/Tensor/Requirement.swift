/// Stops the program with a message where a caller broke a rule of this package.
///
/// `precondition` says nothing in a release build, and these messages carry the operation and the shapes.
package func require(
    _ condition: @autoclosure () -> Bool, _ message: @autoclosure () -> String, file: StaticString = #fileID,
    line: UInt = #line
) {
    if !condition() { fatalError(message(), file: file, line: line) }
}
