import ArgumentParser

/// `winnow generator`
struct GeneratorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "generator", abstract: "Train generators or import them, and look at what they make.",
        discussion:
            "EXAMPLE: winnow generator train generators/celeba-128.yaml --data data/celeba --out generators/celeba",
        subcommands: [GeneratorTrain.self, GeneratorImport.self, GeneratorTranslate.self])
}
