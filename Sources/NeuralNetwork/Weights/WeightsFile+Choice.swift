extension WeightsFile {
    /// The dictionary that is meant, and what the names of its tensors must begin with.
    func choose(
        from found: StateDictionaries, preferring preferred: [String], _ note: (String) -> Void
    ) throws(WeightsError) -> (chosen: StateDictionaries.Candidate, prefix: String) {
        guard let first = found.candidates.first else {
            throw WeightsError(
                file: name, reason: "holds no dictionary of tensors; in Python, save the model's state_dict()"
            )
        }
        if let selector { return try choose(selector, from: found) }
        if found.candidates.count == 1 { return (first, "") }
        let fitting = found.candidates.filter { preferred.contains(found.lastName(of: $0)) }
        guard fitting.count == 1 else {
            let example = (fitting.first ?? found.candidates.last).map(found.name(of:)) ?? ""
            throw WeightsError(
                file: name,
                reason:
                    "holds several dictionaries of tensors: \(list(found)); choose one by its name behind a #, as in \(name)#\(example)"
            )
        }
        note(
            "\(name): holds several dictionaries of tensors: \(list(found)); \(quoted(found.name(of: fitting[0]))) is taken, and a name behind a # chooses another"
        )
        return (fitting[0], "")
    }

    private func choose(
        _ selector: String, from found: StateDictionaries
    ) throws(WeightsError) -> (chosen: StateDictionaries.Candidate, prefix: String) {
        var best: (chosen: StateDictionaries.Candidate, prefix: String, length: Int)?
        for candidate in found.candidates {
            let path = found.name(of: candidate)
            if path == selector { return (candidate, "") }
            let start = path.isEmpty ? "" : path + "."
            guard selector.hasPrefix(start), start.count > best?.length ?? -1 else { continue }
            best = (candidate, String(selector.dropFirst(start.count)), start.count)
        }
        guard let best else {
            throw WeightsError(
                file: name,
                reason: "holds no dictionary of tensors named \(quoted(selector)); it has \(list(found))")
        }
        return (best.chosen, best.prefix)
    }

    private func list(_ found: StateDictionaries) -> String {
        let limit = 8
        let shown = found.candidates.prefix(limit).map { candidate in
            let path = found.name(of: candidate)
            return "\(path.isEmpty ? "the object itself" : quoted(path)) (\(candidate.tensorCount) tensors)"
        }
        let others = found.candidates.count - shown.count
        return shown.joined(separator: ", ") + (others > 0 ? ", and \(others) more" : "")
    }

    /// What wrappers of models put in front of all names.
    private static let wrappers = ["module.", "_orig_mod.", "model.", "net."]

    /// The entries whose names begin with a prefix and a dot, that taken off and the wrappers' marks as well.
    static func named(
        _ entries: [SafeTensors.Entry], below prefix: String, source: String
    ) throws(WeightsError) -> SafeTensors {
        var entries = entries
        if !prefix.isEmpty {
            entries = entries.filter { $0.name.hasPrefix(prefix + ".") }.map {
                $0.named(dropping: prefix.count + 1)
            }
            guard !entries.isEmpty else {
                throw WeightsError(
                    file: source, reason: "holds no tensors whose names begin with \(quoted(prefix + "."))")
            }
        }
        while let first = entries.first, let wrapper = wrappers.first(where: first.name.hasPrefix),
            entries.allSatisfy({ $0.name.hasPrefix(wrapper) })
        {
            entries = entries.map { $0.named(dropping: wrapper.count) }
        }
        var weights = SafeTensors()
        for entry in entries { try weights.append(entry) }
        return weights
    }
}
