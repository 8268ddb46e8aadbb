import Datasets
import Foundation
import Imaging
import Pools
import TensorEngine

/// Draws the sheets of faces of a report.
struct SheetDrawing {
    let data: ExperimentData
    let classes: SampleClasses

    /// How many images of each class stand on either side.
    private static let reach = 6
    /// Larger images are made this small, so that the page stays light.
    private static let largestSide = 72
    /// More classes than this are left out, the ones with the fewest real images first.
    private static let classLimit = 16

    private var side: Int { min(data.pool.header.imageSize, Self.largestSide) }

    /// Real training images of each label, chosen by chance; nil where no image has a label.
    func real(seed: UInt64) throws -> ImageSheet? {
        let examples = data.dataset.examples(in: .train)
        let (names, ranges) = (data.dataset.schema.names, data.dataset.schema.headRanges)
        var stream = RandomStream(seed: seed, name: "reports/real")
        let order = examples.indices.shuffled(using: &stream)
        var rows: [(name: String, images: [Image?])] = []
        for (label, name) in names.enumerated() {
            let members = order.lazy.filter { index in
                switch examples[index].label {
                case .bits(let bits): bits[label] == 1
                case .index(let own): own == label
                case .indices(let answers): zip(ranges, answers).contains { $0.lowerBound + $1 == label }
                }
            }.prefix(2 * Self.reach)
            let images = try members.map { index -> Image? in
                let image = try Image(contentsOf: examples[index].file)
                let square = image.centerCropped(min(image.width, image.height))
                return square.resized(width: side, height: side)
            }
            if !images.isEmpty { rows.append((name, images)) }
        }
        return try sheet(
            rows, title: "Real images",
            caption: "Training images by chance, a row for each label, from the top: ",
            columns: 2 * Self.reach)
    }

    /// The best and the worst samples of each class by a policy's scores (the paper's Figure 5).
    func ranked(policy: String, scores: [Float]) throws -> ImageSheet? {
        let ranking = try Ranking(score: scores, classes: classes)
        let shown = classes.names.indices.filter { !ranking.order[$0].isEmpty }
            .sorted { (classes.realCounts[$1], $0) < (classes.realCounts[$0], $1) }
            .prefix(Self.classLimit).sorted()
        let rows = try shown.map { index in
            let order = ranking.order[index]
            let best = Array(order.prefix(Self.reach))
            let worst = Array(order.dropFirst(Self.reach).suffix(Self.reach))
            let images = try samples(best + worst)
            let blanks = { (count: Int) in [Image?](repeating: nil, count: count) }
            return (
                name: classes.names[index],
                images: images.prefix(best.count) + blanks(Self.reach - best.count + 1)
                    + blanks(Self.reach - worst.count) + images.dropFirst(best.count)
            )
        }
        return try sheet(
            rows, title: "\(policy): highest and lowest scores",
            caption:
                "On the left the samples of each class that score highest, the best first; on the right those that score "
                + "lowest, the worst last. Rows from the top: ",
            columns: 2 * Self.reach + 1)
    }

    private func samples(_ indices: [Int]) throws -> [Image?] {
        let size = data.pool.header.imageSize
        let bytes = data.pool.header.imageByteCount
        let pixels = try data.pool.images(indices)
        return indices.indices.map { place in
            Image(width: size, height: size, pixels: Array(pixels[place * bytes..<(place + 1) * bytes]))
                .resized(width: side, height: side)
        }
    }

    /// - Parameter rows: each at most `columns` images; nil leaves a place empty.
    /// - Returns: nil where there are no rows.
    private func sheet(
        _ rows: [(name: String, images: [Image?])], title: String, caption: String, columns: Int
    ) throws -> ImageSheet? {
        if rows.isEmpty { return nil }
        // The page is light or dark as its reader likes; a middle grey suits both.
        let background: SIMD3<UInt8> = [128, 128, 128]
        let blank = Image(width: side, height: side, color: background)
        let cells = rows.flatMap { row in
            row.images.map { $0 ?? blank } + Array(repeating: blank, count: columns - row.images.count)
        }
        let image = Image.sheet(cells, columns: columns, background: background)
        return ImageSheet(
            title: title, caption: caption + rows.map(\.name).joined(separator: ", ") + ".",
            png: try image.pngData())
    }
}
