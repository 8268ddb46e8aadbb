/// The texts of variable length among a file's attributes, as a trial of the file handed them over.
struct AttributeTexts: Sendable, Equatable {
    /// Of each attribute; nil for what is missing or not valid UTF-8.
    private var values: [String: [String?]] = [:]

    /// No texts.
    init() {}

    /// Reads what `winnow_h5_texts` describes. What is cut short is left out: a forged file may have damaged the process that wrote it.
    init(_ bytes: UnsafeRawBufferPointer) {
        var reader = Reader(rest: bytes[...])
        while let length = reader.number(), let name = reader.bytes(length), let count = reader.number() {
            var texts: [String?] = []
            for _ in 0..<count {
                guard let length = reader.number(), let text = reader.bytes(max(length - 1, 0)) else {
                    return
                }
                texts.append(length == 0 ? nil : String(validating: text, as: UTF8.self))
            }
            values[String(decoding: name, as: UTF8.self)] = texts
        }
    }

    /// The texts of an attribute; nil where it has none of variable length.
    subscript(_ name: String) -> [String?]? { values[name] }

    private struct Reader {
        var rest: Slice<UnsafeRawBufferPointer>

        mutating func number() -> Int? {
            bytes(4).map { Int(UnsafeRawBufferPointer(rebasing: $0).loadUnaligned(as: UInt32.self)) }
        }

        mutating func bytes(_ count: Int) -> Slice<UnsafeRawBufferPointer>? {
            guard count <= rest.count else { return nil }
            defer { rest = rest.dropFirst(count) }
            return rest.prefix(count)
        }
    }
}
