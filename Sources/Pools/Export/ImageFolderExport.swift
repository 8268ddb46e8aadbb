import Datasets
import Foundation
import Workspace

/// Samples as torchvision's `ImageFolder` reads them: `LABEL/KEY.png`, and `metadata.csv` with a row a sample in the samples' order.
///
/// A folder stands for a whole label, as `LabelSchema.folderName(of:)` names it: in multi-label data it is not the translated attribute,
/// which says nothing of the others, and may have been cleared.
struct ImageFolderExport {
    let samples: ExportedSamples
    let folder: URL

    func write(threads: Int, _ progress: ProgressBar?) throws {
        let table = try FileWriter(creating: folder.appendingPathComponent("metadata.csv"))
        try table.write(Self.line(columnNames))
        var folders: [Label: String] = [:]
        try EncodedImages(of: samples, threads: threads).visit { place, png in
            let target = samples.target(place)
            let name = try folders[target] ?? makeFolder(target)
            folders[target] = name
            let path = "\(name)/\(samples.key(place)).png"
            let file = try FileWriter(creating: folder.appendingPathComponent(path))
            try file.write(png)
            try file.flush()
            try table.write(Self.line([path] + facts(place)))
            progress?.advance()
        }
        try table.flush()
    }

    private func makeFolder(_ label: Label) throws -> String {
        let text = samples.header.schema.text(of: label)
        let name =
            samples.header.schema.folderName(of: label)
            ?? "label-\(FileDigest.sha256(Data(text.utf8)).prefix(16))"
        let url = folder.appendingPathComponent(name)
        guard mkdir(url.path, 0o777) == 0 else { throw WinnowError.failedCall("create", url, errno: errno) }
        return name
    }

    private var columnNames: [String] {
        ["file_name", "target"] + (samples.pool.sources == nil ? [] : ["source", "source_index", "realism"])
            + (samples.selectionScore == nil ? [] : ["score"])
            + samples.scores.map { "score_\($0.policy)" }
    }

    private func facts(_ place: Int) -> [String] {
        let pool = samples.pool
        let index = samples.indices[place]
        let schema = samples.header.schema
        var fields = [schema.text(of: pool.targets[index])]
        if let sources = pool.sources, let rows = pool.sourceIndex, let realism = pool.realism {
            fields += [schema.text(of: sources[index]), String(rows[index]), String(realism[index])]
        }
        if let score = samples.selectionScore { fields.append(String(score[place])) }
        return fields + samples.scores.map { String($0.values.score[index]) }
    }

    /// A row of a CSV file (RFC 4180, but with the line ends of the other text files here).
    private static func line(_ fields: [String]) -> Data {
        let quoted = fields.map { field in
            field.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline })
                ? "\"" + field.replacing("\"", with: "\"\"") + "\"" : field
        }
        return Data((quoted.joined(separator: ",") + "\n").utf8)
    }
}
