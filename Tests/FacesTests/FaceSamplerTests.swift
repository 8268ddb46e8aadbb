import Testing
import Workspace

@testable import Datasets

@Suite struct FaceSamplerTests {
    private func share(_ sampler: FaceSampler, of count: Int = 4000, _ holds: (SampledFace) -> Bool) -> Double
    {
        Double((0..<count).filter { holds(sampler.face(split: .train, index: $0)) }.count) / Double(count)
    }

    @Test func aFaceDependsOnItsSeedSplitAndIndexOnly() throws {
        let sampler = try FaceSampler(seed: 3)
        let face = sampler.face(split: .train, index: 5)
        for other in 0..<20 { _ = sampler.face(split: .test, index: other) }
        #expect(face == sampler.face(split: .train, index: 5))
        #expect(face != sampler.face(split: .train, index: 6))
        #expect(face != sampler.face(split: .validation, index: 5))
        #expect(try face != FaceSampler(seed: 4).face(split: .train, index: 5))
    }

    @Test func theDistributionIsRespected() throws {
        var distribution = FaceDistribution()
        distribution.male = 0.3
        distribution.youngMen = 0.9
        distribution.hair.youngMen = .init(black: 0, blond: 0.25, brown: 0.75, gray: 0)
        let sampler = try FaceSampler(seed: 1, distribution: distribution)
        #expect(abs(share(sampler) { $0.parameters.isMale } - 0.3) < 0.025)
        let youngMen = (0..<8000).map { sampler.face(split: .train, index: $0).parameters }.filter {
            $0.isMale && $0.isYoung
        }
        #expect(abs(Double(youngMen.count) / 8000 - 0.27) < 0.02)
        let blond = youngMen.filter { $0.hair.colorName == .blond }.count
        #expect(abs(Double(blond) / Double(youngMen.count) - 0.25) < 0.03)
        #expect(youngMen.allSatisfy { $0.hair.colorName == .blond || $0.hair.colorName == .brown })
    }

    @Test func blondMenAreRareByDefault() throws {
        let rare = share(try FaceSampler(seed: 1)) {
            $0.parameters.isMale && $0.parameters.hair.colorName == .blond
        }
        #expect(rare > 0.002 && rare < 0.02)
    }

    @Test func balancedMakesCombinationsEven() throws {
        let sampler = try FaceSampler(seed: 1, distribution: FaceDistribution().balanced)
        var counts: [String: Int] = [:]
        for index in 0..<8000 {
            let face = sampler.face(split: .test, index: index).parameters
            counts["\(face.isMale) \(face.isYoung) \(face.hair.colorName)", default: 0] += 1
        }
        #expect(counts.count == 16)
        #expect(counts.values.allSatisfy { abs($0 - 500) < 100 })
    }

    /// Cues mislead as often as the overlap says: a beard on a woman, or brown hair drawn in blond's range.
    @Test func overlapControlsHowOftenCuesMislead() throws {
        func misled(_ overlap: Double) throws -> (beard: Double, hair: Double) {
            var distribution = FaceDistribution().balanced
            distribution.cueOverlap = overlap
            let sampler = try FaceSampler(seed: 2, distribution: distribution)
            let beard = share(sampler) {
                !$0.parameters.isMale
                    && $0.parameters.beard != .init(stubble: 0, full: 0, goatee: 0, mustache: 0, sideburns: 0)
            }
            let hair = share(sampler) {
                $0.parameters.hair.colorName == .brown && $0.parameters.hair.pigment.melanin < 0.41
            }
            return (beard, hair)
        }
        let (clear, usual, vague) = (try misled(0), try misled(0.35), try misled(1))
        #expect(clear.beard == 0)
        #expect(usual.beard > 0 && usual.beard < 0.05)
        #expect(vague.beard > usual.beard + 0.03)
        #expect(clear.hair < usual.hair && usual.hair < vague.hair)
    }

    @Test func labelNoiseHasItsRate() throws {
        var distribution = FaceDistribution()
        distribution.labelNoise = 0.1
        let noisy = try FaceSampler(seed: 5, distribution: distribution)
        let clean = try FaceSampler(seed: 5)
        var wrong: [String: Int] = [:]
        var (colors, swapped, expressions) = (0, 0, 0)
        for index in 0..<4000 {
            let face = noisy.face(split: .train, index: index)
            #expect(face.parameters == clean.face(split: .train, index: index).parameters)
            let shown = FaceAttributes(of: face.parameters)
            for name in FaceAttributes.names where shown[name] != face.recorded[name] {
                wrong[name, default: 0] += 1
            }
            let named = HairColorName.allCases.filter { face.recorded[$0.attribute] }
            #expect(named.count == (shown.hairColor == nil ? 0 : 1))
            if let color = shown.hairColor {
                colors += 1
                if named != [color] { swapped += 1 }
            }
            if face.recordedExpression != face.parameters.expression.name { expressions += 1 }
        }
        for name in ["Male", "Young", "Smiling", "Eyeglasses", "Wearing_Hat"] {
            #expect(abs(Double(wrong[name] ?? 0) / 4000 - 0.1) < 0.02, "\(name)")
        }
        #expect(abs(Double(swapped) / Double(colors) - 0.1) < 0.02)
        #expect(abs(Double(expressions) / 4000 - 0.1) < 0.02)
        for name in FaceAttributes.undrawn { #expect(wrong[name] == nil) }
    }

    @Test func requestsAreAnswered() throws {
        let sampler = try FaceSampler(seed: 9)
        let wanted = ["Male": true, "Young": false, "Blond_Hair": true, "Eyeglasses": true, "Bald": false]
        let request = try FaceRequest(attributes: wanted)
        for index in 0..<20 {
            let shown = FaceAttributes(
                of: try sampler.face(split: .train, index: index, requesting: request).parameters)
            for (name, value) in wanted { #expect(shown[name] == value, "\(name)") }
        }
    }

    @Test func impossibleRequestsAreRefused() throws {
        #expect(throws: WinnowError.self) {
            try FaceRequest(attributes: ["Blond_Hair": true, "Gray_Hair": true])
        }
        #expect(throws: WinnowError.self) { try FaceRequest(attributes: ["Blonde": true]) }
        #expect(throws: WinnowError.self) { try FaceRequest(attributes: ["Attractive": true]) }
        let request = try FaceRequest(attributes: ["Bald": true, "Bangs": true])
        #expect {
            try FaceSampler(seed: 0).face(split: .train, index: 0, requesting: request)
        } throws: { error in
            (error as? WinnowError)?.message.contains("Bald=1, Bangs=1") == true
        }
    }

    @Test func impossibleDistributionsAreRefused() {
        func refused(_ change: (inout FaceDistribution) -> Void) -> String? {
            var distribution = FaceDistribution()
            change(&distribution)
            do {
                _ = try FaceSampler(seed: 0, distribution: distribution)
                return nil
            } catch {
                return (error as? WinnowError)?.message
            }
        }
        #expect(refused { $0.male = 1.5 }?.contains("male") == true)
        #expect(refused { $0.labelNoise = .nan }?.contains("labelNoise") == true)
        #expect(
            refused { $0.hair.oldMen = .init(black: 0, blond: 0, brown: 0, gray: 0) }?.contains("hair.oldMen")
                == true)
        #expect(refused { $0.hair.oldMen.gray = -1 }?.contains("hair.oldMen") == true)
        #expect(refused { $0.expressions = [1, 1] }?.contains("expressions") == true)
        #expect(refused { $0.cueOverlap = 1 } == nil)
    }
}
