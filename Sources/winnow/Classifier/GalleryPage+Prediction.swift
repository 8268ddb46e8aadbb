import Classifiers
import Datasets
import Foundation
import Imaging
import Reports

extension GalleryPage {
    /// What a classifier says of images, with a picture of each, up to as many as a page takes.
    ///
    /// - Parameter labels: in the schema's order.
    /// - Throws: what reading an image throws.
    init(predictionsOf classifier: Fact, _ predictions: [Prediction], labels: [String]) throws {
        let given = predictions.flatMap(\.labels).reduce(into: [String: Int]()) { $0[$1, default: 0] += 1 }
        // Of a thousand classes only those that were given are worth a line.
        let counts = labels.compactMap { label -> (label: String, count: Int)? in
            let count = given[label] ?? 0
            return count == 0 && labels.count > 50 ? nil : (label, count)
        }
        self.init(
            predictionsOf: classifier, imageCount: predictions.count, labelCounts: counts,
            pictures: try predictions.prefix(Self.pictureLimit).map { prediction in
                try GalleryPicture(
                    Image(contentsOf: URL(fileURLWithPath: prediction.file)),
                    caption: prediction.file.split(separator: "/").last.map(String.init) ?? prediction.file,
                    answers: prediction.answers)
            })
    }
}

extension LabelSchema {
    /// The labels, but for those that are numbers, such as ages: how many images show a 23-year-old says little.
    var classNames: [String] {
        guard task == .multiHead else { return names }
        return zip(heads, headRanges).flatMap { head, range -> [String] in
            guard case .classes = head.answers else { return [] }
            return Array(names[range])
        }
    }
}

extension TrainedClassifier {
    /// What a page tells of the classifier.
    ///
    /// - Parameter name: its folder, or the file of its weights.
    func fact(name: String) -> GalleryPage.Fact {
        (
            "Classifier", URL(fileURLWithPath: name).standardizedFileURL.lastPathComponent,
            "\(recipe.model.rawValue) · \(recipe.imageSize)×\(recipe.imageSize) pixels"
        )
    }
}
