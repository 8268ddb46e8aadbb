/// How the gradient of an operation's output becomes the gradients of its inputs, written in tensor operations so that it
/// has a gradient itself.
///
/// - Parameters:
///   - gradient: of the output.
///   - saved: what the operation kept of its inputs.
///   - needed: which inputs' gradients are asked for.
/// - Returns: one gradient an input; nil where it is not needed or zero.
typealias GradientRule = @Sendable (_ gradient: Tensor, _ saved: [Tensor], _ needed: [Bool]) -> [Tensor?]

/// One operation in the history of a tensor.
final class Node {
    let name: String
    private(set) var inputs: [Node?]
    private(set) var saved: [Tensor]
    /// Nil for a leaf, and once released: a rule holds memory too, such as a normalization's statistics.
    private var rule: GradientRule?
    /// Set once the gradients have been taken and what was kept for them let go.
    private(set) var isReleased = false

    private init(name: String, inputs: [Node?], saved: [Tensor], rule: GradientRule?) {
        self.name = name
        self.inputs = inputs
        self.saved = saved
        self.rule = rule
    }

    /// A tensor to which gradients can be asked for.
    static func leaf() -> Node {
        Node(name: "leaf", inputs: [], saved: [], rule: nil)
    }

    /// The node of an operation on `inputs`, or nil where nothing needs its gradient.
    static func recording(
        _ name: String, _ inputs: [Tensor], saving saved: [Tensor] = [], rule: @escaping GradientRule
    ) -> Node? {
        guard inputs.contains(where: { $0.node != nil }), GradientRecording.isOn else { return nil }
        return Node(name: name, inputs: inputs.map(\.node), saved: saved, rule: rule)
    }

    func inputGradients(_ gradient: Tensor, needed: [Bool]) -> [Tensor?] {
        require(
            !isReleased,
            "\(name): the graph was already consumed; pass retainingGraph: true to the first call that takes gradients of it"
        )
        return rule?(gradient, saved, needed) ?? []
    }

    /// Lets go of what was kept for the gradient.
    func release() {
        isReleased = true
        saved = []
        rule = nil
    }

    deinit {
        // A graph is thousands of nodes deep: letting each free the next would overflow the stack.
        var pending = detachInputs()
        while var node = pending.popLast() {
            if isKnownUniquelyReferenced(&node) {
                pending.append(contentsOf: node.detachInputs())
            }
        }
    }

    private func detachInputs() -> [Node] {
        let nodes = inputs.compactMap { $0 } + saved.compactMap(\.node)
        inputs = []
        saved = []
        return nodes
    }
}

/// Whether operations record how to differentiate them.
public enum GradientRecording {
    @TaskLocal static var isOn = true

    /// Whether operations record at present; false within `off`.
    public static var isRecording: Bool { isOn }

    /// Runs `body` without recording: nothing in it can be differentiated, and nothing is kept for it.
    public static func off<Result>(_ body: () throws -> Result) rethrows -> Result {
        try $isOn.withValue(false, operation: body)
    }
}
