import ArgumentParser

/// `winnow pool …`
struct PoolCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pool",
        abstract: "Make pools of generated images, look at them, and choose from them.",
        discussion: "EXAMPLE: winnow pool inspect pools/celeba",
        subcommands: [
            PoolGenerate.self, PoolImport.self, PoolScore.self, PoolInspect.self, PoolVerify.self,
            PoolFilter.self, PoolRank.self, PoolExport.self,
        ])
}
