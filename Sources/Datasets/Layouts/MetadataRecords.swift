import Foundation
import Workspace

/// The records of a `metadata.csv` or `metadata.jsonl`, one after the other, each with its line.
struct MetadataRecords: Sequence {
    /// What a record holds under a key.
    enum Value: Equatable {
        case text(String)
        case list([String])

        /// The text, where it is one.
        var text: String? {
            guard case .text(let text) = self else { return nil }
            return text
        }
    }

    struct Record {
        let line: Int
        let values: [String: Value]
    }

    private let list: ListFile
    /// The names of the columns of a CSV file.
    private let columns: [String]

    /// - Throws: `WinnowError(.badData)` where a CSV file names no column `file_name`.
    init(of list: ListFile) throws {
        self.list = list
        guard list.isCommaSeparated else {
            columns = []
            return
        }
        let header = list.lines.first { _ in true }
        columns = header?.fields.map(list.text) ?? []
        guard columns.contains("file_name") else {
            throw WinnowError(
                .badData,
                "\(list.path):\(header?.number ?? 1): no column file_name; name the columns in the first line"
            )
        }
    }

    /// Each record, or what is wrong with its line.
    func makeIterator() -> AnyIterator<Result<Record, Problem>> {
        var lines = list.lines.makeIterator()
        if list.isCommaSeparated { _ = lines.next() }
        return AnyIterator {
            guard let line = lines.next() else { return nil }
            return list.isCommaSeparated ? row(line) : object(line)
        }
    }

    private func row(_ line: ListFile.Line) -> Result<Record, Problem> {
        guard line.fields.count == columns.count else {
            return .failure(
                Problem(
                    file: list.name, line: line.number,
                    reason: "\(line.fields.count) fields, where the first line names \(columns.count)"))
        }
        let fields = zip(columns, line.fields).map { ($0, Value.text(list.text($1))) }
        return .success(
            Record(line: line.number, values: Dictionary(fields) { first, _ in first }))
    }

    private func object(_ line: ListFile.Line) -> Result<Record, Problem> {
        let text = Data(list.bytes[line.fields[0].lowerBound..<line.fields[line.fields.count - 1].upperBound])
        guard let values = try? JSONDecoder().decode([String: JSONField].self, from: text) else {
            return .failure(Problem(file: list.name, line: line.number, reason: "not a JSON object"))
        }
        return .success(Record(line: line.number, values: values.compactMapValues(\.value)))
    }
}

/// A value of a JSON object, of which texts, numbers, lists of texts and objects of 0 and 1 are of use.
private struct JSONField: Decodable {
    let value: MetadataRecords.Value?

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let text = try? container.decode(String.self) {
            value = .text(text)
        } else if let number = try? container.decode(Int.self) {
            value = .text(String(number))
        } else if let names = try? container.decode([String].self) {
            value = .list(names)
        } else if let bits = try? container.decode([String: Int].self) {
            value = .list(bits.filter { $0.value == 1 }.keys.sorted())
        } else {
            value = nil
        }
    }
}

extension Problem: Error {}
