import TensorEngine

/// Adam (Kingma and Ba, 2015); PyTorch's `Adam`.
public final class Adam: Optimizer {
    public let parameters: [Parameter]
    public var learningRate: Double
    public private(set) var stepCount = 0
    private let betas: (Double, Double)
    private let epsilon: Double
    private let weightDecay: Double
    private var firstMoments: [Tensor]
    private var secondMoments: [Tensor]

    /// - Parameters:
    ///   - parameters: what is changed, in the order in which gradients are given.
    ///   - learningRate: how far a step goes; set it anew before each step where a schedule says so.
    ///   - betas: how much of the gradients' first and second moments stays from step to step, each in [0, 1).
    ///   - epsilon: is added to the root of the second moment.
    ///   - weightDecay: how much of a parameter is added to its gradient.
    public init(
        _ parameters: [Parameter], learningRate: Double, betas: (Double, Double) = (0.9, 0.999),
        epsilon: Double = 1e-8,
        weightDecay: Double = 0
    ) {
        self.parameters = parameters
        self.learningRate = learningRate
        self.betas = betas
        self.epsilon = epsilon
        self.weightDecay = weightDecay
        firstMoments = Self.zeros(like: parameters)
        secondMoments = Self.zeros(like: parameters)
    }

    public func step(_ gradients: (_ update: (_ parameter: Int, _ gradient: Tensor) -> Void) -> Void) {
        stepCount += 1
        gradients { index, gradient in
            check(gradient, of: parameters[index])
            ParameterUpdate.adam(
                &parameters[index].value, firstMoment: &firstMoments[index],
                secondMoment: &secondMoments[index],
                gradient: gradient, learningRate: learningRate, beta1: betas.0, beta2: betas.1,
                epsilon: epsilon, weightDecay: weightDecay, step: stepCount)
        }
    }

    public func state() throws(WeightsError) -> SafeTensors {
        try save([("first_moment", firstMoments), ("second_moment", secondMoments)])
    }

    public func load(_ state: SafeTensors, source: String) throws(WeightsError) {
        let first = try restore("first_moment", from: state, source: source)
        let second = try restore("second_moment", from: state, source: source)
        stepCount = try restoredStep(from: state, source: source)
        firstMoments = first
        secondMoments = second
    }
}
