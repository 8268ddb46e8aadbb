extension String {
    /// The text with its numbers held together: no line ends before "%" or around "±", "=" and "<".
    var unbroken: String {
        ["±", "=", "<", "%"].reduce(self) { text, sign in
            text.replacing(" \(sign) ", with: "\u{A0}\(sign)" + (sign == "%" ? " " : "\u{A0}"))
                .replacing(" \(sign)", with: "\u{A0}\(sign)")
        }
    }
}
