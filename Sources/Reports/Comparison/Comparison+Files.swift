import Foundation
import Workspace

extension Comparison {
    /// Files above this many bytes are refused unread; a real one has a few kilobytes a row.
    static let sizeLimit = 1 << 28

    /// Reads `comparison.json`.
    ///
    /// - Throws: `WinnowError` of kind `missingInput` where there is no file, `ioFailed` where it cannot be read, and
    ///   `badData` where it is not a comparison of a version known here or contradicts itself.
    public static func load(from url: URL) throws -> Comparison {
        let values = try? url.resourceValues(forKeys: [.isDirectoryKey, .fileSizeKey])
        guard FileManager.default.fileExists(atPath: url.path), values?.isDirectory != true else {
            throw WinnowError(
                .missingInput,
                "\(url.path): there is no such file. Make one with: winnow compare RECIPE --out DIR")
        }
        guard (values?.fileSize ?? 0) <= sizeLimit else {
            throw WinnowError(
                .badData,
                "\(url.path): has more than \(sizeLimit >> 20) MiB, so it is no comparison. Check the path.")
        }
        let data: Data
        do {
            data = try Data(contentsOf: url)
        } catch {
            throw WinnowError(.ioFailed, "\(url.path): cannot be read. Check its permissions and the disk.")
        }
        return try Comparison(json: data, name: url.path)
    }

    /// Reads the bytes of a `comparison.json`; `name` is what errors call it.
    /// - Throws: `WinnowError` of kind `badData` where they are not a comparison or contradict themselves.
    public init(json data: Data, name: String) throws {
        do {
            self = try JSONDecoder().decode(Comparison.self, from: data)
        } catch let error as DecodingError {
            throw WinnowError(
                .badData, "\(name): \(error.inOneLine). Mend the file, or run winnow compare again.")
        }
        if let problem = firstProblem {
            throw WinnowError(.badData, "\(name): \(problem). Mend the file, or run winnow compare again.")
        }
    }

    /// The bytes of `comparison.json`: indented, keys in alphabetical order, the same for equal comparisons.
    /// - Throws: `WinnowError` of kind `badData` where a value is impossible, such as an accuracy that is not a number.
    public func json() throws -> Data {
        if let problem = firstProblem {
            throw WinnowError(.badData, "The comparison cannot be written: \(problem).")
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        var data = try encoder.encode(self)
        data.append(UInt8(ascii: "\n"))
        return data
    }
}

extension DecodingError {
    /// Where in the file, and what is wrong there.
    fileprivate var inOneLine: String {
        switch self {
        case .keyNotFound(let key, let context):
            "\(place(context.codingPath))has no key \"\(key.stringValue)\""
        case .typeMismatch(let type, let context):
            "\(place(context.codingPath))is not a \(type)"
        case .valueNotFound(let type, let context):
            "\(place(context.codingPath))is empty where a \(type) belongs"
        case .dataCorrupted(let context):
            place(context.codingPath)
                + context.debugDescription.singleLine.trimmingCharacters(in: CharacterSet(charactersIn: ". "))
        @unknown default:
            "is not a comparison"
        }
    }

    private func place(_ path: [any CodingKey]) -> String {
        var text = ""
        for key in path {
            if let index = key.intValue {
                text += "[\(index)]"
            } else {
                text += (text.isEmpty ? "" : ".") + key.stringValue
            }
        }
        return text.isEmpty ? "" : text + " "
    }
}
