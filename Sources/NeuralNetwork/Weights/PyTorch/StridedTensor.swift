import Foundation

/// A tensor as PyTorch describes it: a part of a storage, in steps that need not be those of row-major order.
struct StridedTensor {
    /// For messages: the file's, and the tensor's.
    let file: String
    let name: String
    let dtype: ElementType
    let shape: [Int]
    /// Elements between neighbours along each dimension.
    let strides: [Int]
    /// The first element, counted from the storage's first.
    let offset: Int
    let storage: Data
    let isBigEndian: Bool

    /// How many bytes its elements take in row-major order, each element counted as often as the tensor shows it.
    ///
    /// - Throws: `WeightsError` where an element would lie outside of the storage.
    func checkedByteCount() throws(WeightsError) -> Int {
        guard shape.count == strides.count else {
            throw failure("has \(shape.count) dimensions and \(strides.count) strides")
        }
        guard let byteCount = dtype.byteCount(of: shape) else {
            throw failure("has the impossible shape \(shape)")
        }
        let stored = storage.count / dtype.byteCount
        guard 0...stored ~= offset, strides.allSatisfy({ $0 >= 0 }) else {
            throw failure("begins at element \(offset) of \(stored) and goes on in steps of \(strides)")
        }
        guard byteCount > 0 else { return 0 }
        guard offset < stored else { throw failure("begins behind its storage of \(stored) elements") }
        var last = offset
        for (dimension, stride) in zip(shape, strides) {
            let (step, tooLarge) = (dimension - 1).multipliedReportingOverflow(by: stride)
            let (sum, stillTooLarge) = last.addingReportingOverflow(step)
            guard !tooLarge, !stillTooLarge, sum < stored else {
                throw failure(
                    "of shape \(shape) and strides \(strides) goes past its storage of \(stored) elements")
            }
            last = sum
        }
        return byteCount
    }

    /// Whether its bytes are a slice of the file's.
    var isSlice: Bool { isRowMajor && (!isBigEndian || dtype.wordByteCount == 1) }

    /// The elements in row-major order, little-endian.
    ///
    /// - Precondition: `checkedByteCount` has thrown nothing, and gave `byteCount`.
    func rowMajorBytes(_ byteCount: Int) -> Data {
        guard byteCount > 0 else { return Data() }
        if isSlice {
            let start = storage.startIndex + offset * dtype.byteCount
            return storage[start..<start + byteCount]
        }
        var result = Data(count: byteCount)
        result.withUnsafeMutableBytes { result in
            storage.withUnsafeBytes { storage in
                switch dtype.byteCount {
                case 1: copy(UInt8.self, from: storage, to: result)
                case 2: copy(UInt16.self, from: storage, to: result)
                case 4: copy(UInt32.self, from: storage, to: result)
                default: copy(UInt64.self, from: storage, to: result)
                }
            }
            if isBigEndian { Self.turnRound(result, wordSize: dtype.wordByteCount) }
        }
        return result
    }

    private var isRowMajor: Bool {
        var expected = 1
        for (dimension, stride) in zip(shape, strides).reversed() where dimension != 1 {
            guard stride == expected else { return false }
            expected *= dimension
        }
        return true
    }

    private func copy<Word: FixedWidthInteger>(
        _ word: Word.Type, from source: UnsafeRawBufferPointer, to target: UnsafeMutableRawBufferPointer
    ) {
        let size = MemoryLayout<Word>.size
        var place = [Int](repeating: 0, count: shape.count)
        var element = offset
        for index in 0..<target.count / size {
            let value = source.loadUnaligned(fromByteOffset: element * size, as: word)
            target.storeBytes(of: value, toByteOffset: index * size, as: word)
            // On to the next place, the last dimension first.
            var dimension = shape.count - 1
            while dimension >= 0 {
                place[dimension] += 1
                element += strides[dimension]
                if place[dimension] < shape[dimension] { break }
                element -= shape[dimension] * strides[dimension]
                place[dimension] = 0
                dimension -= 1
            }
        }
    }

    private static func turnRound(_ bytes: UnsafeMutableRawBufferPointer, wordSize: Int) {
        for start in stride(from: 0, to: bytes.count, by: wordSize) {
            bytes[start..<start + wordSize].reverse()
        }
    }

    private func failure(_ what: String) -> WeightsError {
        WeightsError(file: file, reason: "the tensor \(quoted(name)) \(what)")
    }
}
