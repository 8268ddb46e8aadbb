@preconcurrency internal import CHDF5
import Foundation
import Workspace

/// Reading the attributes of a file's root group.
extension HDF5File {
    /// More text than any attribute of ours has; larger claims are refused before memory is taken for them.
    private static var textLimit: Int { 1 << 20 }
    private static var listLimit: Int { 1 << 16 }

    /// Whether the root group has an attribute of that name.
    func hasAttribute(_ name: String) throws -> Bool {
        try HDF5Library.run {
            let found = H5Aexists(handle.identifier, name)
            try check(found, orThrow: bad(name, "cannot be read"))
            return found > 0
        }
    }

    /// A text attribute.
    ///
    /// - Throws: `WinnowError(.badData)` where it is missing or holds something else.
    func string(_ name: String) throws -> String {
        let values = try strings(name)
        guard values.count == 1 else { throw bad(name, "has to be one text, not \(values.count)") }
        return values[0]
    }

    /// A list of texts.
    func strings(_ name: String) throws -> [String] {
        try withAttribute(name) { attribute, count in
            let type = try HDF5Handle(H5Aget_type(attribute), orThrow: bad(name, "has no readable type"))
            guard H5Tget_class(type.identifier) == H5T_STRING else { throw bad(name, "has to be text") }
            guard H5Tget_cset(type.identifier) != H5T_CSET_ERROR else {
                throw bad(name, "has an unknown character set")
            }
            let isVariable = H5Tis_variable_str(type.identifier)
            try check(isVariable, orThrow: bad(name, "has no readable type"))
            return isVariable > 0
                ? try variableStrings(name, count) : try fixedStrings(name, attribute, count, type.identifier)
        }
    }

    private func variableStrings(_ name: String, _ count: Int) throws -> [String] {
        guard let values = texts[name], values.count == count else { throw bad(name, "cannot be read") }
        return try values.map {
            guard let value = $0 else { throw bad(name, "is not valid UTF-8") }
            return value
        }
    }

    private func fixedStrings(
        _ name: String, _ attribute: hid_t, _ count: Int, _ type: hid_t
    ) throws -> [String] {
        let width = H5Tget_size(type)
        guard width > 0, width <= Self.textLimit / max(count, 1) else { throw bad(name, "is too long") }
        var bytes = [UInt8](repeating: 0, count: width * count)
        try check(H5Aread(attribute, type, &bytes), orThrow: bad(name, "cannot be read"))
        let padding: UInt8 = H5Tget_strpad(type) == H5T_STR_SPACEPAD ? 0x20 : 0
        return try (0..<count).map { index in
            var text = bytes[index * width..<(index + 1) * width].prefix { $0 != 0 }
            while padding == 0x20, text.last == padding { text.removeLast() }
            guard let value = String(validating: text, as: UTF8.self) else {
                throw bad(name, "is not valid UTF-8")
            }
            return value
        }
    }

    /// A whole number that is not negative.
    func unsigned(_ name: String) throws -> UInt64 {
        try withScalar(name) { attribute, type in
            guard HDF5Type.isPlainInteger(type) else { throw bad(name, "has to be a whole number") }
            guard H5Tget_sign(type) == H5T_SGN_2 else {
                var value: UInt64 = 0
                try check(H5Aread(attribute, UInt64.native, &value), orThrow: bad(name, "cannot be read"))
                return value
            }
            var value: Int64 = 0
            try check(H5Aread(attribute, Int64.native, &value), orThrow: bad(name, "cannot be read"))
            guard let unsigned = UInt64(exactly: value) else { throw bad(name, "is negative") }
            return unsigned
        }
    }

    /// A number.
    func double(_ name: String) throws -> Double {
        try withScalar(name) { attribute, type in
            guard try HDF5Type.isPlainInteger(type) || HDF5Type.isPlainFloat(type) else {
                throw bad(name, "has to be a number")
            }
            var value = 0.0
            try check(H5Aread(attribute, Double.native, &value), orThrow: bad(name, "cannot be read"))
            guard value.isFinite else { throw bad(name, "is not a finite number") }
            return value
        }
    }

    private func withScalar<Result>(
        _ name: String, _ body: (_ attribute: hid_t, _ type: hid_t) throws -> Result
    ) throws -> Result {
        try withAttribute(name) { attribute, count in
            guard count == 1 else { throw bad(name, "has to be one number, not \(count)") }
            let type = try HDF5Handle(H5Aget_type(attribute), orThrow: bad(name, "has no readable type"))
            return try body(attribute, type.identifier)
        }
    }

    /// Opens an attribute and counts its elements.
    private func withAttribute<Result>(
        _ name: String, _ body: (_ attribute: hid_t, _ count: Int) throws -> Result
    ) throws -> Result {
        try HDF5Library.run {
            let found = H5Aexists(handle.identifier, name)
            try check(found, orThrow: bad(name, "cannot be read"))
            guard found > 0 else { throw bad(name, "is missing") }
            let attribute = try HDF5Handle(
                H5Aopen(handle.identifier, name, HDF5Library.defaults), orThrow: bad(name, "cannot be read"))
            let space = try HDF5Handle(H5Aget_space(attribute.identifier), orThrow: bad(name, "has no shape"))
            let count = H5Sget_simple_extent_npoints(space.identifier)
            guard count >= 0, count <= Self.listLimit else { throw bad(name, "has an impossible length") }
            return try body(attribute.identifier, Int(count))
        }
    }

    private func bad(_ name: String, _ what: String) -> WinnowError {
        WinnowError(.badData, "\(path): attribute \(name) \(what); restore the file or make it again")
    }
}
