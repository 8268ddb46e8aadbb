import Foundation
import Workspace

extension Dataset {
    /// A number that changes when the split does: SHA-256 over the labels' names and each image's path within the set, size in
    /// bytes and label, in order, as lowercase hexadecimal. It stays the same when the whole folder is moved.
    ///
    /// - Throws: `WinnowError` of kind `.missingInput` where an image has gone.
    public func fingerprint(of split: Split) throws -> String {
        let examples = examples(in: split)
        var text = Data()
        text.reserveCapacity(examples.count * 64)
        text.append(contentsOf: "\(schema.task.rawValue)\n\(schema.names.joined(separator: "\t"))\n".utf8)
        for example in examples {
            let path = example.path
            var status = stat()
            guard stat(path, &status) == 0 else {
                throw WinnowError(
                    .missingInput, "\(path): was there when the data set was opened and is gone now")
            }
            text.append(contentsOf: relativePath(of: path).utf8)
            text.append(contentsOf: "\t\(status.st_size)\t\(example.label.digits)\n".utf8)
        }
        return FileDigest.sha256(text)
    }

    /// A path without the data set's folder before it.
    package func relativePath(of path: String) -> String {
        let prefix = root.path + "/"
        return path.hasPrefix(prefix) ? String(path.dropFirst(prefix.count)) : path
    }
}

extension Label {
    /// The bits side by side, the index, or the indices with commas between.
    fileprivate var digits: String {
        switch self {
        case .bits(let bits): String(decoding: bits.map { $0 + UInt8(ascii: "0") }, as: UTF8.self)
        case .index(let index): String(index)
        case .indices(let indices): indices.map(String.init).joined(separator: ",")
        }
    }
}
