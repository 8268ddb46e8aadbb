import Foundation
import Workspace

/// UTKFace (Zhang et al., "Age progression/regression by conditional adversarial autoencoder", CVPR 2017): one folder of images
/// whose names say age, gender and race.
enum UTKFaceLayout {
    private static let heads = [
        LabelHead("age", .number(UTKFaceName.ages)), LabelHead("gender", .classes(UTKFaceName.genders)),
        LabelHead("race", .classes(UTKFaceName.races)),
    ]
    /// Where copies have the images, relative to the set's folder.
    private static let folders = ["", "UTKFace", "UTKFace/UTKFace", "crop_part1"]
    private static let ending = "chip.jpg"

    static func isRecognized(in root: URL) -> Bool { folder(in: root) != nil }

    private static func folder(in root: URL) -> (name: String, files: Set<String>)? {
        for name in folders {
            let url = name.isEmpty ? root : root.appending(path: name)
            guard let files = try? FolderListing(of: url).files else { continue }
            if files.contains(where: { $0.hasSuffix(ending) }) { return (name, files) }
        }
        return nil
    }

    /// With one label an image: the 30 classes of race, gender and age band.
    static func openBands(_ root: URL, attributes: [String]?) throws -> Dataset {
        try AttributeSelection.refuse(attributes, in: root)
        let names = UTKFaceName.races.flatMap { race in
            UTKFaceName.genders.flatMap { gender in AgeBand.allCases.map { "\(race) \(gender) \($0.name)" } }
        }
        let bands = AgeBand.allCases.count
        return try read(root, .utkFaceBands, schema: LabelSchema(task: .singleLabel, names: names)) { name in
            guard let race = name.race else { return nil }
            return .index(
                (race * UTKFaceName.genders.count + name.gender) * bands + AgeBand(age: name.age).rawValue)
        }
    }

    static func open(_ root: URL, attributes: [String]?) throws -> Dataset {
        let names = heads.map(\.name)
        let selection = try AttributeSelection(attributes ?? names, from: names, source: "UTKFace")
        let needsRace = selection.names.contains("race")
        let schema = LabelSchema(heads: selection.columns.map { heads[$0] })
        return try read(root, .utkFace, schema: schema) { name in
            guard name.race != nil || !needsRace else { return nil }
            let answers = [name.age - UTKFaceName.ages.lowerBound, name.gender, name.race ?? 0]
            return .indices(selection.columns.map { answers[$0] })
        }
    }

    /// - Parameter label: the label that a name says; nil where it lacks the race, which is needed.
    private static func read(
        _ root: URL, _ layout: LayoutName, schema: LabelSchema, label: (UTKFaceName) -> Label?
    ) throws -> Dataset {
        guard let (folder, files) = folder(in: root) else {
            throw WinnowError(
                .missingInput,
                "\(root.path): no images named such as 26_1_2_20170116184024662.jpg.chip.jpg; name the folder that has UTKFace's"
            )
        }
        var builder = DatasetBuilder(root: root)
        var mended: [String] = []
        for file in files.filter(FolderListing.isImageName).sorted() {
            let path = folder.isEmpty ? file : folder + "/" + file
            do {
                let name = try UTKFaceName(file)
                guard let label = label(name) else {
                    builder.refuse(path, "the race is missing; put it behind the gender, or leave out race")
                    continue
                }
                if name.isMended { mended.append(file) }
                builder.append(file, in: folder, label: label, split: SeededSplit.split(of: file))
            } catch {
                builder.refuse(path, error)
            }
        }
        builder.note("UTKFace has no split: the set " + SeededSplit.explanation())
        if !mended.isEmpty {
            builder.note("taken in spite of a flaw in the name: \(mended.joined(separator: ", "))")
        }
        return builder.dataset(layout, schema: schema)
    }
}
