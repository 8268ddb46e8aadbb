import Foundation
import Workspace

extension Experiment {
    /// Writes `comparison.json`, what the page shows beside it, and the files for people.
    ///
    /// - Parameters:
    ///   - origins: where each policy's scores come from, in words.
    ///   - command: what makes the comparison again.
    func writeReport(
        _ comparison: Comparison, maker: SelectionMaker, origins: [(String, String)], command: String?
    ) throws {
        try AtomicFile.write(comparison.json(), to: folder.appendingPathComponent("comparison.json"))
        _ = try ReportFiles.makeFigures(in: folder)
        var material = PageMaterial(
            provenance: provenance(origins, command), pool: data.pool.folder.standardizedFileURL.path)
        let drawing = SheetDrawing(data: data, classes: maker.classes)
        try material.add(drawing.real(seed: recipe.seeds[0]), file: "real-images.png", folder: folder)
        for (policy, _) in origins {
            guard let scores = maker.scores[policy] else { continue }
            try material.add(
                drawing.ranked(policy: policy, scores: scores), file: "scores-\(policy).png", folder: folder)
        }
        try material.write(to: folder)
        try ReportFiles(material.page(of: comparison, folder: folder, pool: data.pool)).write(to: folder)
    }

    private func provenance(_ origins: [(String, String)], _ command: String?) -> [(String, String)] {
        let header = data.pool.header
        var lines: [(String, String)] = []
        if let command { lines.append(("Made with", command)) }
        lines.append(("This page again", "winnow report build \(folder.path)"))
        lines += origins.map { ("Scores of \($0.0)", $0.1) }
        lines.append(
            (
                "Ranked within",
                recipe.within == .target
                    ? "the translated attribute or target class" : "the whole target label"
            ))
        lines.append(
            ("Classes share", recipe.perClass == .even ? "evenly" : "in proportion to the real images"))
        if let groups { lines.append(("Groups", "\(groups.0) × \(groups.1)")) }
        lines.append(("Threads", "\(threads)"))
        lines.append(("Pool", "seed \(header.seed), made by \(header.library)"))
        lines.append(("Recipe", recipe.resolvedYAML))
        return lines
    }
}
