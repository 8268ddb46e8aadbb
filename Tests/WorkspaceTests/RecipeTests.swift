import Foundation
import Testing

@testable import Workspace

@Suite struct RecipeTests {
    private let text = """
        image_size: 128
        attributes: [Black_Hair, Male]
        training:
          iterations: 200000
          learning_rate: 1e-4
          betas: [0.5, 0.999]
        precision: f32   # or bf16
        name: "yes"
        """

    private func message(of body: () throws -> Void) -> String {
        do {
            try body()
            return "no error"
        } catch let error as WinnowError {
            return error.kind == .badRecipe ? error.message : "\(error.kind): \(error.message)"
        } catch {
            return "another error: \(error)"
        }
    }

    private func read(_ recipe: Recipe) throws -> [String] {
        let training = try recipe.section("training")
        let values: [String] = [
            "\(try recipe.int("image_size", default: 64, in: 16...1024))",
            try recipe.strings("attributes", count: 1...40).joined(separator: "+"),
            "\(try training.int("iterations", in: 1...Int.max))",
            "\(try training.double("learning_rate", in: .above(0)))",
            "\(try training.doubles("betas", in: .from(0, below: 1), count: 2...2))",
            "\(try training.bool("flip", default: true))",
            try recipe.string("precision", default: "f32", oneOf: ["f32", "bf16"]),
            try recipe.string("name", default: "none"),
        ]
        try recipe.finish()
        return values
    }

    @Test func anEmptyFileIsNoRecipe() throws {
        let folder = try TemporaryFolder()
        for text in ["", "# nothing but a remark\n"] {
            let url = folder.url.appendingPathComponent("empty.yaml")
            try Data(text.utf8).write(to: url)
            #expect(message { _ = try Recipe(contentsOf: url) }.contains("is empty"))
        }
    }

