import Foundation
import Imaging
import Workspace

/// A picture of a gallery, with what a classifier says of it.
public struct GalleryPicture: Sendable, Equatable {
    /// What is said of a label.
    public struct Answer: Sendable, Equatable {
        public let label: String
        /// From 0 to 1; nil where the answer is a number.
        public let probability: Double?
        /// What stands beside the label.
        public let text: String
        /// Whether the label is given.
        public let isGiven: Bool

        /// A label with its probability.
        public init(_ label: String, probability: Double, isGiven: Bool) {
            self.label = label
            self.probability = probability
            self.isGiven = isGiven
            // What is nearly certain is not certain.
            text =
                probability > 0.999 && probability < 1
                ? ">99.9 %" : "\(NumberFormat.percent(probability)) %"
        }

        /// A number that is the answer to a question, such as an age.
        public init(_ question: String, number: Double) {
            label = question
            probability = nil
            text = NumberFormat.fixed(number, decimals: 1)
            isGiven = true
        }
    }

    /// The longest side of what is shown, in pixels.
    private static let side = 256

    public let caption: String
    /// From the likeliest.
    public let answers: [Answer]
    private let jpeg: Data
    private let side: Int

    /// - Parameters:
    ///   - image: of which the central square is shown, as classifiers see it.
    ///   - caption: the file's name, for one.
    /// - Throws: `WinnowError` of kind `.ioFailed` where it cannot be encoded.
    public init(_ image: Image, caption: String, answers: [Answer]) throws {
        let square = image.centerSquare()
        side = min(square.width, Self.side)
        jpeg = try square.resized(width: side, height: side).jpegData(quality: 85)
        self.caption = caption
        self.answers = answers
    }

    var element: Markup {
        let name = caption.singleLine
        let given = answers.filter(\.isGiven).map(\.label).joined(separator: ", ")
        let picture = Markup.element(
            "img",
            [
                "src": "data:image/jpeg;base64," + jpeg.base64EncodedString(),
                "alt": given.isEmpty ? name : "\(name): \(given)", "width": "\(side)", "height": "\(side)",
                "loading": "lazy",
            ])
        return .element(
            "figure", ["class": "card"],
            [
                picture,
                .element(
                    "figcaption", [:],
                    [
                        .element("p", ["class": "name", "title": name], text: name),
                        .element("ul", [:], answers.map(\.element)),
                    ]),
            ])
    }
}

extension GalleryPicture.Answer {
    fileprivate var element: Markup {
        var parts = [
            Markup.element("span", ["class": "label"], text: label),
            Markup.element("span", ["class": "value"], text: text.unbroken),
        ]
        if let probability {
            let length = SVG.number(min(max(probability, 0), 1) * 100)
            parts.append(
                .element(
                    "div", ["class": "bar", "aria-hidden": "true"],
                    [.element("span", ["style": "width: \(length)%"])]))
        }
        return .element("li", ["class": isGiven ? "given" : "other"], parts)
    }
}
