import Foundation

/// Numbers as a person writes them: whole ones without a point, and no zero with a sign.
public enum PlainNumber {
    /// The shortest text that gives the number back: `6`, `0.475`, `0`.
    public static func text(_ value: some BinaryFloatingPoint & LosslessStringConvertible) -> String {
        let text = "\(value == 0 ? 0 : value)"
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    /// A count with what is counted, in the number that it takes: `1 shard`, `2 shards`.
    public static func count(_ count: Int, _ singular: String, _ plural: String? = nil) -> String {
        "\(count) \(count == 1 ? singular : plural ?? singular + "s")"
    }
}
