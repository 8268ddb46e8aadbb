import Foundation

/// What a data set of drawn faces is to hold.
struct FacesPlan {
    /// One image that is to be drawn.
    struct PlannedImage {
        let split: Split
        /// The face's place in the split.
        let index: Int
        /// Relative to the data set's folder; it ends in `.png` or in any name of JPEG.
        let path: String
        /// Which of a person's pictures it is, where there are several.
        var picture: MaskPicture?
    }

    var images: [PlannedImage] = []
    /// Small files beside the images, the lists that say what the images show among them.
    var files: [(path: String, data: Data)] = []
    /// Folders that are there even if nothing lies in them.
    var folders: [String] = []

    init() {}

    /// Every folder that something lies in, and those that are there without.
    var allFolders: [String] {
        let paths = images.map(\.path) + files.map(\.path)
        return Set(paths.map { ($0 as NSString).deletingLastPathComponent } + folders).sorted()
    }

    mutating func draw(_ split: Split, _ index: Int, at path: String, picture: MaskPicture? = nil) {
        images.append(PlannedImage(split: split, index: index, path: path, picture: picture))
    }

    mutating func list(_ text: String, at path: String) { files.append((path, Data(text.utf8))) }

    /// The file that macOS leaves beside another on file systems that are not its own: no image, whatever its name says.
    mutating func junk(beside path: String) {
        let folder = (path as NSString).deletingLastPathComponent
        let name = "._" + (path as NSString).lastPathComponent
        let data = Data([0x00, 0x05, 0x16, 0x07, 0x00, 0x02, 0x00, 0x00] + [UInt8](repeating: 0, count: 88))
        files.append((folder.isEmpty ? name : folder + "/" + name, data))
    }

    /// The layout's plan for a series of faces.
    init(_ layout: FacesLayout, for series: FaceSeries) {
        self =
            switch layout {
            case .celeba: .celeba(series)
            case .celebaChallenge: .celebaChallenge(series)
            case .affectNet: .affectNet(series)
            case .affectNetCompact: .affectNetCompact(series)
            case .affectNetFolders: .affectNetFolders(series)
            case .utkFace: .utkFace(series)
            case .maskFaces: .maskFaces(series)
            case .folder: .folder(series)
            }
    }
}
