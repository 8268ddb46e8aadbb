import ArgumentParser
import Classifiers
import Datasets
import Foundation
import Imaging
import Reports
import Workspace

/// `winnow classifier find`
struct ClassifierFind: WorkingCommand {
    static let configuration = CommandConfiguration(
        commandName: "find",
        abstract: "Find the images that most surely have some labels.",
        discussion: """
            Images are ranked by the sum of the logarithms of the probabilities of what is asked for. A classifier that gives \
            each image one label takes one; a folder stands for all JPEG and PNG files in it and below.

            EXAMPLE: winnow classifier find classifiers/celeba album --labels Eyeglasses,Smiling --without Male --page found.html
            """)

    @Argument(help: "The classifier's folder.")
    var classifier: String
    @Argument(help: "Images in JPEG or PNG, or folders of such.")
    var paths: [String]
    @Option(help: "What the images should have, as A,B,….")
    var labels: String = ""
    @Option(help: "What they should lack, as C,D,… (multi-label classifiers).")
    var without: String = ""
    @Option(help: "How many to find.")
    var top = 12
    @OptionGroup var ensemble: EnsembleOptions
    @OptionGroup var page: PageOption
    @OptionGroup var images: ImageOptions
    @OptionGroup var threads: ThreadsOption
    @OptionGroup var facts: FactsOptions
    @OptionGroup var console: ConsoleOptions

    func validate() throws {
        guard (1...GalleryPage.pictureLimit).contains(top) else {
            throw ValidationError("--top \(top): give a number from 1 to \(GalleryPage.pictureLimit)")
        }
        guard !Self.names(labels).isEmpty || !Self.names(without).isEmpty else {
            throw ValidationError("give what to look for, such as --labels Eyeglasses,Smiling")
        }
    }

    /// An image that was found.
    private struct Found: Encodable {
        let file: String
        /// That the image is as asked for.
        let logProbability: Double
        /// Of each label that was asked for.
        let probabilities: [String: Double]

        enum CodingKeys: String, CodingKey {
            case file, probabilities
            case logProbability = "log_probability"
        }
    }

    func work() throws {
        threads.apply()
        try page.check()
        let folder = URL(fileURLWithPath: classifier, isDirectory: true)
        let query = try LabelQuery(
            labels: Self.names(labels), without: Self.names(without),
            schema: TrainedClassifier.schema(in: folder))
        let found = try ImageFiles.at(paths)
        let trained = try TrainedClassifier(folder: folder)
        let files = try images.readable(found, threads: threads.threads)
        let source = ImageSource.files(
            files.map { Example(file: URL(fileURLWithPath: $0), label: trained.schema.anyLabel) })
        let asked = try ensemble.ensemble(trained, name: classifier)
        let bar = images.bar("searching", files, passes: asked.passCount(ensemble.tta))
        let rows = try asked.outputs.rows(asked.logits(of: source, augmentation: ensemble.tta, progress: bar))
        bar?.finish()
        let names = trained.schema.names
        let places = (query.labels + query.without).compactMap(names.firstIndex)
        let best = query.ranking(rows).prefix(top).map { index, logProbability in
            let values = rows[index].probabilities(trained.schema.task)
            return Found(
                file: files[index], logProbability: logProbability,
                probabilities: Dictionary(places.map { (names[$0], values[$0]) }) { first, _ in first })
        }
        try facts.output(best) { text(best, asked: places.map { names[$0] }) }
        try page.write {
            GalleryPage(
                foundBy: trained.fact(name: classifier), words: query.words, imageCount: files.count,
                pictures: try best.enumerated().map { rank, found in
                    try picture(found, rank: rank + 1, query)
                })
        }
    }

    private func text(_ best: [Found], asked: [String]) -> String {
        var table = TextTable(header: ["image", "log probability"] + asked)
        for found in best {
            table.add(
                [found.file, String(format: "%.4f", found.logProbability)]
                    + asked.map { String(format: "%.4f", found.probabilities[$0] ?? 0) })
        }
        return table.text
    }

    private func picture(_ found: Found, rank: Int, _ query: LabelQuery) throws -> GalleryPicture {
        let name = found.file.split(separator: "/").last.map(String.init) ?? found.file
        return try GalleryPicture(
            Image(contentsOf: URL(fileURLWithPath: found.file)), caption: "\(rank) · \(name)",
            answers: (query.labels + query.without).map { label in
                GalleryPicture.Answer(
                    label, probability: found.probabilities[label] ?? 0, isGiven: query.labels.contains(label)
                )
            })
    }

    private static func names(_ list: String) -> [String] {
        list.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
    }
}
