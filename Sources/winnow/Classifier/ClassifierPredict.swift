import ArgumentParser
import Classifiers
import Datasets
import Foundation
import Imaging
import Reports
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

            A folder stands for all JPEG and PNG files in it and below, in order.

            EXAMPLE: winnow classifier predict classifiers/celeba portrait.jpg holidays --page predictions.html
            """)

    @Argument(help: "The classifier's folder, and images in JPEG or PNG or folders of such.")
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
    @OptionGroup var ensemble: EnsembleOptions
    @OptionGroup var page: PageOption
    @OptionGroup var images: ImageOptions
    @OptionGroup var threads: ThreadsOption
    @OptionGroup var facts: FactsOptions
    @OptionGroup var console: ConsoleOptions

    func validate() throws {
        guard paths.count > (weights == nil ? 1 : 0) else {
            throw ValidationError("give the classifier's folder and one image or folder of images or more")
        }
        guard (16...4096).contains(imageSize), (imageSize...4096).contains(resize) else {
            throw ValidationError("--image-size takes 16 to 4096, and --resize that much up to 4096")
        }
    }

    func work() throws {
        threads.apply()
        try page.check()
        let found = try ImageFiles.at(paths.dropFirst(weights == nil ? 1 : 0))
        let classifier = try classifier()
        let files = try images.readable(found, threads: threads.threads)
        let source = ImageSource.files(
            files.map { Example(file: URL(fileURLWithPath: $0), label: classifier.schema.anyLabel) })
        let outputs = classifier.outputs
        let asked = try ensemble.ensemble(classifier, name: weights ?? paths[0])
        let bar = images.bar("predicting", files, passes: asked.passCount(ensemble.tta))
        let logits = try asked.logits(of: source, augmentation: ensemble.tta, progress: bar)
        bar?.finish()
        let predictions = files.enumerated().map { position, file in
            Prediction(
                file: file, outputs: outputs,
                logits: logits[position * outputs.count..<(position + 1) * outputs.count])
        }
        try facts.output(predictions) {
            predictions.map(\.text).joined(separator: "\n")
        }
        try page.write {
            try GalleryPage(
                predictionsOf: classifier.fact(name: weights ?? paths[0]), predictions,
                labels: classifier.schema.classNames)
        }
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
