import Foundation

/// Labels in words, as tables and folders name them.
extension LabelSchema {
    private static let separator = " & "
    private static let folderSeparator: Character = "+"
    private static let none = "none"
    /// A file's name may have 255 bytes.
    private static let folderNameLimit = 200

    /// The label's name; in multi-label data the names of the labels that are set, as in `Blond_Hair & Male`, or `none`; in
    /// multi-head data the answers, as in `age 26 & gender male`.
    ///
    /// - Precondition: it is a label of this schema.
    public func text(of label: Label) -> String {
        let set = names(of: label)
        return set.isEmpty ? Self.none : set.joined(separator: Self.separator)
    }

    /// The names that a label stands for: none or more of multi-label data, one of single-label data, one a head.
    private func names(of label: Label) -> [String] {
        switch label {
        case .index(let index): [names[index]]
        case .bits(let bits): zip(names, bits).filter { $1 == 1 }.map(\.0)
        case .indices(let indices): zip(headRanges, indices).map { names[$0.lowerBound + $1] }
        }
    }

    /// The label that a text names: the reverse of ``text(of:)``; of a single label its number will do, counted from 0, where no
    /// label is called so.
    ///
    /// - Returns: `nil` where it names none.
    public func label(named text: String) -> Label? {
        switch task {
        case .singleLabel:
            if let index = names.firstIndex(of: text) { return .index(index) }
            return Int(text).flatMap { names.indices.contains($0) ? .index($0) : nil }
        case .multiLabel:
            return label(named: text == Self.none ? [] : text.components(separatedBy: Self.separator))
        case .multiHead:
            return label(named: text.components(separatedBy: Self.separator))
        }
    }

    /// The label of multi-label data with these labels set, or of multi-head data with one answer a head; `nil` where a name is
    /// unknown or an answer is missing.
    func label(named set: [String]) -> Label? {
        if task == .multiHead {
            let indices = zip(headRanges, set).compactMap { range, name in
                names[range].firstIndex(of: name).map { $0 - range.lowerBound }
            }
            return set.count == heads.count && indices.count == set.count ? .indices(indices) : nil
        }
        var bits = [UInt8](repeating: 0, count: count)
        for name in set {
            guard let index = names.firstIndex(of: name) else { return nil }
            bits[index] = 1
        }
        return .bits(bits)
    }

    /// The name of a folder for the images of a label: `Happy`, `Blond_Hair+Male`, `none`.
    ///
    /// Characters that a folder cannot have, or that part names here, are written as `%` and two hexadecimal digits for each byte.
    ///
    /// - Returns: `nil` where the name would be too long for a folder.
    /// - Precondition: it is a label of this schema.
    public func folderName(of label: Label) -> String? {
        let set = names(of: label)
        let name =
            set.isEmpty ? Self.none : set.map(Self.escaped).joined(separator: String(Self.folderSeparator))
        return name.utf8.count <= Self.folderNameLimit ? name : nil
    }

    /// The label that a folder is named after: the reverse of ``folderName(of:)``; of a single label its number will do.
    ///
    /// - Returns: `nil` where it names none.
    public func label(ofFolder name: String) -> Label? {
        if task == .singleLabel { return label(named: name.removingPercentEncoding ?? name) }
        if task == .multiLabel, name == Self.none { return label(named: []) }
        return label(
            named: name.split(separator: Self.folderSeparator, omittingEmptySubsequences: false)
                .map { $0.removingPercentEncoding ?? String($0) })
    }

    private static func escaped(_ name: String) -> String {
        var result = ""
        for (place, scalar) in name.unicodeScalars.enumerated() {
            let isPlain =
                scalar.value >= 0x20 && scalar.value != 0x7F && !"/%+\\".unicodeScalars.contains(scalar)
                && !(place == 0 && scalar == ".")
            guard !isPlain else {
                result.unicodeScalars.append(scalar)
                continue
            }
            for byte in String(scalar).utf8 {
                let digits = String(byte, radix: 16, uppercase: true)
                result += "%" + (digits.count == 1 ? "0" : "") + digits
            }
        }
        return result
    }
}
