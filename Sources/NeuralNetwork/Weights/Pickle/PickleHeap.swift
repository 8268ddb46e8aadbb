import Foundation

/// The objects that a pickle has made, by their kinds. Objects refer to one another by number.
struct PickleHeap {
    /// The numbers that `_rebuild_tensor` is called with, before they are held against the storage.
    struct Tensor {
        var storage: Int
        var dtype: ElementType
        /// The first element's place in the storage, in elements.
        var offset: Int
        /// The number of the tuple of dimensions.
        var shape: Int
        /// The number of the tuple of steps between neighbours, in elements.
        var strides: Int
    }

    /// A run of bytes that lies outside of the pickle, under a key.
    struct Storage {
        var key: PickleText
        /// Nil where the tensors say what it holds.
        var dtype: ElementType?
        /// How many elements; bytes, where there is no type.
        var count: Int
        /// The part that this storage is of the one under the key, in elements; nil for all of it. Files from before 2017 have
        /// such.
        var view: (offset: Int, count: Int)?
    }

    private let source: Data
    private(set) var tuples: [Range<Int>] = []
    private var tupleItems: [PickleValue] = []
    private(set) var lists: [[PickleValue]] = []
    private(set) var dictionaries: [[(key: PickleValue, value: PickleValue)]] = []
    private(set) var storages: [Storage] = []
    private(set) var tensors: [Tensor] = []

    /// - Parameter source: the bytes that `PickleText` points into.
    init(source: Data) {
        self.source = source
    }

    mutating func addTuple(_ items: [PickleValue]) -> PickleValue {
        tuples.append(tupleItems.count..<tupleItems.count + items.count)
        tupleItems.append(contentsOf: items)
        return .tuple(tuples.count - 1)
    }

    mutating func addList() -> PickleValue {
        lists.append([])
        return .list(lists.count - 1)
    }

    mutating func addDictionary() -> PickleValue {
        dictionaries.append([])
        return .dictionary(dictionaries.count - 1)
    }

    mutating func add(_ storage: Storage) -> PickleValue {
        storages.append(storage)
        return .storage(storages.count - 1)
    }

    mutating func add(_ tensor: Tensor) -> PickleValue {
        tensors.append(tensor)
        return .tensor(tensors.count - 1)
    }

    mutating func append(_ items: [PickleValue], toList list: Int) {
        lists[list].append(contentsOf: items)
    }

    mutating func set(_ key: PickleValue, to value: PickleValue, inDictionary dictionary: Int) {
        dictionaries[dictionary].append((key, value))
    }

    /// The items of a tuple.
    func items(ofTuple tuple: Int) -> ArraySlice<PickleValue> { tupleItems[tuples[tuple]] }

    /// The items of a tuple that holds nothing but whole numbers; nil for any other.
    func integers(ofTuple tuple: Int) -> [Int]? {
        let items = items(ofTuple: tuple)
        let numbers = items.compactMap { if case .integer(let number) = $0 { number } else { nil } }
        return numbers.count == items.count ? numbers : nil
    }

    /// The items of a tuple or a list; nil for anything else.
    func items(of value: PickleValue) -> ArraySlice<PickleValue>? {
        switch value {
        case .tuple(let tuple): items(ofTuple: tuple)
        case .list(let list): lists[list][...]
        default: nil
        }
    }

    /// Whether a value holds no others.
    func isEmpty(_ value: PickleValue) -> Bool {
        switch value {
        case .tuple(let tuple): tuples[tuple].isEmpty
        case .list(let list): lists[list].isEmpty
        case .dictionary(let dictionary): dictionaries[dictionary].isEmpty
        default: true
        }
    }

    /// The bytes at a place in the pickle.
    func data(_ text: PickleText) -> Data {
        let start = source.startIndex + Int(text.start)
        return source[start..<start + Int(text.count)]
    }

    /// The text; nil where it is not UTF-8.
    func string(_ text: PickleText) -> String? { String(validating: data(text), as: UTF8.self) }

    /// A line of text in which every byte is a character.
    func ascii(_ range: Range<Int>) -> String {
        let start = source.startIndex + range.lowerBound
        return String(decoding: source[start..<start + range.count], as: UTF8.self)
    }

    /// Whether a value is the given text. Looks at no more bytes than that has.
    func isText(_ value: PickleValue, _ expected: String) -> Bool {
        guard case .text(let text) = value, Int(text.count) == expected.utf8.count else { return false }
        return data(text).elementsEqual(expected.utf8)
    }
}
