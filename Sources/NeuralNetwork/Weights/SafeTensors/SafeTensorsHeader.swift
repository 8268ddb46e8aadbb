/// What a safetensors header says, before its offsets are held against the file.
struct SafeTensorsHeader {
    /// One tensor's line.
    struct Tensor {
        var name: String
        var dtype: ElementType
        var shape: [Int]
        /// The first byte, counted from the header's end.
        var start: Int
        /// The byte behind the last.
        var end: Int
    }

    var metadata: [String: String] = [:]
    var tensors: [Tensor] = []
}

/// Reads the one JSON shape that a safetensors header may have, and nothing else.
///
/// A general JSON reader would accept what the format forbids: a key twice (one of the two would win in silence), numbers
/// such as `1e3` or `-0`, deep nesting.
struct SafeTensorsHeaderScanner {
    private var json: JSONScanner
    private let file: String

    init(bytes: [UInt8], file: String) {
        json = JSONScanner(bytes: bytes, file: file, offset: 8)
        self.file = file
    }

    mutating func header() throws(WeightsError) -> SafeTensorsHeader {
        guard json.peek == UInt8(ascii: "{") else {
            throw json.failure("the header must begin with '{'; this is no safetensors file")
        }
        var header = SafeTensorsHeader()
        var names: Set<String> = []
        try json.members { scanner, name throws(WeightsError) in
            guard names.insert(name).inserted else {
                throw scanner.failure("the name \(quoted(name)) appears twice")
            }
            if name == SafeTensors.metadataKey {
                header.metadata = try Self.metadata(&scanner)
            } else {
                header.tensors.append(try Self.tensor(name, &scanner))
            }
        }
        try json.end()
        return header
    }

    private static func metadata(_ json: inout JSONScanner) throws(WeightsError) -> [String: String] {
        var metadata: [String: String] = [:]
        try json.members { scanner, key throws(WeightsError) in
            let value = try scanner.string()
            guard metadata.updateValue(value, forKey: key) == nil else {
                throw scanner.failure("the metadata key \(quoted(key)) appears twice")
            }
        }
        return metadata
    }

    private static func tensor(
        _ name: String, _ json: inout JSONScanner
    ) throws(WeightsError) -> SafeTensorsHeader.Tensor {
        var dtype: ElementType?
        var shape: [Int]?
        var offsets: [Int]?
        try json.members { scanner, key throws(WeightsError) in
            let isRepeated: Bool
            switch key {
            case "dtype":
                isRepeated = dtype != nil
                let type = try scanner.string()
                guard let known = ElementType(rawValue: type) else {
                    let all = ElementType.allCases.map(\.rawValue).joined(separator: ", ")
                    throw scanner.failure(
                        "tensor \(quoted(name)) has the type \(quoted(type)); known are \(all)")
                }
                dtype = known
            case "shape":
                isRepeated = shape != nil
                shape = try scanner.integers()
            case "data_offsets":
                isRepeated = offsets != nil
                offsets = try scanner.integers()
            default:
                throw scanner.failure(
                    "tensor \(quoted(name)) has the key \(quoted(key)); dtype, shape and data_offsets are all there are"
                )
            }
            if isRepeated { throw scanner.failure("tensor \(quoted(name)) has the key \(quoted(key)) twice") }
        }
        guard let dtype, let shape, let offsets else {
            throw json.failure("tensor \(quoted(name)) needs dtype, shape and data_offsets")
        }
        guard offsets.count == 2 else {
            throw json.failure(
                "tensor \(quoted(name)) has \(offsets.count) data_offsets; a start and an end are needed")
        }
        return .init(name: name, dtype: dtype, shape: shape, start: offsets[0], end: offsets[1])
    }
}
