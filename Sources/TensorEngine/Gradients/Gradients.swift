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

/// A variable to which a gradient is wanted, without its value: whoever holds one does not keep the memory from being updated
/// in place.
public struct GradientTarget {
    fileprivate let node: Node
    fileprivate let shape: Shape
    fileprivate let device: Device
}

extension Tensor {
    /// This variable as a target of gradients.
    ///
    /// - Precondition: it is a variable or the result of operations on variables, not a constant.
    public var gradientTarget: GradientTarget {
        require(node != nil, "gradientTarget: a tensor of shape \(shape) is a constant")
        return GradientTarget(node: node!, shape: shape, device: device)
    }
}

/// Hands each gradient of a scalar over as soon as it is known, and keeps none.
///
/// A gradient that is used at once is still in the processor's cache, and the gradients of a network never lie in memory
/// together. By the time a variable's gradient is known nothing in the graph needs the variable's value any more, so that it
/// can be updated in place. The graph is consumed.
///
/// - Parameters:
///   - loss: what to differentiate; where it is no scalar, the sum of its elements is.
///   - targets: variables.
///   - body: takes the number of a target and its gradient, once for each target; zeros where `loss` does not depend on it.
public func takeGradients(
    of loss: Tensor, withRespectTo targets: [GradientTarget],
    _ body: (_ target: Int, _ gradient: Tensor) -> Void
) {
    GradientRecording.off {
        var walk = BackwardWalk(from: loss, to: targets.map(\.node), releasing: true)
        var isKnown = [Bool](repeating: false, count: targets.count)
        var places: [ObjectIdentifier: [Int]] = [:]
        for (place, target) in targets.enumerated() {
            require(
                target.node.inputs.isEmpty, "takeGradients: a target of shape \(target.shape) is no variable")
            places[ObjectIdentifier(target.node), default: []].append(place)
        }
        walk.run { node, gradient in
            for place in places[node]! {
                isKnown[place] = true
                body(place, gradient)
            }
        }
        for (place, target) in targets.enumerated() where !isKnown[place] {
            body(place, Tensor(filledWith: 0, shape: target.shape, on: target.device))
        }
    }
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

    /// Finds all gradients.
    mutating func run() -> [Tensor?] {
        walk(handingOver: false) { _, _ in }
        return targets.map { gradients[ObjectIdentifier($0)] }
    }

    /// Finds all gradients and gives each target's to `body` as soon as nothing can be added to it any more.
    mutating func run(_ body: (_ target: ObjectIdentifier, _ gradient: Tensor) -> Void) {
        walk(handingOver: true, body)
    }

    private mutating func walk(
        handingOver handsOver: Bool, _ body: (_ target: ObjectIdentifier, _ gradient: Tensor) -> Void
    ) {
        guard let root = loss.node, order.last === root else { return }
        gradients[ObjectIdentifier(root)] = Tensor(filledWith: 1, shape: loss.shape, on: loss.device)
        let onTheWay = Set(order.map(ObjectIdentifier.init))
        let goals = Set(targets.map(ObjectIdentifier.init))
        // How many uses of each target the walk has still to come to.
        var uses: [ObjectIdentifier: Int] = [:]
        if handsOver {
            for node in order {
                for case let input? in node.inputs where goals.contains(ObjectIdentifier(input)) {
                    uses[ObjectIdentifier(input), default: 0] += 1
                }
            }
        }
        for node in order.reversed() {
            let identifier = ObjectIdentifier(node)
            defer {
                if handsOver { handOver(inputsOf: node, &uses, body) }
            }
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
        if handsOver, root.inputs.isEmpty,
            let gradient = gradients.removeValue(forKey: ObjectIdentifier(root))
        {
            body(ObjectIdentifier(root), gradient)
        }
    }

    /// Counts a node's uses of targets as done, and hands over what is complete.
    private mutating func handOver(
        inputsOf node: Node, _ uses: inout [ObjectIdentifier: Int], _ body: (ObjectIdentifier, Tensor) -> Void
    ) {
        for case let input? in node.inputs {
            let identifier = ObjectIdentifier(input)
            guard let left = uses[identifier] else { continue }
            uses[identifier] = left - 1
            if left == 1, let gradient = gradients.removeValue(forKey: identifier) {
                body(identifier, gradient)
            }
        }
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
