import Datasets
import Foundation
import TestSupport
import Testing
import Workspace

@testable import Classifiers

@Suite struct ClassifierRecipeTests {
    private static let shipped = FixtureFile.folder.deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("policies/cl-sam.yaml")

    /// `policy train cl-sam` without a recipe does what the shipped one says.
    @Test func theShippedRecipeIsTheDefaults() throws {
        let file = try Recipe(contentsOf: Self.shipped)
        let empty = try Recipe(yaml: "", name: "cl-sam")
        let read = try ClassifierRecipe.readPolicy(file)
        #expect(try read == ClassifierRecipe.readPolicy(empty))
        try file.finish()
        #expect(file.resolvedYAML == empty.resolvedYAML)
        #expect(read.training.patience == 5 && read.imageSize == 64 && read.resize == 72)
    }

    @Test func aComparisonsSectionsAreRead() throws {
        let recipe = try Recipe(
            yaml: """
                classifier: {model: resnet50, image_size: 128, pretrained: imagenet.safetensors}
                training: {budget: steps, steps: 500, epochs: 30, batch: 32, optimizer: adam, learning_rate: 1e-3,
                           momentum: 0.9, schedule: step, decay_every: 100}
                policies: [random]
                """, name: "reports/test.yaml")
        let read = try ClassifierRecipe.read(recipe)
        #expect(read.imageSize == 128 && read.resize == 144)
        #expect(read.pretrained?.lastPathComponent == "imagenet.safetensors")
        #expect(read.training.budget == .steps(500) && read.training.optimizer == .adam)
        #expect(read.training.schedule == .step(every: 100, factor: 0.1))
        #expect(read.training.patience == nil)
        _ = try recipe.strings("policies")
        try recipe.finish()
    }

