import Foundation
import Testing

@testable import NeuralNetwork

@Suite struct CRC32Tests {
    /// The check value of the catalogue of CRC algorithms, and lengths on both sides of a step of eight bytes.
    @Test func knownValues() {
        #expect(CRC32.checksum(Data("123456789".utf8)) == 0xCBF4_3926)
        #expect(CRC32.checksum(Data()) == 0)
        #expect(CRC32.checksum(Data("The quick brown fox jumps over the lazy dog".utf8)) == 0x414F_A339)
        #expect(CRC32.checksum(Data("xx123456789".utf8)[2...]) == 0xCBF4_3926)
    }
}
