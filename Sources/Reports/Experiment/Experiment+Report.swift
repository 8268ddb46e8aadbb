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
        if let sheet = try drawing.real(seed: recipe.seeds[0]) {
            try material.add(sheet, file: "real-images.png", folder: folder)
        }
        for (policy, _) in origins {
            guard let scores = maker.scores[policy],
                let sheet = try drawing.ranked(policy: policy, scores: scores)
            else { continue }
            try material.add(sheet, file: "scores-\(policy).png", folder: folder)
        }
        try material.write(to: folder)
        try ReportFiles(material.page(of: comparison, folder: folder, pool: data.pool)).write(to: folder)
    }

    private func provenance(_ origins: [(String, String)], _ command: String?) -> [(String, String)] {
        let header = data.pool.header
        var lines: [(String, String)] = []
        if let command { lines.append(("Made with", command)) }
        lines.append(("This page again", "winnow report build \(folder.relativePath)"))
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
        switch header.origin {
        case .translated(_, let seed, _):
            lines.append(("Pool", "seed \(seed), made by \(header.library)"))
        case .imported:
            let said =
                header.dataset == nil
                ? "nobody said that its generator has seen training images only"
                : "its generator is said to have seen this train split only"
            lines.append(("Pool", "images of another generator, imported by \(header.library); \(said)"))
        }
        // The recipe's settings for rl say nothing of scores that were there already.
        let isTrainedHere = origins.contains {
            $0.0 == ComparisonRecipe.selfRatedPolicy && $0.1 != Self.foundOrigin
        }
        return lines + recipeLines.filter { isTrainedHere || $0.0 != "Recipe: rl" }
    }

    /// The resolved recipe, a line for each key at its top.
    private var recipeLines: [(String, String)] {
        var lines: [(String, String)] = []
        for line in recipe.resolvedYAML.split(separator: "\n") {
            if line.hasPrefix(" "), let last = lines.indices.last {
                let separator = lines[last].1.isEmpty || lines[last].1.hasSuffix(":") ? " " : ", "
                lines[last].1 += separator + line.trimmingCharacters(in: .whitespaces)
            } else {
                let parts = line.split(separator: ":", maxSplits: 1)
                lines.append(("Recipe: \(parts[0])", parts.count > 1 ? String(parts[1]) : ""))
            }
        }
        return lines.map { ($0.0, $0.1.trimmingCharacters(in: .whitespaces)) }
    }
}
