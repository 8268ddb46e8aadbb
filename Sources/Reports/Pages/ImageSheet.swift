import Foundation

/// A picture for the page: a sheet of faces, already laid out.
public struct ImageSheet: Sendable, Equatable {
    /// What it shows: "cl-sam: highest scores".
    public let title: String
    /// How to read it: what columns and rows mean.
    public let caption: String
    /// A PNG file's bytes; they become part of the page.
    public let png: Data

    /// A sheet.
    public init(title: String, caption: String, png: Data) {
        self.title = title
        self.caption = caption
        self.png = png
    }

    /// Width and height from the header; nil where the bytes are not a PNG.
    var size: (width: Int, height: Int)? {
        let bytes = [UInt8](png.prefix(24))
        let start: [UInt8] = [
            0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52,
        ]
        guard bytes.count == 24, Array(bytes.prefix(16)) == start else { return nil }
        func number(at offset: Int) -> Int { bytes[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) } }
        let (width, height) = (number(at: 16), number(at: 20))
        return width > 0 && height > 0 ? (width, height) : nil
    }

    var element: Markup {
        let caption = Markup.element(
            "figcaption", [:], [.element("strong", text: title), .text(" "), .text(caption)])
        guard let size else {
            let note = Markup.element(
                "p", ["class": "missing"], text: "This sheet is not a PNG image and was left out.")
            return .element("figure", ["class": "sheet"], [note, caption])
        }
        let image = Markup.element(
            "img",
            [
                "src": "data:image/png;base64," + png.base64EncodedString(),
                "alt": "\(title). \(self.caption)",
                "width": String(size.width), "height": String(size.height), "loading": "lazy",
                // Small faces may be enlarged, but not until they blur.
                "style": "max-width: min(100%, \(size.width * 2)px)",
            ])
        return .element("figure", ["class": "sheet"], [image, caption])
    }
}
