import Foundation

/// Named tensors and string metadata, as a safetensors file holds them.
///
/// The format (huggingface/safetensors, "Format"): eight bytes that give the header's length in little-endian order, the
/// header as JSON, and the tensors' bytes, little-endian and row-major, one behind the other without a gap. The reader
/// takes nothing that the format does not allow; the writer gives the same bytes for the same content.
///
///     var weights = SafeTensors(metadata: ["format": "pt"])
///     try weights.append(.init(name: "conv1.weight", shape: [64, 3, 7, 7], floats: values))
///     try weights.write(to: url)
public struct SafeTensors: Sendable, Equatable {
    /// Free text that travels with the tensors: the header's `__metadata__`.
    public var metadata: [String: String]
    /// The tensors, in the header's order.
    public private(set) var entries: [Entry] = []
    private var position: [String: Int] = [:]

    /// Holds no tensors yet.
    public init(metadata: [String: String] = [:]) {
        self.metadata = metadata
    }

    /// Adds a tensor behind the others.
    ///
    /// - Throws: `WeightsError` where the name is taken or is `__metadata__`, which the format reserves.
    public mutating func append(_ entry: Entry) throws(WeightsError) {
        guard entry.name != Self.metadataKey else {
            throw WeightsError(
                file: "safetensors", reason: "\(quoted(entry.name)) is reserved and cannot name a tensor")
        }
        guard position[entry.name] == nil else {
            throw WeightsError(
                file: "safetensors",
                reason: "there are two tensors named \(quoted(entry.name)); every name must be its own")
        }
        position[entry.name] = entries.count
        entries.append(entry)
    }

    /// The tensor of that name. Complexity: O(1).
    public subscript(name: String) -> Entry? {
        position[name].map { entries[$0] }
    }

    /// The names, in the header's order.
    public var names: [String] { entries.map(\.name) }

    /// The header's key that holds no tensor.
    static let metadataKey = "__metadata__"
    /// The longest header in bytes, as in the format's reference implementation.
    static let headerLimit = 100_000_000
}

extension SafeTensors {
    /// One stored tensor.
    public struct Entry: Sendable, Equatable {
        /// Its name, such as `layer1.0.conv1.weight`.
        public let name: String
        /// The type of the elements.
        public let dtype: ElementType
        /// The dimensions, outermost first; empty for a single number. Dimensions may be 0.
        public let shape: [Int]
        /// The elements, little-endian and row-major. It may be a slice of the whole file: its indices need not start at
        /// 0, and nothing is said about alignment.
        public let data: Data

        /// How many elements it has.
        public var count: Int { data.count / dtype.byteCount }

        /// A tensor over bytes that are there already.
        ///
        /// - Throws: `WeightsError` where the bytes are not as many as shape and type ask for.
        public init(name: String, dtype: ElementType, shape: [Int], data: Data) throws(WeightsError) {
            guard dtype.byteCount(of: shape) == data.count else {
                throw WeightsError(
                    file: "safetensors",
                    reason:
                        "tensor \(quoted(name)): \(data.count) bytes do not make a \(dtype.rawValue) of shape \(shape)"
                )
            }
            self.init(unchecked: name, dtype, shape, data)
        }

        /// The same tensor without the first `count` characters of its name.
        func named(dropping count: Int) -> Entry {
            Entry(unchecked: String(name.dropFirst(count)), dtype, shape, data)
        }

        private init(unchecked name: String, _ dtype: ElementType, _ shape: [Int], _ data: Data) {
            self.name = name
            self.dtype = dtype
            self.shape = shape
            self.data = data
        }
    }
}
