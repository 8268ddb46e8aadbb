/// Pictures with what a classifier says of them, as one self-contained page.
///
/// The page holds its style and its pictures; it loads nothing and runs no script. All text from outside is escaped.
public struct GalleryPage: Sendable {
    /// A name, its value, and what stands below that in smaller type.
    public typealias Fact = (name: String, value: String, detail: String)

    /// A page with more pictures would be too heavy for a browser.
    public static let pictureLimit = 600
    /// A longer table of labels stands below the pictures, which are what the page is for.
    private static let shortTable = 12

    private let kicker: String
    private let headline: String
    private let facts: [Fact]
    private let note: String
    private let pictures: [GalleryPicture]
    private let labelCounts: [(label: String, count: Int)]
    private let imageCount: Int

    /// What a classifier says of images.
    ///
    /// - Parameters:
    ///   - classifier: its name and what it is.
    ///   - imageCount: how many images were looked at; the pictures may be fewer.
    ///   - labelCounts: how many of these were given each label, in the labels' order.
    public init(
        predictionsOf classifier: Fact, imageCount: Int, labelCounts: [(label: String, count: Int)],
        pictures: [GalleryPicture]
    ) {
        kicker = "Winnow · what a classifier says"
        headline =
            imageCount == 1
            ? "One image, as \(classifier.value) sees it"
            : "\(NumberFormat.count(imageCount)) images, as \(classifier.value) sees them"
        facts = [classifier, Self.counted(imageCount, pictures.count)]
        note =
            "Labels in bold are given; each bar is a probability. The central square of each image is shown."
        self.pictures = pictures
        self.labelCounts = labelCounts
        self.imageCount = imageCount
    }

    /// The images that are most surely as asked for.
    ///
    /// - Parameters:
    ///   - words: what was asked for.
    ///   - imageCount: how many images were looked at.
    ///   - pictures: the surest first.
    public init(
        foundBy classifier: Fact, words: String, imageCount: Int, pictures: [GalleryPicture]
    ) {
        kicker = "Winnow · images found by their labels"
        headline =
            pictures.count == 1
            ? "The image most surely \(words)"
            : "The \(NumberFormat.count(pictures.count)) images most surely \(words)"
        facts = [classifier, ("Chosen from", NumberFormat.count(imageCount), "images")]
        note =
            "The surest first, by the product of the probabilities of what was asked for. The central square of each image "
            + "is shown."
        self.pictures = pictures
        self.imageCount = imageCount
        labelCounts = []
    }

    private static func counted(_ images: Int, _ shown: Int) -> Fact {
        (
            "Looked at", NumberFormat.count(images),
            shown < images
                ? "images, of which \(NumberFormat.count(shown)) are shown" : "image\(images == 1 ? "" : "s")"
        )
    }

    /// The page's source.
    public func html() -> String {
        let gallery = Markup.section(
            "Image by image",
            [
                .element("p", [:], text: note.unbroken),
                .element("div", ["class": "gallery"], pictures.map(\.element)),
            ])
        return Markup.page(
            title: "Winnow: \(headline)", styles: [GalleryStyle.sheet],
            body: [
                .masthead(
                    kicker: kicker, headline: headline,
                    facts: facts.map { PageFact($0.name, $0.value, $0.detail) }),
                .element(
                    "main", [:],
                    (labelCounts.count > Self.shortTable ? [gallery, table] : [table, gallery])
                        .compactMap { $0 }),
                .footer("Made by Winnow."),
            ])
    }

    /// How many images were given each label; nil where that is plain to see.
    private var table: Markup? {
        guard imageCount > 1, !labelCounts.isEmpty else { return nil }
        let rows = labelCounts.map { label, count in
            Table.Row([
                Table.Cell(label), Table.Cell(NumberFormat.count(count)),
                Table.Cell(NumberFormat.percent(Double(count) / Double(imageCount))),
            ])
        }
        let table = Table(
            title: "Labels given",
            columns: [
                Table.Column("Label", .leading, isKey: true), Table.Column("Images"), Table.Column("%"),
            ], rows: rows, notes: [])
        return .section(table.title, [table.element])
    }
}
