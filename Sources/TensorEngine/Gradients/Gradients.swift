/// The gradients of a scalar with respect to some of the tensors it was computed from.
///
/// The graph is consumed: what it kept is let go as soon as it has been used, so that memory falls as the walk goes back.
///
/// - Parameters:
///   - loss: what to differentiate; where it is no scalar, the sum of its elements is.
///   - targets: variables, or results of operations on variables.
///   - retainingGraph: keeps the graph for another call.
///   - differentiable: records the computation of the gradients, so that they can be differentiated in turn; implies
///     `retainingGraph`.
/// - Returns: a gradient for each target, in order and of its shape; zeros where `loss` does not depend on it.
public func gradients(
    of loss: Tensor, withRespectTo targets: [Tensor], retainingGraph: Bool = false,
    differentiable: Bool = false
) -> [Tensor] {
    for target in targets {
        require(
            target.node != nil,
            "gradients(of:withRespectTo:): a target of shape \(target.shape) is a constant")
    }
    func collect() -> [Tensor] {
        var walk = BackwardWalk(
            from: loss, to: targets.map { $0.node! }, releasing: !retainingGraph && !differentiable)
        let found = walk.run()
        return zip(targets, found).map { target, gradient in
            gradient
                ?? Tensor(target.backend.filled(0, shape: target.shape, layout: .plain))
        }
    }
    return differentiable ? collect() : GradientRecording.off(collect)
}

/// A walk over a graph from its result back to the tensors whose gradients are wanted.
private struct BackwardWalk {
    private let loss: Tensor
    private let targets: [Node]
    private let releasing: Bool
    /// Nodes that lead to a target, each after all of its inputs.
    private let order: [Node]
    private var gradients: [ObjectIdentifier: Tensor] = [:]

    init(from loss: Tensor, to targets: [Node], releasing: Bool) {
        self.loss = loss
        self.targets = targets
        self.releasing = releasing
        order = loss.node.map { Self.nodes(from: $0, leadingTo: targets) } ?? []
    }

    /// Finds the nodes between `root` and the targets with a stack of its own.
    private static func nodes(from root: Node, leadingTo targets: [Node]) -> [Node] {
        let goals = Set(targets.map(ObjectIdentifier.init))
        var leads: [ObjectIdentifier: Bool] = [:]
        var order: [Node] = []
        var stack: [(node: Node, isExpanded: Bool)] = [(root, false)]
        while let (node, isExpanded) = stack.popLast() {
            let identifier = ObjectIdentifier(node)
            if isExpanded {
                let leadsOn = node.inputs.contains { $0.map { leads[ObjectIdentifier($0)] == true } ?? false }
                leads[identifier] = leadsOn || goals.contains(identifier)
                if leads[identifier] == true { order.append(node) }
            } else if leads[identifier] == nil {
                leads[identifier] = false
                stack.append((node, true))
                for case let input? in node.inputs where leads[ObjectIdentifier(input)] == nil {
                    stack.append((input, false))
                }
            }
        }
        return order
    }

    mutating func run() -> [Tensor?] {
        guard let root = loss.node, order.last === root else { return targets.map { _ in nil } }
        gradients[ObjectIdentifier(root)] = Tensor(filledWith: 1, shape: loss.shape, on: loss.device)
        let onTheWay = Set(order.map(ObjectIdentifier.init))
        let goals = Set(targets.map(ObjectIdentifier.init))
        for node in order.reversed() {
            let identifier = ObjectIdentifier(node)
            guard
                let gradient = goals.contains(identifier)
                    ? gradients[identifier] : gradients.removeValue(forKey: identifier)
            else { continue }
            let needed = node.inputs.map { $0.map { onTheWay.contains(ObjectIdentifier($0)) } ?? false }
            guard needed.contains(true) else { continue }
            let parts = node.inputGradients(gradient, needed: needed)
            if releasing { node.release() }
            for (input, part) in zip(node.inputs, parts) {
                if let input, let part, onTheWay.contains(ObjectIdentifier(input)) {
                    add(part, to: ObjectIdentifier(input))
                }
            }
        }
        return targets.map { gradients[ObjectIdentifier($0)] }
    }

    private mutating func add(_ part: Tensor, to identifier: ObjectIdentifier) {
        // Taken out so that the sum holds the only reference and can be made in place.
        guard var total = gradients.removeValue(forKey: identifier) else {
            gradients[identifier] = part
            return
        }
        require(
            total.shape == part.shape,
            "gradients of shapes \(total.shape) and \(part.shape) meet at one tensor")
        if GradientRecording.isOn {
            gradients[identifier] = total + part
        } else {
            total.backend.accumulate(part.buffer, into: &total.buffer)
            gradients[identifier] = total
        }
    }
}
