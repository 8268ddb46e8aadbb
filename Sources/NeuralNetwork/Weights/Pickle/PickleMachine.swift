import Foundation

/// Carries out a pickle: a program for a stack machine, which in Python can call anything.
///
/// This machine makes numbers, texts, tuples, lists, dictionaries and descriptions of tensors. A name from outside that is not
/// a `TorchGlobal` ends it. Values live in a heap without recursion, and all that is made is counted against the file's size.
struct PickleMachine {
    var heap: PickleHeap
    /// Where the pickle is read from; behind the pickle once it has run.
    var reader: ByteReader
    private var stack: [PickleValue] = []
    private var greatestDepth = 0
    /// How deep the stack was at each mark that is open.
    private var marks: [Int] = []
    private var memo: [UInt32: PickleValue] = [:]
    /// Bytes that may still be made.
    private var budget: Int
    /// Where the operation at hand is.
    private var position = 0

    /// - Parameters:
    ///   - reader: at the first byte of a pickle; other things may follow the pickle.
    ///   - fileSize: bytes of the file that the pickle is a part of; what it makes may take a small multiple of that.
    init(_ reader: ByteReader, fileSize: Int) {
        self.reader = reader
        heap = PickleHeap(source: reader.bytes)
        // Sixteen times the file is more than small checkpoints need, and far more than large ones do.
        budget = 1 << 20 + 16 * min(fileSize, 1 << 24) + 2 * fileSize
    }

    /// Runs to the pickle's end.
    ///
    /// - Returns: the object that the pickle describes.
    /// - Throws: `WeightsError` for a name, a call or an operation that is not among those above, and for a pickle that is cut
    ///   short or makes no sense. Nothing has been done then but reading.
    mutating func run() throws(WeightsError) -> PickleValue {
        while true {
            position = reader.offset
            let byte = try reader.byte()
            guard let opcode = PickleOpcode(rawValue: byte) else {
                let name = PickleOpcode.refused[byte] ?? "0x\(String(byte, radix: 16)), which no protocol has"
                throw failure("the operation \(name) is not read")
            }
            if opcode == .stop { return try pop() }
            try execute(opcode)
        }
    }

    /// The error of the operation at hand.
    func failure(_ reason: String) -> WeightsError {
        WeightsError(file: reader.file, reason: "\(reader.subject), byte \(position): \(reason)")
    }

    /// Counts bytes that are about to be made.
    mutating func charge(_ count: Int) throws(WeightsError) {
        budget -= count
        guard budget >= 0 else {
            throw failure(
                "would take many times the memory that the file has bytes; it is no file of weights")
        }
    }

    // MARK: - The stack

    mutating func push(_ value: PickleValue) throws(WeightsError) {
        stack.append(value)
        if stack.count > greatestDepth {
            greatestDepth = stack.count
            try charge(MemoryLayout<PickleValue>.stride)
        }
    }

    /// Takes the topmost value; those in front of the last mark are out of reach.
    mutating func pop() throws(WeightsError) -> PickleValue {
        guard stack.count > marks.last ?? 0 else { throw failure("takes a value that is not there") }
        return stack.removeLast()
    }

    func top() throws(WeightsError) -> PickleValue {
        guard stack.count > marks.last ?? 0, let value = stack.last else {
            throw failure("takes a value that is not there")
        }
        return value
    }

    /// Takes the values behind the last mark, and the mark. A copy, so that the stack's own buffer is never copied.
    mutating func popToMark() throws(WeightsError) -> [PickleValue] {
        guard let mark = marks.popLast() else { throw failure("takes values from a mark that is not there") }
        let items = Array(stack[mark...])
        stack.removeLast(items.count)
        return items
    }

    private mutating func pop(_ count: Int) throws(WeightsError) -> [PickleValue] {
        guard stack.count - count >= marks.last ?? 0 else { throw failure("takes values that are not there") }
        let items = Array(stack.suffix(count))
        stack.removeLast(count)
        return items
    }

    // MARK: - Objects

    private static let valueSize = MemoryLayout<PickleValue>.stride

    mutating func tuple(_ items: [PickleValue]) throws(WeightsError) -> PickleValue {
        try charge(MemoryLayout<Range<Int>>.stride + Self.valueSize * items.count)
        return heap.addTuple(items)
    }

    private mutating func list(_ items: [PickleValue]) throws(WeightsError) -> PickleValue {
        try charge(MemoryLayout<[PickleValue]>.stride)
        let list = heap.addList()
        try append(items, to: list)
        return list
    }

