import ArgumentParser
import Classifiers
import Datasets
import Foundation
import Imaging
import Workspace

/// `winnow classifier predict`
struct ClassifierPredict: WorkingCommand {
    static let configuration = CommandConfiguration(
        commandName: "predict",
        abstract: "Ask a classifier for the labels of images.",
        discussion: """
            The first argument is the classifier's folder. With --weights all arguments are images, and the network is that of a \
            file of weights under PyTorch's names, such as torchvision's for ImageNet or facenet-pytorch's for faces: safetensors, \
            or what torch.save wrote. Where such a file holds several dictionaries of weights, FILE#NAME chooses one. --json prints the logits too.

            EXAMPLE: winnow classifier predict classifiers/celeba portrait.jpg
            """)

    @Argument(help: "The classifier's folder, and images in JPEG or PNG.")
    var paths: [String]
    @Option(help: "A file of weights, in place of a folder: safetensors, or PyTorch's .pth.")
    var weights: String?
    @Option(help: "With --weights: the network.")
    var model = ModelName.resnet50
    @Option(help: "With --weights: the labels' names in order, as A,B,…; without it, their numbers.")
    var labels: String?
    @Option(help: "With --weights: whether an image has one label or any number of them.")
    var task = Task.singleLabel
    @Option(help: "With --weights: pixels along a side that the image is resized to.")
    var resize = 256
    @Option(help: "With --weights: pixels along a side of the centre crop that the network is given.")
    var imageSize = 224
    @OptionGroup var threads: ThreadsOption
    @OptionGroup var facts: FactsOptions
    @OptionGroup var console: ConsoleOptions

    func validate() throws {
        guard paths.count > (weights == nil ? 1 : 0) else {
            throw ValidationError("give the classifier's folder and one image or more")
        }
        guard (16...4096).contains(imageSize), (imageSize...4096).contains(resize) else {
            throw ValidationError("--image-size takes 16 to 4096, and --resize that much up to 4096")
        }
    }

    /// What the classifier says of one image.
    private struct Prediction: Encodable {
        let file: String
        /// The labels that it has: those more likely than not, or the likeliest.
        let labels: [String]
        /// What the network says of each label, before it is made a probability.
        let logits: [String: Float]
        let probabilities: [String: Float]
    }

    func work() throws {
        threads.apply()
        let files = paths.dropFirst(weights == nil ? 1 : 0)
        for file in files where !FileManager.default.fileExists(atPath: file) {
            throw WinnowError(.missingInput, "\(file): no such file; check the path")
        }
        let classifier = try classifier()
        let blank =
            classifier.schema.task == .multiLabel
            ? Label.bits([UInt8](repeating: 0, count: classifier.schema.count)) : .index(0)
        let source = ImageSource.files(files.map { Example(file: URL(fileURLWithPath: $0), label: blank) })
        let names = classifier.schema.names
        let logits = try classifier.logits(of: source)
        let rows = zip(files, classifier.rows(logits)).enumerated().map { position, row in
            (
                file: row.0, logits: Array(logits[position * names.count..<(position + 1) * names.count]),
                values: row.1.probabilities(classifier.schema.task).map(Float.init)
            )
        }
        let predictions = rows.map { file, logits, values in
            let chosen: [Int] =
                switch classifier.schema.task {
                case .multiLabel: values.indices.filter { values[$0] > 0.5 }
                case .singleLabel: [Self.ranked(values)[0]]
                case .multiHead: preconditionFailure("ClassifierPredict: a classifier of several heads")
                }
            return Prediction(
                file: file, labels: chosen.map { names[$0] },
                logits: Dictionary(zip(names, logits)) { first, _ in first },
                probabilities: Dictionary(zip(names, values)) { first, _ in first })
        }
        try facts.output(predictions) {
            rows.map { file, logits, values in
                var table = TextTable(header: [file, "probability", "logit"])
                for index in Self.ranked(values).prefix(10) {
                    table.add([
                        names[index], String(format: "%.4f", values[index]),
                        String(format: "%.4f", logits[index]),
                    ])
                }
                return table.text
            }.joined(separator: "\n")
        }
    }

    /// Indices by falling value, of equals the first.
    private static func ranked(_ values: [Float]) -> [Int] {
        values.indices.sorted { (-values[$0], $0) < (-values[$1], $1) }
    }

    private func classifier() throws -> TrainedClassifier {
        guard let weights else {
            return try TrainedClassifier(folder: URL(fileURLWithPath: paths[0], isDirectory: true))
        }
        return try TrainedClassifier(
            weights: URL(fileURLWithPath: weights), model: model, task: task,
            labels: labels?.split(separator: ",").map(String.init), imageSize: imageSize, resize: resize)
    }
}

extension ModelName: ExpressibleByArgument {}

/// Heads cannot be given on the command line, so that the two other tasks are what it takes.
extension Task: ExpressibleByArgument {
    public init?(argument: String) {
        guard let task = Task(rawValue: argument), task != .multiHead else { return nil }
        self = task
    }

    public static var allValueStrings: [String] { [Task.multiLabel, .singleLabel].map(\.rawValue) }
}
