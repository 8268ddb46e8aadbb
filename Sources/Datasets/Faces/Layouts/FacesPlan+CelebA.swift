/// CelebA, as its authors and as a challenge ship it.
extension FacesPlan {
    private static let attributesName = "list_attr_celeba.txt"
    private static let partitionName = "list_eval_partition.txt"
    private static let images = "img_align_celeba"

    /// Quirks: the images' folder is nested, the count is missing, and macOS has left a file.
    static func celeba(_ series: FaceSeries) -> FacesPlan {
        var plan = FacesPlan()
        plan.drawImages(series)
        // The names with CelebA's trailing space, then a line an image with −1 or 1 for each attribute.
        var attributes = series.hasQuirks ? "" : "\(series.members.count)\n"
        attributes += "\(FaceAttributes.names.joined(separator: " ")) \n"
        var partition = ""
        for member in series.members {
            attributes += name(member)
            for value in series.face(member).recorded.values { attributes += value ? "  1" : " -1" }
            attributes += "\n"
            partition += "\(name(member)) \(code(of: member.split))\n"
        }
        plan.list(partition, at: partitionName)
        plan.list(attributes, at: attributesName)
        return plan
    }

    /// Quirks: the images' folder is nested, and macOS has left a file.
    static func celebaChallenge(_ series: FaceSeries) -> FacesPlan {
        let names = [Split.train: "train", .validation: "val", .test: "test"].mapValues {
            $0 + "_attr_list.txt"
        }
        var plan = FacesPlan()
        plan.drawImages(series)
        var lists: [Split: String] = [:]
        for member in series.members {
            let values = series.face(member).recorded.values.map { $0 ? " 1" : " 0" }
            lists[member.split, default: ""] += name(member) + values.joined() + "\n"
        }
        for split in Split.allCases {
            if let list = lists[split], let name = names[split] { plan.list(list, at: name) }
        }
        return plan
    }

    private mutating func drawImages(_ series: FaceSeries) {
        let folder = series.hasQuirks ? "\(Self.images)/\(Self.images)" : Self.images
        for member in series.members {
            draw(member.split, member.index, at: "\(folder)/\(Self.name(member))")
        }
        if series.hasQuirks, let first = images.first { junk(beside: first.path) }
    }

    private static func name(_ member: FaceSeries.Member) -> String {
        FaceSeries.digits(member.number) + ".jpg"
    }

    private static func code(of split: Split) -> Int {
        switch split {
        case .train: 0
        case .validation: 1
        case .test: 2
        }
    }
}
