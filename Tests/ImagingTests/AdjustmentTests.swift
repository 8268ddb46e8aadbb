import Foundation
import Imaging
import Testing

/// What images are varied by, byte for byte as Pillow does it (`make_adjustments.py`).
@Suite struct AdjustmentTests {
    private struct Adjustments: Decodable {
        struct Source: Decodable {
            let width, height: Int
            let pixels: Data
        }
        struct Case: Decodable {
            let source, kind: String
            let number: Double
            let result: Data
        }
        let sources: [String: Source]
        let cases: [Case]
    }

    @Test func adjustmentsArePillows() throws {
        let fixture = try JSONDecoder().decode(
            Adjustments.self, from: Data(contentsOf: Fixture.url("adjustments.json")))
        #expect(fixture.cases.count == 3 * (6 * 3 + 7 + 10))
        for one in fixture.cases {
            let source = try #require(fixture.sources[one.source])
            let image = Image(width: source.width, height: source.height, pixels: Array(source.pixels))
            let result =
                switch one.kind {
                case "brightness": image.withBrightness(one.number)
                case "contrast": image.withContrast(one.number)
                case "saturation": image.withSaturation(one.number)
                case "hue": image.withHue(one.number)
                default: image.rotated(one.number)
                }
            // Pillow gives quarter turns of other than squares the same size, too.
            let expected = Image(width: source.width, height: source.height, pixels: Array(one.result))
            #expect(
                result.largestDifference(from: expected) == 0, "\(one.kind) \(one.number) of \(one.source)")
        }
    }

    @Test func aRectangleIsErased() {
        let image = Image(width: 4, height: 3, color: [9, 8, 7])
        let result = image.erasing(PixelRectangle(x: 1, y: 1, width: 2, height: 2), with: [1, 2, 3])
        for y in 0..<3 {
            for x in 0..<4 {
                let start = (y * 4 + x) * 3
                let isErased = (1...2).contains(x) && (1...2).contains(y)
                #expect(Array(result.pixels[start..<start + 3]) == (isErased ? [1, 2, 3] : [9, 8, 7]))
            }
        }
        #expect(image.erasing(PixelRectangle(x: 0, y: 0, width: 0, height: 3), with: [1, 2, 3]) == image)
    }
}
