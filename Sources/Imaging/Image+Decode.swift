import Foundation
import Workspace

extension Image {
    /// The most pixels that an image may have; a header that claims more is refused before memory is taken.
    public static let pixelLimit = 1 << 26

    /// No image within `pixelLimit` needs a file of more bytes than this.
    private static let fileSizeLimit = 1 << 29

    /// Reads a JPEG or PNG file, told apart by content; one whose name says the other is refused, for something has gone wrong
    /// with it on the way.
    ///
    /// Grey images become RGB. Alpha is dropped, EXIF orientation ignored.
    ///
    /// - Throws: `WinnowError` of kind `.missingInput`, `.ioFailed`, or `.badData` where the file is something else, damaged,
    ///   cut short, CMYK, larger than `pixelLimit`, or named as the other format.
    public init(contentsOf url: URL) throws {
        self = try Image.reading(url) { try Image.decode($0, name: url.path) }
    }

    /// Makes sure that `init(contentsOf:)` would read a file, in less time than that takes.
    ///
    /// - Returns: the image's width and height.
    /// - Throws: what `init(contentsOf:)` would.
    public static func check(contentsOf url: URL) throws -> (width: Int, height: Int) {
        try reading(url) { bytes in
            guard try format(of: bytes, name: url.path) == .jpeg else {
                let image = try decode(bytes, name: url.path)
                return (image.width, image.height)
            }
            return try describingDamage("JPEG", url.path) { () throws(CodecFailure) in
                let reader = try JPEGReader(bytes)
                try checkSize(reader.width, reader.height)
                try checkClaim(
                    reader.width, reader.height, leastByteCount: reader.leastByteCount, byteCount: bytes.count
                )
                try reader.check()
                return (reader.width, reader.height)
            }
        }
    }

    /// Reads a file whose name agrees with its contents.
    private static func reading<Result>(
        _ url: URL, _ body: (UnsafeRawBufferPointer) throws -> Result
    ) throws -> Result {
        try FileContents.bytes(of: url, limit: fileSizeLimit).withUnsafeBytes { bytes in
            let format = try format(of: bytes, name: url.path)
            if let named = ImageFormat(fileExtension: url.pathExtension), named != format {
                throw WinnowError(
                    .badData,
                    "\(url.path): is a \(format.name) file under a \(named.name)'s name; rename it, or convert it"
                )
            }
            return try body(bytes)
        }
    }

    /// Decodes a JPEG or PNG held in memory; as `init(contentsOf:)`.
    ///
    /// - Parameter name: what an error calls the image.
    public static func decode(_ bytes: [UInt8], name: String) throws -> Image {
        try bytes.withUnsafeBytes { try decode($0, name: name) }
    }

    /// Decodes a JPEG or PNG held in memory; as `init(contentsOf:)`.
    ///
    /// - Parameter name: what an error calls the image.
    public static func decode(_ data: Data, name: String) throws -> Image {
        try data.withUnsafeBytes { try decode($0, name: name) }
    }

    /// Decodes a JPEG or PNG held in memory; as `init(contentsOf:)`.
    ///
    /// - Parameter name: what an error calls the image.
    public static func decode(_ bytes: UnsafeRawBufferPointer, name: String) throws -> Image {
        switch try format(of: bytes, name: name) {
        case .jpeg:
            try describingDamage("JPEG", name) { () throws(CodecFailure) in
                let reader = try JPEGReader(bytes)
                let (width, height) = (reader.width, reader.height)
                try checkSize(width, height)
                try checkClaim(width, height, leastByteCount: reader.leastByteCount, byteCount: bytes.count)
                return try Image(width: width, height: height) { pixels throws(CodecFailure) in
                    try reader.decode(into: pixels)
                }
            }
        case .png:
            try describingDamage("PNG", name) { () throws(CodecFailure) in
                let reader = try PNGReader(bytes)
                let (width, height) = (reader.width, reader.height)
                try checkSize(width, height)
                try checkClaim(width, height, leastByteCount: reader.leastByteCount, byteCount: bytes.count)
                return try Image(width: width, height: height) { pixels throws(CodecFailure) in
                    try reader.decode(into: pixels)
                }
            }
        }
    }

    /// The width and height that a file's header states, without decoding it.
    ///
    /// - Throws: as `init(contentsOf:)`, except that damage behind the header goes unseen.
    public static func size(ofFile url: URL) throws -> (width: Int, height: Int) {
        // Most headers lie within the first few kilobytes; where metadata push them further, the whole file is read.
        let prefix = try FileContents.bytes(of: url, limit: fileSizeLimit, prefix: 1 << 14)
        if let size = try? prefix.withUnsafeBytes({ try size(of: $0, name: url.path) }) { return size }
        return try FileContents.bytes(of: url, limit: fileSizeLimit).withUnsafeBytes {
            try size(of: $0, name: url.path)
        }
    }

    private static func size(
        of bytes: UnsafeRawBufferPointer, name: String
    ) throws -> (width: Int, height: Int) {
        switch try format(of: bytes, name: name) {
        case .jpeg:
            try describingDamage("JPEG", name) { () throws(CodecFailure) in
                let reader = try JPEGReader(bytes)
                try checkSize(reader.width, reader.height)
                return (reader.width, reader.height)
            }
        case .png:
            try describingDamage("PNG", name) { () throws(CodecFailure) in
                let reader = try PNGReader(bytes)
                try checkSize(reader.width, reader.height)
                return (reader.width, reader.height)
            }
        }
    }

    private static func format(of bytes: UnsafeRawBufferPointer, name: String) throws -> ImageFormat {
        do {
            return try ImageFormat(sniffing: bytes)
        } catch {
            throw WinnowError(.badData, "\(name): not a JPEG or PNG image (\(error.reason))")
        }
    }

    private static func describingDamage<Result>(
        _ format: String, _ name: String, _ body: () throws(CodecFailure) -> Result
    ) throws -> Result {
        do {
            return try body()
        } catch {
            throw WinnowError(.badData, "\(name): unreadable \(format) (\(error.reason))")
        }
    }

    private static func checkSize(_ width: Int, _ height: Int) throws(CodecFailure) {
        guard width <= pixelLimit / max(height, 1) else {
            throw CodecFailure(
                reason: "its header claims \(width)×\(height) pixels; at most \(pixelLimit) are read")
        }
    }

    /// Refuses a file that is too small for what its header claims, before memory is taken.
    private static func checkClaim(
        _ width: Int, _ height: Int, leastByteCount: Int, byteCount: Int
    ) throws(CodecFailure) {
        guard leastByteCount <= byteCount else {
            throw CodecFailure(
                reason: "its header claims \(width)×\(height) pixels, more than \(byteCount) bytes can hold")
        }
    }

    /// Makes an image whose pixels, all of them, `fill` writes.
    init<Failure>(
        width: Int, height: Int, fill: (UnsafeMutablePointer<UInt8>) throws(Failure) -> Void
    ) throws(Failure) {
        var failure: Failure?
        let count = width * height * 3
        let pixels = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            guard let start = buffer.baseAddress else { return }
            do throws(Failure) {
                try fill(start)
                filled = count
            } catch {
                failure = error
            }
        }
        if let failure { throw failure }
        self.init(width: width, height: height, pixels: pixels)
    }
}
