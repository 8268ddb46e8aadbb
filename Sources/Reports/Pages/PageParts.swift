/// What all pages are made of.
extension Markup {
    /// A page's source: one file that holds its style, loads nothing and runs no script.
    ///
    /// - Parameter styles: style sheets of our own, besides the one of all pages.
    static func page(title: String, styles: [String] = [], body: [Markup]) -> String {
        let sheets = [ReportStyle.sheet] + styles
        let head = Markup.element(
            "head", [:],
            [
                .element("meta", ["charset": "utf-8"]),
                .element("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"]),
                .element("title", text: title),
                .element("style", [:], [.verbatim(sheets.joined(separator: "\n"))]),
            ])
        let root = Markup.element("html", ["lang": "en"], [head, .element("body", [:], body)])
        return "<!DOCTYPE html>\n" + root.source + "\n"
    }

    /// The top of a page: what kind it is, its one sentence, and facts below.
    static func masthead(kicker: String, headline: String, facts: [PageFact]) -> Markup {
        .element(
            "header", [:],
            [
                .element("p", ["class": "kicker"], text: kicker),
                .element("h1", [:], text: headline.unbroken),
                .element("dl", ["class": "facts"], facts.map(\.element)),
            ])
    }

    /// A part of a page under a heading.
    static func section(_ title: String, _ content: [Markup]) -> Markup {
        .element("section", [:], [.element("h2", [:], text: title)] + content)
    }

    /// A chart with a sentence below that tells how to read it.
    static func chart(_ figure: Figure, caption: String, scaledTo maximum: Double? = nil) -> Markup {
        let drawing =
            maximum.map { figure.element.with(["style": "max-width: \(SVG.number($0 * figure.width))px"]) }
            ?? figure.element
        return .element("figure", [:], [drawing, .element("figcaption", [:], text: caption)])
    }

    /// Settings, seeds, hashes and commands: a name and a value each.
    static func provenance(_ lines: [(String, String)]) -> Markup {
        section(
            "Settings and provenance",
            [
                .element(
                    "dl", ["class": "provenance"],
                    lines.flatMap { name, value in
                        [Markup.element("dt", [:], text: name), Markup.element("dd", [:], text: value)]
                    })
            ])
    }

    /// The bottom of a page.
    static func footer(_ text: String) -> Markup {
        .element("footer", [:], [.element("p", [:], text: text)])
    }
}

/// One of the facts at the top of a page.
struct PageFact {
    let name: String
    let value: String
    /// What stands below the value, in smaller type.
    let detail: String

    init(_ name: String, _ value: String, _ detail: String) {
        self.name = name
        self.value = value
        self.detail = detail
    }

    var element: Markup {
        .element(
            "div", [:],
            [
                .element("dt", [:], text: name),
                .element("dd", [:], [.text(value), .element("span", [:], text: detail)]),
            ])
    }
}
