import ArgumentParser

/// The seed of everything that chance decides.
struct SeedOption: ParsableArguments {
    @Option(help: "The seed: the same one gives the same result.")
    var seed: UInt64 = 0
}
