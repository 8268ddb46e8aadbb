@preconcurrency internal import CHDF5
import Workspace

/// Writing attributes of the root group.
extension HDF5Image {
    /// Writes a number.
    func attribute<Element: HDF5Element>(_ name: String, _ value: Element) throws {
        let failure = refused("attribute \(name)")
        let space = try HDF5Handle(H5Screate(H5S_SCALAR), orThrow: failure)
        let attribute = try create(name, Element.stored, space, failure)
        try withUnsafePointer(to: value) {
            try check(H5Awrite(attribute.identifier, Element.native, $0), orThrow: failure)
        }
    }

    /// Writes a text, which h5py reads as `str`.
    func attribute(_ name: String, _ value: String) throws {
        let failure = refused("attribute \(name)")
        let space = try HDF5Handle(H5Screate(H5S_SCALAR), orThrow: failure)
        try write(name, [value], space, failure)
    }

    /// Writes a list of texts.
    func attribute(_ name: String, _ values: [String]) throws {
        let failure = refused("attribute \(name)")
        let extent = [hsize_t(values.count)]
        let space = try HDF5Handle(H5Screate_simple(1, extent, nil), orThrow: failure)
        try write(name, values, space, failure)
    }

    private func write(
        _ name: String, _ values: [String], _ space: borrowing HDF5Handle, _ failure: WinnowError
    ) throws {
        let type = try HDF5Handle(H5Tcopy(H5T_C_S1_g), orThrow: failure)
        try check(H5Tset_size(type.identifier, Self.variableLength), orThrow: failure)
        try check(H5Tset_cset(type.identifier, H5T_CSET_UTF8), orThrow: failure)
        let attribute = try create(name, type.identifier, space, failure)
        // The library takes an array of pointers to the texts; they point into one buffer that outlives the call.
        let bytes = values.flatMap { Array($0.utf8CString) }
        let lengths = values.map(\.utf8.count)
        try bytes.withUnsafeBufferPointer { buffer in
            var offset = 0
            let pointers = lengths.map { length in
                defer { offset += length + 1 }
                return buffer.baseAddress! + offset
            }
            try check(H5Awrite(attribute.identifier, type.identifier, pointers), orThrow: failure)
        }
    }

    private func create(
        _ name: String, _ type: hid_t, _ space: borrowing HDF5Handle, _ failure: WinnowError
    ) throws -> HDF5Handle {
        try HDF5Handle(
            H5Acreate2(
                handle.identifier, name, type, space.identifier, HDF5Library.defaults, HDF5Library.defaults),
            orThrow: failure)
    }
}
