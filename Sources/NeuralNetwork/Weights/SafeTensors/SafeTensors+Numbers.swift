import Foundation

extension SafeTensors {
    /// The numbers of a floating-point tensor in row-major order, rounded to nearest where they were F64; nil where there
    /// is no tensor of that name or it holds integers.
    public func floats(named name: String) -> [Float]? {
        self[name]?.floats
    }

    /// The numbers of an integer or boolean tensor in row-major order; nil where there is no tensor of that name or it
    /// holds floating-point numbers.
    public func integers(named name: String) -> [Int64]? {
        self[name]?.integers
    }
}

extension SafeTensors.Entry {
    /// The numbers of a floating-point tensor, rounded to nearest where they were F64; nil for integers.
    public var floats: [Float]? {
        switch dtype {
        case .f32: elements(UInt32.self) { Float(bitPattern: $0) }
        case .f64: elements(UInt64.self) { Float(Double(bitPattern: $0)) }
        case .f16: elements(UInt16.self) { Float(Float16(bitPattern: $0)) }
        case .bf16: elements(UInt16.self) { Float(bitPattern: UInt32($0) << 16) }
        case .f8e4m3: elements(UInt8.self, Self.floatOfE4M3)
        case .f8e5m2: elements(UInt8.self) { Float(Float16(bitPattern: UInt16($0) << 8)) }
        case .i64, .i32, .i16, .i8, .u64, .u32, .u16, .u8, .bool, .c64: nil
        }
    }

    /// The numbers as a weight takes them: floating-point or whole numbers, rounded to nearest; nil for complex ones.
    public var weights: [Float]? { floats ?? integers?.map { Float($0) } }

    /// The numbers of a floating-point tensor at full precision; nil for integers.
    public var doubles: [Double]? {
        if dtype == .f64 { return elements(UInt64.self) { Double(bitPattern: $0) } }
        return floats?.map(Double.init)
    }

    /// The numbers of an integer or boolean tensor; nil for floating-point numbers, and where one is above `Int64.max`.
    public var integers: [Int64]? {
        switch dtype {
        case .i64: elements(Int64.self) { $0 }
        case .i32: elements(Int32.self) { Int64($0) }
        case .i16: elements(Int16.self) { Int64($0) }
        case .i8: elements(Int8.self) { Int64($0) }
        case .u64:
            elements(UInt64.self, { $0 }).allSatisfy { $0 <= UInt64(Int64.max) }
                ? elements(UInt64.self) { Int64($0) } : nil
        case .u32: elements(UInt32.self) { Int64($0) }
        case .u16: elements(UInt16.self) { Int64($0) }
        case .u8, .bool: elements(UInt8.self) { Int64($0) }
        case .f64, .f32, .f16, .bf16, .f8e4m3, .f8e5m2, .c64: nil
        }
    }

    /// A tensor of F32.
    ///
    /// - Throws: `WeightsError` where `floats` are not as many as the shape asks for.
    public init(name: String, shape: [Int], floats: [Float]) throws(WeightsError) {
        try self.init(
            name: name, dtype: .f32, shape: shape, data: Self.bytes(floats.map { $0.bitPattern.littleEndian })
        )
    }

    /// A tensor of I64, as PyTorch stores its counters.
    ///
    /// - Throws: `WeightsError` where `integers` are not as many as the shape asks for.
    public init(name: String, shape: [Int], integers: [Int64]) throws(WeightsError) {
        try self.init(name: name, dtype: .i64, shape: shape, data: Self.bytes(integers.map(\.littleEndian)))
    }

    private func elements<Word: FixedWidthInteger, Number>(
        _ word: Word.Type, _ number: (Word) -> Number
    ) -> [Number] {
        let size = MemoryLayout<Word>.size
        return data.withUnsafeBytes { bytes in
            (0..<count).map {
                number(Word(littleEndian: bytes.loadUnaligned(fromByteOffset: $0 * size, as: word)))
            }
        }
    }

    private static func floatOfE4M3(_ byte: UInt8) -> Float {
        let (exponent, mantissa) = (Int(byte >> 3 & 15), Float(byte & 7))
        if byte & 0x7F == 0x7F { return .nan }
        let magnitude =
            exponent == 0
            ? mantissa * 0x1p-9 : Float(sign: .plus, exponent: exponent - 7, significand: 1 + mantissa / 8)
        return byte & 0x80 == 0 ? magnitude : -magnitude
    }

    private static func bytes(_ words: [some FixedWidthInteger]) -> Data {
        words.withUnsafeBytes { Data($0) }
    }
}