    private mutating func append(_ items: [PickleValue], to value: PickleValue) throws(WeightsError) {
        guard case .list(let list) = value else { throw failure("appends to something that is no list") }
        if heap.lists[list].isEmpty { try charge(64) }
        // An array that grows may be twice as large as what it holds.
        try charge(2 * Self.valueSize * items.count)
        heap.append(items, toList: list)
    }

    /// A new dictionary of keys and values in turn.
    mutating func dictionary(_ items: [PickleValue]) throws(WeightsError) -> PickleValue {
        try charge(MemoryLayout<[PickleValue]>.stride)
        let dictionary = heap.addDictionary()
        try setItems(items, of: dictionary)
        return dictionary
    }

    /// - Parameter items: keys and values in turn.
    private mutating func setItems(_ items: [PickleValue], of value: PickleValue) throws(WeightsError) {
        guard case .dictionary(let dictionary) = value else {
            throw failure("sets items of something that is no dictionary")
        }
        guard items.count.isMultiple(of: 2) else { throw failure("sets a key without a value") }
        if heap.dictionaries[dictionary].isEmpty { try charge(64) }
        try charge(2 * Self.valueSize * items.count)
        for index in stride(from: 0, to: items.count, by: 2) {
            heap.set(items[index], to: items[index + 1], inDictionary: dictionary)
        }
    }

    // MARK: - The memo

    /// The number that a line of text gives.
    private mutating func memoKey() throws(WeightsError) -> UInt32 {
        guard let key = UInt32(heap.ascii(try reader.line())) else {
            throw failure("names no number of the memo")
        }
        return key
    }

    private mutating func remember(_ key: UInt32) throws(WeightsError) {
        if memo.updateValue(try top(), forKey: key) == nil { try charge(3 * Self.valueSize) }
    }

    private mutating func recall(_ key: UInt32) throws(WeightsError) {
        guard let value = memo[key] else {
            throw failure("asks for number \(key) of the memo, which is not there")
        }
        try push(value)
    }

    // MARK: -

    private mutating func execute(_ opcode: PickleOpcode) throws(WeightsError) {
        switch opcode {
        case .protocolVersion:
            let version = try reader.byte()
            guard version <= 5 else { throw failure("is of protocol \(version); 0 to 5 are read") }
        case .frame:
            let count = try reader.integer(UInt64.self)
            guard count <= UInt64(reader.remainingCount) else {
                throw failure("a frame of \(count) bytes is cut short")
            }
        case .stop: break
        case .mark:
            try charge(MemoryLayout<Int>.stride)
            marks.append(stack.count)
        case .pop:
            if marks.last == stack.count { marks.removeLast() } else { _ = try pop() }
        case .popMark: _ = try popToMark()
        case .duplicate: try push(top())
        case .nothing, .newTrue, .newFalse, .integerLine, .longLine, .floatLine, .integer4, .integer1,
            .integer2, .long1,
            .long4, .float, .stringLine, .unicodeLine, .string4, .string1, .unicode4, .unicode1, .unicode8,
            .bytes4,
            .bytes1, .bytes8, .byteArray8:
            guard let value = try PickleLiteral.read(opcode, from: &reader) else {
                throw failure("the number or the text that is written there cannot be read")
            }
            try push(value)
        case .emptyTuple: try push(tuple([]))
        case .tuple: try push(tuple(popToMark()))
        case .tuple1: try push(tuple(pop(1)))
        case .tuple2: try push(tuple(pop(2)))
        case .tuple3: try push(tuple(pop(3)))
        case .emptyList, .emptySet: try push(list([]))
        case .list, .frozenSet: try push(list(popToMark()))
        case .append:
            let items = try pop(1)
            try append(items, to: top())
        case .appends, .addItems:
            let items = try popToMark()
            try append(items, to: top())
        case .emptyDictionary: try push(dictionary([]))
        case .dictionary: try push(dictionary(popToMark()))
        case .setItem:
            let items = try pop(2)
            try setItems(items, of: top())
        case .setItems:
            let items = try popToMark()
            try setItems(items, of: top())
        case .put1: try remember(UInt32(reader.byte()))
        case .put4: try remember(reader.integer(UInt32.self))
        case .memoize: try remember(UInt32(truncatingIfNeeded: memo.count))
        case .putLine: try remember(memoKey())
        case .get1: try recall(UInt32(reader.byte()))
        case .get4: try recall(reader.integer(UInt32.self))
        case .getLine: try recall(memoKey())
        case .global, .stackGlobal, .persistentObject, .reduce, .newObject, .instance, .object, .build:
            try executeCall(opcode)
        }
    }
}
