internal import CPNG
import Foundation
import Workspace

/// An open PNG whose header has been read.
///
/// The bytes must outlive the reader. Every kind of PNG becomes 8-bit RGB: grey is spread over the three channels, a palette
/// is looked up, of 16 bits the upper 8 stay, alpha is dropped (not blended), gamma and colour profile are ignored.
struct PNGReader: ~Copyable {
    private let handle: OpaquePointer
    let width: Int
    let height: Int

    /// - Throws: `CodecFailure` where the header is damaged.
    init(_ bytes: UnsafeRawBufferPointer) throws(CodecFailure) {
        var reader: OpaquePointer?
        var width: UInt32 = 0
        var height: UInt32 = 0
        try CodecFailure.check(capacity: Int(WINNOW_PNG_MESSAGE_CAPACITY)) { message in
            winnow_png_reader_open(
                bytes.bindMemory(to: UInt8.self).baseAddress, bytes.count, &reader, &width, &height, message)
        }
        guard let reader else { throw CodecFailure(reason: "no reader") }
        handle = reader
        self.width = Int(width)
        self.height = Int(height)
    }

    /// The fewest bytes that hold such an image: deflate makes one of 1,032 at the most (zlib's technical details).
    var leastByteCount: Int { Int(clamping: winnow_png_reader_unpacked_count(handle) / 1032) }

    deinit { winnow_png_reader_close(handle) }

    /// Decodes into `width * height * 3` bytes; a file that is cut short or fails its checksum fails. To be called
    /// once.
    func decode(into pixels: UnsafeMutablePointer<UInt8>) throws(CodecFailure) {
        try CodecFailure.check(capacity: Int(WINNOW_PNG_MESSAGE_CAPACITY)) { message in
            winnow_png_reader_decode(handle, pixels, message)
        }
    }
}

extension Image {
    /// The image as an 8-bit RGB PNG, without loss.
    ///
    /// - Throws: `WinnowError` of kind `.ioFailed` where the encoder fails.
    public func pngData() throws -> Data {
        let limit = winnow_png_size_limit(UInt32(width), UInt32(height))
        let output = UnsafeMutablePointer<UInt8>.allocate(capacity: limit)
        defer { output.deallocate() }
        var count = 0
        do {
            try CodecFailure.check(capacity: Int(WINNOW_PNG_MESSAGE_CAPACITY)) { message in
                winnow_png_encode(pixels, UInt32(width), UInt32(height), output, &count, message)
            }
        } catch {
            throw WinnowError(
                .ioFailed,
                "a \(width)×\(height) image cannot be written as PNG (\(error.reason)); make it smaller")
        }
        return Data(bytes: output, count: count)
    }
}
