import Datasets
import Foundation
import Imaging

/// A made-up CelebA of a few drawn images, in any of the forms in which the real one goes round.
struct CelebAFolder {
    static let names = ["Bald", "Black_Hair", "Blond_Hair", "Brown_Hair", "Male", "Young"]
    let folder: TemporaryFolder
    var url: URL { folder.url }

    /// - Parameter images: the folder that images lie in, or nil for none.
    init(count: Int = 6, images: String? = "img_align_celeba") throws {
        folder = try TemporaryFolder()
        guard let images else { return }
        for index in 1...count {
            try folder.write(Self.jpeg(index), to: "\(images)/\(Self.file(index))")
        }
    }

    static func file(_ index: Int) -> String { String(format: "%06d.jpg", index) }

    /// A 24×30 image whose colour depends on the index.
    static func jpeg(_ index: Int) throws -> Data {
        try Image(width: 24, height: 30, color: [UInt8(truncatingIfNeeded: index * 37), 100, 30]).jpegData(
            quality: 90)
    }

    /// Bit `column` of image `index`.
    static func bit(_ index: Int, _ column: Int) -> UInt8 { UInt8((index * 7 + column * 3) / 2 % 2) }

    static func bits(_ index: Int, _ columns: [Int]) -> Label { .bits(columns.map { bit(index, $0) }) }

    /// A table line by line; `value` writes a bit.
    static func rows(_ indices: some Sequence<Int>, separator: String, value: (UInt8) -> String) -> [String] {
        indices.map { index in
            ([file(index)] + names.indices.map { value(bit(index, $0)) }).joined(separator: separator)
        }
    }

    /// The authors' form: a count, names with a space behind, values right-aligned.
    static func table(_ indices: ClosedRange<Int> = 1...6) -> String {
        let lines = ["\(indices.count)", names.joined(separator: " ") + " "]
        return (lines + rows(indices, separator: " ") { $0 == 1 ? " 1" : "-1" }).joined(separator: "\n")
            + "\n"
    }

    /// Images 1 to 4 train, 5 validation, 6 test.
    static func partition(separator: String = " ") -> String {
        (1...6).map { file($0) + separator + ($0 <= 4 ? "0" : $0 == 5 ? "1" : "2") }.joined(separator: "\n")
            + "\n"
    }
}
