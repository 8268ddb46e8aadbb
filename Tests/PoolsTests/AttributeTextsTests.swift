import Testing

@testable import Pools

/// What a trial of a file hands over, which a forged file may have damaged.
@Suite struct AttributeTextsTests {
    private static func number(_ value: Int) -> [UInt8] { withUnsafeBytes(of: UInt32(value), Array.init) }

    /// An attribute's name and texts; a text that is missing is nil.
    private static func attribute(_ name: String, _ texts: [[UInt8]?]) -> [UInt8] {
        number(name.utf8.count) + Array(name.utf8) + number(texts.count)
            + texts.flatMap { text in text.map { number($0.count + 1) + $0 } ?? number(0) }
    }

    private static func read(_ bytes: [UInt8]) -> AttributeTexts {
        bytes.withUnsafeBytes(AttributeTexts.init)
    }

    private static let whole =
        attribute("labels", [Array("Männlich".utf8), [], nil, [0xC3, 0x28]]) + attribute("task", [[65]])

    @Test func textsAreRead() {
        let texts = Self.read(Self.whole)
        #expect(texts["labels"] == ["Männlich", "", nil, nil])
        #expect(texts["task"] == ["A"])
        #expect(texts["fold"] == nil)
    }

    /// Whatever is left of it, the attributes that are whole are read, and the others are missing.
    @Test func whatIsCutShortIsLeftOut() {
        let first = Self.attribute("labels", [Array("Männlich".utf8), [], nil, [0xC3, 0x28]]).count
        for length in Self.whole.indices {
            let texts = Self.read(Array(Self.whole.prefix(length)))
            #expect((texts["labels"] != nil) == (length >= first))
            #expect(texts["task"] == nil)
        }
    }

    @Test func impossibleNumbersAreNotBelieved() {
        let claims = [UInt8](repeating: 255, count: 4)
        #expect(Self.read(claims + [65]) == AttributeTexts())
        #expect(Self.read(Self.number(1) + [65] + claims) == AttributeTexts())
        #expect(Self.read(Self.number(1) + [65] + Self.number(1) + claims) == AttributeTexts())
    }
}
