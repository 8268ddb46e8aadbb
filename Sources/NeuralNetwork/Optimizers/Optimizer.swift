import Foundation
import TensorEngine

/// Changes parameters by their gradients.
public protocol Optimizer: AnyObject {
    /// The parameters, in the order in which gradients are given.
    var parameters: [Parameter] { get }
    /// How far a step goes; set it from a schedule before each step.
    var learningRate: Double { get set }
    /// How many steps have been taken.
    var stepCount: Int { get }
    /// Takes one step.
    ///
    /// - Parameter gradients: calls its argument once for each parameter, in any order, with the parameter's number and its
    ///   gradient, of the same shape.
    func step(_ gradients: (_ update: (_ parameter: Int, _ gradient: Tensor) -> Void) -> Void)
    /// What the next step depends on beside the parameters, for a checkpoint.
    func state() throws(WeightsError) -> SafeTensors
    /// Continues from a saved state.
    ///
    /// - Throws: `WeightsError` that names the entry; the optimizer is then as it was.
    func load(_ state: SafeTensors, source: String) throws(WeightsError)
}

extension Optimizer {
    /// Takes one step by gradients that are known.
    ///
    /// - Precondition: one gradient a parameter, of its shape.
    public func step(_ gradients: [Tensor]) {
        require(
            gradients.count == parameters.count,
            "an optimizer of \(parameters.count) parameters was given \(gradients.count) gradients")
        step { update in
            for (index, gradient) in gradients.enumerated() { update(index, gradient) }
        }
    }

    /// Takes one step down a loss, updating each parameter as soon as its gradient is known.
    ///
    /// The loss's graph is consumed.
    public func step(down loss: Tensor) {
        let targets = parameters.map(\.value.gradientTarget)
        step { update in takeGradients(of: loss, withRespectTo: targets, update) }
    }

    func check(_ gradient: Tensor, of parameter: Parameter) {
        require(
            parameter.shape == gradient.shape,
            "\(parameter.name): a gradient of shape \(gradient.shape) does not go with shape \(parameter.shape)"
        )
    }

    /// The state's tensors, one a parameter and kind.
    func save(_ kinds: [(name: String, tensors: [Tensor])]) throws(WeightsError) -> SafeTensors {
        var file = SafeTensors(metadata: ["step": String(stepCount)])
        for kind in kinds {
            for (parameter, tensor) in zip(parameters, kind.tensors) {
                try file.append(
                    SafeTensors.Entry(
                        name: kind.name + "." + parameter.name, shape: tensor.shape.extents,
                        floats: tensor.floats))
            }
        }
        return file
    }

    /// The number of steps and the tensors of one kind, from a saved state.
    func restore(_ kind: String, from file: SafeTensors, source: String) throws(WeightsError) -> [Tensor] {
        var tensors: [Tensor] = []
        for parameter in parameters {
            let name = kind + "." + parameter.name
            guard let entry = file[name], entry.shape == parameter.shape.extents, let elements = entry.floats
            else {
                throw WeightsError(
                    file: source, reason: "\(name) is missing or has another shape than \(parameter.shape)")
            }
            tensors.append(Tensor(elements, shape: parameter.shape, on: parameter.value.device))
        }
        return tensors
    }

    func restoredStep(from file: SafeTensors, source: String) throws(WeightsError) -> Int {
        guard let step = file.metadata["step"].flatMap(Int.init), step >= 0 else {
            throw WeightsError(file: source, reason: "the optimizer's step is missing")
        }
        return step
    }

    /// Zeros of each parameter's shape.
    static func zeros(like parameters: [Parameter]) -> [Tensor] {
        parameters.map { Tensor(filledWith: 0, shape: $0.shape, on: $0.value.device) }
    }
}
