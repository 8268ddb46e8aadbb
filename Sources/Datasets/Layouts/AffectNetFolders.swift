import Foundation

/// AffectNet sorted into folders: `{train,val,test}/{0…7}/*.jpg`, the folders being named after the expressions' numbers.
enum AffectNetFolders {
    /// Whether there is a folder for each of the eight expressions and none for anything that AffectNet has not: eight classes of
    /// another set would hardly be numbered from 0 to 7.
    static func isRecognized(in root: URL, _ listing: FolderListing) throws -> Bool {
        var labels: Set<String> = []
        for split in FolderLayout.splitFolders(in: listing) {
            labels.formUnion(try FolderListing(of: root.appending(path: split)).folders)
        }
        var expressions = AffectNetExpressions()
        let numbers = labels.filter { expressions.meaning(of: $0) != .leftOut }
        return numbers == Set(AffectNetExpressions.schema.names.indices.map(String.init))
    }

    static func open(_ root: URL, _ listing: FolderListing, attributes: [String]?) throws -> Dataset {
        try AttributeSelection.refuse(attributes, in: root)
        let schema = AffectNetExpressions.schema
        var found = LabelledFiles(root: root, layout: .affectNetFolders, names: schema.names)
        var expressions = AffectNetExpressions()
        try FolderLayout.visit(root, listing) { split, label, images in
            let folder = (split.isEmpty ? "" : split + "/") + label
            switch expressions.meaning(of: label, count: images.count) {
            case .leftOut: break
            case .unknown:
                guard !images.isEmpty else { return }
                found.problems.append(
                    Problem(file: folder, reason: "is not named after an expression's number, 0 to 10"))
            case .label(let label):
                for image in images {
                    found.append(
                        path: folder + "/" + image, label: schema.text(of: label),
                        split: FolderLayout.split(named: split))
                }
            }
        }
        found.notes = expressions.note.map { [$0] } ?? []
        return try found.dataset()
    }
}
