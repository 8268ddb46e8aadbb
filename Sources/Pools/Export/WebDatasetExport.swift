import Datasets
import Foundation
import Workspace

/// Samples as the `webdataset` package reads them: `NAME-000000.tar` and on, each sample as `KEY.png`, `KEY.json` and, in single-label
/// data, `KEY.cls`.
struct WebDatasetExport {
    let samples: ExportedSamples
    let folder: URL
    /// Samples a tar file.
    let tarSize: Int

    func write(threads: Int, _ progress: ProgressBar?) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var tar: TarWriter?
        try EncodedImages(of: samples, threads: threads).visit { place, png in
            if place.isMultiple(of: tarSize) {
                try tar?.finish()
                tar = try TarWriter(creating: folder.appendingPathComponent(tarName(place / tarSize)))
            }
            let key = samples.key(place)
            try tar?.add("\(key).png", png)
            try tar?.add("\(key).json", encoder.encode(SampleFacts(samples, place)))
            if case .index(let index) = samples.target(place) {
                try tar?.add("\(key).cls", Data(String(index).utf8))
            }
            progress?.advance()
        }
        try tar?.finish()
    }

    private func tarName(_ number: Int) -> String {
        let digits = String(number)
        return "\(samples.name)-" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits + ".tar"
    }
}

/// What `KEY.json` says of a sample; absent where nobody knows.
private struct SampleFacts: Encodable {
    /// Its index in the pool.
    let index: Int
    let target: LabelFacts
    let source: LabelFacts?
    let sourceIndex: Int64?
    let realism: Float?
    /// What a selection was made by.
    let score: Float?
    /// By policy.
    let scores: [String: Float]

    private enum CodingKeys: String, CodingKey {
        case index, target, source
        case sourceIndex = "source_index"
        case realism, score, scores
    }

    init(_ samples: ExportedSamples, _ place: Int) {
        let pool = samples.pool
        index = samples.indices[place]
        target = LabelFacts(label: samples.target(place), schema: samples.header.schema)
        source = pool.sources.map { [index] in LabelFacts(label: $0[index], schema: samples.header.schema) }
        sourceIndex = pool.sourceIndex?[index]
        realism = pool.realism?[index]
        score = samples.selectionScore?[place]
        let values = samples.scores.map { [index] in ($0.policy, $0.values.score[index]) }
        scores = Dictionary(uniqueKeysWithValues: values)
    }
}

/// A label for a reader who knows no schema: its name, or 0 or 1 for each name.
private struct LabelFacts: Encodable {
    let label: Label
    let schema: LabelSchema

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        switch label {
        case .index(let index): try container.encode(schema.names[index])
        case .bits(let bits):
            try container.encode(Dictionary(uniqueKeysWithValues: zip(schema.names, bits)))
        case .indices: preconditionFailure("WebDatasetExport: multi-head labels")
        }
    }
}
