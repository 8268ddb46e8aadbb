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
        case .i64, .i32, .i16, .i8, .u8, .bool: nil
        }
    }

    /// The numbers of a floating-point tensor at full precision; nil for integers.
    public var doubles: [Double]? {
        if dtype == .f64 { return elements(UInt64.self) { Double(bitPattern: $0) } }
        return floats?.map(Double.init)
    }

    /// The numbers of an integer or boolean tensor; nil for floating-point numbers.
    public var integers: [Int64]? {
        switch dtype {
        case .i64: elements(Int64.self) { $0 }
        case .i32: elements(Int32.self) { Int64($0) }
        case .i16: elements(Int16.self) { Int64($0) }
        case .i8: elements(Int8.self) { Int64($0) }
        case .u8, .bool: elements(UInt8.self) { Int64($0) }
        case .f64, .f32, .f16, .bf16: nil
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

    private static func bytes(_ words: [some FixedWidthInteger]) -> Data {
        words.withUnsafeBytes { Data($0) }
    }
}
