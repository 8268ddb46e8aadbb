/// The formats that are read, told apart by a file's first bytes; its name is not looked at.
enum ImageFormat {
    case jpeg, png

    /// - Throws: `CodecFailure` whose reason says what the bytes look like instead.
    init(sniffing bytes: UnsafeRawBufferPointer) throws(CodecFailure) {
        func starts(with magic: [UInt8], at offset: Int = 0) -> Bool {
            bytes.count >= offset + magic.count && zip(magic, bytes[offset...]).allSatisfy { $0 == $1 }
        }
        if starts(with: [0xFF, 0xD8, 0xFF]) {
            self = .jpeg
        } else if starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
            self = .png
        } else if bytes.isEmpty {
            throw CodecFailure(reason: "it is empty")
        } else if starts(with: Array("GIF8".utf8)) {
            throw CodecFailure(reason: "it is a GIF")
        } else if starts(with: Array("RIFF".utf8)), starts(with: Array("WEBP".utf8), at: 8) {
            throw CodecFailure(reason: "it is a WebP")
        } else if starts(with: Array("BM".utf8)) {
            throw CodecFailure(reason: "it is a BMP")
        } else if bytes.prefix(64).allSatisfy({ (0x20..<0x7F).contains($0) || (0x09...0x0D).contains($0) }) {
            throw CodecFailure(reason: "it is text")
        } else {
            let digits = Array("0123456789ABCDEF")
            let start = bytes.prefix(4).map { "\(digits[Int($0 >> 4)])\(digits[Int($0 & 15)])" }
            throw CodecFailure(reason: "it starts with the bytes \(start.joined(separator: " "))")
        }
    }

    /// The format that a file's extension stands for; nil for any other extension.
    init?(fileExtension: String) {
        switch fileExtension.lowercased() {
        case "jpg", "jpeg": self = .jpeg
        case "png": self = .png
        default: return nil
        }
    }

    /// As people call it.
    var name: String {
        switch self {
        case .jpeg: "JPEG"
        case .png: "PNG"
        }
    }
}
