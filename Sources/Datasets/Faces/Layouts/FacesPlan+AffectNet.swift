import Foundation
import Workspace

/// AffectNet in the two forms in which its authors ship it.
extension FacesPlan {
    /// The images of a data set, and beyond them, with quirks, one in each split for each number that is no expression.
    private static func expressions(_ series: FaceSeries) -> [(member: FaceSeries.Member, number: Int)] {
        var all: [(member: FaceSeries.Member, number: Int)] = series.members.map {
            ($0, series.face($0).recordedExpression.number)
        }
        guard series.hasQuirks else { return all }
        for split in [Split.train, .validation] {
            guard let count = series.counts[split], count > 0 else { continue }
            for (place, number) in AffectNetExpressions.others.enumerated() {
                all.append(
                    (.init(split: split, index: count + place, number: all.count + 1), number))
            }
        }
        return all
    }

    /// Quirks: expressions that are none, one that is `NULL`, extensions of all kinds, and a list without the columns' names.
    ///
    /// What nobody has measured of a drawn face (landmarks, valence and arousal) is `NULL`, which the real lists hold too.
    static func affectNet(_ series: FaceSeries) -> FacesPlan {
        let (images, lists) = ("Manually_Annotated_Images", "Manually_Annotated_file_lists")
        var plan = FacesPlan()
        let names = [Split.train: "training.csv", .validation: "validation.csv"]
        let header =
            "subDirectory_filePath,face_x,face_y,face_width,face_height,facial_landmarks,expression,valence,arousal\n"
        var texts: [Split: String] = [:]
        let extensions = series.hasQuirks ? ["jpg", "JPG", "jpeg", "png"] : ["jpg"]
        func add(_ member: FaceSeries.Member, _ expression: String) {
            let key = "faces/\(series.seed)/\(member.split.rawValue)/\(member.index)"
            let hash = FileDigest.sha256(Data(key.utf8)).prefix(56)
            let path = "\(1 + member.number / 500)/\(hash).\(extensions[member.number % extensions.count])"
            plan.draw(member.split, member.index, at: "\(images)/\(path)")
            let box = "0,0,\(series.size.width),\(series.size.height)"
            let isNamed = !series.hasQuirks || member.split == .train
            texts[member.split, default: isNamed ? header : ""] +=
                "\(path),\(box),NULL,\(expression),NULL,NULL\n"
        }
        let all = expressions(series)
        for (member, number) in all { add(member, String(number)) }
        if series.hasQuirks, let count = series.counts[.train] {
            let index = count + AffectNetExpressions.others.count
            add(.init(split: .train, index: index, number: all.count + 1), "NULL")
        }
        for split in [Split.train, .validation] {
            if let text = texts[split], let name = names[split] { plan.list(text, at: "\(lists)/\(name)") }
        }
        return plan
    }

    /// Quirks: expressions that are none, some as numbers where the others are texts, and annotations of other kinds.
    static func affectNetCompact(_ series: FaceSeries) -> FacesPlan {
        let names = [Split.train: "train_set", .validation: "val_set"]
        var plan = FacesPlan()
        for (member, number) in expressions(series) {
            guard let folder = names[member.split] else { continue }
            plan.draw(member.split, member.index, at: "\(folder)/images/\(member.number).jpg")
            let annotation = "\(folder)/annotations/\(member.number)"
            let isNumber = series.hasQuirks && member.number.isMultiple(of: 2)
            plan.files.append(
                (
                    annotation + "_exp.npy",
                    isNumber ? NumPyScalar.file(ofNumber: number) : NumPyScalar.file(ofText: String(number))
                ))
            if series.hasQuirks {
                for other in ["aro", "val"] {
                    plan.files.append(("\(annotation)_\(other).npy", NumPyScalar.file(ofText: "-2")))
                }
            }
        }
        return plan
    }
}

extension NumPyScalar {
    /// A file as NumPy writes it of a Python text.
    static func file(ofText text: String) -> Data {
        let points = text.unicodeScalars.map(\.value)
        return file(type: "<U\(points.count)", points.map(UInt64.init), size: 4)
    }

    /// A file as NumPy writes it of a Python number.
    static func file(ofNumber number: Int) -> Data {
        file(type: "<i8", [UInt64(bitPattern: Int64(number))], size: 8)
    }

    private static func file(type: String, _ values: [UInt64], size: Int) -> Data {
        var header = "{'descr': '\(type)', 'fortran_order': False, 'shape': (), }"
        // All before the data take a multiple of 64 bytes.
        header += String(repeating: " ", count: 128 - 10 - 1 - header.utf8.count) + "\n"
        let bytes = values.flatMap { value in (0..<size).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        }
        return Data(magic + [1, 0, UInt8(header.utf8.count), 0] + Array(header.utf8) + bytes)
    }
}
