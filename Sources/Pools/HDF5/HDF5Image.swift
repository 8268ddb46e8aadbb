@preconcurrency internal import CHDF5
import Foundation
import Workspace

/// An HDF5 file that is built in memory and leaves it as bytes.
///
/// The library never writes to a disk: where one is full it loses track of its own files. Equal contents give equal
/// bytes, because no times are stored.
struct HDF5Image: ~Copyable {
    let handle: HDF5Handle
    /// What the bytes will be called, for messages.
    let name: String

    private static let truncate: UInt32 = 2
    /// The library's size of a text of any length.
    static let variableLength = -1

    /// Builds a file.
    ///
    /// - Returns: the bytes of the file that `body` filled.
    /// - Throws: what `body` throws; `WinnowError(.bug)` where the library refuses.
    static func bytes(of name: String, _ body: (borrowing HDF5Image) throws -> Void) throws -> Data {
        try HDF5Library.run {
            let image = try HDF5Image(name: name)
            try body(image)
            return try image.bytes()
        }
    }

    private init(name: String) throws {
        self.name = name
        let failure = WinnowError(.bug, "\(name): HDF5 cannot make a file in memory; free some memory")
        let access = try HDF5Handle(H5Pcreate(H5P_CLS_FILE_ACCESS_ID_g), orThrow: failure)
        try check(H5Pset_fapl_core(access.identifier, 1 << 20, false), orThrow: failure)
        // The oldest form that will do, which every release of the library reads.
        try check(
            H5Pset_libver_bounds(access.identifier, H5F_LIBVER_EARLIEST, H5F_LIBVER_V110), orThrow: failure)
        let creation = try HDF5Handle(H5Pcreate(H5P_CLS_FILE_CREATE_ID_g), orThrow: failure)
        try check(H5Pset_obj_track_times(creation.identifier, false), orThrow: failure)
        handle = try HDF5Handle(
            H5Fcreate(name, Self.truncate, creation.identifier, access.identifier), orThrow: failure)
    }

    private func bytes() throws -> Data {
        try check(H5Fflush(handle.identifier, H5F_SCOPE_GLOBAL), orThrow: refused("the file"))
        let size = H5Fget_file_image(handle.identifier, nil, 0)
        guard size > 0 else { throw refused("the file") }
        var data = Data(count: size)
        let copied = data.withUnsafeMutableBytes {
            H5Fget_file_image(handle.identifier, $0.baseAddress, size)
        }
        guard copied == size else { throw refused("the file") }
        return data
    }

    /// Writes a whole data set with checksums.
    ///
    /// - Parameters:
    ///   - shape: the extent of each axis, none of them 0.
    ///   - chunkRows: how many rows a chunk has; no more than the data set.
    /// - Precondition: `values.count` is the product of `shape`.
    func write<Element: HDF5Element>(
        _ name: String, shape: [Int], chunkRows: Int, values: [Element]
    ) throws {
        precondition(
            values.count == shape.reduce(1, *) && !values.isEmpty,
            "\(name): \(values.count) values for shape \(shape)")
        let failure = refused("/\(name)")
        let extents = shape.map { hsize_t($0) }
        var chunk = extents
        chunk[0] = min(hsize_t(chunkRows), extents[0])
        let list = try datasetProperties(failure)
        try check(H5Pset_chunk(list.identifier, Int32(chunk.count), chunk), orThrow: failure)
        try check(H5Pset_fletcher32(list.identifier), orThrow: failure)
        let space = try HDF5Handle(H5Screate_simple(Int32(extents.count), extents, nil), orThrow: failure)
        let dataset = try create(name, Element.stored, space, list, failure)
        try check(
            H5Dwrite(
                dataset.identifier, Element.native, HDF5Library.everything, HDF5Library.everything,
                HDF5Library.defaults, values),
            orThrow: failure)
    }

    /// Describes a data set in one piece and writes nothing into it.
    func declare(_ name: String, type: hid_t, shape: [Int]) throws {
        let failure = refused("/\(name)")
        let list = try datasetProperties(failure)
        try check(H5Pset_layout(list.identifier, H5D_CONTIGUOUS), orThrow: failure)
        let extents = shape.map { hsize_t($0) }
        let space = try HDF5Handle(H5Screate_simple(Int32(extents.count), extents, nil), orThrow: failure)
        _ = try create(name, type, space, list, failure)
    }

    /// One source of a virtual data set.
    struct Source {
        /// The file, relative to the folder of the virtual data set's own file, so that the folder can be moved.
        let file: String
        let rowCount: Int
    }

    /// Writes a data set that shows the data sets of the same name in other files, one after the other.
    ///
    /// - Parameter rowShape: the shape of one row, empty for a number a row.
    func writeVirtual<Element: HDF5Element>(
        _ name: String, of: Element.Type, rowShape: [Int], sources: [Source]
    ) throws {
        let failure = refused("/\(name)")
        let row = rowShape.map { hsize_t($0) }
        let extents = [hsize_t(sources.reduce(0) { $0 + $1.rowCount })] + row
        let space = try HDF5Handle(H5Screate_simple(Int32(extents.count), extents, nil), orThrow: failure)
        let list = try datasetProperties(failure)
        var start = [hsize_t](repeating: 0, count: extents.count)
        for source in sources {
            let count = [hsize_t(source.rowCount)] + row
            let part = try HDF5Handle(H5Screate_simple(Int32(count.count), count, nil), orThrow: failure)
            try check(
                H5Sselect_hyperslab(space.identifier, H5S_SELECT_SET, start, nil, count, nil),
                orThrow: failure)
            try check(
                H5Pset_virtual(list.identifier, space.identifier, source.file, "/\(name)", part.identifier),
                orThrow: failure)
            start[0] += hsize_t(source.rowCount)
        }
        try check(H5Sselect_all(space.identifier), orThrow: failure)
        _ = try create(name, Element.stored, space, list, failure)
    }

    private func datasetProperties(_ failure: WinnowError) throws -> HDF5Handle {
        let list = try HDF5Handle(H5Pcreate(H5P_CLS_DATASET_CREATE_ID_g), orThrow: failure)
        try check(H5Pset_obj_track_times(list.identifier, false), orThrow: failure)
        return list
    }

    private func create(
        _ name: String, _ type: hid_t, _ space: borrowing HDF5Handle, _ list: borrowing HDF5Handle,
        _ failure: WinnowError
    ) throws -> HDF5Handle {
        try HDF5Handle(
            H5Dcreate2(
                handle.identifier, name, type, space.identifier, HDF5Library.defaults, list.identifier,
                HDF5Library.defaults),
            orThrow: failure)
    }

    func refused(_ part: String) -> WinnowError {
        WinnowError(
            .bug, "\(name): HDF5 refuses to write \(part); free some memory, or report this as a defect")
    }
}
