import NeuralNetwork

/// One operation with attributes and inputs, and what PyTorch says its output and gradients are.
///
/// Written by `Tests/Fixtures/pytorch/make_operations.py`; all arrays are row-major.
public struct OperationCase: Sendable, CustomStringConvertible {
    /// The families, which are the files under Tests/Fixtures/pytorch/operations.
    public static let families = [
        "convolution", "transposed_convolution", "products", "normalization", "pointwise", "reductions",
        "pooling",
        "movement", "losses",
    ]

    /// One input of the operation.
    public struct Input: Decodable, Sendable {
        public let name: String
        public let shape: [Int]
        public let low: Double
        public let high: Double
        /// False for targets and running statistics, which have no gradient.
        public let isDifferentiable: Bool
    }

    /// What else the operation is told; which of them are set depends on the operation.
    public struct Attributes: Decodable, Sendable {
        public let stride: Int?
        public let padding: Int?
        /// The side of a pooling window.
        public let kernel: Int?
        public let axis: Int?
        public let axes: [Int]?
        public let keepDimensions: Bool?
        public let transposeLeft: Bool?
        public let transposeRight: Bool?
        /// Of a slice: the first index taken.
        public let start: Int?
        /// Of a slice: the index behind the last one taken.
        public let end: Int?
        /// Of leaky ReLU, below 0.
        public let slope: Double?
        public let training: Bool?
        /// Whether a ReLU follows the normalization.
        public let relu: Bool?
        /// The weight of the new value in running statistics.
        public let momentum: Double?
        public let epsilon: Double?
        public let labels: [Int]?
        /// `mean` or `sum`.
        public let reduction: String?
    }

    private struct Description: Decodable {
        let name: String
        let operation: String
        let attributes: Attributes
        let inputs: [Input]
        let order: Int
        let outputShape: [Int]
        let deviation: Double
    }

    /// Family and name, such as `convolution/3x3-stride2`.
    public let name: String
    /// PyTorch's name of the operation, such as `conv2d`.
    public let operation: String
    public let attributes: Attributes
    public let inputs: [Input]
    /// Up to which derivative there are numbers: 1 or 2.
    public let order: Int
    public let outputShape: [Int]
    /// How far PyTorch's own single-precision run is from these double-precision results, in units of each
    /// result's root mean square (of 0.001 where that is less).
    public let deviation: Double

    /// The inputs' numbers, by name.
    public let values: [String: [Float]]
    public let output: [Float]
    /// What the output is weighted with: `gradients` are those of sum(output · cotangent).
    public let cotangent: [Float]
    /// By differentiable input.
    public let gradients: [String: [Float]]
    /// Running statistics after the operation, by name.
    public let states: [String: [Float]]
    /// What the gradients are weighted with, by differentiable input; empty where `order` is 1.
    public let directions: [String: [Float]]
    /// The gradients of Σ sum(gradient · direction) with respect to each differentiable input and, under `cotangent`, with
    /// respect to the cotangent; empty where `order` is 1.
    public let secondGradients: [String: [Float]]

    public var description: String { name }

    /// All cases of a family.
    public static func all(of family: String) throws -> [OperationCase] {
        let tensors = try FixtureFile.tensors("pytorch/operations/\(family).safetensors")
        return try FixtureFile.decode([Description].self, from: "pytorch/operations/\(family).json")
            .map { OperationCase($0, tensors) }
    }

    private init(_ description: Description, _ tensors: SafeTensors) {
        let name = description.name
        func draw(_ stream: String, _ shape: [Int], _ low: Double = -1, _ high: Double = 1) -> [Float] {
            FixtureRandom.uniform(name: "\(name)/\(stream)", count: shape.reduce(1, *), low: low, high: high)
        }
        func stored(_ group: String) -> [String: [Float]] {
            let prefix = "\(name)/\(group)/"
            return tensors.entries.reduce(into: [:]) { found, entry in
                guard entry.name.hasPrefix(prefix) else { return }
                found[String(entry.name.dropFirst(prefix.count))] = entry.floats
            }
        }

        self.name = name
        operation = description.operation
        attributes = description.attributes
        inputs = description.inputs
        order = description.order
        outputShape = description.outputShape
        deviation = description.deviation
        values = inputs.reduce(into: [:]) { $0[$1.name] = draw($1.name, $1.shape, $1.low, $1.high) }
        output = tensors.floats(named: "\(name)/output") ?? []
        cotangent = draw("cotangent", outputShape)
        gradients = stored("gradient")
        states = stored("state")
        directions = inputs.reduce(into: [:]) { found, input in
            guard description.order > 1, input.isDifferentiable else { return }
            found[input.name] = draw("direction/\(input.name)", input.shape)
        }
        secondGradients = stored("second")
    }
}
