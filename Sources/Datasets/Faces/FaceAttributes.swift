/// The 40 attributes of CelebA (Liu et al., "Deep learning face attributes in the wild", ICCV 2015) of one face.
public struct FaceAttributes: Sendable, Equatable {
    /// The attributes in CelebA's order.
    public static let names = [
        "5_o_Clock_Shadow", "Arched_Eyebrows", "Attractive", "Bags_Under_Eyes", "Bald", "Bangs", "Big_Lips",
        "Big_Nose", "Black_Hair", "Blond_Hair", "Blurry", "Brown_Hair", "Bushy_Eyebrows", "Chubby",
        "Double_Chin", "Eyeglasses", "Goatee", "Gray_Hair", "Heavy_Makeup", "High_Cheekbones", "Male",
        "Mouth_Slightly_Open", "Mustache", "Narrow_Eyes", "No_Beard", "Oval_Face", "Pale_Skin", "Pointy_Nose",
        "Receding_Hairline", "Rosy_Cheeks", "Sideburns", "Smiling", "Straight_Hair", "Wavy_Hair",
        "Wearing_Earrings", "Wearing_Hat", "Wearing_Lipstick", "Wearing_Necklace", "Wearing_Necktie", "Young",
    ]

    /// The attributes that the renderer does not draw; they are false for every face.
    public static let undrawn: Set<String> = ["Attractive", "High_Cheekbones", "Pointy_Nose"]

    /// One truth value an attribute, in the order of `names`.
    public private(set) var values: [Bool]

    private static let position = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, $0) })

    /// The attributes that a drawn face shows.
    public init(of face: FaceParameters) {
        values = [Bool](repeating: false, count: FaceAttributes.names.count)
        setHair(face)
        setHead(face)
        setBeard(face.beard)
        setWorn(face)
        self["Male"] = face.isMale
        self["Young"] = face.isYoung
    }

    /// Whether the face has the attribute.
    ///
    /// - Precondition: the name is one of `names`.
    public subscript(name: String) -> Bool {
        get { values[FaceAttributes.index(of: name)] }
        set { values[FaceAttributes.index(of: name)] = newValue }
    }

    /// The hair colour that the attributes name, or nil where none is on.
    public var hairColor: HairColorName? {
        HairColorName.allCases.first { self[$0.attribute] }
    }

    private static func index(of name: String) -> Int {
        guard let index = position[name] else { preconditionFailure("CelebA has no attribute '\(name)'") }
        return index
    }

    private mutating func setHair(_ face: FaceParameters) {
        let hair = face.hair
        let style = hair.style
        let bald = style == .bald
        // Under a hat only hair that falls beside the face can be judged.
        let visible = !bald && (!face.wearing.hat || style.isLong)
        if visible { self[hair.colorName.attribute] = true }
        self["Bald"] = bald
        self["Bangs"] = visible && hair.hasBangs
        self["Receding_Hairline"] = !bald && !face.wearing.hat && !hair.hasBangs && hair.recession > 0.5
        let combs = visible && style != .buzzed
        self["Wavy_Hair"] = combs && (style.isCurly || hair.waviness > 0.45)
        self["Straight_Hair"] = combs && !style.isCurly && hair.waviness < 0.2
    }

    private mutating func setHead(_ face: FaceParameters) {
        self["Arched_Eyebrows"] = face.brows.arch > 0.6
        self["Bushy_Eyebrows"] = face.brows.thickness > 0.68
        self["Bags_Under_Eyes"] = face.skin.bags > 0.5
        self["Big_Lips"] = face.lips.fullness > 0.68
        self["Big_Nose"] = face.nose.width > 1.14
        self["Chubby"] = face.shape.chubbiness > 0.6
        self["Double_Chin"] = face.shape.doubleChin > 0.5
        self["Narrow_Eyes"] = face.eyes.openness < 0.3
        self["Oval_Face"] = face.shape.chinDrop / face.shape.halfWidth > 1.5 && face.shape.jaw < 0.5
        self["Pale_Skin"] = face.skin.tone < 0.06
        self["Rosy_Cheeks"] = face.skin.blush > 0.55
        self["Mouth_Slightly_Open"] = face.expression.open > 0.12
        self["Smiling"] = face.expression.smile > 0.4
        self["Blurry"] = face.camera.blur > 0.9
    }

    private mutating func setBeard(_ beard: FaceParameters.Beard) {
        let drawn = max(beard.full, beard.goatee)
        self["5_o_Clock_Shadow"] = beard.stubble > 0.35 && beard.full < 0.1
        self["Goatee"] = beard.goatee > 0.1 && beard.full < 0.1
        self["Mustache"] = max(drawn, beard.mustache) > 0.1
        self["Sideburns"] = beard.sideburns > 0.1
        self["No_Beard"] = drawn <= 0.1 && beard.stubble <= 0.35
    }

    private mutating func setWorn(_ face: FaceParameters) {
        self["Eyeglasses"] = face.wearing.glasses != .none
        self["Wearing_Hat"] = face.wearing.hat
        self["Wearing_Earrings"] = face.wearing.earrings
        self["Wearing_Necklace"] = face.wearing.necklace
        self["Wearing_Necktie"] = face.wearing.necktie
        self["Wearing_Lipstick"] = face.lips.lipstick > 0.4
        self["Heavy_Makeup"] = face.lips.lipstick > 0.4 && face.eyes.shadow > 0.35
    }
}
