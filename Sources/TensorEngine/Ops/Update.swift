/// Steps of optimizers, in place where nobody else holds the memory.
///
/// A parameter keeps its layout; the optimizer's state and the gradient follow it.
public enum ParameterUpdate {
    /// One step of stochastic gradient descent with momentum, as PyTorch's `SGD` takes it.
    ///
    /// - Parameters:
    ///   - parameter: any shape; the velocity and the gradient have the same.
    ///   - velocity: the sum of past gradients, which fades.
    ///   - gradient: the loss's with respect to the parameter.
    ///   - learningRate: how far to go.
    ///   - momentum: how much of the velocity stays, in [0, 1).
    ///   - nesterov: looks ahead by one velocity.
    ///   - weightDecay: how much of the parameter is added to the gradient.
    ///   - isFirst: the velocity is set to the gradient instead of adding to it.
    public static func stochasticGradientDescent(
        _ parameter: inout Tensor, velocity: inout Tensor, gradient: Tensor, learningRate: Double,
        momentum: Double,
        nesterov: Bool, weightDecay: Double, isFirst: Bool
    ) {
        check(parameter, [velocity, gradient], "stochasticGradientDescent")
        parameter.backend.update(
            &parameter.buffer, velocity: &velocity.buffer, gradient: gradient.buffer,
            SGDStep(
                learningRate: learningRate, momentum: momentum, nesterov: nesterov, weightDecay: weightDecay,
                isFirst: isFirst))
    }

    /// One step of Adam (Kingma and Ba, 2015, algorithm 1), as PyTorch's `Adam` takes it.
    ///
    /// - Parameters:
    ///   - parameter: any shape; the moments and the gradient have the same.
    ///   - firstMoment: the mean of past gradients, which fades.
    ///   - secondMoment: the mean of their squares, which fades.
    ///   - gradient: the loss's with respect to the parameter.
    ///   - learningRate: how far to go.
    ///   - beta1: how much of the first moment stays, in [0, 1).
    ///   - beta2: how much of the second moment stays, in [0, 1).
    ///   - epsilon: is added to the second moment's root.
    ///   - weightDecay: how much of the parameter is added to the gradient.
    ///   - step: counts from 1.
    public static func adam(
        _ parameter: inout Tensor, firstMoment: inout Tensor, secondMoment: inout Tensor, gradient: Tensor,
        learningRate: Double, beta1: Double, beta2: Double, epsilon: Double, weightDecay: Double, step: Int
    ) {
        check(parameter, [firstMoment, secondMoment, gradient], "adam")
        parameter.backend.update(
            &parameter.buffer, firstMoment: &firstMoment.buffer, secondMoment: &secondMoment.buffer,
            gradient: gradient.buffer,
            AdamStep(
                learningRate: learningRate, beta1: beta1, beta2: beta2, epsilon: epsilon,
                weightDecay: weightDecay,
                step: step))
    }

    private static func check(_ parameter: Tensor, _ others: [Tensor], _ name: String) {
        for other in others {
            require(
                parameter.shape == other.shape,
                "\(name): a parameter of shape \(parameter.shape) does not go with a tensor of shape \(other.shape)"
            )
        }
        parameter.requireSameDevice(as: others, name)
    }
}
