/// Why a codec's C code returned something else than 0, in the library's words.
struct CodecFailure: Error {
    let reason: String

    /// Calls C code that returns 0, or another number and a reason in the buffer it is given.
    static func check(
        capacity: Int, _ body: (UnsafeMutablePointer<CChar>) -> Int32
    ) throws(CodecFailure) {
        var message = [CChar](repeating: 0, count: capacity)
        let code = message.withUnsafeMutableBufferPointer { body($0.baseAddress!) }
        guard code != 0 else { return }
        let text = message.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
        throw CodecFailure(reason: String(decoding: text, as: UTF8.self))
    }
}
