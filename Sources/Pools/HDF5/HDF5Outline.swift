@preconcurrency internal import CHDF5
import Foundation
import Workspace

/// The description of an HDF5 file whose data sets lie behind it one after the other, each in one piece, so that files of any size can
/// be written in one go and without the library, which never writes to a disk here.
///
/// The library makes the description in memory, and leaves open where the numbers lie because none are written. The places are filled in
/// afterwards ("HDF5 File Format Specification", II.A and IV.A.2.i): data layout messages of version 3, in a file with a superblock
/// of version 0, which have no checksums.
struct HDF5Outline {
    /// A data set to come.
    struct Column {
        let name: String
        let shape: [Int]
        let byteCount: Int
        /// The library knows its types by number only once it is open.
        fileprivate let type: @Sendable () -> hid_t

        init<Element: HDF5Element>(_ name: String, of: Element.Type, shape: [Int]) {
            self.name = name
            self.shape = shape
            byteCount = shape.reduce(MemoryLayout<Element>.size, *)
            type = { Element.stored }
        }
    }

    private let columns: [Column]
    /// The beginning of the file, up to the first data set.
    private let bytes: Data
    /// Where the file ends.
    private let end: Int

    private static let alignment = 64
    private static let endPlace = 40

    /// - Parameters:
    ///   - name: what the file will be called, for messages.
    ///   - attributes: writes the root's attributes.
    /// - Throws: `WinnowError(.bug)` where the library refuses, or describes the file otherwise than is known.
    init(columns: [Column], name: String, attributes: (borrowing HDF5Image) throws -> Void) throws {
        self.columns = columns
        var bytes = try HDF5Image.bytes(of: name) { image in
            try attributes(image)
            for column in columns { try image.declare(column.name, type: column.type(), shape: column.shape) }
        }
        let unknown = WinnowError(
            .bug, "\(name): this HDF5 library describes files in another way than is known here")
        guard bytes[8] == 0 else { throw unknown }
        var end = Self.aligned(bytes.count)
        for column in columns {
            // Version 3, contiguous, no address, and the size.
            let open =
                Data([3, 1] + [UInt8](repeating: 0xFF, count: 8)) + Self.data(column.byteCount)
            guard let place = bytes.firstRange(of: open) else { throw unknown }
            bytes.replaceSubrange(place.lowerBound + 2..<place.lowerBound + 10, with: Self.data(end))
            // Of two data sets of the same size the first match may be either; the library says which.
            end = Self.aligned(end + column.byteCount)
        }
        bytes.replaceSubrange(Self.endPlace..<Self.endPlace + 8, with: Self.data(end))
        self.bytes = bytes
        self.end = end
    }

    /// Writes the description and gives the file its length; the numbers' places are known from then on.
    func begin(_ writer: FileWriter) throws -> Places {
        try writer.write(bytes)
        try writer.setLength(end)
        return try Places(columns: columns, file: writer.url)
    }

    /// Where the numbers of each data set lie.
    struct Places {
        private var offsets: [String: Int] = [:]

        /// Asks the library, which finds all data sets in their places, for they were given to it.
        fileprivate init(columns: [Column], file url: URL) throws {
            let file = try HDF5File(opening: url, wasTried: true)
            for column in columns {
                let offset = try HDF5Library.run {
                    let failure = WinnowError(
                        .bug, "\(url.path): the HDF5 library does not find /\(column.name) in its own file")
                    let dataset = try HDF5Handle(
                        H5Dopen2(file.handle.identifier, column.name, HDF5Library.defaults), orThrow: failure)
                    let offset = H5Dget_offset(dataset.identifier)
                    guard H5Dget_storage_size(dataset.identifier) == hsize_t(column.byteCount),
                        let place = Int(exactly: offset)
                    else { throw failure }
                    return place
                }
                offsets[column.name] = offset
            }
        }

        /// - Precondition: the data set is one of the outline.
        subscript(_ name: String) -> Int { offsets[name]! }
    }

    private static func aligned(_ offset: Int) -> Int { (offset + alignment - 1) / alignment * alignment }

    private static func data(_ number: Int) -> Data {
        withUnsafeBytes(of: UInt64(number).littleEndian) { Data($0) }
    }
}
