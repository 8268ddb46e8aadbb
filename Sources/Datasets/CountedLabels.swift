/// What a summary counts images by: the labels' names, though the numbers of a head by tens where they are many.
package struct CountedLabels: Sendable {
    /// In the schema's order.
    package let names: [String]
    /// For each head, its name and which of the names are its.
    let heads: [(name: String, range: Range<Int>)]
    /// For each head, the place in `names` of each answer.
    private let places: [[Int]]

    /// Heads with at most so many numbers have them counted singly.
    private static let singleLimit = 12

    package init(_ schema: LabelSchema) {
        guard schema.task == .multiHead else {
            (names, heads, places) = (schema.names, [], [])
            return
        }
        var names: [String] = []
        var heads: [(name: String, range: Range<Int>)] = []
        var places: [[Int]] = []
        for head in schema.heads {
            let start = names.count
            var own: [Int] = []
            for index in 0..<head.count {
                let name = "\(head.name) \(Self.text(of: head, at: index))"
                if names.count == start || names.last != name { names.append(name) }
                own.append(names.count - 1)
            }
            heads.append((head.name, start..<names.count))
            places.append(own)
        }
        (self.names, self.heads, self.places) = (names, heads, places)
    }

    private static func text(of head: LabelHead, at index: Int) -> String {
        guard case .number(let range) = head.answers, head.count > singleLimit else {
            return head.text(at: index)
        }
        let value = range.lowerBound + index
        let least = value - (value % 10 + 10) % 10
        return "\(max(least, range.lowerBound)) to \(min(least + 9, range.upperBound))"
    }

    /// Which of the names a label has.
    ///
    /// - Precondition: it is a label of the schema.
    package func indices(of label: Label) -> [Int] {
        switch label {
        case .bits(let bits): bits.indices.filter { bits[$0] == 1 }
        case .index(let index): [index]
        case .indices(let indices): zip(places, indices).map { $0[$1] }
        }
    }

    /// How many images have each of the names.
    func counts(of examples: [Example]) -> [Int] {
        var counts = [Int](repeating: 0, count: names.count)
        for example in examples {
            for index in indices(of: example.label) { counts[index] += 1 }
        }
        return counts
    }
}
