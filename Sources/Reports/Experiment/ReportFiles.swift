import Foundation
import Workspace

/// The files of a report for people: the page, the tables as Markdown and CSV, and each figure.
public struct ReportFiles: Sendable {
    /// The page, which holds all the others show.
    public let page: ReportPage

    /// Prepares the files of a page.
    public init(_ page: ReportPage) { self.page = page }

    /// Makes `figures/` in a report's folder.
    static func makeFigures(in folder: URL) throws -> URL {
        let figures = folder.appendingPathComponent("figures", isDirectory: true)
        do {
            try FileManager.default.createDirectory(at: figures, withIntermediateDirectories: true)
        } catch {
            throw WinnowError(
                .cannotCreate, "\(figures.path): cannot be made; check the folder's permissions")
        }
        return figures
    }

    /// Writes `comparison.md`, `comparison.csv`, `figures/NAME.svg` and, last, `index.html`, replacing those that are there.
    ///
    /// - Throws: `WinnowError` `.cannotCreate`, `.ioFailed`.
    public func write(to folder: URL) throws {
        let figures = try Self.makeFigures(in: folder)
        let tables = ComparisonTables(page.comparison)
        try AtomicFile.write(Data(tables.markdown.utf8), to: folder.appendingPathComponent("comparison.md"))
        try AtomicFile.write(Data(tables.csv.utf8), to: folder.appendingPathComponent("comparison.csv"))
        for figure in page.figures {
            try AtomicFile.write(
                Data(figure.svg.utf8), to: figures.appendingPathComponent("\(figure.name).svg"))
        }
        try AtomicFile.write(Data(page.html().utf8), to: folder.appendingPathComponent("index.html"))
    }
}
