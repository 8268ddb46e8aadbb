import ArgumentParser

@main
struct Winnow: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "winnow", abstract: "A workbench for making and filtering GAN training data.")
}
