/// People with and without a mask.
extension FacesPlan {
    /// The number of people that so many images show; whole people, so that it may be more.
    static func people(forImages count: Int) -> Int {
        let pictures = MaskFaceClass.pictures.count
        return (count + pictures - 1) / pictures
    }

    /// Quirks: ids that are no numbers, extensions of all kinds, and macOS has left files.
    static func maskFaces(_ series: FaceSeries) -> FacesPlan {
        var plan = FacesPlan()
        var table = "id,gender,race,age,path\n"
        let extensions = series.hasQuirks ? ["jpg", "jpeg", "png", "JPG"] : ["jpg"]
        for index in 0..<people(forImages: series.counts[.train] ?? 0) {
            let face = series.face(.train, index)
            // The first two people share a number.
            let isFlawed = series.hasQuirks && index < 2
            let id = isFlawed ? "000001-\(index + 1)" : FaceSeries.digits(index + 1)
            let gender = face.recorded["Male"] ? "male" : "female"
            let path = "\(id)_\(gender)_\(face.recordedSkinBand.name)_\(face.recordedAge)"
            table += "\(id),\(gender),\(face.recordedSkinBand.name),\(face.recordedAge),\(path)\n"
            let folder = "train/images/\(path)"
            for (place, picture) in MaskPicture.all(seed: series.seed, person: String(index)).enumerated() {
                let suffix = extensions[(index + place) % extensions.count]
                plan.draw(.train, index, at: "\(folder)/\(picture.name).\(suffix)", picture: picture)
            }
            if series.hasQuirks {
                plan.junk(beside: folder)
                plan.junk(beside: plan.images[plan.images.count - 1].path)
            }
        }
        plan.list(table, at: "train/train.csv")
        return plan
    }
}
