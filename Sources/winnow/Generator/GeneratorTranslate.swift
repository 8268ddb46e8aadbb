import ArgumentParser
import Foundation
import Generators
import Imaging
import Workspace

/// `winnow generator translate`
struct GeneratorTranslate: WorkingCommand {
    static let configuration = CommandConfiguration(
        commandName: "translate",
        abstract: "Draw a sheet: source images down, their translations to every label across.",
        discussion: """
            The first column is the source; the others are the generator's labels in order.

            EXAMPLE: winnow generator translate generators/celeba face.jpg other.jpg --out sheet.png
            """)

    @Argument(help: "The generator's run folder.")
    var generator: String
    @Argument(help: "The images to translate.")
    var images: [String]
    @Option(help: "The PNG file to make.")
    var out: String
    @OptionGroup var threads: ThreadsOption
    @OptionGroup var placement: ForceOption
    @OptionGroup var console: ConsoleOptions

    func validate() throws { try SheetName.check(out, option: "--out") }

    func work() throws {
        threads.apply()
        let file = URL(fileURLWithPath: out)
        try placement.check(file)
        let trained = try TrainedGenerator(folder: URL(fileURLWithPath: generator, isDirectory: true))
        let sheet = try TranslationSheet(
            images: images.map { try Image(contentsOf: URL(fileURLWithPath: $0)) }, schema: trained.schema,
            size: trained.recipe.imageSize, crop: trained.recipe.crop)
        try AtomicFile.write(sheet.draw(trained.generator).pngData(), to: file)
        Console.note("\(out): source, \(trained.schema.names.joined(separator: ", "))")
    }
}
