import ArgumentParser

/// `winnow policy …`
struct PolicyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy",
        abstract: "Train the policies that have to be trained.",
        discussion: "EXAMPLE: winnow policy train cl-sam --data data/celeba --out policies/cl-sam",
        subcommands: [PolicyTrain.self])
}

/// `winnow policy train …`
struct PolicyTrain: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train",
        abstract: "Train a policy.",
        discussion: "EXAMPLE: winnow policy train cl-sam --data data/celeba --out policies/cl-sam",
        subcommands: [PolicyTrainClassConfidence.self, PolicyTrainReinforcement.self])
}