    @Test func imbalanceIsRead() throws {
        let recipe = try Recipe(
            yaml: """
                training:
                  sampler: class-balanced
                  loss: {name: focal, gamma: 1.5, alpha: 0.25, class_weights: inverse-frequency, margin: 3}
                """, name: "test.yaml")
        let read = try ClassifierRecipe.readPolicy(recipe).training
        try recipe.finish()
        #expect(read.sampler == .classBalanced)
        #expect(
            read.loss == LossRecipe(.focal, classWeights: .inverseFrequency, gamma: 1.5, alpha: 0.25))
        let again = try JSONDecoder().decode(TrainingRecipe.self, from: JSONEncoder().encode(read))
        #expect(again == read)
        // Written before there was a choice.
        var old = try #require(
            JSONSerialization.jsonObject(with: JSONEncoder().encode(read)) as? [String: Any])
        old["sampler"] = nil
        old["loss"] = nil
        let decoded = try JSONDecoder().decode(
            TrainingRecipe.self, from: JSONSerialization.data(withJSONObject: old))
        #expect(decoded.sampler == .uniform && decoded.loss == LossRecipe())
    }

    @Test(arguments: [
        ("learning_rate: 0", "above 0"), ("learning_rate: .nan", "above 0"),
        ("batch: 1", "at least 2|from 2"),
        ("epochs: 0", "from 1"), ("momentum: 1", "below 1"), ("schedule: sawtooth", "cosine"),
        ("budget: hours", "steps"),
        ("budget: steps", "missing"), ("optimizer: lion", "sgd, adam"), ("patience: -1", "0"),
        ("schedule: exponential", "missing"), ("weight_decay: -1", "at least 0"),
        ("bach: 32", "did you mean batch"), ("sampler: balanced", "class-balanced"),
        ("loss: {name: hinge}", "cross-entropy, focal, ldam, f1"), ("loss: {label_smoothing: 1}", "below 1"),
        ("loss: {name: focal, gamma: -1}", "at least 0"), ("loss: {name: focal, alpha: 1}", "below 1"),
        ("loss: {name: ldam, scale: 0}", "above 0"), ("loss: {smoothing: 0.1}", "label_smoothing"),
    ])
    func impossibleValuesAreRefused(line: String, part: String) throws {
        let recipe = try Recipe(yaml: "training:\n  \(line)\n", name: "test.yaml")
        let parts = part.split(separator: "|").map(String.init)
        do {
            _ = try ClassifierRecipe.readPolicy(recipe)
            try recipe.finish()
            Issue.record("\(line) passed")
        } catch let error as WinnowError {
            #expect(error.kind == .badRecipe)
            #expect(error.message.contains("test.yaml:") && error.message.contains("training."), "\(error)")
            #expect(parts.contains { error.message.contains($0) }, "\(error)")
        }
    }

    @Test func headsAndFreezingAreRead() throws {
        let recipe = try Recipe(
            yaml: """
                model: efficientnet-b3
                pretrained: imagenet.pth
                head: {hidden: 512, dropout: 0.7, activation: leaky-relu}
                trainable: head
                """, name: "test.yaml")
        let read = try ClassifierRecipe.readPolicy(recipe)
        try recipe.finish()
        #expect(read.model == .efficientNetB3 && read.trainable == .head)
        #expect(read.head == HeadDescription(hidden: 512, dropout: 0.7, activation: .leakyReLU))
        // Each architecture has a dropout of its own.
        withEvery("model", in: ModelName.allCases) { model in
            let read = try ClassifierRecipe.readPolicy(
                Recipe(yaml: "model: \(model.rawValue)", name: "test.yaml"))
            let dropout =
                switch model {
                case .efficientNetB0, .efficientNetB1: 0.2
                case .efficientNetB2, .efficientNetB3: 0.3
                default: 0.0
                }
            #expect(read.head == HeadDescription(dropout: dropout) && read.trainable == .all)
            #expect(read.imageSize >= model.smallestImage)
        }
    }

    @Test(arguments: [
        (
            "model: inception-resnet-v1\nimage_size: 64",
            "image_size: 64 is too small for inception-resnet-v1", "75"
        ),
        ("model: densenet121\nimage_size: 28", "image_size", "at least 29 pixels"),
        ("model: resnet51", "model", "resnet18, resnet50, densenet121, efficientnet-b0"),
        ("trainable: head", "trainable", "pretrained"),
        ("trainable: tail", "trainable", "all, head"),
        ("head: {dropout: 1}", "head.dropout", "below 1"), ("head: {hidden: -1}", "head.hidden", "from 0"),
        ("head: {activation: gelu}", "head.activation", "relu, leaky-relu"),
        ("head: {width: 3}", "head.width", "hidden"),
        (
            "training: {augmentation: {crop: random}}", "training.augmentation.crop",
            "corners, center, random-resized"
        ),
        (
            "training: {augmentation: {crop_scale: [1, 0.5]}}", "training.augmentation.crop_scale",
            "lesser number first"
        ),
        ("training: {augmentation: {crop_scale: 0.5}}", "training.augmentation.crop_scale", "exactly 2"),
        (
            "training: {augmentation: {crop_ratio: [0, 1]}}", "training.augmentation.crop_ratio",
            "from 0.1 to 10"
        ),
        ("training: {augmentation: {hue: 0.6}}", "training.augmentation.hue", "from 0 to 0.5"),
        ("training: {augmentation: {flip: 2}}", "training.augmentation.flip", "from 0 to 1"),
        ("training: {augmentation: {blur: 2}}", "training.augmentation.blur", "crop"),
        ("head: {numbers: rounded}", "head.numbers", "expected-value, regression"),
        ("training: {loss: {head_weights: 3}}", "training.loss.head_weights", "a section of names"),
        ("training: {loss: {head_weights: {age: -1}}}", "training.loss.head_weights", "at least 0"),
    ])
    func impossibleNetworksAreRefused(yaml: String, key: String, part: String) throws {
        expectError(.badRecipe, "test.yaml", key, part) {
            let recipe = try Recipe(yaml: yaml, name: "test.yaml")
            _ = try ClassifierRecipe.readPolicy(recipe)
            try recipe.finish()
        }
    }

    @Test func augmentationsAreRead() throws {
        let recipe = try Recipe(
            yaml: """
                training:
                  augmentation: {crop: random-resized, crop_scale: [0.2, 0.9], flip: 0, rotation: 15, hue: 0.1, erasing: 0.5}
                """, name: "test.yaml")
        let read = try ClassifierRecipe.readPolicy(recipe)
        try recipe.finish()
        #expect(
            read.training.augmentation
                == Augmentation(
                    crop: .randomResized, cropScale: 0.2...0.9, flip: 0, rotation: 15,
                    colors: ColorJitter(hue: 0.1),
                    erasing: 0.5))
        #expect(
            try ClassifierRecipe.readPolicy(Recipe(yaml: "", name: "empty")).training.augmentation
                == Augmentation())
        let coded = try JSONDecoder().decode(ClassifierRecipe.self, from: JSONEncoder().encode(read))
        #expect(coded == read)
    }

    /// Of the recipes of projects on faces, a classifier can be trained by each, and each key stands in the file.
    @Test(arguments: [
        ("celeba-challenge", ModelName.resnet50), ("celeba-resnet-densenet", .resnet50),
        ("maskfaces-efficientnet", .efficientNetB0), ("utkface-multitask", .inceptionResNetV1),
        ("affectnet-resnet50", .resnet50), ("maskfaces", .resnet18),
    ])
    func shippedClassifiersAreRead(name: String, model: ModelName) throws {
        let folder = Self.shipped.deletingLastPathComponent().deletingLastPathComponent()
        let recipe = try Recipe(contentsOf: folder.appendingPathComponent("reports/\(name).yaml"))
        #expect(try ClassifierRecipe.read(recipe).model == model)
        try recipe.section("classifier").finish()
        try recipe.section("training").finish()
    }

    /// What is read is also what a resolved recipe gives when it is read again.
    @Test func weightsOfHeadsAreRead() throws {
        let recipe = try Recipe(
            yaml: """
                head: {numbers: regression}
                training: {loss: {head_weights: {gender: 2, "on": 0.5}}}
                """, name: "test.yaml", overrides: ["training.loss.head_weights.age=0"])
        let read = try ClassifierRecipe.readPolicy(recipe)
        try recipe.finish()
        #expect(read.head.numbers == .regression)
        #expect(read.training.loss.headWeights == ["gender": 2, "on": 0.5, "age": 0])
        let again = try Recipe(yaml: recipe.resolvedYAML, name: "again.yaml")
        #expect(try ClassifierRecipe.readPolicy(again) == read)
        try again.finish()
    }

    /// Descriptions from before there were heads say nothing of them.
    @Test func olderDescriptionsAreRead() throws {
        let recipe = try ClassifierRecipe.readPolicy(
            Recipe(yaml: "model: efficientnet-b0", name: "test.yaml"))
        var object = try #require(
            JSONSerialization.jsonObject(with: JSONEncoder().encode(recipe)) as? [String: Any])
        #expect(object.removeValue(forKey: "head") != nil && object.removeValue(forKey: "trainable") != nil)
        let old = try JSONSerialization.data(withJSONObject: object)
        #expect(try JSONDecoder().decode(ClassifierRecipe.self, from: old) == recipe)
    }

    @Test func aCropLargerThanTheImageIsRefused() throws {
        expectError(.badRecipe, "resize", "64") {
            _ = try ClassifierRecipe.readPolicy(Recipe(yaml: "resize: 60", name: "test.yaml"))
        }
    }

    @Test func theDigestTellsRecipesApart() throws {
        func digest(_ yaml: String) throws -> String {
            try ClassifierRecipe.readPolicy(Recipe(yaml: yaml, name: "test.yaml")).digest
        }
        #expect(try digest("") == digest("image_size: 64"))
        #expect(try digest("") != digest("image_size: 48"))
        #expect(try digest("") != digest("training: {epochs: 31}"))
        #expect(try digest("") != digest("head: {hidden: 64}"))
        #expect(
            try digest("pretrained: weights.pth") != digest("pretrained: weights.pth\ntrainable: head"))
    }
}
