import Foundation
import Workspace

/// People with and without a mask, seven pictures each: `train/train.csv` with `id,gender,race,age,path`, and the pictures in
/// `train/images/PATH/{mask1…mask5,incorrect_mask,normal}` with any extension.
///
/// An image's group is its person's id, and the set is split by people.
enum MaskFacesLayout {
    private static let table = "train/train.csv"
    private static let images = "train/images"
    private static let columns = ["id", "gender", "age", "path"]

    static func isRecognized(in root: URL) -> Bool {
        [table, images].allSatisfy { FileManager.default.fileExists(atPath: root.path + "/" + $0) }
    }

    static func open(_ root: URL, attributes: [String]?) throws -> Dataset {
        try AttributeSelection.refuse(attributes, in: root)
        let list = try ListFile(root.appending(path: table, directoryHint: .notDirectory), name: table)
        var reading = try MaskFacesReading(root: root, header: list.lines.first { _ in true }, of: list)
        for line in list.lines.dropFirst() { reading.read(line, of: list) }
        return try reading.dataset()
    }

    /// What has been read so far.
    private struct MaskFacesReading {
        private var builder: DatasetBuilder
        private var people: KnownFolders
        /// The table's columns by name, and how many there are.
        private let places: [String: Int]
        private let width: Int
        private var unknown = 0

        /// - Throws: `WinnowError` of kind `.badData` where the first line does not name the columns, `.missingInput` where there is
        ///   no folder of images.
        init(root: URL, header: ListFile.Line?, of list: ListFile) throws {
            let names = header?.fields.map(list.text) ?? []
            if let missing = columns.first(where: { !names.contains($0) }) {
                throw WinnowError(
                    .badData,
                    "\(list.path):\(header?.number ?? 1): no column \(missing); the first line has to be id,gender,race,age,path"
                )
            }
            places = Dictionary(names.enumerated().map { ($1, $0) }) { first, _ in first }
            width = names.count
            builder = DatasetBuilder(root: root)
            people = KnownFolders(try FolderListing(of: root.appending(path: images)).folders)
        }

        /// One person.
        mutating func read(_ line: ListFile.Line, of list: ListFile) {
            func field(_ name: String) -> String { list.text(line.fields[places[name]!]) }
            guard line.fields.count == width else {
                return refuse(line, "\(line.fields.count) fields, where the first line names \(width)")
            }
            let (id, gender, path) = (field("id"), field("gender"), field("path"))
            guard !id.isEmpty else { return refuse(line, "no id") }
            guard gender == "male" || gender == "female" else {
                return refuse(line, "the gender of \(id) is “\(gender)”; it takes male or female")
            }
            guard let age = list.integer(line.fields[places["age"]!]), (0...150).contains(age) else {
                return refuse(line, "the age of \(id) is “\(field("age"))”; it takes 0 to 150")
            }
            switch people.take(path) {
            case .missing: return refuse(line, "the folder \(images)/\(path) is not there")
            case .taken: return refuse(line, "\(path) is listed twice")
            case .found: break
            }
            readPictures(of: id, in: "\(images)/\(path)", isFemale: gender == "female", age: age)
        }

        private mutating func refuse(_ line: ListFile.Line, _ reason: String) {
            builder.refuse(table, line: line.number, reason)
        }

        private mutating func readPictures(of id: String, in folder: String, isFemale: Bool, age: Int) {
            let files = (try? FolderListing(of: builder.root.appending(path: folder)).files.sorted()) ?? []
            let named = Dictionary(grouping: files) { ($0 as NSString).deletingPathExtension }
            let split = SeededSplit.split(of: id)
            for picture in MaskFaceClass.pictures {
                let found = named[picture.name] ?? []
                guard let file = found.first else {
                    builder.refuse(folder, "there is no picture \(picture.name)")
                    continue
                }
                guard found.count == 1 else {
                    builder.refuse(
                        folder, "\(found.joined(separator: " and ")) both are its picture \(picture.name)")
                    continue
                }
                let label = MaskFaceClass.index(picture.wearing, isFemale: isFemale, age: age)
                builder.append(file, in: folder, label: .index(label), split: split, group: id)
            }
            let pictures = Set(MaskFaceClass.pictures.map(\.name))
            unknown += named.filter { !pictures.contains($0.key) }.reduce(0) { $0 + $1.value.count }
        }

        mutating func dataset() throws -> Dataset {
            if people.count == people.untaken, builder.problems.isEmpty {
                throw WinnowError(
                    .badData, "\(builder.root.path)/\(table): lists nobody; is the list cut short?")
            }
            builder.note("train.csv names no split: the set " + SeededSplit.explanation(by: "people's ids"))
            if people.untaken > 0 {
                let verb = people.untaken == 1 ? "is" : "are"
                builder.note(
                    "\(PlainNumber.count(people.untaken, "folder")) in \(images) \(verb) not listed and \(verb) not used"
                )
            }
            if unknown > 0 {
                builder.note(
                    "\(PlainNumber.count(unknown, "file")) in \(images) \(unknown == 1 ? "is" : "are") none of a person's seven pictures and not used"
                )
            }
            return builder.dataset(.maskFaces, schema: MaskFaceClass.schema)
        }
    }

    /// The folders of people, each of which one line may name.
    private struct KnownFolders {
        enum Answer { case found, missing, taken }

        private let names: Set<String>
        private var used: Set<String> = []

        init(_ names: Set<String>) { self.names = names }

        var count: Int { names.count }
        var untaken: Int { names.count - used.count }

        mutating func take(_ name: String) -> Answer {
            guard names.contains(name) else { return .missing }
            return used.insert(name).inserted ? .found : .taken
        }
    }
}
