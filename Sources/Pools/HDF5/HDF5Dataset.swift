@preconcurrency internal import CHDF5
import Foundation
import Workspace

/// A data set of numbers in a file that is open for reading, with its type, its shape and its storage checked.
struct HDF5Dataset<Element: HDF5Element>: ~Copyable {
    let handle: HDF5Handle
    /// The extent of each axis; the first counts rows.
    let shape: [Int]
    /// The file and the data set, for messages.
    let location: String

    var rowCount: Int { shape[0] }
    /// How many elements a row has.
    var rowSize: Int { shape.dropFirst().reduce(1, *) }

    /// The extents of the pieces in which the numbers lie in the file; `nil` where the data set is in one piece.
    private let chunk: [Int]?
    /// How many bytes the file has.
    private let byteCount: Int

    /// How many rows lie together in the file; `nil` where the data set is in one piece.
    var chunkRows: Int? { chunk?[0] }

    /// Opens a data set.
    ///
    /// - Parameters:
    ///   - name: its name in the root group; links to elsewhere are not followed.
    ///   - expected: its shape, `nil` where any extent will do.
    ///   - storage: where its numbers have to lie.
    ///   - converting: whether whole numbers of any width will do, which the library then converts; otherwise the file has to hold
    ///     the very type.
    /// - Throws: `WinnowError(.badData)` where it is missing, is a link, has another type or shape, lies elsewhere, or claims more
    ///   numbers than the file has bytes for.
    init(
        _ name: String, in file: borrowing HDF5File, shape expected: [Int?], storage: HDF5Storage = .inside,
        converting: Bool = false
    ) throws {
        let location = "\(file.path): /\(name)"
        func bad(_ what: String) -> WinnowError {
            WinnowError(.badData, "\(location) \(what); restore the file or make it again")
        }
        let fileIdentifier = file.handle.identifier
        let byteCount = file.byteCount
        let opened = try HDF5Library.run {
            switch winnow_h5_link_is_hard(fileIdentifier, name) {
            case 1: break
            case 0: throw bad("is a link to elsewhere, which is not followed")
            default: throw bad("is missing")
            }
            return try HDF5Handle(
                H5Dopen2(fileIdentifier, name, HDF5Library.defaults), orThrow: bad("is not a data set"))
        }
        let identifier = opened.identifier
        (shape, chunk) = try HDF5Library.run {
            // The library may open other files to tell the shape of a virtual data set, so where it lies is looked at first.
            let list = try HDF5Handle(
                H5Dget_create_plist(identifier), orThrow: bad("has no readable properties"))
            try storage.checkPlace(list.identifier, name: name, bad)
            let size = try Self.checkType(of: identifier, converting: converting, bad)
            let shape = try Self.shape(of: identifier, bad)
            guard shape.count == expected.count,
                zip(shape, expected).allSatisfy({ $1 == nil || $0 == $1 })
            else {
                let wanted = expected.map { $0.map(String.init) ?? "any" }.joined(separator: " × ")
                throw bad("has shape \(shape.map(String.init).joined(separator: " × ")), expected \(wanted)")
            }
            let chunk = try storage.checkSize(
                of: identifier, list.identifier, shape: shape, elementSize: size, fileSize: byteCount, bad)
            return (shape, chunk)
        }
        handle = opened
        self.byteCount = byteCount
        self.location = location
    }

    /// - Returns: how many bytes a number has in the file.
    private static func checkType(
        of identifier: hid_t, converting: Bool, _ bad: (String) -> WinnowError
    ) throws -> Int {
        let type = try HDF5Handle(H5Dget_type(identifier), orThrow: bad("has no readable type"))
        let isOfKind =
            converting
            ? HDF5Type.isPlainInteger(type.identifier) : try HDF5Type.isPlain(type.identifier, Element.self)
        guard isOfKind else {
            throw bad("does not hold \(converting ? "whole numbers" : Element.typeName)")
        }
        return H5Tget_size(type.identifier)
    }

    private static func shape(of identifier: hid_t, _ bad: (String) -> WinnowError) throws -> [Int] {
        let space = try HDF5Handle(H5Dget_space(identifier), orThrow: bad("has no readable shape"))
        let rank = H5Sget_simple_extent_ndims(space.identifier)
        guard rank >= 1 else { throw bad("is not an array") }
        var extents = [hsize_t](repeating: 0, count: Int(rank))
        try check(
            H5Sget_simple_extent_dims(space.identifier, &extents, nil), orThrow: bad("has no readable shape"))
        return try extents.map {
            guard let extent = Int(exactly: $0) else { throw bad("claims an impossible size") }
            return extent
        }
    }

    /// All the numbers, rows one after the other.
    func read() throws -> [Element] {
        try read(rows: 0..<rowCount)
    }

    /// The numbers of some rows.
    func read(rows: Range<Int>) throws -> [Element] {
        try [Element](unsafeUninitializedCapacity: rows.count * rowSize) { buffer, count in
            try read(rows: rows, into: buffer)
            count = rows.count * rowSize
        }
    }

    /// Reads rows into memory that is there already.
    ///
    /// - Throws: `WinnowError(.badData)` where a checksum is wrong or the file cannot be read.
    /// - Precondition: `rows` lie in the data set and the buffer holds them.
    func read(rows: Range<Int>, into buffer: UnsafeMutableBufferPointer<Element>) throws {
        precondition(
            rows.lowerBound >= 0 && rows.upperBound <= rowCount && buffer.count >= rows.count * rowSize,
            "\(location): rows \(rows) of \(rowCount) into \(buffer.count) elements")
        guard !rows.isEmpty, rowSize > 0 else { return }
        let failure = WinnowError(
            .badData,
            "\(location): rows \(rows) cannot be read; the file is damaged, restore it or make it again")
        try HDF5Library.run {
            if let chunk {
                let isInside = winnow_h5_chunks_lie_inside(
                    handle.identifier, Int32(shape.count), shape.map { hsize_t($0) },
                    chunk.map { hsize_t($0) },
                    hsize_t(rows.lowerBound), hsize_t(rows.upperBound - 1), hsize_t(byteCount))
                guard isInside == 1 else { throw failure }
            }
            let file = try HDF5Handle(H5Dget_space(handle.identifier), orThrow: failure)
            let start = [hsize_t(rows.lowerBound)] + shape.dropFirst().map { _ in 0 }
            let count = [hsize_t(rows.count)] + shape.dropFirst().map { hsize_t($0) }
            try check(
                H5Sselect_hyperslab(file.identifier, H5S_SELECT_SET, start, nil, count, nil), orThrow: failure
            )
            let memory = try HDF5Handle(H5Screate_simple(Int32(count.count), count, nil), orThrow: failure)
            try check(
                H5Dread(
                    handle.identifier, Element.native, memory.identifier, file.identifier,
                    HDF5Library.defaults,
                    buffer.baseAddress),
                orThrow: failure)
        }
    }
}
