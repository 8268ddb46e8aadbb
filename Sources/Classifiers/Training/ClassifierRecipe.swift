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
    /// What is behind the network's features.
    public let head: HeadDescription
    /// Which parameters training changes.
    public let trainable: TrainablePart
    /// Of the network's activations.
    public let precision: Precision
    public let training: TrainingRecipe

    enum CodingKeys: String, CodingKey {
        case model, resize, pretrained, head, trainable, precision, training
        case imageSize = "image_size"
    }

    /// - Parameter head: nil for the architecture's own.
    /// - Precondition: `imageSize <= resize`, and images of that size are not too small for the model.
    public init(
        model: ModelName = .resnet50, imageSize: Int, resize: Int, pretrained: URL? = nil,
        head: HeadDescription? = nil, trainable: TrainablePart = .all, precision: Precision = .float32,
        training: TrainingRecipe
    ) {
        precondition(1 <= imageSize && imageSize <= resize, "a crop of \(imageSize) from \(resize) pixels")
        precondition(imageSize >= model.smallestImage, "\(imageSize) pixels for \(model.rawValue)")
        self.model = model
        self.imageSize = imageSize
        self.resize = resize
        self.pretrained = pretrained
        self.head = head ?? HeadDescription(dropout: model.dropout)
        self.trainable = trainable
        self.precision = precision
        self.training = training
    }

    /// Reads the sections `classifier` (`model`, `image_size`, `resize`, `pretrained`, `head`, `trainable`, `precision`) and `training`
    /// of a recipe. Other keys are left to the caller, as is `finish()`.
    ///
    /// - Throws: `WinnowError` of kind `.badRecipe` with the key, its line and what it takes.
    public static func read(_ recipe: Recipe) throws -> ClassifierRecipe {
        try ClassifierRecipe(
            recipe.section("classifier"), in: recipe, defaultPatience: 0)
    }

    /// Reads the recipe of the policy cl-sam: the keys of `classifier` at the top, and the section `training`, which by default stops
    /// after five validations without a better one. An empty recipe is the one that ships as `policies/cl-sam.yaml`.
    ///
    /// - Throws: `WinnowError` of kind `.badRecipe` with the key, its line and what it takes.
    public static func readPolicy(_ recipe: Recipe) throws -> ClassifierRecipe {
        try ClassifierRecipe(recipe, in: recipe, defaultPatience: 5)
    }

    private init(_ section: Recipe, in recipe: Recipe, defaultPatience: Int) throws {
        model = try section.choice("model", default: .resnet50)
        imageSize = try section.int("image_size", default: max(64, model.smallestImage), in: 16...1024)
        if let reason = model.refusal(ofImageSize: imageSize) {
            throw section.refusal("image_size", reason)
        }
        // The paper's 72 for 64 and 144 for 128.
        resize = try section.int("resize", default: imageSize * 9 / 8, in: imageSize...4096)
        let weights = try section.string("pretrained", default: "none")
        pretrained = weights == "none" ? nil : URL(fileURLWithPath: weights)
        head = try HeadDescription(section.section("head"), model: model)
        trainable = try section.choice("trainable", default: .all)
        guard trainable == .all || pretrained != nil else {
            throw section.refusal(
                "trainable",
                "head leaves all but the head as it is, and without pretrained weights that has learned nothing; give"
                    + " pretrained, or take all")
        }
        precision = try section.choice("precision", default: .float32)
        training = try TrainingRecipe(recipe.section("training"), defaultPatience: defaultPatience)
    }

    /// Descriptions that were written before there were heads have the architecture's own, all of it trained.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        model = try values.decode(ModelName.self, forKey: .model)
        imageSize = try values.decode(Int.self, forKey: .imageSize)
        resize = try values.decode(Int.self, forKey: .resize)
        pretrained = try values.decodeIfPresent(URL.self, forKey: .pretrained)
        head =
            try values.decodeIfPresent(HeadDescription.self, forKey: .head)
            ?? HeadDescription(dropout: model.dropout)
        trainable = try values.decodeIfPresent(TrainablePart.self, forKey: .trainable) ?? .all
        precision = try values.decode(Precision.self, forKey: .precision)
        training = try values.decode(TrainingRecipe.self, forKey: .training)
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
