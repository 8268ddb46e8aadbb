import ArgumentParser
import Foundation
import Reports
import Workspace

/// A page of pictures that a command makes beside what it prints.
struct PageOption: ParsableArguments {
    @Option(
        help:
            "An HTML file to make, with the images and what is said of them; it loads nothing from elsewhere."
    )
    var page: String?
    @OptionGroup var placement: ForceOption

    func validate() throws {
        if let page, !page.lowercased().hasSuffix(".html") {
            throw ValidationError("--page \(page): a page is an HTML file; give a name that ends in .html")
        }
        if placement.force && page == nil {
            throw ValidationError("--force replaces a page; give its name with --page")
        }
    }

    private var file: URL? { page.map { URL(fileURLWithPath: $0) } }

    /// Refuses a file that exists, unless it may be replaced; before any work.
    func check() throws { if let file { try placement.check(file) } }

    /// Writes the page, where one is asked for.
    func write(_ make: () throws -> GalleryPage) throws {
        guard let file else { return }
        try AtomicFile.write(Data(make().html().utf8), to: file)
        Console.note("wrote \(file.path)")
    }
}
