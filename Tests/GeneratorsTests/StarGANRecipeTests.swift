import Testing
import Workspace

@testable import Generators

@Suite("StarGAN recipes")
struct StarGANRecipeTests {
    @Test(
        "any size divisible by 16 has a discriminator",
        arguments: [
            (16, 3), (32, 4), (48, 4), (64, 5), (80, 4), (96, 5), (112, 4), (128, 6), (144, 4), (160, 5),
            (192, 6),
            (240, 4), (256, 6),
        ])
    func layers(size: Int, expected: Int) throws {
        let text = try Recipe(yaml: "image_size: \(size)", name: "test.yaml", overrides: [])
        let recipe = try StarGANRecipe(text)
        #expect(recipe.discriminatorLayers == expected)
        let discriminator = Discriminator(
            imageSize: size, convDim: 2, layers: recipe.discriminatorLayers, labels: 3, seed: 0)
        #expect(discriminator.parameters.learnedCount > 0)
    }

    @Test("layers that do not divide the size are refused by name")
    func impossible() throws {
        let text = try Recipe(
            yaml: "image_size: 48\ndiscriminator_layers: 5", name: "test.yaml", overrides: [])
        let error = try #require(throws: WinnowError.self) { try StarGANRecipe(text) }
        #expect(error.kind == .badRecipe)
        #expect(error.message.hasPrefix("test.yaml:2: discriminator_layers: 5"))
    }
}
