/// A strict reader of the markup that pages and figures are made of: every tag closed in order, every quote and `&` in
/// its place. HTML's `<style>` is read over.
enum WellFormedness {
    /// The first problem; nil where there is none.
    static func problem(in source: String) -> String? {
        var rest = source[...]
        var open: [Substring] = []
        while let start = rest.firstIndex(of: "<") {
            if let problem = textProblem(rest[..<start], inside: open.last) { return problem }
            rest = rest[start...]
            guard
                let tag = rest.prefixMatch(of: /<(\/?)([a-z][a-z0-9]*)((?: [a-zA-Z0-9:-]+="[^"<>]*")*)(\/?)>/)
            else {
                return "not a tag: \(rest.prefix(80))"
            }
            rest = rest[tag.range.upperBound...]
            let name = tag.output.2
            if !tag.output.1.isEmpty {
                guard open.popLast() == name else { return "</\(name)> closes nothing" }
            } else if tag.output.4.isEmpty {
                open.append(name)
            }
        }
        return open.isEmpty ? textProblem(rest, inside: nil) : "<\(open[open.count - 1])> is not closed"
    }

    private static func textProblem(_ text: Substring, inside element: Substring?) -> String? {
        guard element != "style" else { return nil }
        let entities = text.replacing(/&(amp|lt|gt|quot|#39);/, with: "")
        return entities.contains("&") ? "a bare & in: \(text.prefix(80))" : nil
    }
}
