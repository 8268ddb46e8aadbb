import NeuralNetwork

/// One operation with attributes and inputs, and what PyTorch says its output and gradients are.
///
/// Written by `make_convolutions.py` and `make_operations.py` in Tests/Fixtures/pytorch; all arrays are row-major, and large
/// results are sketched.
public struct OperationCase: Sendable, CustomStringConvertible {
    /// The families, which are the files under Tests/Fixtures/pytorch/operations.
    public static let families = [
        "convolution", "grouped_convolution", "transposed_convolution", "products", "normalization",
        "pointwise", "reductions",
        "pooling", "movement", "losses",
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
        /// Of a convolution: left and right, where it is not the same as above and below.
        public let sidePadding: Int?
        /// Into how many groups a convolution parts its channels.
        public let groups: Int?
        /// The side of a pooling window.
        public let kernel: Int?
        public let axis: Int?
        /// The axes of a reduction, or the order of a permutation.
        public let axes: [Int]?
        /// What a tensor is reshaped or expanded to.
        public let shape: [Int]?
        public let keepDimensions: Bool?
        public let transposeLeft: Bool?
        public let transposeRight: Bool?
        /// Of a slice: the first index taken.
        public let start: Int?
        /// Of a slice: the index behind the last one taken.
        public let end: Int?
        /// How many zeros are put before the elements along an axis.
        public let before: Int?
        /// How many zeros are put behind them.
        public let after: Int?
        /// Of leaky ReLU, below 0; also of one that follows a convolution.
        public let slope: Double?
        /// The smallest value that is left as it is.
        public let low: Double?
        /// The largest one.
        public let high: Double?
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
        let draw: Int
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
    public let output: StoredTensor
    /// What the output is weighted with: `gradients` are those of sum(output · cotangent).
    public let cotangent: [Float]
    /// By differentiable input.
    public let gradients: [String: StoredTensor]
    /// Running statistics after the operation, by name.
    public let states: [String: StoredTensor]
    /// What the gradients are weighted with, by differentiable input; empty where `order` is 1.
    public let directions: [String: [Float]]
    /// The gradients of Σ sum(gradient · direction) with respect to each differentiable input and, under `cotangent`, with
    /// respect to the cotangent; empty where `order` is 1.
    public let secondGradients: [String: StoredTensor]

    public var description: String { name }

    /// All cases of a family.
    public static func all(of family: String) throws -> [OperationCase] {
        let tensors = try FixtureFile.tensors("pytorch/operations/\(family).safetensors")
        return try FixtureFile.decode([Description].self, from: "pytorch/operations/\(family).json")
            .map { try OperationCase($0, tensors) }
    }

    /// A fixture lacks a result, or one has another shape than its case says.
    struct MissingResult: Error {
        let name: String
    }

    private init(_ description: Description, _ tensors: SafeTensors) throws {
        let name = description.name
        let prefix = description.draw == 0 ? name : "\(name)#\(description.draw)"
        func draw(_ stream: String, _ shape: [Int], _ low: Double = -1, _ high: Double = 1) -> [Float] {
            FixtureRandom.uniform(
                name: "\(prefix)/\(stream)", count: shape.reduce(1, *), low: low, high: high)
        }
        func stored(_ result: String, _ shape: [Int]) throws -> StoredTensor {
            let path = "\(name)/\(result)"
            guard let floats = tensors.floats(named: path),
                let tensor = StoredTensor(floats, count: shape.reduce(1, *), name: path)
            else { throw MissingResult(name: path) }
            return tensor
        }
        func stored(_ group: String, _ inputs: [Input]) throws -> [String: StoredTensor] {
            try inputs.reduce(into: [:]) { $0[$1.name] = try stored("\(group)/\($1.name)", $1.shape) }
        }
        let differentiable = description.inputs.filter(\.isDifferentiable)

        self.name = name
        operation = description.operation
        attributes = description.attributes
        inputs = description.inputs
        order = description.order
        outputShape = description.outputShape
        deviation = description.deviation
        values = inputs.reduce(into: [:]) { $0[$1.name] = draw($1.name, $1.shape, $1.low, $1.high) }
        output = try stored("output", outputShape)
        cotangent = draw("cotangent", outputShape)
        gradients = try stored("gradient", differentiable)
        states = try stored(
            "state", attributes.training == true ? inputs.filter { $0.name.hasPrefix("running") } : [])
        guard order > 1 else {
            directions = [:]
            secondGradients = [:]
            return
        }
        directions = differentiable.reduce(into: [:]) { $0[$1.name] = draw("direction/\($1.name)", $1.shape) }
        secondGradients = try stored("second", differentiable)
            .merging(["cotangent": stored("second/cotangent", outputShape)]) { first, _ in first }
    }
}
