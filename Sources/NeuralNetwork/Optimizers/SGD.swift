import TensorEngine

/// Stochastic gradient descent with momentum, Nesterov's variant and weight decay; PyTorch's `SGD`.
public final class SGD: Optimizer {
    public let parameters: [Parameter]
    public var learningRate: Double
    public private(set) var stepCount = 0
    private let momentum: Double
    private let nesterov: Bool
    private let weightDecay: Double
    private var velocities: [Tensor]

    /// - Parameters:
    ///   - parameters: what is changed, in the order in which gradients are given.
    ///   - learningRate: how far a step goes; set it anew before each step where a schedule says so.
    ///   - momentum: how much of the velocity stays from step to step, in [0, 1).
    ///   - nesterov: whether a step looks ahead by one velocity.
    ///   - weightDecay: how much of a parameter is added to its gradient.
    public init(
        _ parameters: [Parameter], learningRate: Double, momentum: Double = 0, nesterov: Bool = false,
        weightDecay: Double = 0
    ) {
        self.parameters = parameters
        self.learningRate = learningRate
        self.momentum = momentum
        self.nesterov = nesterov
        self.weightDecay = weightDecay
        velocities = Self.zeros(like: parameters)
    }

    public func step(_ gradients: (_ update: (_ parameter: Int, _ gradient: Tensor) -> Void) -> Void) {
        gradients { index, gradient in
            check(gradient, of: parameters[index])
            ParameterUpdate.stochasticGradientDescent(
                &parameters[index].value, velocity: &velocities[index], gradient: gradient,
                learningRate: learningRate, momentum: momentum, nesterov: nesterov, weightDecay: weightDecay,
                isFirst: stepCount == 0)
        }
        stepCount += 1
    }

    public func state() throws(WeightsError) -> SafeTensors {
        try save([("velocity", velocities)])
    }

    public func load(_ state: SafeTensors, source: String) throws(WeightsError) {
        let restored = try restore("velocity", from: state, source: source)
        stepCount = try restoredStep(from: state, source: source)
        velocities = restored
    }
}
