import Foundation
import Reports
import Workspace

/// The files of a report for people: the page, the tables as Markdown and CSV, and each figure.
struct ReportFiles {
    let page: ReportPage

    init(_ page: ReportPage) { self.page = page }

    /// Writes `comparison.md`, `comparison.csv`, `figures/NAME.svg` and, last, `index.html`.
    func write(to folder: URL) throws {
        let figures = folder.appendingPathComponent("figures", isDirectory: true)
        do {
            try FileManager.default.createDirectory(at: figures, withIntermediateDirectories: true)
        } catch {
            throw WinnowError(
                .cannotCreate, "\(figures.path): cannot be made; check the folder's permissions")
        }
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
