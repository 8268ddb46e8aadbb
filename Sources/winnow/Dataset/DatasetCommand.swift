import ArgumentParser

/// `winnow dataset …`
struct DatasetCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dataset",
        abstract: "Look at labelled image sets, and draw them.",
        discussion: "EXAMPLE: winnow dataset inspect data/celeba",
        subcommands: [DatasetInspect.self, DatasetFaces.self])
}
