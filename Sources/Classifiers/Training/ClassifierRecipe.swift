import Foundation
import NeuralNetwork
import Workspace

/// What a classifier is and how it is trained.
public struct ClassifierRecipe: Sendable, Codable, Equatable {
    public let model: ModelName
    /// Pixels along a side of what the network is given.
    public let imageSize: Int
    /// Pixels along a side of the image that this is cropped from; at least `imageSize`.
    public let resize: Int
    /// A file of weights under PyTorch's names that training starts from, such as torchvision's for ImageNet, in any format that
    /// `WeightsFile` reads; its last layer is left out where it has other classes. Nil for training from scratch.
    public let pretrained: URL?
    /// Of the network's activations.
    public let precision: Precision
    public let training: TrainingRecipe

    enum CodingKeys: String, CodingKey {
        case model, resize, pretrained, precision, training
        case imageSize = "image_size"
    }

    /// - Precondition: `imageSize <= resize`.
    public init(
        model: ModelName = .resnet50, imageSize: Int, resize: Int, pretrained: URL? = nil,
        precision: Precision = .float32, training: TrainingRecipe
    ) {
        precondition(1 <= imageSize && imageSize <= resize, "a crop of \(imageSize) from \(resize) pixels")
        self.model = model
        self.imageSize = imageSize
        self.resize = resize
        self.pretrained = pretrained
        self.precision = precision
        self.training = training
    }

    /// Reads the sections `classifier` (`model`, `image_size`, `resize`, `pretrained`, `precision`) and `training` of a recipe. Other keys are
    /// left to the caller, as is `finish()`.
    ///
    /// - Throws: `WinnowError` of kind `.badRecipe` with the key, its line and what it takes.
    public static func read(_ recipe: Recipe) throws -> ClassifierRecipe {
        try ClassifierRecipe(
            recipe.section("classifier"), in: recipe, defaultPatience: 0)
    }

    /// Reads the recipe of the policy cl-sam: `model`, `image_size`, `resize`, `pretrained` and `precision` at the top, and the section
    /// `training`, which by default stops after five validations without a better one. An empty recipe is the one that ships
    /// as `policies/cl-sam.yaml`.
    ///
    /// - Throws: `WinnowError` of kind `.badRecipe` with the key, its line and what it takes.
    public static func readPolicy(_ recipe: Recipe) throws -> ClassifierRecipe {
        try ClassifierRecipe(recipe, in: recipe, defaultPatience: 5)
    }

    private init(_ section: Recipe, in recipe: Recipe, defaultPatience: Int) throws {
        model = try section.choice("model", default: .resnet50)
        imageSize = try section.int("image_size", default: 64, in: 16...1024)
        // The paper's 72 for 64 and 144 for 128.
        resize = try section.int("resize", default: imageSize * 9 / 8, in: imageSize...4096)
        let weights = try section.string("pretrained", default: "none")
        pretrained = weights == "none" ? nil : URL(fileURLWithPath: weights)
        precision = try section.choice("precision", default: .float32)
        training = try TrainingRecipe(recipe.section("training"), defaultPatience: defaultPatience)
    }

    /// The SHA-256 of the recipe: the same for recipes that mean the same.
    public var digest: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys]
            return FileDigest.sha256(try encoder.encode(self))
        }
    }
}
