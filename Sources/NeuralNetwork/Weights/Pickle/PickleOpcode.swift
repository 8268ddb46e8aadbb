/// The operations of pickles that are carried out (Python's `pickletools`, protocols 0 to 5); the raw value is the byte that
/// stands for one.
///
/// What is missing here is refused: the registry of extensions, buffers outside of the pickle, and persistent names in text.
enum PickleOpcode: UInt8 {
    // Frame and end.
    case protocolVersion = 0x80
    case frame = 0x95
    case stop = 0x2E

    // The stack.
    case mark = 0x28
    case pop = 0x30
    case popMark = 0x31
    case duplicate = 0x32

    // Constants and numbers. "Line" is the form in text that protocol 0 has.
    case nothing = 0x4E
    case newTrue = 0x88
    case newFalse = 0x89
    case integerLine = 0x49
    case longLine = 0x4C
    case floatLine = 0x46
    case integer4 = 0x4A
    case integer1 = 0x4B
    case integer2 = 0x4D
    case long1 = 0x8A
    case long4 = 0x8B
    case float = 0x47

    // Text and bytes; the number is that of the bytes that tell the length.
    case stringLine = 0x53
    case unicodeLine = 0x56
    case string4 = 0x54
    case string1 = 0x55
    case unicode4 = 0x58
    case unicode1 = 0x8C
    case unicode8 = 0x8D
    case bytes4 = 0x42
    case bytes1 = 0x43
    case bytes8 = 0x8E
    case byteArray8 = 0x96

    // Tuples, lists, dictionaries, sets.
    case emptyTuple = 0x29
    case tuple = 0x74
    case tuple1 = 0x85
    case tuple2 = 0x86
    case tuple3 = 0x87
    case emptyList = 0x5D
    case list = 0x6C
    case append = 0x61
    case appends = 0x65
    case emptyDictionary = 0x7D
    case dictionary = 0x64
    case setItem = 0x73
    case setItems = 0x75
    case emptySet = 0x8F
    case addItems = 0x90
    case frozenSet = 0x91

    // The memo.
    case putLine = 0x70
    case put1 = 0x71
    case put4 = 0x72
    case memoize = 0x94
    case getLine = 0x67
    case get1 = 0x68
    case get4 = 0x6A

    // Names from outside, and calls of them.
    case global = 0x63
    case stackGlobal = 0x93
    case persistentObject = 0x51
    case reduce = 0x52
    case newObject = 0x81
    case instance = 0x69
    case object = 0x6F
    case build = 0x62

    /// What Python calls the operations that are known and refused.
    static let refused: [UInt8: String] = [
        0x50: "PERSID", 0x82: "EXT1", 0x83: "EXT2", 0x84: "EXT4", 0x92: "NEWOBJ_EX", 0x97: "NEXT_BUFFER",
        0x98: "READONLY_BUFFER",
    ]
}
