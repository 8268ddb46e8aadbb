/// The layouts that drawn faces are written in; the raw values are those of ``LayoutName``.
public enum FacesLayout: String, Sendable, CaseIterable {
    /// `img_align_celeba/000001.jpg` with `list_attr_celeba.txt` and `list_eval_partition.txt`: 40 attributes an image.
    case celeba
    /// The same images with `{train,val,test}_attr_list.txt`.
    case celebaChallenge = "celeba-challenge"
    /// AffectNet's lists and folders: one expression an image.
    case affectNet = "affectnet"
    /// AffectNet's smaller form: `{train_set,val_set}/{images,annotations}`.
    case affectNetCompact = "affectnet-compact"
    /// `{train,val,test}/0…7/000001.jpg`, by the expressions' numbers.
    case affectNetFolders = "affectnet-folders"
    /// `UTKFace/26_1_2_20170116184024662.jpg.chip.jpg`: age, gender and race.
    case utkFace = "utkface"
    /// `train/train.csv` and `train/images/PERSON/{mask1…mask5,incorrect_mask,normal}.jpg`.
    case maskFaces = "maskfaces"
    /// `{train,val,test}/EXPRESSION/000001.jpg`.
    case folder

    /// The splits that the layout can tell apart; who reads the others splits them himself.
    public var splits: [Split] {
        switch self {
        case .celeba, .celebaChallenge, .affectNetFolders, .folder: Split.allCases
        case .affectNet, .affectNetCompact: [.train, .validation]
        case .utkFace, .maskFaces: [.train]
        }
    }

    /// The size that the layout's images usually have, in pixels.
    public var usualSize: (width: Int, height: Int) {
        switch self {
        case .celeba, .celebaChallenge, .folder: (178, 218)
        case .affectNet, .affectNetCompact, .affectNetFolders: (224, 224)
        case .utkFace: (200, 200)
        case .maskFaces: (384, 512)
        }
    }
}
