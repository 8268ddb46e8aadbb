import Foundation

extension SafeTensors {
    /// Reads a file.
    ///
    /// - Throws: `WeightsError` where it cannot be read or breaks the format in any way.
    public init(contentsOf url: URL) throws(WeightsError) {
        try self.init(data: WeightsFile.bytes(of: url), name: url.path)
    }

    /// Reads the bytes of a file. The tensors are slices of `data`; nothing is copied.
    ///
    /// - Parameters:
    ///   - data: the whole file.
    ///   - name: what messages call the file.
    /// - Throws: `WeightsError` where the bytes break the format in any way.
    public init(data: Data, name: String) throws(WeightsError) {
        let lengthSize = MemoryLayout<UInt64>.size
        guard data.count >= lengthSize else {
            throw WeightsError(
                file: name,
                reason:
                    "not a safetensors file: it has \(data.count) bytes, and the header's length alone takes 8"
            )
        }
        let length = data.withUnsafeBytes { UInt64(littleEndian: $0.loadUnaligned(as: UInt64.self)) }
        guard length <= UInt64(Self.headerLimit) else {
            throw WeightsError(
                file: name,
                reason:
                    "not a safetensors file, or a damaged one: it claims a header of \(length) bytes, and \(Self.headerLimit) is the most"
            )
        }
        let available = data.count - lengthSize
        guard Int(length) <= available else {
            throw WeightsError(
                file: name,
                reason:
                    "cut short, or not a safetensors file: the header should have \(length) bytes and only \(available) follow; copy it again"
            )
        }
        let headerStart = data.startIndex + lengthSize
        let bodyStart = headerStart + Int(length)
        var scanner = SafeTensorsHeaderScanner(bytes: Array(data[headerStart..<bodyStart]), file: name)
        let header = try scanner.header()
        let body = data[bodyStart...]
        try Self.checkLayout(header.tensors, bodyCount: body.count, file: name)

        self.init(metadata: header.metadata)
        for tensor in header.tensors {
            let bytes = body[(bodyStart + tensor.start)..<(bodyStart + tensor.end)]
            try append(Entry(name: tensor.name, dtype: tensor.dtype, shape: tensor.shape, data: bytes))
        }
    }

    /// The tensors must cover the body from its first byte to its last, each byte once.
    private static func checkLayout(
        _ tensors: [SafeTensorsHeader.Tensor], bodyCount: Int, file: String
    ) throws(WeightsError) {
        var covered = 0
        for tensor in tensors.sorted(by: { ($0.start, $0.end) < ($1.start, $1.end) }) {
            let name = "tensor \(quoted(tensor.name))"
            guard tensor.start <= tensor.end else {
                throw WeightsError(
                    file: file,
                    reason: "\(name) ends at byte \(tensor.end), before its start at \(tensor.start)")
            }
            guard let expected = tensor.dtype.byteCount(of: tensor.shape) else {
                throw WeightsError(
                    file: file, reason: "\(name): its shape \(tensor.shape) is too large to count")
            }
            guard tensor.end - tensor.start == expected else {
                throw WeightsError(
                    file: file,
                    reason:
                        "\(name): a \(tensor.dtype.rawValue) of shape \(tensor.shape) takes \(expected) bytes, but its offsets span \(tensor.end - tensor.start)"
                )
            }
            guard tensor.start >= covered else {
                throw WeightsError(
                    file: file, reason: "\(name) starts at byte \(tensor.start), inside the one before it")
            }
            guard tensor.start == covered else {
                throw WeightsError(
                    file: file,
                    reason:
                        "\(name) starts at byte \(tensor.start), but the one before it ends at \(covered): a gap"
                )
            }
            covered = tensor.end
        }
        guard covered <= bodyCount else {
            throw WeightsError(
                file: file,
                reason:
                    "cut short: the tensors take \(covered) bytes and only \(bodyCount) are there; copy it again"
            )
        }
        guard covered == bodyCount else {
            throw WeightsError(
                file: file,
                reason: "\(bodyCount - covered) bytes behind the last tensor belong to none; write it again")
        }
    }
}
