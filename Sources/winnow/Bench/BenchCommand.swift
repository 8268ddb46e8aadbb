import ArgumentParser
import Foundation
import NeuralNetwork
import TensorEngine
import Workspace

/// `winnow bench`
struct BenchCommand: WorkingCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Time the engine's training steps and inference on this machine.",
        discussion: """
            Prints images a second (the median of the repetitions), the share of the processor's multiply-add peak, the share \
            of the time that training waited for images, and the most memory held. Each row runs in a process of its own, for \
            the memory's sake. A row is named by its step, image size, batch and, for StarGAN, the channels of the first \
            layer, and any such name may be given: resnet-training-64-32, resnet-inference-64-32, stargan-cycle-64-16-32, \
            stargan-generation-64-16-32, pool-writing-64-32 (size, channels), pool-scoring-64 (size), jpeg-batches-64-64, \
            jpeg-training-64-32.

            EXAMPLE: winnow bench resnet-training-64-32 stargan-cycle-64-16-32
            """)

    @Argument(help: "The rows to time; all usual ones without it.")
    var rows: [String] = []
    @Option(help: "How often each step is timed.")
    var repetitions = 5
    @Option(help: "What activations are kept and multiplied in.")
    var precision = Precision.float32
    @Option(help: "The data set whose JPEG files are read where a row reads some; without it, drawn faces.")
    var data: String?
    @Flag(help: "Print which algorithms the engine chose for its convolutions, in place of the figures.")
    var algorithms = false
    @OptionGroup var threads: ThreadsOption
    @OptionGroup var facts: FactsOptions
    @OptionGroup var console: ConsoleOptions

    func validate() throws {
        for row in rows where BenchmarkStep(name: row) == nil {
            throw ValidationError(
                "\(row): is no row to time; give a name such as \(BenchmarkStep.standard[0].name), with an image size from 32 to 256 that 16 divides"
            )
        }
        guard !algorithms || rows.count == 1 else {
            throw ValidationError("--algorithms: name the one row whose choices to print")
        }
        guard precision.isSupported else {
            throw ValidationError("--precision bf16: this processor has no bf16 arithmetic; take f32")
        }
        guard (1...1000).contains(repetitions) else {
            throw ValidationError("--repetitions \(repetitions): give a number from 1 to 1000")
        }
    }

    func work() throws {
        let steps = rows.isEmpty ? BenchmarkStep.standard : rows.compactMap(BenchmarkStep.init(name:))
        let files = BenchmarkFiles(data: data.map { URL(fileURLWithPath: $0, isDirectory: true) })
        let results: [BenchmarkResult]
        if steps.count == 1 {
            threads.apply()
            results = [try BenchmarkResult(timing: steps[0], precision, files, repetitions: repetitions)]
        } else {
            results = try steps.map { step in
                Console.note("timing \(step.title)")
                return try runInOwnProcess(step, files)
            }
        }
        if algorithms {
            return try facts.output(AlgorithmChoices.used) {
                AlgorithmChoices.used.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)\n" }.joined()
            }
        }
        try facts.output(results) { Self.table(of: results) }
    }

    /// Runs this program for one row.
    private func runInOwnProcess(_ step: BenchmarkStep, _ files: BenchmarkFiles) throws -> BenchmarkResult {
        try Interruption.check()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments = [
            "bench", step.name, "--json", "--quiet", "--repetitions", "\(repetitions)", "--threads",
            "\(threads.threads)",
            "--precision", precision.rawValue,
        ]
        if step.kind.readsFaces { process.arguments! += ["--data", try files.folder().path] }
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let text = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        try Interruption.check()
        guard process.terminationStatus == 0,
            let result = try? JSONDecoder().decode([BenchmarkResult].self, from: text).first
        else {
            throw WinnowError(
                .bug, "\(step.title): its process ended with status \(process.terminationStatus)")
        }
        return result
    }

    private static func table(of results: [BenchmarkResult]) -> String {
        var table = TextTable(header: ["step", "images/s", "seconds", "of peak", "waiting", "memory"])
        for result in results {
            table.add([
                result.title,
                String(format: "%.1f", result.imagesPerSecond),
                String(format: "%.4f", result.medianSeconds),
                result.operations > 0 ? String(format: "%.0f %%", 100 * result.peakShare) : "–",
                result.waitingShare.map { String(format: "%.1f %%", 100 * $0) } ?? "–",
                "\(result.peakMegabytes) MB",
            ])
        }
        return table.text
    }
}

extension Precision: ExpressibleByArgument {}
