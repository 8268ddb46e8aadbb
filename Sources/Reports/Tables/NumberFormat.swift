import Foundation

/// How numbers are printed, the same in tables, figures and prose.
enum NumberFormat {
    static let minus = "\u{2212}"
    static let missing = "\u{2013}"

    /// A number with so many decimals and a true minus sign; never "−0.0".
    static func fixed(_ value: Double, decimals: Int) -> String {
        let text = String(format: "%.\(decimals)f", value)
        guard text.hasPrefix("-") else { return text }
        let digits = String(text.dropFirst())
        return digits.allSatisfy({ $0 == "0" || $0 == "." }) ? digits : minus + digits
    }

    /// A fraction in percent, without the sign.
    static func percent(_ fraction: Double, decimals: Int = 1) -> String {
        fixed(fraction * 100, decimals: decimals)
    }

    /// A mean and half its interval in percent: "90.3 ± 0.2", or the mean alone where there is no interval.
    static func percent(_ estimate: Estimate?, decimals: Int = 1) -> String {
        guard let estimate else { return missing }
        let mean = percent(estimate.mean, decimals: decimals)
        return estimate.halfWidth.map { "\(mean) ± \(percent($0, decimals: decimals))" } ?? mean
    }

    /// A difference of fractions in percentage points, always with its sign: "+0.4".
    static func points(_ fraction: Double, decimals: Int = 2) -> String {
        let text = percent(fraction, decimals: decimals)
        let isZero = text.allSatisfy { $0 == "0" || $0 == "." }
        return isZero || text.hasPrefix(minus) ? text : "+" + text
    }

    /// A p-value: three decimals, "<0.001" below.
    static func p(_ value: Double?) -> String {
        guard let value else { return missing }
        return value < 0.001 ? "<0.001" : fixed(value, decimals: 3)
    }

    /// A p-value in prose: "p = 0.031", "p < 0.001".
    static func pInProse(_ value: Double) -> String {
        value < 0.001 ? "p < 0.001" : "p = \(fixed(value, decimals: 3))"
    }

    /// A ratio: "2×", "2.6×", "2.61×".
    static func ratio(_ value: Double) -> String {
        // Ratios are given in decimals: 0.475, which binary holds as a little less, rounds up.
        shortest(value * (1 + 1e-12), decimals: 2) + "×"
    }

    /// A number with at most so many decimals and no trailing zeros.
    static func shortest(_ value: Double, decimals: Int) -> String {
        var text = fixed(value, decimals: decimals)
        guard text.contains(".") else { return text }
        while text.hasSuffix("0") { text.removeLast() }
        if text.hasSuffix(".") { text.removeLast() }
        return text
    }

    /// A count with its thousands parted: "162,770".
    static func count(_ value: Int) -> String {
        let digits = String(value.magnitude)
        var parted = ""
        for (position, digit) in digits.enumerated() {
            if position > 0, (digits.count - position).isMultiple(of: 3) { parted += "," }
            parted.append(digit)
        }
        return value < 0 ? minus + parted : parted
    }
}
