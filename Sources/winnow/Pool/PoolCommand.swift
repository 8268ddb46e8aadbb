import ArgumentParser

/// `winnow pool …`
struct PoolCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pool",
        abstract: "Look at pools of generated images, and choose from them.",
        discussion: "EXAMPLE: winnow pool inspect pools/celeba",
        subcommands: [PoolInspect.self, PoolVerify.self, PoolFilter.self, PoolRank.self])
}
