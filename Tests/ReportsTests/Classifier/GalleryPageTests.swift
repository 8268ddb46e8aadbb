import Foundation
import Imaging
import Testing

@testable import Reports

@Suite struct GalleryPageTests {
    private static let classifier: GalleryPage.Fact = ("Classifier", "celeba", "resnet50 · 64×64 pixels")

    private static func picture(_ caption: String, _ answers: [GalleryPicture.Answer]) throws
        -> GalleryPicture
    {
        try GalleryPicture(
            Image(width: 40, height: 30, color: [90, 140, 60]), caption: caption, answers: answers)
    }

    /// A table longer than a screen would hide the pictures.
    @Test(arguments: [(12, true), (13, false)])
    func picturesComeBeforeALongTable(labels: Int, tableIsFirst: Bool) throws {
        let page = GalleryPage(
            predictionsOf: Self.classifier, imageCount: 2,
            labelCounts: (0..<labels).map { ("label \($0)", 1) },
            pictures: [try Self.picture("a.jpg", []), try Self.picture("b.jpg", [])])
        let html = page.html()
        let table = try #require(html.range(of: "Labels given"))
        let pictures = try #require(html.range(of: "Image by image"))
        #expect((table.lowerBound < pictures.lowerBound) == tableIsFirst)
    }

    @Test func predictionsShowWhatIsGivenAndHowSurely() throws {
        let page = GalleryPage(
            predictionsOf: Self.classifier, imageCount: 2, labelCounts: [("Male", 1), ("Young", 0)],
            pictures: [
                try Self.picture(
                    "a.jpg",
                    [
                        GalleryPicture.Answer("Male", probability: 0.9995, isGiven: true),
                        GalleryPicture.Answer("Young", probability: 0.25, isGiven: false),
                    ]),
                try Self.picture("b.jpg", [GalleryPicture.Answer("age", number: 41.26)]),
            ])
        let html = page.html()
        #expect(WellFormedness.problem(in: html.replacing("<!DOCTYPE html>", with: "")) == nil)
        for part in [
            "2 images, as celeba sees them", "&gt;99.9\u{A0}%", "width: 25%", "alt=\"a.jpg: Male\"", "41.3",
            "Labels given", "50.0",
        ] {
            #expect(html.contains(part), "\(part)")
        }
        #expect(html.ranges(of: "data:image/jpeg;base64,").count == 2)
        #expect(
            html.ranges(of: "class=\"given\"").count == 2 && html.ranges(of: "class=\"other\"").count == 1)
        // An age has no bar.
        #expect(html.ranges(of: "class=\"bar\"").count == 2)
        for forbidden in ["<script", "<link", "@import", "url(", "src=\"http", "href="] {
            #expect(!html.contains(forbidden), "\(forbidden)")
        }
    }

    @Test func whatWasFoundIsNamed() throws {
        let one = GalleryPage(
            foundBy: Self.classifier, words: "Smiling, and not Male", imageCount: 1200,
            pictures: [try Self.picture("1 · a.jpg", [])])
        #expect(one.html().contains("The image most surely Smiling, and not Male"))
        #expect(one.html().contains("1,200"))
    }

    @Test func hostileNamesStayText() throws {
        let hostile = "\"><script>alert('x')</script>\u{0}&\u{202E}</style>"
        let page = GalleryPage(
            predictionsOf: ("Classifier", hostile, hostile), imageCount: 3, labelCounts: [(hostile, 3)],
            pictures: [
                try Self.picture(
                    hostile, [GalleryPicture.Answer(hostile, probability: 0.5, isGiven: true)])
            ])
        let html = page.html()
        #expect(!html.contains("<script") && !html.contains("\u{0}") && !html.contains("\u{202E}"))
        #expect(html.ranges(of: "</style>").count == 1)
        #expect(WellFormedness.problem(in: html.replacing("<!DOCTYPE html>", with: "")) == nil)
    }

    /// The picture is the central square, no larger than the image has it.
    @Test func picturesAreSquareAndNotEnlarged() throws {
        let small = GalleryPage(
            foundBy: Self.classifier, words: "A", imageCount: 1, pictures: [try Self.picture("a", [])])
        #expect(small.html().contains("width=\"30\" height=\"30\""))
        let large = try GalleryPicture(
            Image(width: 900, height: 700, color: [0, 0, 0]), caption: "b", answers: [])
        let page = GalleryPage(foundBy: Self.classifier, words: "A", imageCount: 1, pictures: [large])
        #expect(page.html().contains("width=\"256\" height=\"256\""))
    }
}
