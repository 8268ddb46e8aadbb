import ArgumentParser
import Foundation
import Imaging
import Pools
import Workspace

/// `winnow pool rank`
struct PoolRank: WorkingCommand {
    static let configuration = CommandConfiguration(
        commandName: "rank",
        abstract: "Show the best and the worst samples of each class.",
        discussion: "EXAMPLE: winnow pool rank pools/celeba --by cl-sam --top 8 --sheet ranking.png")

    @OptionGroup var pool: PoolArgument
    @OptionGroup var policy: PolicyOptions
    @Option(help: "How many of the best, and how many of the worst, to show of each class.")
    var top = 5
    @Option(help: "What a class is: the translated attribute, or the whole target label.")
    var within = SampleClasses.Within.target
    @Option(help: "A PNG file to draw them into: a row of the best and a row of the worst for each class.")
    var sheet: String?
    @OptionGroup var placement: ForceOption
    @OptionGroup var facts: FactsOptions
    @OptionGroup var console: ConsoleOptions

    func validate() throws {
        guard (1...1000).contains(top) else {
            throw ValidationError("--top \(top): give a number from 1 to 1000")
        }
        if let sheet { try SheetName.check(sheet, option: "--sheet") }
    }

    /// The ends of one class's ranking.
    private struct RankedClass: Encodable {
        struct Sample: Encodable {
            let index: Int
            let score: Float
        }

        let name: String
        let count: Int
        /// Best first.
        let best: [Sample]
        /// Worst first; none that is among the best.
        let worst: [Sample]
    }

    func work() throws {
        let file = sheet.map { URL(fileURLWithPath: $0) }
        if let file { try placement.check(file) }
        let pool = try pool.open()
        let ranking = try Ranking(score: policy.scores(in: pool), classes: pool.classes(within: within))
        let classes = zip(ranking.classes.names, ranking.order).map { name, order in
            let sample = { (index: Int) in RankedClass.Sample(index: index, score: ranking.score[index]) }
            return RankedClass(
                name: name, count: order.count, best: order.prefix(top).map(sample),
                worst: order.dropFirst(top).suffix(top).reversed().map(sample))
        }
        if let file { try AtomicFile.write(draw(classes, from: pool).pngData(), to: file) }
        try facts.output(classes) {
            classes.map { entry in
                var table = TextTable(header: ["\(entry.name) (\(entry.count))", "sample", "score"])
                for (rank, sample) in entry.best.enumerated() {
                    table.add(["best \(rank + 1)", "\(sample.index)", "\(sample.score)"])
                }
                for (rank, sample) in entry.worst.enumerated() {
                    table.add(["worst \(rank + 1)", "\(sample.index)", "\(sample.score)"])
                }
                return table.text
            }.joined(separator: "\n")
        }
    }

    /// Two rows for each class that has samples: its best, and its worst.
    private func draw(_ classes: [RankedClass], from pool: Pool) throws -> Image {
        let side = pool.header.imageSize
        let bytes = side * side * 3
        let blank = Image(width: side, height: side, color: [255, 255, 255])
        var cells: [Image] = []
        for row in classes.flatMap({ [$0.best, $0.worst] }) where !row.isEmpty {
            let pixels = try pool.images(row.map(\.index))
            for place in 0..<top {
                let part = pixels.dropFirst(place * bytes).prefix(bytes)
                cells.append(
                    part.isEmpty ? blank : Image(width: side, height: side, pixels: Array(part)))
            }
        }
        return Image.sheet(cells, columns: top)
    }
}
