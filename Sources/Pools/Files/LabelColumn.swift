import Datasets
import Workspace

/// Labels as a data set of a file: uint8 `[N, L]` of bits, or int32 `[N]` of indices.
enum LabelColumn {
    /// Writes labels.
    ///
    /// - Throws: `WinnowError(.bug)` where a label does not fit the schema.
    static func write(
        _ labels: [Label], _ name: String, schema: LabelSchema, chunkRows: Int, to image: borrowing HDF5Image
    ) throws {
        func misfit(_ row: Int) -> WinnowError {
            WinnowError(
                .bug, "\(image.name): /\(name) \(row) is \(labels[row]), which no label of the schema is")
        }
        switch schema.task {
        case .multiLabel:
            var bytes: [UInt8] = []
            bytes.reserveCapacity(labels.count * schema.count)
            for (row, label) in labels.enumerated() {
                guard case .bits(let bits) = label, bits.count == schema.count, bits.allSatisfy({ $0 <= 1 })
                else {
                    throw misfit(row)
                }
                bytes += bits
            }
            try image.write(name, shape: [labels.count, schema.count], chunkRows: chunkRows, values: bytes)
        case .singleLabel:
            let indices = try labels.enumerated().map { row, label in
                guard case .index(let index) = label, (0..<schema.count).contains(index) else {
                    throw misfit(row)
                }
                return Int32(index)
            }
            try image.write(name, shape: [labels.count], chunkRows: chunkRows, values: indices)
        case .multiHead: throw misfit(0)
        }
    }

    /// Maps labels of the shards.
    static func writeVirtual(
        _ name: String, schema: LabelSchema, sources: [HDF5Image.Source], to image: borrowing HDF5Image
    ) throws {
        switch schema.task {
        case .multiLabel:
            try image.writeVirtual(name, of: UInt8.self, rowShape: [schema.count], sources: sources)
        case .singleLabel:
            try image.writeVirtual(name, of: Int32.self, rowShape: [], sources: sources)
        case .multiHead: preconditionFailure("LabelColumn: multi-head labels")
        }
    }

    /// Reads labels. Equal rows share their storage: a pool has millions of rows and few different labels.
    ///
    /// - Throws: `WinnowError(.badData)` where a bit is neither 0 nor 1 or an index names no label.
    static func read(
        _ name: String, schema: LabelSchema, count: Int, from file: borrowing HDF5File
    ) throws -> [Label] {
        switch schema.task {
        case .multiLabel:
            let column = try HDF5Dataset<UInt8>(name, in: file, shape: [count, schema.count])
            let bytes = try column.read()
            if let bad = bytes.firstIndex(where: { $0 > 1 }) {
                throw WinnowError(
                    .badData,
                    "\(column.location) row \(bad / schema.count) holds \(bytes[bad]); a bit is 0 or 1")
            }
            var seen: [ArraySlice<UInt8>: Label] = [:]
            return (0..<count).map { row in
                let bits = bytes[row * schema.count..<(row + 1) * schema.count]
                if let label = seen[bits] { return label }
                let label = Label.bits(Array(bits))
                seen[bits] = label
                return label
            }
        case .singleLabel:
            let column = try HDF5Dataset<Int32>(name, in: file, shape: [count])
            return try column.read().enumerated().map { row, index in
                guard (0..<schema.count).contains(Int(index)) else {
                    throw WinnowError(
                        .badData,
                        "\(column.location) row \(row) holds \(index); labels go from 0 to \(schema.count - 1)"
                    )
                }
                return .index(Int(index))
            }
        case .multiHead: preconditionFailure("LabelColumn: multi-head labels")
        }
    }

    /// Checks a mapped column of `pool.h5` without reading it.
    static func checkVirtual(
        _ name: String, schema: LabelSchema, count: Int, _ shards: HDF5Storage, in file: borrowing HDF5File
    ) throws {
        switch schema.task {
        case .multiLabel:
            _ = try HDF5Dataset<UInt8>(name, in: file, shape: [count, schema.count], storage: shards)
        case .singleLabel:
            _ = try HDF5Dataset<Int32>(name, in: file, shape: [count], storage: shards)
        case .multiHead: preconditionFailure("LabelColumn: multi-head labels")
        }
    }
}
