import Foundation
import Imaging
import TensorEngine
import Testing

@testable import Datasets

/// What is drawn, against quantiles of what torchvision draws (`make_adjustments.py`).
@Suite struct AugmentationTests {
    private struct Fixture: Decodable {
        struct Draws: Decodable {
            let size: [Int]
            let scale, ratio, x, y, width, height: [Double]
        }
        struct Fallback: Decodable {
            let size: [Int]
            let ratio: [Double]
            let part: [Int]
        }
        let quantiles: [Double]
        let draws: [String: Draws]
        let fallbacks: [Fallback]
        let jitter: [String: [Double]]

        static func load() throws -> Fixture {
            let url = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .appending(path: "Fixtures/imaging/adjustments.json")
            return try JSONDecoder().decode(Fixture.self, from: Data(contentsOf: url))
        }
    }

    private static let draws = 40_000

    /// Compares quantiles of numbers with expected ones, to so much of the range.
    private func expectQuantiles(
        _ numbers: [Double], _ shares: [Double], _ expected: [Double], within tolerance: Double,
        _ name: String
    ) {
        let sorted = numbers.sorted()
        for (share, wanted) in zip(shares, expected) {
            let found = sorted[Int((Double(sorted.count - 1) * share).rounded())]
            #expect(abs(found - wanted) <= tolerance, "\(name) at \(share): \(found), not \(wanted)")
        }
    }

    @Test(arguments: ["crop", "small crop", "erasing"])
    func rectanglesAreDrawnAsTorchvisionDoes(name: String) throws {
        let fixture = try Fixture.load()
        let wanted = try #require(fixture.draws[name])
        let rectangles = RandomRectangle(
            scale: wanted.scale[0]...wanted.scale[1], ratio: wanted.ratio[0]...wanted.ratio[1])
        let (width, height) = (wanted.size[0], wanted.size[1])
        var stream = RandomStream(seed: 1, name: name)
        let found = (0..<Self.draws).map { _ in
            name == "erasing"
                ? rectangles.erased(width: width, height: height, using: &stream)
                    ?? PixelRectangle(x: 0, y: 0, width: width, height: height)
                : rectangles.crop(width: width, height: height, using: &stream)
        }
        for part in found {
            #expect(part.width > 0 && part.height > 0 && part.x >= 0 && part.y >= 0)
            #expect(part.x + part.width <= width && part.y + part.height <= height)
        }
        for (what, numbers, quantiles) in [
            ("x", found.map(\.x), wanted.x), ("y", found.map(\.y), wanted.y),
            ("width", found.map(\.width), wanted.width), ("height", found.map(\.height), wanted.height),
        ] {
            expectQuantiles(
                numbers.map(Double.init), fixture.quantiles, quantiles, within: 1, "\(name): \(what)")
        }
    }

