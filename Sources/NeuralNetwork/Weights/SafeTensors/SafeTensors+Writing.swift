import Foundation

extension SafeTensors {
    /// The bytes of the file.
    ///
    /// The header lists the tensors in their order here; metadata comes first, by key. The bytes of wider types come before
    /// those of narrower ones, and the header is padded with spaces to a multiple of 8, so every tensor is aligned to its
    /// element: readers that map the file rely on it. The same content gives the same bytes.
    public func serialized() -> Data {
        let order = entries.indices.sorted {
            (-entries[$0].dtype.byteCount, $0) < (-entries[$1].dtype.byteCount, $1)
        }
        var start = [Int](repeating: 0, count: entries.count)
        var bodyCount = 0
        for index in order {
            start[index] = bodyCount
            bodyCount += entries[index].data.count
        }

        var members: [String] = []
        if !metadata.isEmpty {
            let pairs = metadata.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
                .map { "\(Self.json($0.key)):\(Self.json($0.value))" }
            members.append("\(Self.json(Self.metadataKey)):{\(pairs.joined(separator: ","))}")
        }
        for (entry, start) in zip(entries, start) {
            let shape = entry.shape.map(String.init).joined(separator: ",")
            members.append(
                """
                \(Self.json(entry.name)):{"dtype":"\(entry.dtype.rawValue)","shape":[\(shape)],\
                "data_offsets":[\(start),\(start + entry.data.count)]}
                """)
        }
        var header = Data("{\(members.joined(separator: ","))}".utf8)
        header.append(contentsOf: repeatElement(UInt8(ascii: " "), count: -header.count & 7))

        var file = Data(capacity: 8 + header.count + bodyCount)
        withUnsafeBytes(of: UInt64(header.count).littleEndian) { file.append(contentsOf: $0) }
        file.append(header)
        for index in order { file.append(entries[index].data) }
        return file
    }

    /// Writes the file under a temporary name and renames it, so a failure leaves what was there before.
    ///
    /// - Throws: `WeightsError` where it cannot be written.
    public func write(to url: URL) throws(WeightsError) {
        do {
            try serialized().write(to: url, options: .atomic)
        } catch {
            throw WeightsError(
                file: url.path,
                reason: "cannot be written; check the folder, its permissions and the free space")
        }
    }

    /// A JSON string literal.
    private static func json(_ text: String) -> String {
        var literal = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\":
                literal += "\\\(scalar)"
            case "\u{0}"..<" ":
                let digits = String(scalar.value, radix: 16)
                literal += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default:
                literal.unicodeScalars.append(scalar)
            }
        }
        return literal + "\""
    }
}
