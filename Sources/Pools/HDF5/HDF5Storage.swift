@preconcurrency internal import CHDF5
import Workspace

/// Where the numbers of a data set have to lie.
enum HDF5Storage {
    /// In the file itself, as they are.
    case inside
    /// In the file itself, as they are or compressed by deflate.
    case maybeCompressed
    /// In other files, one after the other, as a virtual data set maps the data sets of the same name.
    case virtual([HDF5Image.Source])

    /// No run of deflate is longer than this times its code (zlib's technical details).
    private static let largestCompression = 1032
    /// The most memory that one chunk may take when it is unpacked.
    private static let chunkLimit = 1 << 30

    /// Refuses a data set that lies elsewhere, before anything is done that could open another file.
    ///
    /// - Parameters:
    ///   - list: the data set's creation properties.
    ///   - bad: makes the error.
    func checkPlace(_ list: hid_t, name: String, _ bad: (String) -> WinnowError) throws {
        let layout = H5Pget_layout(list)
        switch self {
        case .inside, .maybeCompressed:
            guard layout == H5D_CONTIGUOUS || layout == H5D_CHUNKED || layout == H5D_COMPACT else {
                throw bad("does not lie in the file itself")
            }
            guard H5Pget_external_count(list) == 0 else {
                throw bad("lies in another file, which is not followed")
            }
            try checkFilters(list, bad)
        case .virtual(let sources):
            guard layout == H5D_VIRTUAL else { throw bad("is not a virtual data set") }
            var count = 0
            guard H5Pget_virtual_count(list, &count) >= 0, count == sources.count else {
                throw bad("does not show the shards in order")
            }
            for (index, source) in sources.enumerated() {
                let file = Self.text { H5Pget_virtual_filename(list, index, $0, $1) }
                let dataset = Self.text { H5Pget_virtual_dsetname(list, index, $0, $1) }
                guard file == source.file, dataset == name || dataset == "/" + name else {
                    throw bad(
                        "shows \(dataset ?? "something") of \(file ?? "a file") where \(source.file) has its place"
                    )
                }
            }
        }
    }

    /// Unknown filters would be looked for among the system's plug-ins, and those for packing numbers trust the file too much.
    private func checkFilters(_ list: hid_t, _ bad: (String) -> WinnowError) throws {
        var known = [H5Z_FILTER_FLETCHER32]
        if case .maybeCompressed = self { known += [H5Z_FILTER_DEFLATE, H5Z_FILTER_SHUFFLE] }
        let count = H5Pget_nfilters(list)
        guard count >= 0 else { throw bad("has no readable properties") }
        for index in 0..<UInt32(count) {
            var flags: UInt32 = 0
            var valueCount = 0
            var configuration: UInt32 = 0
            let filter = H5Pget_filter2(list, index, &flags, &valueCount, nil, 0, nil, &configuration)
            guard known.contains(filter) else {
                throw bad("is packed in a way that is not taken (HDF5 filter \(filter))")
            }
        }
    }

    /// Refuses a data set whose numbers cannot all lie in the file, before anything is allocated for them.
    ///
    /// - Parameters:
    ///   - list: the data set's creation properties.
    ///   - elementSize: bytes that a number has in the file.
    /// - Returns: the extents of a chunk; `nil` where there are no chunks.
    func checkSize(
        of dataset: hid_t, _ list: hid_t, shape: [Int], elementSize: Int, fileSize: Int,
        _ bad: (String) -> WinnowError
    ) throws -> [Int]? {
        let size = try Self.product(elementSize, shape, bad)
        let expansion: Int
        switch self {
        case .virtual(let sources):
            try Self.checkMapping(list, sources, shape: shape, bad)
            return nil
        case .inside: expansion = 1
        case .maybeCompressed: expansion = H5Pget_nfilters(list) > 0 ? Self.largestCompression : 1
        }
        let stored = min(UInt64(fileSize), H5Dget_storage_size(dataset))
        guard size.dividedRoundingUp(by: expansion) <= stored else {
            throw bad("claims \(size) bytes that the file does not hold")
        }
        guard H5Pget_layout(list) == H5D_CHUNKED else { return nil }
        var chunk = [hsize_t](repeating: 0, count: shape.count)
        guard H5Pget_chunk(list, Int32(shape.count), &chunk) == Int32(shape.count) else {
            throw bad("has no readable chunks")
        }
        let extents = chunk.map { Int(exactly: $0) ?? .max }
        // The library holds a chunk in memory, and it takes at least its own size in the file.
        let chunkSize = try Self.product(elementSize, extents, bad)
        guard chunkSize <= Self.chunkLimit, chunkSize / expansion <= fileSize else {
            throw bad("claims impossible chunks")
        }
        return extents
    }

    private static func product(
        _ elementSize: Int, _ extents: [Int], _ bad: (String) -> WinnowError
    ) throws -> Int {
        try extents.reduce(elementSize) { size, extent in
            let (product, overflow) = size.multipliedReportingOverflow(by: extent)
            guard !overflow else { throw bad("claims an impossible size") }
            return product
        }
    }

    /// Checks that each source is shown whole, behind the one before.
    private static func checkMapping(
        _ list: hid_t, _ sources: [HDF5Image.Source], shape: [Int], _ bad: (String) -> WinnowError
    ) throws {
        let failure = bad("does not show the shards in order")
        var start = 0
        for (index, source) in sources.enumerated() {
            let shown = try HDF5Handle(H5Pget_virtual_vspace(list, index), orThrow: failure)
            let read = try HDF5Handle(H5Pget_virtual_srcspace(list, index), orThrow: failure)
            let extent = [source.rowCount] + shape.dropFirst()
            // Of a source that is shown whole the file does not say how large it is; the shards themselves are looked at.
            guard isWhole(shown.identifier, from: start, extent),
                H5Sget_select_type(read.identifier) == H5S_SEL_ALL
                    || isWhole(read.identifier, from: 0, extent)
            else { throw failure }
            start += source.rowCount
        }
    }

    /// Whether a selection is a full block of rows.
    private static func isWhole(_ space: hid_t, from start: Int, _ extent: [Int]) -> Bool {
        guard H5Sget_simple_extent_ndims(space) == extent.count else { return false }
        var first = extent.map { _ in hsize_t(0) }
        var last = first
        guard H5Sget_select_bounds(space, &first, &last) >= 0 else { return false }
        let expectedFirst = [start] + extent.dropFirst().map { _ in 0 }
        let expectedLast = zip(expectedFirst, extent).map { $0 + $1 - 1 }
        return first == expectedFirst.map(hsize_t.init) && last == expectedLast.map(hsize_t.init)
            && H5Sget_select_npoints(space) == extent.reduce(1, *)
    }

    /// A text of the library, which writes it into a buffer and returns its length.
    private static func text(_ read: (UnsafeMutablePointer<CChar>?, Int) -> Int) -> String? {
        let length = read(nil, 0)
        guard (0...1024).contains(length) else { return nil }
        var buffer = [CChar](repeating: 0, count: length + 1)
        guard read(&buffer, buffer.count) == length else { return nil }
        return String(validating: buffer.prefix(length).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

extension Int {
    /// - Precondition: neither is negative, and the divisor is not 0.
    fileprivate func dividedRoundingUp(by divisor: Int) -> UInt64 {
        UInt64(self / divisor) + (isMultiple(of: divisor) ? 0 : 1)
    }
}
