import Imaging
import TensorEngine
import Testing

@testable import Datasets

@Suite struct FaceRendererTests {
    private static let renderer = FaceRenderer()

    private func face(_ index: Int = 0) throws -> FaceParameters {
        var face = try FaceSampler(seed: 11).face(split: .train, index: index).parameters
        face.pose = .init(yaw: 0, pitch: 0, roll: 0, scale: 1, shift: .zero)
        face.light = .init(direction: [0, -0.5, 0.866], warmth: 0, contrast: 0.7, brightness: 1)
        face.camera = .init(blur: 0, grain: 0)
        face.wearing.hat = false
        face.wearing.glasses = .none
        face.hair.style = .short
        face.hair.hasBangs = false
        face.hair.recession = 0
        return face
    }

    /// The mean colour of a rectangle, each channel in [0, 255].
    private func mean(_ image: Image, x: Range<Int>, y: Range<Int>) -> SIMD3<Float> {
        var sum = SIMD3<Float>.zero
        for row in y {
            for column in x {
                let index = (row * image.width + column) * 3
                sum += [
                    Float(image.pixels[index]), Float(image.pixels[index + 1]),
                    Float(image.pixels[index + 2]),
                ]
            }
        }
        return sum / Float(x.count * y.count)
    }

    private func hairColor(_ pigment: HairPigment) throws -> SIMD3<Float> {
        var face = try face()
        face.hair.pigment = pigment
        return mean(Self.renderer.render(face), x: 75..<103, y: 50..<62)
    }

    @Test func equalParametersGiveEqualBytes() throws {
        let face = try face()
        let first = Self.renderer.render(face)
        #expect(first == Self.renderer.render(face))
        #expect(first.width == 178 && first.height == 218)
        var other = face
        other.detailSeed &+= 1
        #expect(first != Self.renderer.render(other))
    }

    @Test func hairShowsItsColor() throws {
        let black = try hairColor(HairPigment(melanin: 0.98, redness: 0, gray: 0))
        let brown = try hairColor(HairPigment(melanin: 0.6, redness: 0.1, gray: 0))
        let blond = try hairColor(HairPigment(melanin: 0.2, redness: 0.1, gray: 0))
        let gray = try hairColor(HairPigment(melanin: 0.9, redness: 0, gray: 0.95))
        #expect(black.x + 25 < brown.x)
        #expect(brown.x + 50 < blond.x)
        #expect(blond.x - blond.z > 40)
        #expect(abs(gray.x - gray.z) < 15)
        #expect(gray.y > black.y + 80)
    }

    @Test func pigmentDarkensWithoutAStep() {
        var last = HairPigment(melanin: 0, redness: 0, gray: 0).color
        for step in 1...200 {
            let color = HairPigment(melanin: Float(step) / 200, redness: 0, gray: 0).color
            #expect((color - last).max() <= 0.001 && (last - color).max() < 0.02)
            last = color
        }
    }

    @Test func skinAndSunglassesShow() throws {
        var face = try face()
        face.skin.tone = 0.05
        let pale = mean(Self.renderer.render(face), x: 58..<70, y: 126..<136)
        face.skin.tone = 0.95
        let dark = mean(Self.renderer.render(face), x: 58..<70, y: 126..<136)
        #expect(pale.y > dark.y + 60)
        #expect(dark.x > dark.z)
        let eyes = mean(Self.renderer.render(face), x: 62..<78, y: 108..<122)
        face.skin.tone = 0.05
        let open = mean(Self.renderer.render(face), x: 62..<78, y: 108..<122)
        face.wearing.glasses = .sun
        let covered = mean(Self.renderer.render(face), x: 62..<78, y: 108..<122)
        #expect(covered.y < open.y - 50 && covered.y < eyes.y)
    }

    @Test func lightComesFromItsSide() throws {
        var face = try face()
        face.light.direction = [0.7, -0.3, 0.648]
        let image = Self.renderer.render(face)
        #expect(mean(image, x: 112..<124, y: 128..<138).y > mean(image, x: 54..<66, y: 128..<138).y + 10)
    }

    @Test func beardDarkensTheChin() throws {
        var face = try face()
        face.skin.tone = 0.1
        face.hair.pigment = HairPigment(melanin: 1, redness: 0, gray: 0)
        face.beard = .init(stubble: 0, full: 0, goatee: 0, mustache: 0, sideburns: 0)
        let bare = mean(Self.renderer.render(face), x: 80..<98, y: 170..<176)
        face.beard.full = 1
        #expect(mean(Self.renderer.render(face), x: 80..<98, y: 170..<176).y < bare.y - 50)
    }

    @Test func anOpenSmileShowsTeeth() throws {
        var face = try face()
        face.skin.tone = 0.9
        face.expression = .typical(.neutral)
        let shut = mean(Self.renderer.render(face), x: 82..<96, y: 150..<158)
        face.expression = .typical(.happy)
        face.expression.open = 0.6
        #expect(mean(Self.renderer.render(face), x: 82..<96, y: 150..<158).z > shut.z + 25)
    }

    @Test func blurSoftensThePicture() throws {
        func roughness(_ image: Image) -> Int {
            stride(from: 3, to: image.pixels.count, by: 3).reduce(0) {
                $0 + abs(Int(image.pixels[$1]) - Int(image.pixels[$1 - 3]))
            }
        }
        var face = try face()
        let sharp = roughness(Self.renderer.render(face))
        face.camera.blur = 1.5
        #expect(roughness(Self.renderer.render(face)) * 10 < sharp * 8)
    }

    @Test(arguments: [(16, 16), (32, 32), (64, 64), (128, 160), (300, 20)])
    func anySizeWorks(width: Int, height: Int) throws {
        let image = FaceRenderer(width: width, height: height).render(try face(1))
        #expect(image.width == width && image.height == height)
        #expect(Set(image.pixels).count > 20)
    }

    /// Styles, clothes and poses at their limits draw something, without a trap.
    @Test func everyStyleAndExtremePoseDraws() throws {
        let renderer = FaceRenderer(width: 64, height: 78)
        var seen: Set<[UInt8]> = []
        for style in HairStyle.allCases {
            for clothes in FaceParameters.Wearing.Clothes.allCases {
                var face = try face()
                face.hair.style = style
                face.wearing.clothes = clothes
                face.pose = .init(yaw: 0.5, pitch: -0.25, roll: 0.3, scale: 1.2, shift: [40, -30])
                face.background.blobs = 8
                let bare = renderer.render(face).pixels
                seen.insert(bare)
                face.wearing.hat = true
                let hidden = renderer.render(face).pixels == bare
                #expect(!hidden, "a hat over \(style)")
                face.pose.scale = 3
                face.pose.shift = [150, -200]
                #expect(renderer.render(face).pixels.count == 64 * 78 * 3)
            }
        }
        #expect(seen.count == HairStyle.allCases.count * 4)
    }
}
