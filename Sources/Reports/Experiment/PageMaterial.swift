import Foundation
import Pools
import Workspace

/// `page.json`: what a report's page shows beside the comparison, so that it can be built again without training.
public struct PageMaterial: Sendable, Equatable, Codable {
    private static let format = "winnow-page"
    private static let version = 1
    static let name = "page.json"

    /// A line of the provenance.
    struct Line: Sendable, Equatable, Codable {
        let name: String
        let value: String
    }

    /// A sheet of faces, kept in `figures/`.
    struct Sheet: Sendable, Equatable, Codable {
        let title: String
        let caption: String
        /// The file's name.
        let file: String
    }

    private var format = Self.format
    private var version = Self.version
    let provenance: [Line]
    private(set) var sheets: [Sheet]
    /// The pool's folder, as it was given.
    public let pool: String

    init(provenance: [(String, String)], pool: String) {
        self.provenance = provenance.map { Line(name: $0.0, value: $0.1) }
        self.pool = pool
        sheets = []
    }

    /// The material of a run folder; nil where there is none, as in reports of other programs.
    ///
    /// - Throws: `WinnowError` `.badData` where it is damaged.
    public static func read(from folder: URL) throws -> PageMaterial? {
        let url = folder.appendingPathComponent(name)
        guard FileManager.default.fileExists(atPath: url.path) else { return nil }
        guard let data = try? Data(contentsOf: url),
            let material = try? JSONDecoder().decode(PageMaterial.self, from: data),
            material.format == format,
            material.version == version,
            // Sheets are read from `figures/` and from nowhere else.
            material.sheets.allSatisfy({ !$0.file.contains("/") && !$0.file.hasPrefix(".") })
        else {
            throw WinnowError(
                .badData,
                "\(url.path): damaged; delete it for a page without sheets, or go on with winnow compare --resume"
            )
        }
        return material
    }

    /// Draws a sheet into `figures/` and takes it up.
    mutating func add(_ sheet: ImageSheet, file: String, folder: URL) throws {
        try AtomicFile.write(sheet.png, to: folder.appendingPathComponent("figures/\(file)"))
        sheets.append(Sheet(title: sheet.title, caption: sheet.caption, file: file))
    }

    func write(to folder: URL) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try AtomicFile.write(
            encoder.encode(self) + Data("\n".utf8), to: folder.appendingPathComponent(Self.name))
    }

    /// The page of a comparison.
    ///
    /// - Parameters:
    ///   - folder: the run folder, with the sheets.
    ///   - pool: shows how its scores are spread; nil leaves that out.
    public func page(of comparison: Comparison, folder: URL, pool: Pool?) throws -> ReportPage {
        let shown = sheets.map { sheet in
            // A sheet that has gone is shown as missing, and hides nothing else.
            let file = folder.appendingPathComponent("figures/\(sheet.file)")
            return ImageSheet(
                title: sheet.title, caption: sheet.caption, png: (try? Data(contentsOf: file)) ?? Data())
        }
        return ReportPage(
            comparison: comparison,
            scoreDistributions: try pool.map { try ScoreDistribution.all(of: $0, for: comparison) } ?? [],
            sheets: shown, provenance: provenance.map { ($0.name, $0.value) })
    }
}
