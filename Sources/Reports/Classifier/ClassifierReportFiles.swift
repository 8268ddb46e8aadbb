import Foundation
import Workspace

/// The files of a classifier's report.
public struct ClassifierReportFiles: Sendable {
    public let report: ClassifierReport

    public init(_ report: ClassifierReport) { self.report = report }

    /// Writes `metrics.json`, `metrics.csv`, `correlation.csv` where labels can go together, `figures/NAME.svg` and, last,
    /// `index.html` into a folder that is there.
    ///
    /// - Throws: `WinnowError` `.cannotCreate`, `.ioFailed`.
    public func write(to folder: URL) throws {
        let page = ClassifierPage(report)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try AtomicFile.write(
            encoder.encode(report.metrics) + Data("\n".utf8),
            to: folder.appendingPathComponent("metrics.json"))
        try AtomicFile.write(Data(report.csv.utf8), to: folder.appendingPathComponent("metrics.csv"))
        if let correlation = report.correlationCSV {
            try AtomicFile.write(
                Data(correlation.utf8), to: folder.appendingPathComponent("correlation.csv"))
        }
        let figures = try ReportFiles.makeFigures(in: folder)
        for figure in page.figures {
            try AtomicFile.write(
                Data(figure.svg.utf8), to: figures.appendingPathComponent("\(figure.name).svg"))
        }
        try AtomicFile.write(Data(page.html().utf8), to: folder.appendingPathComponent("index.html"))
    }
}