    @Test func differencesAreNamed() {
        let there = "a: 1\ntraining:\n  steps: 2\n  betas: [0.5, 0.9]\nb: x\n"
        #expect(RecipeDifference.phrase(there: there, now: there) == nil)
        #expect(
            RecipeDifference.phrase(there: there, now: "a: 1\ntraining:\n  steps: 3\n  betas: [0.5]\nb: x\n")
                == "training.steps is 2 there and 3 now, training.betas is [0.5, 0.9] there and [0.5] now")
        #expect(
            RecipeDifference.phrase(there: there, now: "a: 2\n")
                == "a is 1 there and 2 now, training.steps is 2 there and not given now, "
                + "training.betas is [0.5, 0.9] there and not given now, and 1 more key differs")
        #expect(RecipeDifference.phrase(there: "[", now: there) == nil)
    }

    @Test func readsEveryType() throws {
        let recipe = try Recipe(yaml: text, name: "r.yaml")
        #expect(
            try read(recipe) == [
                "128", "Black_Hair+Male", "200000", "0.0001", "[0.5, 0.999]", "true", "f32", "yes",
            ])
    }

    @Test func theResolvedRecipeReadsBackTheSame() throws {
        let recipe = try Recipe(yaml: text, name: "r.yaml", overrides: ["training.learning_rate=1e-05"])
        let values = try read(recipe)
        #expect(
            recipe.resolvedYAML == """
                training:
                  iterations: 200000
                  learning_rate: 1.0e-05
                  betas: [0.5, 0.999]
                  flip: true
                image_size: 128
                attributes: [Black_Hair, Male]
                precision: f32
                name: "yes"

                """)
        let again = try Recipe(yaml: recipe.resolvedYAML, name: "again.yaml")
        #expect(try read(again) == values)
        #expect(again.digest == recipe.digest)
    }

    @Test func awkwardTextsSurvive() throws {
        for value in [
            "", "null", "12", "a: b", "# no", "é\n\"\\\t", "- x", "[", "*a", "it's", "1e5", "\u{1F600}",
        ] {
            let first = try Recipe(yaml: "", name: "r")
            #expect(try first.string("key", default: value) == value)
            let second = try Recipe(yaml: first.resolvedYAML, name: "r")
            #expect(try second.string("key") == value)
        }
    }

    @Test func overridesReplaceAndExtend() throws {
        let recipe = try Recipe(
            yaml: text, name: "r.yaml",
            overrides: [
                "image_size=64", "attributes=[Young]", "training.flip=false", "training.iterations=7",
            ])
        #expect(
            try read(recipe) == ["64", "Young", "7", "0.0001", "[0.5, 0.999]", "false", "f32", "yes"])
        let new = try Recipe(yaml: "", name: "r.yaml", overrides: ["a.b.c=3"])
        #expect(try new.section("a").section("b").int("c") == 3)
    }

    @Test(arguments: [
        ("image_size: 8", "r.yaml:1: image_size: 8 is not allowed; it takes a whole number from 16 to 1024"),
        ("image_size: '64'", "image_size: the text \"64\" is not allowed"),
        ("image_size: 64.5", "image_size: 64.5 is not allowed"),
        ("image_size: 99999999999999999999", "image_size: 99999999999999999999 is not allowed"),
        ("image_size:", "image_size: nothing is not allowed"),
        ("image_size: [64]", "image_size: a list is not allowed"),
        ("training: 3", "r.yaml:1: training: 3 is not allowed; it takes a section"),
        (
            "a: 1\ntraining: {iterations: 1, learning_rate: 0}",
            "r.yaml:2: training.learning_rate: 0 is not allowed; it takes a number above 0"
        ),
        ("training: {iterations: 1, learning_rate: nan}", "nan is not allowed"),
        ("training: {iterations: 1, learning_rate: inf}", "inf is not allowed"),
        (
            "training:\n  learning_rate: 1",
            "r.yaml:1: training.iterations: is missing; it takes a whole number, at least 1"
        ),
        (
            "training: {iterations: 1, learning_rate: 1, betas: [0.5]}",
            "takes a list (exactly 2) of items that are each a number from 0, below 1"
        ),
        (
            "training: {iterations: 1, learning_rate: 1, betas: [0.5, 1]}",
            "training.betas: a list is not allowed"
        ),
    ])
    func refusesBadValues(yaml: String, expected: String) {
        let yaml = yaml.contains("attributes") ? yaml : yaml + "\nattributes: [Male]"
        #expect(message { _ = try read(Recipe(yaml: yaml, name: "r.yaml")) }.contains(expected))
    }

    @Test func refusesUnknownKeysWithTheNearestSpelling() {
        let misspelt = text.replacing("learning_rate: 1e-4", with: "learning_rate: 1e-4\n  lerning_rat: 3")
        #expect(
            message { _ = try read(Recipe(yaml: misspelt, name: "r.yaml")) }
                == "r.yaml:6: training.lerning_rat: training has no such key; did you mean learning_rate? "
                + "it takes betas, flip, iterations, learning_rate")
        #expect(
            message { _ = try read(Recipe(yaml: text, name: "r.yaml", overrides: ["zzz=1"])) }
                .hasPrefix("--set zzz=1: zzz: the recipe has no such key; it takes attributes,"))
    }

    @Test(arguments: [
        ("b: 0\na: [1, 2", "r.yaml:3: is not YAML"), ("a: 1\na: 2", "r.yaml:1: a: is given twice"),
        ("- 1\n- 2", "r.yaml: is a list"), ("just text", "r.yaml: is just text"), ("\tx: 1", "is not YAML"),
        ("a: 1\n---\nb: 2", "is not YAML"), ("a: *b", "is not YAML"),
        ("[1, 2]: 3", "r.yaml:1: a key must be a plain word"),
    ])
    func refusesWhatIsNoRecipe(yaml: String, expected: String) {
        #expect(message { _ = try Recipe(yaml: yaml, name: "r.yaml") }.contains(expected))
    }

    @Test func deepAndExplodingRecipesAreRefused() {
        let deep = "a: " + String(repeating: "[", count: 100_000)
        #expect(message { _ = try Recipe(yaml: deep, name: "r") } != "no error")
        // Nine levels of nine aliases would be 387 million nodes.
        var bomb = "a0: &a0 [x,x,x,x,x,x,x,x,x]\n"
        for level in 1...9 {
            let aliases = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ",")
            bomb += "a\(level): &a\(level) [\(aliases)]\n"
        }
        #expect(message { _ = try Recipe(yaml: bomb, name: "r") } == "r: is too large for a recipe")
    }

    @Test(arguments: ["nothing", "=3", "a..b=3", ""])
    func refusesMalformedOverrides(override: String) {
        #expect(
            message { _ = try Recipe(yaml: "", name: "r", overrides: [override]) }.hasPrefix("usage: --set"))
    }

    @Test func anOverrideCannotEnterAValue() {
        #expect(
            message { _ = try Recipe(yaml: "a: 3", name: "r", overrides: ["a.b=1"]) }
                == "--set a.b=1: b cannot be set inside of 3, which is no section")
    }

    @Test func containsMakesAKeyKnown() throws {
        let recipe = try Recipe(yaml: "a: 1\nb:", name: "r")
        #expect(recipe.contains("a") && !recipe.contains("b") && !recipe.contains("c"))
        try recipe.finish()
        #expect(recipe.resolvedYAML.isEmpty)
    }

    @Test func enumerations() throws {
        enum Reward: String, CaseIterable { case sign, difference }
        let recipe = try Recipe(yaml: "reward: difference\nother: sgn", name: "r")
        #expect(try recipe.choice("reward", default: Reward.sign) == .difference)
        #expect(
            message { let _: Reward = try recipe.choice("other") }
                == "r:2: other: sgn is not allowed; it takes sign, difference")
    }

    @Test func filesThatAreNoRecipes() throws {
        let folder = try TemporaryFolder()
        #expect(
            message { _ = try Recipe(contentsOf: folder.file("none.yaml")) }.hasPrefix("missingInput: "))
        try Data([0xFF, 0xFE, 0x00]).write(to: folder.file("bytes.yaml"))
        #expect(message { _ = try Recipe(contentsOf: folder.file("bytes.yaml")) }.contains("not UTF-8"))
        try Data(repeating: 0x61, count: 3 << 20).write(to: folder.file("large.yaml"))
        #expect(message { _ = try Recipe(contentsOf: folder.file("large.yaml")) }.contains("too large"))
        #expect(message { _ = try Recipe(contentsOf: folder.url) }.contains("is a folder"))
    }
}
