import Foundation
import Imaging
import Testing
import Workspace

@Suite struct EncodeTests {
    @Test func pngKeepsEveryByte() throws {
        for name in ["scene.raw", "png-16bit.raw", "scene-1x1.raw"] {
            let image = try Fixture.raw(name)
            #expect(try Image.decode(image.pngData(), name: name) == image)
        }
    }

    @Test func jpegStaysNearAtHighQualityAndShrinksAtLow() throws {
        let image = try Fixture.raw("scene-100x100.raw")
        let fine = try image.jpegData(quality: 95)
        let coarse = try image.jpegData(quality: 20)
        #expect(coarse.count < fine.count)
        let decoded = try Image.decode(fine, name: "fine")
        #expect(decoded.width == 100 && decoded.height == 100)
        let total = zip(decoded.pixels, image.pixels).map { abs(Int($0) - Int($1)) }.reduce(0, +)
        #expect(Double(total) / Double(image.pixels.count) < 6)
    }

    @Test func jpegGrowsBeyondItsFirstBuffer() throws {
        var state: UInt32 = 1
        let pixels = (0..<400 * 300 * 3).map { _ -> UInt8 in
            state = state &* 1_664_525 &+ 1_013_904_223
            return UInt8(state >> 24)
        }
        let data = try Image(width: 400, height: 300, pixels: pixels).jpegData(quality: 100)
        #expect(data.count > 1 << 17)
        let decoded = try Image.decode(data, name: "noise")
        #expect(decoded.width == 400 && decoded.height == 300)
    }

    @Test func jpegBeyondTheFormatIsRefused() throws {
        let error = #expect(throws: WinnowError.self) {
            try Image(width: 65_501, height: 1, color: [1, 2, 3]).jpegData()
        }
        #expect(error?.kind == .ioFailed)
        #expect(error?.message.contains("65501×1") == true)
    }
}