    @Test func shapesThatFitNowhereFallBackToTheCentre() throws {
        for wanted in try Fixture.load().fallbacks {
            let rectangles = RandomRectangle(scale: 4...5, ratio: wanted.ratio[0]...wanted.ratio[1])
            var stream = RandomStream(seed: 1, name: "fallback")
            let part = rectangles.crop(width: wanted.size[0], height: wanted.size[1], using: &stream)
            #expect([part.x, part.y, part.width, part.height] == wanted.part, "\(wanted)")
        }
        var stream = RandomStream(seed: 1, name: "fallback")
        #expect(
            RandomRectangle(scale: 4...5, ratio: 1...1).erased(width: 9, height: 9, using: &stream) == nil)
    }

    @Test func coloursAreDrawnAsTorchvisionDoes() throws {
        let fixture = try Fixture.load()
        let jitter = ColorJitter(brightness: 0.5, contrast: 1.5, saturation: 0.2, hue: 0.1)
        var stream = RandomStream(seed: 1, name: "jitter")
        var numbers: [String: [Double]] = [:]
        var orders: [[String]: Int] = [:]
        for _ in 0..<Self.draws {
            let named = jitter.changes(using: &stream).map { change in
                switch change {
                case .brightness(let number): ("brightness", number)
                case .contrast(let number): ("contrast", number)
                case .saturation(let number): ("saturation", number)
                case .hue(let number): ("hue", number)
                }
            }
            for (name, number) in named { numbers[name, default: []].append(number) }
            orders[named.map(\.0), default: 0] += 1
        }
        for (name, quantiles) in fixture.jitter {
            let found = try #require(numbers[name])
            #expect(found.count == Self.draws)
            let range = (found.max() ?? 0) - (found.min() ?? 0)
            expectQuantiles(found, fixture.quantiles, quantiles, within: 0.012 * range, name)
        }
        // The contrast's factors begin at 0, not below.
        #expect(numbers["contrast"]?.allSatisfy { (0...2.5).contains($0) } == true)
        #expect(orders.count == 24)
        let even = Double(Self.draws) / 24
        #expect(orders.values.allSatisfy { abs(Double($0) - even) < 6 * even.squareRoot() }, "\(orders)")
    }

    @Test func withoutColoursNothingIsDrawn() {
        var stream = RandomStream(seed: 1, name: "jitter")
        #expect(ColorJitter().changes(using: &stream).isEmpty && stream.position == 0)
        #expect(ColorJitter(hue: 0.1).changes(using: &stream).count == 1)
    }

    private static func noise(_ width: Int, _ height: Int) -> Image {
        var stream = RandomStream(seed: 2, name: "noise")
        return Image(
            width: width, height: height,
            pixels: (0..<width * height * 3).map { _ in UInt8(stream.uniform(0, 256)) })
    }

    /// An image from a file and its square in memory, which is where training takes images from, give the same.
    @Test(arguments: Augmentation.Crop.allCases)
    func squaresGiveWhatWholeImagesGive(crop: Augmentation.Crop) {
        let augmentation = Augmentation(
            crop: crop, rotation: 20,
            colors: ColorJitter(brightness: 0.4, contrast: 0.4, saturation: 0.4, hue: 0.2),
            erasing: 0.5)
        let transform = ImageTransforms.classifierTraining(
            resize: 36, imageSize: 32, augmentation: augmentation, erasedColor: [10, 20, 30])
        let image = Self.noise(40, 50)
        let square = image.centerSquare().resized(width: 36, height: 36)
        var results: Set<[UInt8]> = []
        for seed in 0..<20 {
            var (first, second) = (
                RandomStream(seed: UInt64(seed), name: "a"), RandomStream(seed: UInt64(seed), name: "a")
            )
            let result = transform(image, &first)
            #expect(result.width == 32 && result.height == 32)
            #expect(result == transform(square, &second) && first == second)
            results.insert(result.pixels)
        }
        #expect(results.count == 20)
    }

    @Test func erasedRectanglesHaveTheMeanColour() {
        let image = Image(width: 32, height: 32, color: [200, 200, 200])
        let transform = ImageTransforms.classifierTraining(
            resize: 32, imageSize: 32,
            augmentation: Augmentation(crop: .center, erasing: 1, erasingScale: 0.2...0.3),
            erasedColor: [1, 2, 3])
        for seed in 0..<10 {
            var stream = RandomStream(seed: UInt64(seed), name: "erasing")
            let pixels = transform(image, &stream).pixels
            let erased = stride(from: 0, to: pixels.count, by: 3).count {
                Array(pixels[$0..<$0 + 3]) == [1, 2, 3]
            }
            #expect((150...360).contains(erased), "\(erased)")
            #expect(
                stride(from: 0, to: pixels.count, by: 3).allSatisfy {
                    pixels[$0] == 200 || Array(pixels[$0..<$0 + 3]) == [1, 2, 3]
                })
        }
        #expect(ChannelStatistics(mean: [0, 0.5, 1], deviation: [1, 1, 1]).meanColor == [0, 128, 255])
    }

    /// With a rotation alone, an even image shows black corners at most.
    @Test func rotationsStayWithinTheirDegrees() {
        let transform = ImageTransforms.classifierTraining(
            resize: 32, imageSize: 32, augmentation: Augmentation(crop: .center, flip: 0, rotation: 5))
        let image = Image(width: 32, height: 32, color: [200, 200, 200])
        for seed in 0..<10 {
            var stream = RandomStream(seed: UInt64(seed), name: "rotation")
            let black = transform(image, &stream).pixels.count { $0 == 0 } / 3
            #expect(black < 32 * 32 / 8)
        }
    }
}
