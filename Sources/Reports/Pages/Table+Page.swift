extension Table {
    /// The table for a page, with its notes; wider than the window it scrolls by itself.
    var element: Markup {
        let head = columns.map { column in
            Markup.element(
                "th", ["scope": "col", "class": column.alignment == .leading ? "leading" : "trailing"],
                text: column.title)
        }
        let body = rows.map { row in
            Markup.element(
                "tr", ["class": row.startsGroup ? "group" : "member"],
                zip(columns, row.cells).map { column, cell in
                    let style = [
                        column.alignment == .leading ? "leading" : nil,
                        cell.emphasis == .strong ? "strong" : nil,
                        cell.emphasis == .dim ? "dim" : nil,
                    ].compactMap { $0 }.joined(separator: " ")
                    let plain =
                        column.isKey && !cell.text.isEmpty
                        ? Markup.element("th", ["scope": "row"], text: cell.text)
                        : Markup.element("td", [:], text: cell.text)
                    return style.isEmpty ? plain : plain.with(["class": style])
                })
        }
        let table = Markup.element(
            "table", ["aria-label": title],
            [.element("thead", [:], [.element("tr", [:], head)]), .element("tbody", [:], body)])
        return .element(
            "div", ["class": "table"],
            [
                .element(
                    "div", ["class": "scroll", "tabindex": "0", "role": "region", "aria-label": title],
                    [table]),
                .element("ul", ["class": "notes"], notes.map { .element("li", [:], text: $0) }),
            ])
    }
}
