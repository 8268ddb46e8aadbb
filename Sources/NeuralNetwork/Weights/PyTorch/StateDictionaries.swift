/// The dictionaries of a checkpoint that hold tensors by name, and how to get to each from the object that was saved.
struct StateDictionaries: Sendable {
    /// A dictionary with tensors.
    struct Candidate: Sendable {
        /// Its number in the heap.
        let dictionary: Int
        /// How many tensors it holds itself.
        let tensorCount: Int
        fileprivate let place: Int
    }

    /// Where an object was found.
    private struct Place: Sendable {
        enum Step: Sendable {
            case key(PickleText)
            case index(Int)
        }

        let value: PickleValue
        /// The object around it; nil for the one that was saved.
        var parent: Int?
        var step: Step?
        let depth: Int
        /// Its position among all candidates.
        var candidate: Int?
    }

    /// In the order in which they are found, those near the top first.
    let candidates: [Candidate]
    private let places: [Place]
    private let heap: PickleHeap

    /// Deeper than this nobody looks for weights.
    private static let depthLimit = 8

    /// Finds the dictionaries that hold weights.
    ///
    /// The state of an optimizer, which has more tensors than the weights have, is left out, and so is a dictionary around a
    /// larger one: what it holds beside that is a best loss or the like.
    init(in container: TorchContainer) {
        let heap = container.heap
        var found: [Candidate] = []
        var isSurpassed: [Bool] = []
        var places = [Place(value: container.root, depth: 0)]
        var seen: Set<Compound> = []
        if let root = Compound(container.root) { seen.insert(root) }
        var next = 0
        while next < places.count {
            let (index, place) = (next, places[next])
            next += 1
            func add(_ value: PickleValue, _ step: Place.Step) {
                guard place.depth < Self.depthLimit, let object = Compound(value), !heap.isEmpty(value),
                    seen.insert(object).inserted
                else { return }
                places.append(Place(value: value, parent: index, step: step, depth: place.depth + 1))
            }
            guard case .dictionary(let dictionary) = place.value else {
                for (index, value) in (heap.items(of: place.value) ?? []).enumerated() {
                    add(value, .index(index))
                }
                continue
            }
            let items = heap.dictionaries[dictionary]
            if Self.isOptimizer(items, heap) { continue }
            let count = items.count { if case (.text, .tensor) = $0 { true } else { false } }
            if count > 0 {
                var ancestor = place.parent
                while let above = ancestor {
                    if let candidate = places[above].candidate, found[candidate].tensorCount < count {
                        isSurpassed[candidate] = true
                    }
                    ancestor = places[above].parent
                }
                places[index].candidate = found.count
                found.append(Candidate(dictionary: dictionary, tensorCount: count, place: index))
                isSurpassed.append(false)
            }
            for case (.text(let key), let value) in items { add(value, .key(key)) }
        }
        self.heap = heap
        self.places = places
        candidates = zip(found, isSurpassed).compactMap { $1 ? nil : $0 }
    }

    /// The path in words, its steps parted by dots; empty for the object itself.
    func name(of candidate: Candidate) -> String {
        var words: [String] = []
        var place: Int? = candidate.place
        while let here = place {
            if let word = word(places[here]) { words.append(word) }
            place = places[here].parent
        }
        return words.reversed().joined(separator: ".")
    }

    /// The last step of the path in words; empty for the object itself.
    func lastName(of candidate: Candidate) -> String { word(places[candidate.place]) ?? "" }

    private func word(_ place: Place) -> String? {
        switch place.step {
        case .key(let key): heap.string(key) ?? "?"
        case .index(let index): String(index)
        case nil: nil
        }
    }

    private static func isOptimizer(
        _ items: [(key: PickleValue, value: PickleValue)], _ heap: PickleHeap
    ) -> Bool {
        items.contains { heap.isText($0.key, "param_groups") }
            && items.contains { heap.isText($0.key, "state") }
    }

    /// An object that holds others.
    private enum Compound: Hashable {
        case tuple(Int)
        case list(Int)
        case dictionary(Int)

        init?(_ value: PickleValue) {
            switch value {
            case .tuple(let number): self = .tuple(number)
            case .list(let number): self = .list(number)
            case .dictionary(let number): self = .dictionary(number)
            default: return nil
            }
        }
    }
}
