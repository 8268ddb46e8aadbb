import Workspace

/// A piece of HTML or SVG that is well-formed by construction: text and attributes are escaped when it is printed.
struct Markup: Sendable, Equatable {
    private enum Kind: Sendable, Equatable {
        case element(name: String, attributes: [Attribute], children: [Markup])
        case text(String)
        case verbatim(String)
    }

    private struct Attribute: Sendable, Equatable {
        let name: String
        let value: String
    }

    private let kind: Kind

    /// An element; attributes keep their order.
    static func element(
        _ name: String, _ attributes: KeyValuePairs<String, String> = [:], _ children: [Markup] = []
    ) -> Markup {
        Markup(
            kind: .element(
                name: name, attributes: attributes.map { Attribute(name: $0.key, value: $0.value) },
                children: children))
    }

    /// An element that holds text alone.
    static func element(
        _ name: String, _ attributes: KeyValuePairs<String, String> = [:], text: String
    ) -> Markup {
        element(name, attributes, [.text(text)])
    }

    /// Text, escaped when printed.
    static func text(_ text: String) -> Markup { Markup(kind: .text(text)) }

    /// Source that is printed as it is: style sheets of our own, nothing that came from a file.
    static func verbatim(_ source: String) -> Markup { Markup(kind: .verbatim(source)) }

    /// The same element with attributes before its own.
    func with(_ added: KeyValuePairs<String, String>) -> Markup {
        guard case .element(let name, let attributes, let children) = kind else { return self }
        return Markup(
            kind: .element(
                name: name, attributes: added.map { Attribute(name: $0.key, value: $0.value) } + attributes,
                children: children))
    }

    /// The same element with children before its own.
    func prepending(_ added: [Markup]) -> Markup {
        guard case .element(let name, let attributes, let children) = kind else { return self }
        return Markup(kind: .element(name: name, attributes: attributes, children: added + children))
    }

    /// The source text. An element without children is closed at once in SVG (`<path/>`), and in HTML only where HTML
    /// knows it as void; a line break follows elements that hold other elements, to keep differences readable.
    var source: String {
        var output = ""
        write(to: &output)
        return output
    }

    private static let htmlContainers: Set<String> = [
        "div", "span", "p", "td", "th", "tr", "tbody", "thead", "table", "section", "figure", "figcaption",
        "title",
        "style", "main", "header", "footer", "body", "head", "ul", "ol", "li", "dl", "dt", "dd", "h1", "h2",
        "h3",
    ]

    private func write(to output: inout String) {
        switch kind {
        case .text(let text):
            output += Markup.escaped(text)
        case .verbatim(let source):
            output += source
        case .element(let name, let attributes, let children):
            output += "<\(name)"
            for attribute in attributes {
                output += " \(attribute.name)=\"\(Markup.escaped(attribute.value))\""
            }
            if children.isEmpty && !Markup.htmlContainers.contains(name) {
                output += "/>"
                return
            }
            output += ">"
            let isBlock = children.contains { if case .element = $0.kind { true } else { false } }
            let hasText = children.contains { if case .text = $0.kind { true } else { false } }
            for child in children {
                if isBlock && !hasText { output += "\n" }
                child.write(to: &output)
            }
            if isBlock && !hasText { output += "\n" }
            output += "</\(name)>"
        }
    }

    /// Text for an element or a quoted attribute, without what XML forbids and what turns the reading direction.
    static func escaped(_ text: String) -> String {
        text.singleLine.reduce(into: "") { result, character in
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            case "'": result += "&#39;"
            default: result.append(character)
            }
        }
    }
}
