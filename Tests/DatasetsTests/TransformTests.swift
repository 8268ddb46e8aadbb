import Datasets
import Imaging
import TensorEngine
import Testing

@Suite struct TransformTests {
    /// Pixel (x, y) is (x, y, 7).
    static func coordinates(_ width: Int, _ height: Int) -> Image {
        Image(
            width: width, height: height,
            pixels: (0..<height).flatMap { y in (0..<width).flatMap { [UInt8($0), UInt8(y), 7] } })
    }

    /// The different results of many draws, and how often each came.
    static func outcomes(_ transform: ImageTransform, of image: Image, draws: Int) -> [[UInt8]: Int] {
        var stream = RandomStream(seed: 5, name: "outcomes")
        var counts: [[UInt8]: Int] = [:]
        for _ in 0..<draws { counts[transform(image, &stream).pixels, default: 0] += 1 }
        return counts
    }

    @Test func starGANFlipsHalfAndCropsTheCentre() {
        let image = Self.coordinates(178, 218)
        let plain = image.cropped(x: 0, y: 20, width: 178, height: 178).resized(width: 64, height: 64)
        let counts = Self.outcomes(ImageTransforms.starGAN(size: 64), of: image, draws: 60)
        #expect(Set(counts.keys) == [plain.pixels, plain.flippedHorizontally().pixels])
        #expect((15...45).contains(counts[plain.pixels] ?? 0))
    }

    @Test(arguments: [(100, 120, 178, 100), (200, 240, 178, 178), (200, 240, 50, 50)])
    func starGANCropFitsTheImage(width: Int, height: Int, crop: Int, side: Int) {
        var stream = RandomStream(seed: 0, name: "crop")
        let image = Self.coordinates(width, height)
        let result = ImageTransforms.starGANSource(size: 32, crop: crop)(image, &stream)
        #expect(result == image.centerCropped(side).resized(width: 32, height: 32))
        #expect(stream.position == 0)
    }

    @Test func nilCropIsTheLargestSquare() {
        var stream = RandomStream(seed: 0, name: "crop")
        let image = Self.coordinates(200, 240)
        #expect(
            ImageTransforms.starGANSource(size: 32, crop: nil)(image, &stream)
                == image.centerSquare().resized(width: 32, height: 32))
    }

    @Test func trainingTakesFiveCropsAndTheirMirrors() {
        let image = Self.coordinates(72, 72)
        let expected = CropPosition.allCases.flatMap { position in
            let crop = image.cropped(64, at: position)
            return [crop.pixels, crop.flippedHorizontally().pixels]
        }
        let counts = Self.outcomes(
            ImageTransforms.classifierTraining(resize: 72, imageSize: 64), of: image, draws: 400)
        #expect(Set(counts.keys) == Set(expected))
        #expect(counts.values.allSatisfy { (15...75).contains($0) })
    }

    @Test func testingTakesTheCentreAlways() {
        let image = Self.coordinates(178, 218)
        let counts = Self.outcomes(
            ImageTransforms.classifierTesting(resize: 72, imageSize: 64), of: image, draws: 5)
        let expected = image.centerSquare().resized(width: 72, height: 72).cropped(
            x: 4, y: 4, width: 64, height: 64)
        #expect(counts == [expected.pixels: 5])
    }

    @Test func statisticsAreThoseOfAllPixels() throws {
        let images = [
            Image(width: 1, height: 1, pixels: [0, 255, 10]),
            Image(width: 1, height: 3, pixels: [255, 255, 10, 0, 0, 10, 255, 255, 10]),
        ]
        let statistics = try ChannelStatistics(
            of: ImageSource(labels: [.index(0), .index(0)]) { images[$0] })
        #expect(statistics == ChannelStatistics(ofPixels: images.flatMap(\.pixels)))
        for (value, expected) in zip(statistics.mean, [0.5, 0.75, 10.0 / 255]) {
            #expect(abs(value - expected) < 1e-12)
        }
        for (value, expected) in zip(statistics.deviation, [0.5, 0.1875.squareRoot(), 1]) {
            #expect(abs(value - expected) < 1e-9)
        }
    }

    @Test func normalizationSeparatesChannels() {
        let statistics = ChannelStatistics(mean: [0, 0.5, 1], deviation: [1, 0.5, 2])
        let pixels: [UInt8] = [0, 0, 255, 255, 255, 0, 51, 102, 153, 0, 0, 0]
        let values = statistics.normalized(pixels + pixels, size: 2)
        let expected: [Float] = [0, 1, 0.2, 0, -1, 1, -0.2, -1, 0, -0.5, -0.2, -0.5]
        #expect(zip(values, expected + expected).allSatisfy { abs($0 - $1) < 1e-6 } && values.count == 24)
        #expect(ChannelStatistics.signedUnit.normalized([0, 255, 0], size: 1) == [-1, 1, -1])
    }
}
