import Workspace

/// Equal squares in rows and columns with the same names beside and above them: the ground of a confusion matrix and of
/// correlations.
struct MatrixGrid {
    /// Larger matrices are not drawn: nobody can read them.
    static let largestSide = 60

    /// A square's side.
    let pitch: Double
    let left: Double
    let top: Double
    /// Of the whole figure.
    let width: Double
    private let names: [String]
    private let isSlanted: Bool

    /// - Parameters:
    ///   - names: of the rows, and of the columns.
    ///   - pitch: a square's side.
    ///   - offset: where the columns' names begin, from above.
    init(names: [String], pitch: Double, below offset: Double) {
        let shown = names.map { $0.singleLine.shortened(to: 20) }
        let isSlanted = pitch >= 24
        let slope = isSlanted ? 0.71 : 1
        let lengths = shown.map { 6.6 * Double($0.count) }
        let longest = lengths.max() ?? 0
        let left = 14 + longest
        // Slanted names reach beyond their columns.
        let ends = lengths.enumerated().map { column, length in
            left + pitch * (Double(column) + 0.5) + (isSlanted ? slope * length + 6 : 0)
        }
        self.names = shown
        self.pitch = pitch
        self.isSlanted = isSlanted
        self.left = left
        top = offset + slope * longest + 18
        width = max(left + pitch * Double(names.count) + 8, ends.max() ?? 0, 340)
    }

    var right: Double { left + pitch * Double(names.count) }
    var bottom: Double { top + pitch * Double(names.count) }

    /// The names, and a line around all squares.
    var frame: [Markup] {
        var content: [Markup] = []
        for (position, name) in names.enumerated() {
            let center = pitch * (Double(position) + 0.5)
            content.append(SVG.text(name, x: left - 8, y: top + center + 4, anchor: "end"))
            let (x, y) = (left + center + (isSlanted ? 0 : 4), top - 7)
            content.append(
                SVG.text(name, x: x, y: y).with([
                    "transform": "rotate(\(isSlanted ? -45 : -90) \(SVG.number(x)) \(SVG.number(y)))"
                ]))
        }
        return content + [SVG.rectangle(x: left, y: top, width: right - left, height: bottom - top, "axis")]
    }

    /// One square, the stronger the nearer `strength` is to 1.
    ///
    /// - Parameters:
    ///   - text: what is written into it, where there is room.
    ///   - explanation: what a pointer on it is told.
    func cell(row: Int, column: Int, color: String, strength: Double, text: String, explanation: String?)
        -> [Markup]
    {
        let (x, y) = (left + pitch * Double(column), top + pitch * Double(row))
        let square = Markup.element(
            "rect",
            [
                "x": SVG.number(x + 0.5), "y": SVG.number(y + 0.5), "width": SVG.number(pitch - 1),
                "height": SVG.number(pitch - 1),
                "style": "fill: \(color); fill-opacity: \(SVG.number(strength))",
            ], explanation.map { [.element("title", text: $0)] } ?? [])
        guard 5.8 * Double(text.count) <= pitch - 3 else { return [square] }
        let ink = strength > 0.55 ? "var(--paper)" : "var(--ink)"
        let label = SVG.text(text, x: x + pitch / 2, y: y + pitch / 2 + 3.5, anchor: "middle", style: "cell")
        return [square, label.with(["style": "fill: \(ink); pointer-events: none"])]
    }
}
