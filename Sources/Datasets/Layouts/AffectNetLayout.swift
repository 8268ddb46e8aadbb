import Foundation
import Workspace

/// AffectNet as its authors ship it: `Manually_Annotated_Images/DIRECTORY/HASH.EXTENSION`, listed by
/// `Manually_Annotated_file_lists/{training,validation}.csv`, whose first line may lack the columns' names.
enum AffectNetLayout {
    private static let images = "Manually_Annotated_Images"
    private static let lists: [(split: Split, path: String)] = [
        (.train, "Manually_Annotated_file_lists/training.csv"),
        (.validation, "Manually_Annotated_file_lists/validation.csv"),
    ]

    private static func exists(_ path: String, in root: URL) -> Bool {
        FileManager.default.fileExists(atPath: root.path + "/" + path)
    }

    static func isRecognized(in root: URL) -> Bool { lists.contains { exists($0.path, in: root) } }

    static func open(_ root: URL, attributes: [String]?) throws -> Dataset {
        try AttributeSelection.refuse(attributes, in: root)
        let present = lists.filter { exists($0.path, in: root) }
        guard !present.isEmpty else {
            throw WinnowError(
                .missingInput, "\(root.path): no \(lists[0].path); put AffectNet's lists there")
        }
        guard exists(images, in: root) else {
            throw WinnowError(.missingInput, "\(root.path): no \(images); put AffectNet's images there")
        }
        var reading = Reading(root: root)
        for (split, path) in present {
            try reading.read(
                ListFile(root.appending(path: path, directoryHint: .notDirectory), name: path), split)
        }
        return reading.dataset()
    }

    /// Where a list has what is of use.
    private struct Columns {
        private static let pathName = "subDirectory_filePath"
        private static let expressionName = "expression"

        let path: Int
        let expression: Int
        let count: Int
        let isNamed: Bool

        /// - Parameter first: the list's first line, which names the columns or is an image's already.
        init(_ first: ListFile.Line, of list: ListFile) throws {
            let names = first.fields.map(list.text)
            isNamed = names.contains(Self.pathName) || names.contains(Self.expressionName)
            guard isNamed else {
                (path, expression, count) = (0, 6, 9)
                return
            }
            guard let path = names.firstIndex(of: Self.pathName),
                let expression = names.firstIndex(of: Self.expressionName)
            else {
                throw WinnowError(
                    .badData,
                    "\(list.path):\(first.number): no column \(names.contains(Self.pathName) ? Self.expressionName : Self.pathName); name it, or leave out the names of AffectNet's nine columns"
                )
            }
            (self.path, self.expression, count) = (path, expression, names.count)
        }
    }

    /// What has been read so far.
    private struct Reading {
        private var builder: DatasetBuilder
        private var files: KnownFiles
        private var expressions = AffectNetExpressions()
        private var listed: Set<String> = []

        init(root: URL) {
            builder = DatasetBuilder(root: root)
            files = KnownFiles(in: root)
        }

        mutating func read(_ list: ListFile, _ split: Split) throws {
            guard let first = list.lines.first(where: { _ in true }) else {
                throw WinnowError(.badData, "\(list.path): is empty; is the list cut short?")
            }
            let columns = try Columns(first, of: list)
            for line in list.lines.dropFirst(columns.isNamed ? 1 : 0) {
                if let reason = read(line, columns, of: list, split) {
                    builder.refuse(list.name, line: line.number, reason)
                }
            }
        }

        /// - Returns: what is wrong with the line.
        private mutating func read(
            _ line: ListFile.Line, _ columns: Columns, of list: ListFile, _ split: Split
        ) -> String? {
            guard line.fields.count == columns.count else {
                return "\(line.fields.count) fields, where there should be \(columns.count)"
            }
            let path = list.text(line.fields[columns.path])
            let parts = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
            guard let name = parts.last, !parts.contains(where: { $0.isEmpty || $0 == "." || $0 == ".." })
            else { return "“\(path)” is no path within \(images)" }
            guard listed.insert(path).inserted else { return "\(path) is listed twice" }
            let text = list.text(line.fields[columns.expression])
            switch expressions.meaning(of: text) {
            case .unknown: return "\(path): " + AffectNetExpressions.refusal(of: text)
            case .leftOut: return nil
            case .label(let label):
                let folder = ([images] + parts.dropLast()).joined(separator: "/")
                guard files.holds(name, in: folder) else { return "image \(path) is not in \(images)" }
                builder.append(name, in: folder, label: label, split: split)
                return nil
            }
        }

        func dataset() -> Dataset {
            var builder = builder
            if let note = expressions.note { builder.note(note) }
            return builder.dataset(.affectNet, schema: AffectNetExpressions.schema)
        }
    }
}
