import Workspace

/// What a classifier's head is made of: a last layer, and perhaps a fully connected layer ahead of it.
public struct HeadDescription: Sendable, Codable, Equatable {
    /// What follows the layer ahead of the last.
    public enum Activation: String, Sendable, Codable, CaseIterable {
        /// max(x, 0).
        case relu
        /// max(x, 0) + 0.01 · min(x, 0), PyTorch's default slope.
        case leakyReLU = "leaky-relu"

        /// What x is multiplied by below 0.
        var slope: Double {
            switch self {
            case .relu: 0
            case .leakyReLU: 0.01
            }
        }
    }

    /// The width of the layer ahead of the last; nil where there is none.
    public let hidden: Int?
    /// The probability that a number that goes into the last layer is dropped while training, in [0, 1).
    public let dropout: Double
    /// Of the layer ahead of the last; without one it has no effect.
    public let activation: Activation
    /// How numbers are answered with in multi-head data; without numbers it has no effect.
    public let numbers: NumberAnswer

    public init(
        hidden: Int? = nil, dropout: Double = 0, activation: Activation = .relu,
        numbers: NumberAnswer = .expectedValue
    ) {
        self.hidden = hidden
        self.dropout = dropout
        self.activation = activation
        self.numbers = numbers
    }

    /// Descriptions that were written before numbers could be answered with say nothing of them.
    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        hidden = try values.decodeIfPresent(Int.self, forKey: .hidden)
        dropout = try values.decode(Double.self, forKey: .dropout)
        activation = try values.decode(Activation.self, forKey: .activation)
        numbers = try values.decodeIfPresent(NumberAnswer.self, forKey: .numbers) ?? .expectedValue
    }

    /// Reads the keys `hidden` (0 for none), `dropout`, `activation` and `numbers` of a recipe's section `head`.
    ///
    /// - Parameter model: whose own dropout is the default where there is no hidden layer.
    /// - Throws: `WinnowError` of kind `.badRecipe`.
    init(_ section: Recipe, model: ModelName) throws {
        let hidden = try section.int("hidden", default: 0, in: 0...65_536)
        self.hidden = hidden == 0 ? nil : hidden
        dropout = try section.double("dropout", default: model.dropout, in: .from(0, below: 1))
        activation = try section.choice("activation", default: .relu)
        numbers = try section.choice("numbers", default: .expectedValue)
    }
}
