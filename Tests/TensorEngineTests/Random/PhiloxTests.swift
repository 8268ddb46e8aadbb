import TensorEngine
import Testing

/// The known answers of Philox4x32-10 that its authors publish with the Random123 library (kat_vectors).
@Suite struct PhiloxTests {
    @Test func knownAnswers() {
        let zeros = Philox(key: 0).block(at: 0, stream: 0)
        #expect(zeros == [0x6627_E8D5, 0xE169_C58D, 0xBC57_AC4C, 0x9B00_DBD8])
        let ones = Philox(key: .max).block(at: .max, stream: .max)
        #expect(ones == [0x408F_276D, 0x41C8_3B0E, 0xA20B_C7C6, 0x6D54_51FD])
        let digits = Philox(key: 0x299F_31D0_A409_3822).block(
            at: 0x85A3_08D3_243F_6A88, stream: 0x0370_7344_1319_8A2E)
        #expect(digits == [0xD16C_FE09, 0x94FD_CCEB, 0x5001_E420, 0x2412_6EA1])
    }
}
