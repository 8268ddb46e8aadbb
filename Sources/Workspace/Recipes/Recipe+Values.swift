extension Recipe {
    /// A whole number.
    ///
    /// - Parameters:
    ///   - fallback: the value where the key is missing; with `nil` the key must be there.
    ///   - range: what the key takes.
    public func int(
        _ key: String, default fallback: Int? = nil, in range: ClosedRange<Int> = Int.min...Int.max
    ) throws -> Int {
        try value(key, fallback, takes: range.phrase, as: \.description) { number($0, in: range) }
    }

    /// A number.
    public func double(
        _ key: String, default fallback: Double? = nil, in bounds: NumberBounds = .any
    ) throws -> Double {
        try value(key, fallback, takes: bounds.phrase, as: ResolvedText.number) { number($0, in: bounds) }
    }

    /// A number within a closed range.
    public func double(
        _ key: String, default fallback: Double? = nil, in range: ClosedRange<Double>
    ) throws -> Double {
        try double(key, default: fallback, in: .between(range.lowerBound, range.upperBound))
    }

    /// `true` or `false`.
    public func bool(_ key: String, default fallback: Bool? = nil) throws -> Bool {
        try value(key, fallback, takes: "true or false", as: \.description) { node in
            guard case .scalar(let text, isQuoted: false) = node.content else { return nil }
            return Bool(text)
        }
    }

    /// Text, or one of the given words.
    public func string(
        _ key: String, default fallback: String? = nil, oneOf choices: [String]? = nil
    ) throws -> String {
        let takes = choices.map { $0.joined(separator: ", ") } ?? "text"
        return try value(key, fallback, takes: takes, as: ResolvedText.string) { node in
            guard let text = self.text(node) else { return nil }
            return choices?.contains(text) == false ? nil : text
        }
    }

    /// One of an enumeration's cases, by its raw value.
    public func choice<Choice>(_ key: String, default fallback: Choice? = nil) throws -> Choice
    where Choice: CaseIterable & RawRepresentable<String> & Sendable {
        let takes = Choice.allCases.map(\.rawValue).joined(separator: ", ")
        return try value(key, fallback, takes: takes, as: ResolvedText.name) { node in
            text(node).flatMap(Choice.init(rawValue:))
        }
    }

    /// A list of texts, or of some of the given words.
    ///
    /// - Parameter count: how many it takes.
    public func strings(
        _ key: String, default fallback: [String]? = nil, oneOf choices: [String]? = nil,
        count: ClosedRange<Int> = 0...Int.max
    ) throws -> [String] {
        let takes = choices.map { "of \($0.joined(separator: ", "))" } ?? "of texts"
        return try list(key, fallback, takes: takes, count: count, as: ResolvedText.string) { node in
            guard let text = self.text(node) else { return nil }
            return choices?.contains(text) == false ? nil : text
        }
    }

    /// A list of whole numbers.
    public func ints(
        _ key: String, default fallback: [Int]? = nil, in range: ClosedRange<Int> = Int.min...Int.max,
        count: ClosedRange<Int> = 0...Int.max
    ) throws -> [Int] {
        try list(
            key, fallback, takes: "of items that are each \(range.phrase)", count: count, as: \.description
        ) {
            number($0, in: range)
        }
    }

    /// A list of numbers.
    public func doubles(
        _ key: String, default fallback: [Double]? = nil, in bounds: NumberBounds = .any,
        count: ClosedRange<Int> = 0...Int.max
    ) throws -> [Double] {
        let takes = "of items that are each \(bounds.phrase)"
        return try list(key, fallback, takes: takes, count: count, as: ResolvedText.number) {
            number($0, in: bounds)
        }
    }

    /// Numbers by names that the caller knows, written as a section: `{age: 0.5, gender: 1}`.
    public func doublesByName(
        _ key: String, default fallback: [String: Double]? = nil, in bounds: NumberBounds = .any
    ) throws -> [String: Double] {
        let write = { (numbers: [String: Double]) in
            let pairs = numbers.sorted { $0.key < $1.key }.map { name, number in
                "\(ResolvedText.string(name)): \(ResolvedText.number(number))"
            }
            return "{\(pairs.joined(separator: ", "))}"
        }
        return try value(key, fallback, takes: "a section of names, each with \(bounds.phrase)", as: write) {
            node in
            guard case .mapping(let pairs) = node.content else { return nil }
            var numbers: [String: Double] = [:]
            for pair in pairs {
                guard let number = number(pair.value, in: bounds) else { return nil }
                numbers[pair.key] = number
            }
            return numbers
        }
    }

    // MARK: - Reading

    private func value<Value>(
        _ key: String, _ fallback: Value?, takes: String, as text: (Value) -> String,
        read: (RecipeNode) -> Value?
    ) throws -> Value {
        let value: Value
        if let node = section.node[key] {
            guard let read = read(node), !node.isEmpty else {
                throw refusal(key, "\(node.kind) is not allowed; it takes \(takes)")
            }
            value = read
        } else if let fallback {
            value = fallback
        } else {
            throw refusal(key, "is missing; it takes \(takes)")
        }
        section.record(key, .value(text(value)))
        return value
    }

    private func list<Element>(
        _ key: String, _ fallback: [Element]?, takes: String, count: ClosedRange<Int>,
        as text: (Element) -> String, read: (RecipeNode) -> Element?
    ) throws -> [Element] {
        let length =
            switch (count.lowerBound, count.upperBound) {
            case (0, Int.max): "a list"
            case (let low, Int.max): "a list (at least \(low))"
            case (let low, let high) where low == high: "a list (exactly \(low))"
            case (let low, let high): "a list (\(low) to \(high))"
            }
        let takes = "\(length) \(takes)"
        let write = { (elements: [Element]) in "[\(elements.map(text).joined(separator: ", "))]" }
        return try value(key, fallback, takes: takes, as: write) { node in
            guard case .list(let nodes) = node.content, count.contains(nodes.count) else { return nil }
            let elements = nodes.compactMap { $0.isEmpty ? nil : read($0) }
            if elements.count < nodes.count { return nil }
            return elements
        }
    }

    private func text(_ node: RecipeNode) -> String? {
        guard case .scalar(let text, _) = node.content else { return nil }
        return text
    }

    private func number(_ node: RecipeNode, in range: ClosedRange<Int>) -> Int? {
        guard case .scalar(let text, isQuoted: false) = node.content else { return nil }
        return Int(text).flatMap { range.contains($0) ? $0 : nil }
    }

    private func number(_ node: RecipeNode, in bounds: NumberBounds) -> Double? {
        guard case .scalar(let text, isQuoted: false) = node.content else { return nil }
        return Double(text).flatMap { bounds.contains($0) ? $0 : nil }
    }
}

extension ClosedRange<Int> {
    /// As it follows "it takes".
    fileprivate var phrase: String {
        switch (lowerBound, upperBound) {
        case (Int.min, Int.max): "a whole number"
        case (Int.min, let high): "a whole number, at most \(high)"
        case (let low, Int.max): "a whole number, at least \(low)"
        case (let low, let high): "a whole number from \(low) to \(high)"
        }
    }
}
