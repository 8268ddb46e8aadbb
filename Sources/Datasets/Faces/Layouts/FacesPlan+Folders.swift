/// A folder for each split, and in it one for each expression.
extension FacesPlan {
    /// Quirks: macOS has left a file.
    static func folder(_ series: FaceSeries) -> FacesPlan {
        folders(series) { $0.rawValue }
    }

    /// Quirks: there are folders of the numbers that are no expressions, and macOS has left a file.
    static func affectNetFolders(_ series: FaceSeries) -> FacesPlan {
        var plan = folders(series) { String($0.number) }
        for split in splitNames.keys where (series.counts[split] ?? 0) > 0 {
            plan.folders += ExpressionName.allCases.map { "\(splitNames[split]!)/\($0.number)" }
        }
        guard series.hasQuirks else { return plan }
        for (place, number) in AffectNetExpressions.others.enumerated() {
            let index = (series.counts[.train] ?? 0) + place
            plan.draw(
                .train, index,
                at: "train/\(number)/\(FaceSeries.digits(series.members.count + place + 1)).jpg")
        }
        return plan
    }

    private static let splitNames = [Split.train: "train", .validation: "val", .test: "test"]

    private static func folders(_ series: FaceSeries, name: (ExpressionName) -> String) -> FacesPlan {
        var plan = FacesPlan()
        for member in series.members {
            let label = name(series.face(member).recordedExpression)
            let path = "\(splitNames[member.split]!)/\(label)/\(FaceSeries.digits(member.number)).jpg"
            plan.draw(member.split, member.index, at: path)
        }
        if series.hasQuirks, let first = plan.images.first { plan.junk(beside: first.path) }
        return plan
    }
}

extension ExpressionName {
    /// AffectNet's number.
    var number: Int { ExpressionName.allCases.firstIndex(of: self)! }
}
