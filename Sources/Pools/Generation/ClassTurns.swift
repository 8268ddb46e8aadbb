/// Which classes the images of a pass are translated to, where not every class takes every image.
///
/// Each image gets an equal part of the samples, and each class exactly as many as it needs: a class that needs all images that
/// are left takes the image; what the image still has to give goes to the classes that lack most.
struct ClassTurns {
    /// What each class still needs in this pass.
    private var needs: [Int]
    /// How many of the images that are left each class can be made from.
    private var candidates: [Int]
    private let total: Int

    /// - Parameters:
    ///   - needs: samples of each class, at most its candidates.
    ///   - candidates: how many of the pass's images each class can be made from.
    init(needs: [Int], candidates: [Int]) {
        self.needs = needs
        self.candidates = candidates
        total = needs.reduce(0, +)
    }

    /// The classes that the image at a position is translated to, ascending.
    ///
    /// - Parameters:
    ///   - position: of the image in the pass; they follow one another.
    ///   - count: how many images the pass has.
    ///   - own: the class that the image has, and cannot be translated to.
    mutating func next(position: Int, of count: Int, own: Int?) -> [Int] {
        let part = (position + 1) * total / count - position * total / count
        let open = needs.indices.filter { $0 != own && needs[$0] > 0 }
        var chosen = open.filter { needs[$0] == candidates[$0] }
        if chosen.count < part {
            let others = open.filter { needs[$0] < candidates[$0] }
                .sorted { (needs[$1], $0) < (needs[$0], $1) }
            chosen += others.prefix(part - chosen.count)
        }
        for index in chosen { needs[index] -= 1 }
        for index in candidates.indices where index != own { candidates[index] -= 1 }
        return chosen.sorted()
    }
}
