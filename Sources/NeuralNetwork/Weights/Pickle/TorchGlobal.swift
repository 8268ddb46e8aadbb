/// The names from outside that a pickle may use: those that describe tensors. Everything else is refused.
enum TorchGlobal: Equatable {
    /// `collections.OrderedDict`.
    case orderedDictionary
    /// `torch._utils._rebuild_tensor`, `_rebuild_tensor_v2` and `_rebuild_tensor_v3`, by their number.
    case rebuildTensor(version: UInt8)
    /// `torch._utils._rebuild_parameter`, and with a state.
    case rebuildParameter
    case size
    case device
    /// The class of a storage; nil for one of bytes, whose tensors say what it holds.
    case storage(ElementType?)
    /// A dtype.
    case elementType(ElementType)

    init?(module: String, name: String) {
        guard let global = Self.all["\(module).\(name)"] else { return nil }
        self = global
    }

    private static let all: [String: TorchGlobal] = {
        var all: [String: TorchGlobal] = [
            "collections.OrderedDict": .orderedDictionary,
            "torch._utils._rebuild_tensor": .rebuildTensor(version: 1),
            "torch._utils._rebuild_tensor_v2": .rebuildTensor(version: 2),
            "torch._utils._rebuild_tensor_v3": .rebuildTensor(version: 3),
            "torch._utils._rebuild_parameter": .rebuildParameter,
            "torch._utils._rebuild_parameter_with_state": .rebuildParameter,
            "torch.Size": .size,
            "torch.device": .device,
        ]
        for name in ["UntypedStorage", "_UntypedStorage", "TypedStorage", "_TypedStorage"] {
            all["torch.storage.\(name)"] = .storage(nil)
        }
        let storages: [(String, ElementType)] = [
            ("Double", .f64), ("Float", .f32), ("Half", .f16), ("BFloat16", .bf16), ("Long", .i64),
            ("Int", .i32),
            ("Short", .i16), ("Char", .i8), ("Byte", .u8), ("Bool", .bool), ("ComplexFloat", .c64),
        ]
        for (name, type) in storages { all["torch.\(name)Storage"] = .storage(type) }
        let types: [(String, ElementType)] = [
            ("float64", .f64), ("double", .f64), ("float32", .f32), ("float", .f32), ("float16", .f16),
            ("half", .f16),
            ("bfloat16", .bf16), ("float8_e4m3fn", .f8e4m3), ("float8_e5m2", .f8e5m2), ("int64", .i64),
            ("long", .i64),
            ("int32", .i32), ("int", .i32), ("int16", .i16), ("short", .i16), ("int8", .i8), ("uint64", .u64),
            ("uint32", .u32), ("uint16", .u16), ("uint8", .u8), ("bool", .bool), ("complex64", .c64),
        ]
        for (name, type) in types { all["torch.\(name)"] = .elementType(type) }
        return all
    }()
}
