import ArgumentParser
import Pools
import Workspace

/// `winnow pool inspect`
struct PoolInspect: WorkingCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspect",
        abstract: "Show what a pool holds: samples by target, scores, selections.",
        discussion: "EXAMPLE: winnow pool inspect pools/celeba --json")

    @OptionGroup var pool: PoolArgument
    @OptionGroup var facts: FactsOptions
    @OptionGroup var console: ConsoleOptions

    func work() throws {
        let summary = try PoolSummary(of: pool.open())
        try facts.output(summary) { summary.text }
    }
}

extension PoolSummary {
    /// The summary for a person.
    fileprivate var text: String {
        let origin =
            if let fold, let seed { "fold \(PlainNumber.text(fold)), seed \(seed)" } else { "imported" }
        var text = """
            samples    \(count) of \(imageSize)×\(imageSize) pixels, \(origin)
            task       \(task.rawValue)
            files      \(PlainNumber.count(shards, "shard")), \(bytes) bytes in all


            """
        let chosen = selections.sorted { $0.key < $1.key }
        var targets = TextTable(header: ["target", "samples"] + chosen.map(\.key))
        let known = labels.filter { perTarget[$0] != nil }
        for label in known + perTarget.keys.filter({ !known.contains($0) }).sorted() {
            let counts = [perTarget] + chosen.map(\.value.perTarget)
            targets.add([label] + counts.map { "\($0[label] ?? 0)" })
        }
        targets.add(["all", "\(count)"] + chosen.map { "\($0.value.count)" })
        text += targets.text
        if !scores.isEmpty {
            var table = TextTable(header: ["score", "min", "median", "max"])
            for (name, spread) in scores.sorted(by: { $0.key < $1.key }) {
                table.add([name, "\(spread.min)", "\(spread.median)", "\(spread.max)"])
            }
            text += "\n\(table.text)"
        }
        return text
    }
}
