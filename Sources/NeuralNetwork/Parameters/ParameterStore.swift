import TensorEngine

/// All parameters of a model, in the order in which its layers asked for them.
///
/// Layers are made with a `Scope`, which spells the path, so names are written where layers are made and never found by
/// reflection. Initial values come from random streams named after the parameters.
public final class ParameterStore {
    /// One entry of a state dictionary.
    public enum Entry {
        /// A weight that is learned, or a statistic that is kept.
        case parameter(Parameter)
        /// A whole number.
        case counter(Counter)

        /// The path in the model.
        public var name: String {
            switch self {
            case .parameter(let parameter): parameter.name
            case .counter(let counter): counter.name
            }
        }
    }

    /// Where the parameters' memory lies.
    public let device: Device
    /// The seed of the initial values; nil where weights will be loaded, and nothing is drawn for them.
    public let seed: UInt64?
    /// What a state dictionary of the model holds, in order.
    public private(set) var entries: [Entry] = []
    private var names: Set<String> = []

    /// - Parameters:
    ///   - seed: of the initial values; nil for a model whose weights will be loaded: what would be drawn is zero then.
    ///   - device: where the parameters are to lie.
    public init(seed: UInt64?, on device: Device = .cpu) {
        self.seed = seed
        self.device = device
    }

    /// The top of the model's tree.
    public var root: Scope { Scope(store: self, path: "") }

    /// Parameters and statistics.
    public var parameters: [Parameter] {
        entries.compactMap { if case .parameter(let parameter) = $0 { parameter } else { nil } }
    }

    /// The parameters that an optimizer changes.
    public var learned: [Parameter] { parameters.filter(\.isLearned) }

    /// How many numbers are learned.
    public var learnedCount: Int { learned.reduce(0) { $0 + $1.shape.count } }

    fileprivate func add(_ entry: Entry) {
        require(names.insert(entry.name).inserted, "two parameters are called \(entry.name)")
        entries.append(entry)
    }
}

/// A place in a model's tree of parameters.
public struct Scope {
    private let store: ParameterStore
    /// The path so far, its parts parted by dots; empty at the top.
    public let path: String

    fileprivate init(store: ParameterStore, path: String) {
        self.store = store
        self.path = path
    }

    /// The place one step down.
    public static func / (scope: Scope, name: String) -> Scope {
        Scope(store: scope.store, path: scope.path(to: name))
    }

    /// The place one step down, in a list.
    public static func / (scope: Scope, index: Int) -> Scope {
        scope / String(index)
    }

    private func path(to name: String) -> String {
        path.isEmpty ? name : path + "." + name
    }

    /// A new parameter that is learned.
    public func parameter(_ name: String, shape: Shape, _ initializer: Initializer) -> Parameter {
        make(name, shape: shape, initializer, isLearned: true)
    }

    /// A new statistic that is kept but not learned.
    public func statistic(_ name: String, shape: Shape, filledWith value: Double) -> Parameter {
        make(name, shape: shape, .constant(value), isLearned: false)
    }

    /// A new counter, from 0.
    public func counter(_ name: String) -> Counter {
        let counter = Counter(name: path(to: name))
        store.add(.counter(counter))
        return counter
    }

    private func make(_ name: String, shape: Shape, _ initializer: Initializer, isLearned: Bool) -> Parameter
    {
        let path = path(to: name)
        let elements = initializer.elements(shape: shape, seed: store.seed, name: path)
        let value = Tensor(elements, shape: shape, on: store.device)
        let parameter = Parameter(name: path, value: value, isLearned: isLearned)
        store.add(.parameter(parameter))
        return parameter
    }
}
