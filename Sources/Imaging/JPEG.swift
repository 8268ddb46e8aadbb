internal import CJPEG
import Foundation
import Workspace

/// An open JPEG whose header has been read.
///
/// The bytes must outlive the reader. EXIF orientation is not applied, as in torchvision: pixels come as they are stored.
struct JPEGReader: ~Copyable {
    private let handle: OpaquePointer
    let width: Int
    let height: Int

    /// - Throws: `CodecFailure` where the header is damaged, or the colours are not grey, YCbCr or RGB.
    init(_ bytes: UnsafeRawBufferPointer) throws(CodecFailure) {
        var reader: OpaquePointer?
        var width: UInt32 = 0
        var height: UInt32 = 0
        try CodecFailure.check(capacity: Int(WINNOW_JPEG_MESSAGE_CAPACITY)) { message in
            winnow_jpeg_reader_open(
                bytes.bindMemory(to: UInt8.self).baseAddress, bytes.count, &reader, &width, &height, message)
        }
        guard let reader else { throw CodecFailure(reason: "no reader") }
        handle = reader
        self.width = Int(width)
        self.height = Int(height)
    }

    /// The fewest bytes that hold such an image: Huffman's code takes a bit a block at the least.
    ///
    /// Arithmetic coding can do with less for an empty image, but nothing that takes photographs writes it.
    var leastByteCount: Int { Int(clamping: winnow_jpeg_reader_block_count(handle) / 8) }

    deinit { winnow_jpeg_reader_close(handle) }

    /// Decodes into `width * height * 3` bytes; a file that is cut short or damaged anywhere fails. To be called once.
    func decode(into pixels: UnsafeMutablePointer<UInt8>) throws(CodecFailure) {
        try CodecFailure.check(capacity: Int(WINNOW_JPEG_MESSAGE_CAPACITY)) { message in
            winnow_jpeg_reader_decode(handle, pixels, message)
        }
    }

    /// Fails where decoding would, without making pixels. To be called once, in place of decoding.
    func check() throws(CodecFailure) {
        try CodecFailure.check(capacity: Int(WINNOW_JPEG_MESSAGE_CAPACITY)) { message in
            winnow_jpeg_reader_check(handle, message)
        }
    }
}

extension Image {
    /// The image as a baseline JPEG with chroma at half resolution.
    ///
    /// - Parameter quality: 1 (small) to 100 (near the original), on libjpeg's scale.
    /// - Throws: `WinnowError` of kind `.ioFailed` where the image is larger than the format allows (65,500 pixels a side).
    public func jpegData(quality: Int = 95) throws -> Data {
        precondition((1...100).contains(quality), "JPEG quality \(quality) is outside 1...100")
        var output: UnsafeMutablePointer<UInt8>?
        var count = 0
        do {
            try CodecFailure.check(capacity: Int(WINNOW_JPEG_MESSAGE_CAPACITY)) { message in
                winnow_jpeg_encode(
                    pixels, UInt32(width), UInt32(height), Int32(quality), &output, &count, message)
            }
        } catch {
            throw WinnowError(
                .ioFailed,
                "a \(width)×\(height) image cannot be written as JPEG (\(error.reason)); make it smaller")
        }
        defer { winnow_jpeg_free(output) }
        return output.map { Data(bytes: $0, count: count) } ?? Data()
    }
}
