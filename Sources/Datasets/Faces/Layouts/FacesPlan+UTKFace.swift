/// UTKFace.
extension FacesPlan {
    /// The names of the published set that are flawed, with what they say of age, gender and race.
    private static let flawed: [(name: String, age: Int, gender: Int, race: Int?)] = [
        ("61_1_20170109142408075.jpg.chip.jpg", 61, 1, nil),
        ("61_1_20170109150557335.jpg.chip.jpg", 61, 1, nil),
        ("39_1_20170116174525125.jpg.chip.jpg", 39, 1, nil),
        ("24_0_1_20170116220224657 .jpg.chip.jpg", 24, 0, 1),
        ("55_0_0_20170116232725357jpg.chip.jpg", 55, 0, 0),
    ]

    /// Quirks: the published set's flawed names, of faces that they are true of, and macOS has left a file.
    static func utkFace(_ series: FaceSeries) -> FacesPlan {
        let folder = "UTKFace"
        var plan = FacesPlan()
        for member in series.members {
            let face = series.face(member)
            let labels = [face.recordedAge, face.recorded["Male"] ? 0 : 1, face.recordedSkinBand.rawValue]
            let name = (labels.map(String.init) + [time(member.number)]).joined(separator: "_")
            plan.draw(member.split, member.index, at: "\(folder)/\(name)\(UTKFaceName.suffix)")
        }
        guard series.hasQuirks else { return plan }
        for (name, age, gender, race) in flawed {
            let index = series.spareIndex(of: .train) { face in
                face.recordedAge == age && face.recorded["Male"] == (gender == 0)
                    && (race == nil || face.recordedSkinBand.rawValue == race)
            }
            plan.draw(.train, index, at: "\(folder)/\(name)")
        }
        if let first = plan.images.first { plan.junk(beside: first.path) }
        return plan
    }

    /// A time for each image, 8 ms after the one before: `yyyymmddHHMMSSFFF`.
    private static func time(_ number: Int) -> String {
        let milliseconds = number * 8
        let (seconds, minutes, hours) = (
            milliseconds / 1000 % 60, milliseconds / 60_000 % 60, milliseconds / 3_600_000
        )
        return "20170110" + [hours, minutes, seconds].map { FaceSeries.digits($0, count: 2) }.joined()
            + FaceSeries.digits(milliseconds % 1000, count: 3)
    }
}
