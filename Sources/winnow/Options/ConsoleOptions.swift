import ArgumentParser

/// What a command says while it works.
struct ConsoleOptions: ParsableArguments {
    @Flag(name: .shortAndLong, help: "Show no progress and no notes; errors are still shown.")
    var quiet = false
}
