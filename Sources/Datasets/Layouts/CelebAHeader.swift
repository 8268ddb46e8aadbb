import Workspace

/// How a table of attributes begins: perhaps with the number of images, perhaps with the attributes' names.
struct CelebAHeader {
    /// The attributes, a column each.
    let names: [String]
    /// The last line that is not yet an image's; 0 where the first is.
    let lastLine: Int
    /// How many images the table says it has, and in which line.
    let statedCount: (value: Int, line: Int)?

    /// A table without a header.
    init(names: [String]) {
        self.names = names
        lastLine = 0
        statedCount = nil
    }

    /// - Throws: `WinnowError` of kind `.badData` where the table is empty, or names an attribute twice.
    init(of table: ListFile) throws {
        var count: (value: Int, line: Int)?
        var found: (names: [String], lastLine: Int)?
        for line in table.lines {
            if count == nil, line.fields.count == 1, let value = table.integer(line.fields[0]) {
                count = (value, line.number)
                continue
            }
            var names = line.fields.map(table.text)
            if FolderListing.isImageName(names[0]) {
                found = (Self.standardNames, line.number - 1)
            } else {
                if names[0].lowercased() == "image_id" || names[0].isEmpty { names.removeFirst() }
                found = (names, line.number)
            }
            break
        }
        guard let found, !found.names.isEmpty else {
            throw WinnowError(.badData, "\(table.path): no attribute names; is the list empty or cut short?")
        }
        var seen: Set<String> = []
        if let twice = found.names.first(where: { !seen.insert($0).inserted }) {
            throw WinnowError(.badData, "\(table.path):\(found.lastLine): attribute \(twice) is named twice")
        }
        names = found.names
        lastLine = found.lastLine
        statedCount = count
    }

    /// CelebA's 40 attributes in their order, for tables without a header.
    static let standardNames = [
        "5_o_Clock_Shadow", "Arched_Eyebrows", "Attractive", "Bags_Under_Eyes", "Bald", "Bangs", "Big_Lips",
        "Big_Nose",
        "Black_Hair", "Blond_Hair", "Blurry", "Brown_Hair", "Bushy_Eyebrows", "Chubby", "Double_Chin",
        "Eyeglasses", "Goatee",
        "Gray_Hair", "Heavy_Makeup", "High_Cheekbones", "Male", "Mouth_Slightly_Open", "Mustache",
        "Narrow_Eyes", "No_Beard",
        "Oval_Face", "Pale_Skin", "Pointy_Nose", "Receding_Hairline", "Rosy_Cheeks", "Sideburns", "Smiling",
        "Straight_Hair",
        "Wavy_Hair", "Wearing_Earrings", "Wearing_Hat", "Wearing_Lipstick", "Wearing_Necklace",
        "Wearing_Necktie", "Young",
    ]
}
