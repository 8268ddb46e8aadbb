import Foundation
import Testing
import Workspace

@testable import Generators

/// The recipes in generators/ and pools/: that they are read to the last key, say all there is to say, and go together.
@Suite struct ShippedRecipesTests {
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
    private static let generators = ["affectnet-128", "celeba-128", "celeba-64", "faces", "maskfaces"]
    private static let pools = ["affectnet", "celeba", "faces", "maskfaces"]
    private static let paperAttributes = ["Black_Hair", "Blond_Hair", "Brown_Hair", "Male", "Young"]

    private static func source(_ path: String, overrides: [String] = []) throws -> Recipe {
        try Recipe(contentsOf: root.appendingPathComponent(path), overrides: overrides)
    }

    private static func generator(_ name: String) throws -> StarGANRecipe {
        try StarGANRecipe(source("generators/\(name).yaml"))
    }

    @Test(arguments: [("generators", generators), ("pools", pools)])
    func nothingShipsThatIsNotTested(folder: String, names: [String]) throws {
        let files = try FileManager.default.contentsOfDirectory(
            atPath: Self.root.appendingPathComponent(folder).path)
        #expect(files.filter { $0.hasSuffix(".yaml") }.sorted() == names.map { $0 + ".yaml" })
    }

    @Test(arguments: generators)
    func generatorRecipesParse(name: String) throws {
        let source = try Self.source("generators/\(name).yaml")
        let recipe = try StarGANRecipe(source)
        // What is written into the run folder means the same.
        #expect(try StarGANRecipe(Recipe(yaml: source.resolvedYAML, name: "resolved")) == recipe)
        #expect(recipe.imageSize >> recipe.discriminatorLayers == 2)
        #expect(recipe.training.decayFrom == recipe.training.iterations / 2)
    }

    /// A reader learns every key from the file, not only those that differ from the default.
    @Test(arguments: generators)
    func everyKeyStandsInTheFile(name: String) throws {
        let written = try Self.keys(
            String(contentsOf: Self.root.appendingPathComponent("generators/\(name).yaml"), encoding: .utf8))
        let empty = try Recipe(yaml: "", name: "empty")
        _ = try StarGANRecipe(empty)
        #expect(written == Self.keys(empty.resolvedYAML))
    }

    /// The names before colons, of sections and of values alike; comments do not count.
    private static func keys(_ yaml: String) -> Set<String> {
        Set(
            yaml.split(separator: "\n").filter { !$0.hasPrefix("#") }
                .compactMap { line in
                    line.contains(":") ? line.prefix { $0 != ":" }.trimmingCharacters(in: .whitespaces) : nil
                })
    }

    @Test func celebAHasThePapersSettings() throws {
        var paper = StarGANRecipe()
        paper.attributes = Self.paperAttributes
        #expect(try Self.generator("celeba-128") == paper)
        paper.imageSize = 64
        paper.discriminatorLayers = 5
        #expect(try Self.generator("celeba-64") == paper)
    }

    @Test func affectNetDiffersFromThePaperInTheDataOnly() throws {
        var expected = StarGANRecipe()
        expected.crop = 224
        #expect(try Self.generator("affectnet-128") == expected)
        #expect(expected.attributes.isEmpty)
    }

    /// A pool's recipe has the keys that `winnow pool generate` reads, and the comparison of the same name asks for no more
    /// than the pool holds.
    @Test(arguments: zip(pools, [7.0, 12, 6, 3]))
    func poolRecipesParse(name: String, fold: Double) throws {
        let recipe = try Self.source("pools/\(name).yaml")
        #expect(try recipe.double("fold", in: .above(0)) == fold)
        #expect(try recipe.int("seed", in: 0...Int.max) == 0)
        #expect(try recipe.int("shard_size", in: 1...1_000_000).isMultiple(of: 1024))
        try recipe.finish()
        let ratios = try Self.source("reports/\(name).yaml").doubles("ratios", in: .above(0), count: 1...100)
        #expect(ratios.allSatisfy { $0 <= fold })
    }

    @Test func aSettingReplacesTheFilesValue() throws {
        let recipe = try StarGANRecipe(
            Self.source("generators/celeba-64.yaml", overrides: ["training.iterations=200", "image_size=96"]))
        #expect(recipe.training.iterations == 200 && recipe.imageSize == 96)
    }

    @Test(arguments: [
        ("image_size=48", "discriminator_layers"), ("training.lerning_rate=1", "training.lerning_rate"),
        ("precision=f8", "precision"), ("training.betas=[0.5]", "training.betas"), ("seed=-1", "seed"),
    ])
    func whatCannotBeIsRefusedByName(setting: String, key: String) throws {
        let error = try #require(throws: WinnowError.self) {
            try StarGANRecipe(Self.source("generators/celeba-64.yaml", overrides: [setting]))
        }
        #expect(error.kind == .badRecipe)
        #expect(error.message.contains(key), "\(error.message)")
    }
}
