import Workspace

/// Markers with the policies' names, in as many lines as they need.
struct Legend {
    private(set) var content: [Markup] = []
    /// Where the legend ends.
    let bottom: Double

    /// Lays out the entries; `all` are the policies of the whole comparison, which decide the colours.
    init(policies: [String], among all: [String]? = nil, left: Double, right: Double, top: Double) {
        var x = left
        var y = top
        for policy in policies {
            let name = policy.singleLine.shortened(to: 24)
            let width = 20 + 7.2 * Double(name.count) + 14
            if x > left && x + width > right {
                x = left
                y += 19
            }
            content.append(SeriesStyle(policy: policy, among: all ?? policies).mark(x: x + 6, y: y - 4))
            content.append(SVG.text(name, x: x + 18, y: y))
            x += width
        }
        bottom = y + 12
    }
}
