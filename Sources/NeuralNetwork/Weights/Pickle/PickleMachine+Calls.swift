/// Names from outside and what may be called by them.
extension PickleMachine {
    /// More arguments, or dimensions, than anything that may be called has.
    private static let argumentLimit = 64

    mutating func executeCall(_ opcode: PickleOpcode) throws(WeightsError) {
        switch opcode {
        case .global: try push(global(module: heap.ascii(reader.line()), name: heap.ascii(reader.line())))
        case .stackGlobal:
            let name = try pop()
            let module = try pop()
            try push(global(module: word(module), name: word(name)))
        case .reduce, .newObject:
            let arguments = try pop()
            let callable = try pop()
            guard case .tuple(let tuple) = arguments else {
                throw failure("the arguments of a call are no tuple")
            }
            try push(call(callable, limited(tuple)))
        case .object:
            let items = try popToMark()
            guard let callable = items.first else { throw failure("calls nothing") }
            try push(call(callable, Array(items.dropFirst())))
        case .instance:
            let callable = try global(module: heap.ascii(reader.line()), name: heap.ascii(reader.line()))
            try push(call(callable, popToMark()))
        case .persistentObject: try push(storage(pop()))
        case .build:
            // What a dictionary has beside its items (PyTorch notes the versions of modules there), and nothing else.
            _ = try pop()
            switch try top() {
            case .dictionary, .tensor: break
            default: throw failure("gives a state to something that has none")
            }
        default: break
        }
    }

    /// The text of a name, which is looked up or shown.
    private func word(_ value: PickleValue) throws(WeightsError) -> String {
        guard case .text(let text) = value, let word = heap.string(text) else {
            throw failure("a name is no text")
        }
        return word
    }

    private func global(module: String, name: String) throws(WeightsError) -> PickleValue {
        guard let global = TorchGlobal(module: module, name: name) else {
            throw failure(
                "\(quoted("\(module).\(name)")) is refused: of a checkpoint, only tensors and the dictionaries, lists, numbers and texts around them are read, and nothing is run; in Python, save the model's state_dict() alone"
            )
        }
        return .global(global)
    }

    /// The items of a tuple that is not longer than makes sense.
    private func limited(_ tuple: Int) throws(WeightsError) -> [PickleValue] {
        guard heap.tuples[tuple].count <= Self.argumentLimit else {
            throw failure("a tuple of \(heap.tuples[tuple].count) items is too long there")
        }
        return Array(heap.items(ofTuple: tuple))
    }

    private mutating func call(
        _ callable: PickleValue, _ arguments: [PickleValue]
    ) throws(WeightsError) -> PickleValue {
        guard case .global(let function) = callable else {
            throw failure("calls something that cannot be called")
        }
        switch function {
        case .orderedDictionary: return try dictionary(ofPairs: arguments)
        case .rebuildTensor(let version): return try tensor(version: version, arguments)
        case .rebuildParameter:
            guard case .tensor = arguments.first else { throw failure("a parameter is not made of a tensor") }
            return arguments[0]
        case .size:
            guard arguments.count == 1, case .tuple = arguments[0] else {
                throw failure("a size is made of a tuple")
            }
            return arguments[0]
        case .device: return .opaque
        case .storage, .elementType: throw failure("calls a class that is only named in files of weights")
        }
    }

    /// `OrderedDict()` or, as Python 2 wrote it, `OrderedDict([[key, value], …])`.
    private mutating func dictionary(ofPairs arguments: [PickleValue]) throws(WeightsError) -> PickleValue {
        guard let argument = arguments.first else { return try dictionary([]) }
        guard arguments.count == 1, let pairs = heap.items(of: argument) else {
            throw failure("an ordered dictionary is not made of pairs")
        }
        // Before they are copied: a short call may name a long list, again and again.
        try charge(pairs.count)
        var items: [PickleValue] = []
        for pair in pairs {
            guard let pair = heap.items(of: pair), pair.count == 2 else {
                throw failure("an ordered dictionary is not made of pairs")
            }
            items.append(contentsOf: pair)
        }
        return try dictionary(items)
    }

    /// The storage that a persistent name describes: `("storage", class, key, device, count)`, and in the legacy container a
    /// sixth item that is None or describes a view, `(key, offset, count)`.
    private mutating func storage(_ name: PickleValue) throws(WeightsError) -> PickleValue {
        guard case .tuple(let tuple) = name, case let items = try limited(tuple),
            (5...6).contains(items.count),
            heap.isText(items[0], "storage"), case .global(.storage(let dtype)) = items[1],
            case .text(let key) = items[2], key.count <= 1024, case .integer(let count) = items[4], count >= 0
        else { throw failure("refers to something outside of the pickle that is no storage of a tensor") }
        var storage = PickleHeap.Storage(key: key, dtype: dtype, count: count)
        if items.count == 6, items[5] != .nothing {
            guard case .tuple(let tuple) = items[5], case let view = try limited(tuple), view.count == 3,
                case .integer(let offset) = view[1], case .integer(let count) = view[2], offset >= 0,
                count >= 0
            else { throw failure("refers to a view of a storage that makes no sense") }
            storage.view = (offset, count)
        }
        try charge(2 * MemoryLayout<PickleHeap.Storage>.stride)
        return heap.add(storage)
    }

    /// `(storage, offset, size, stride, …)`, and in version 3 the type as the seventh.
    private mutating func tensor(
        version: UInt8, _ arguments: [PickleValue]
    ) throws(WeightsError) -> PickleValue {
        guard arguments.count >= (version == 1 ? 4 : version == 2 ? 6 : 7),
            case .storage(let storage) = arguments[0],
            case .integer(let offset) = arguments[1], case .tuple(let shape) = arguments[2],
            case .tuple(let strides) = arguments[3]
        else { throw failure("a tensor is not made of a storage, an offset, a size and strides") }
        var dtype = heap.storages[storage].dtype
        if version == 3 {
            guard case .global(.elementType(let type)) = arguments[6] else {
                throw failure("a tensor has no type")
            }
            dtype = type
        }
        guard let dtype else { throw failure("a tensor of a storage without a type has none either") }
        for tuple in [shape, strides] {
            guard heap.tuples[tuple].count <= Self.argumentLimit else {
                throw failure(
                    "a tensor has \(heap.tuples[tuple].count) dimensions; \(Self.argumentLimit) are read")
            }
        }
        try charge(2 * MemoryLayout<PickleHeap.Tensor>.stride)
        return heap.add(.init(storage: storage, dtype: dtype, offset: offset, shape: shape, strides: strides))
    }
}
