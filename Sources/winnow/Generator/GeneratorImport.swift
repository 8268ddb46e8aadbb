import ArgumentParser
import Datasets
import Foundation
import Generators
import Workspace

/// `winnow generator import`
struct GeneratorImport: WorkingCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Make a generator of published StarGAN weights.",
        discussion: """
            The files are what StarGAN's published code saves, such as 200000-G.ckpt and 200000-D.ckpt, or safetensors under the same \
            names. How the networks are built follows from the weights; nothing in the files is executed. Without a discriminator, \
            the generator can translate images but not fill a pool, which keeps the discriminator's score of every sample. Where a \
            file holds several dictionaries of weights, FILE#NAME chooses one.

            EXAMPLE: winnow generator import 200000-G.ckpt --discriminator 200000-D.ckpt \
            --attributes Black_Hair,Blond_Hair,Brown_Hair,Male,Young --out generators/celeba
            """)

    @Argument(help: "The generator's weights.")
    var generator: String
    @Option(help: "The discriminator's weights.")
    var discriminator: String?
    @Option(help: "The labels' names in the order of the generator's training, as A,B,….")
    var attributes: String
    @Option(help: "Whether an image has one label or any number of them.")
    var task = Task.multiLabel
    @Option(help: "The side of the images in pixels. (default: the discriminator's; without one, 128)")
    var imageSize: Int?
    @Option(help: "The side of the centred square that is cut out of a source image before it is resized.")
    var crop = 178
    @Option(help: "The run folder to make.")
    var out: String
    @OptionGroup var placement: ForceOption
    @OptionGroup var console: ConsoleOptions

    func validate() throws {
        _ = try AttributesOption.names(in: attributes)
        if let imageSize, !(16...1024).contains(imageSize) || !imageSize.isMultiple(of: 4) {
            throw ValidationError(
                "--image-size \(imageSize): give a number from 16 to 1024 that is divisible by 4")
        }
        guard (16...65_536).contains(crop) else {
            throw ValidationError("--crop \(crop): give a number from 16 to 65536")
        }
    }

    func work() throws {
        let folder = URL(fileURLWithPath: out, isDirectory: true)
        try OutputFolder.check(folder, force: placement.force, resume: false, canResume: false)
        let names = try AttributesOption.names(in: attributes)
        let imported = try StarGANImport(
            generator: URL(fileURLWithPath: generator),
            discriminator: discriminator.map { URL(fileURLWithPath: $0) },
            facts: .init(schema: LabelSchema(task: task, names: names), imageSize: imageSize, crop: crop))
        try OutputFolder.prepare(folder, force: placement.force, resume: false, canResume: false)
        do {
            try imported.write(to: folder)
        } catch {
            OutputFolder.removeIfUnused(folder)
            throw error
        }
        let recipe = imported.recipe
        Console.note(
            "\(out): \(recipe.imageSize)×\(recipe.imageSize) pixels, \(recipe.convDim) channels, \(PlainNumber.count(recipe.residualBlocks, "residual block")), labels \(names.joined(separator: ", "))"
        )
        if discriminator == nil {
            Console.note("\(out): has no discriminator: it translates images, but cannot fill a pool")
        }
    }
}
