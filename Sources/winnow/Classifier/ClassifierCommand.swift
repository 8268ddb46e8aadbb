import ArgumentParser

/// `winnow classifier …`
struct ClassifierCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "classifier",
        abstract: "Train classifiers, measure them, ask them, find images with them.",
        discussion: "EXAMPLE: winnow classifier evaluate classifiers/celeba --data data/celeba",
        subcommands: [
            ClassifierTrain.self, ClassifierCrossValidate.self, ClassifierSearch.self,
            ClassifierEvaluate.self, ClassifierPredict.self, ClassifierFind.self,
        ])
}
