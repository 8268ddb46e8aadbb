import ArgumentParser

/// `winnow generator`
struct GeneratorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generator", abstract: "Train generators, and look at what they make.",
        subcommands: [GeneratorTrain.self, GeneratorTranslate.self])
}
