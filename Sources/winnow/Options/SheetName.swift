import ArgumentParser

/// The name of a sheet of images, which is written as PNG.
enum SheetName {
    /// Refuses a name that promises another format.
    ///
    /// - Parameter option: the option that gave it.
    static func check(_ name: String, option: String) throws {
        guard name.lowercased().hasSuffix(".png") else {
            throw ValidationError("\(option) \(name): a sheet is a PNG file; give a name that ends in .png")
        }
    }
}
