extension String {
    /// The text with control characters, line breaks and direction marks replaced: a name from a file must not steer the
    /// terminal or break a table.
    package var singleLine: String {
        String(
            String.UnicodeScalarView(
                unicodeScalars.map { scalar in
                    switch scalar.properties.generalCategory {
                    case .control, .lineSeparator, .paragraphSeparator, .format, .surrogate: "\u{FFFD}"
                    default: scalar
                    }
                }))
    }

    /// The text cut to so many characters, with an ellipsis where something is missing.
    package func shortened(to limit: Int) -> String {
        count <= limit ? self : String(prefix(max(0, limit - 1))) + "…"
    }
}
