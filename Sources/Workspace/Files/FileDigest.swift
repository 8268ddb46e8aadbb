import Crypto
import Foundation

/// SHA-256 in lowercase hexadecimal, as manifests and checkpoints hold it.
public enum FileDigest {
    /// The digest of a file's bytes. The file is read in pieces of 1 MiB.
    ///
    /// - Throws: `WinnowError` `.missingInput` where the file cannot be opened, `.ioFailed` where reading fails midway.
    public static func sha256(of url: URL) throws -> String {
        let file = try OpenFile(reading: url)
        var hash = SHA256()
        try file.forEachPiece { hash.update(bufferPointer: $0) }
        return hexadecimal(hash.finalize())
    }

    /// The digest of `data`.
    public static func sha256(_ data: Data) -> String {
        hexadecimal(SHA256.hash(data: data))
    }

    private static func hexadecimal(_ digest: SHA256.Digest) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(
            decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
