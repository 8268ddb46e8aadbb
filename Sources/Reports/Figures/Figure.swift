/// A chart as SVG.
public struct Figure: Sendable, Equatable {
    /// A short name that can name a file.
    public let name: String
    /// What the figure shows: the accessible title.
    public let title: String
    /// What there is to see, in words: the accessible description.
    public let summary: String

    private let size: (width: Double, height: Double)
    private let content: [Markup]

    init(name: String, title: String, summary: String, width: Double, height: Double, content: [Markup]) {
        self.name = name
        self.title = title
        self.summary = summary
        size = (width, height)
        self.content = content
    }

    /// In the units of its coordinates, in which type is 12 high.
    var width: Double { size.width }

    /// The same figure with something ahead of its name.
    func named(after prefix: String) -> Figure {
        Figure(
            name: prefix + name, title: title, summary: summary, width: size.width, height: size.height,
            content: content)
    }

    /// The figure as a file of its own: it carries its style, follows light and dark, and refers to nothing outside.
    public var svg: String {
        let style = Markup.element(
            "style", text: FigureStyle.variables + " svg { background: var(--paper); } " + FigureStyle.rules)
        return element.prepending([style]).with(["xmlns": "http://www.w3.org/2000/svg"]).source + "\n"
    }

    /// The figure for a page that has ``FigureStyle`` in its style sheet.
    var element: Markup {
        Markup.element(
            "svg",
            [
                "viewBox": "0 0 \(SVG.number(size.width)) \(SVG.number(size.height))", "class": "figure",
                "role": "img", "aria-labelledby": "\(name)-title \(name)-summary",
            ],
            [
                .element("title", ["id": "\(name)-title"], text: title),
                .element("desc", ["id": "\(name)-summary"], text: summary),
            ] + content)
    }

    /// Two figures are equal where they print the same.
    public static func == (left: Figure, right: Figure) -> Bool { left.svg == right.svg }
}

/// The colours and type of figures, as CSS: variables for light and dark, and rules for the classes used.
enum FigureStyle {
    /// Paul Tol's and Okabe and Ito's advice: hues that stay apart for every common kind of colour vision, with lightness
    /// apart as well; each series has a marker of its own besides.
    static let variables = """
        :root { color-scheme: light dark; --paper: #fdfcf9; --ink: #1d1f23; --soft: #5d6169; --line: #dedad1; \
        --series-real: #1d1f23; --series-random: #82868e; --series-0: #0a6cb0; --series-1: #c9510c; \
        --series-2: #00815f; --series-3: #a8478a; --series-4: #8a6d00; } \
        @media (prefers-color-scheme: dark) { :root { --paper: #15171b; --ink: #e9e7e2; --soft: #a3a6ad; \
        --line: #33363d; --series-real: #e9e7e2; --series-random: #8f939c; --series-0: #5cb3ee; \
        --series-1: #f2894a; --series-2: #3fc79c; --series-3: #dd8fc4; --series-4: #d9bb4a; } }
        """

    static let rules = """
        .figure text { font: 12px system-ui, sans-serif; fill: var(--soft); } \
        .figure .strong { fill: var(--ink); font-weight: 600; } \
        .figure .axis { stroke: var(--line); stroke-width: 1; fill: none; } \
        .figure .whisker { stroke-width: 1.6; fill: none; } \
        .figure .trend { stroke-width: 1.6; fill: none; opacity: .55; } \
        .figure .level { stroke-width: 1.2; stroke-dasharray: 4 4; opacity: .7; } \
        .figure .area { opacity: .28; } .figure .edge { fill: none; stroke-width: 1.6; } \
        .figure .cell { font-size: 10px; }
        """
}
