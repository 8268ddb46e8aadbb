import Testing

@testable import Datasets

@Suite struct FaceAttributesTests {
    private func face() throws -> FaceParameters {
        var face = try FaceSampler(seed: 0).face(split: .train, index: 0).parameters
        face.wearing.hat = false
        face.hair.style = .sidePart
        return face
    }

    @Test func thereAreCelebAsFortyInItsOrder() {
        #expect(FaceAttributes.names.count == 40)
        #expect(FaceAttributes.names == FaceAttributes.names.sorted())
        #expect(FaceAttributes.undrawn.isSubset(of: FaceAttributes.names))
    }

    @Test func attributesFollowTheParameters() throws {
        for value in [false, true] {
            var face = try face()
            face.isMale = value
            face.isYoung = !value
            face.expression.smile = value ? 0.8 : 0
            face.expression.open = value ? 0.5 : 0
            face.wearing.glasses = value ? .clear : .none
            face.wearing.necktie = value
            face.wearing.earrings = value
            face.lips.lipstick = value ? 0.9 : 0
            face.hair.hasBangs = value
            face.camera.blur = value ? 1.5 : 0
            face.beard = .init(
                stubble: 0, full: 0, goatee: value ? 1 : 0, mustache: 0, sideburns: value ? 1 : 0)
            let shown = FaceAttributes(of: face)
            for name in [
                "Male", "Smiling", "Mouth_Slightly_Open", "Eyeglasses", "Wearing_Necktie", "Wearing_Earrings",
                "Wearing_Lipstick",
                "Bangs", "Blurry", "Goatee", "Mustache", "Sideburns",
            ] { #expect(shown[name] == value, "\(name)") }
            #expect(shown["Young"] == !value)
            #expect(shown["No_Beard"] == !value)
        }
    }

    @Test(arguments: HairColorName.allCases)
    func oneHairColorIsOnWhereHairShows(color: HairColorName) throws {
        var face = try face()
        face.hair.colorName = color
        #expect(FaceAttributes(of: face).hairColor == color)
        #expect(HairColorName.allCases.filter { FaceAttributes(of: face)[$0.attribute] } == [color])
        face.wearing.hat = true
        #expect(FaceAttributes(of: face).hairColor == nil)
        face.hair.style = .longWavy
        #expect(FaceAttributes(of: face).hairColor == color)
        face.wearing.hat = false
        face.hair.style = .bald
        let bald = FaceAttributes(of: face)
        #expect(bald.hairColor == nil && bald["Bald"] && !bald["Wavy_Hair"] && !bald["Straight_Hair"])
    }

    @Test func undrawnAttributesAreNeverOn() throws {
        let sampler = try FaceSampler(seed: 1)
        var drawn: Set<String> = []
        for index in 0..<6000 {
            let shown = sampler.face(split: .train, index: index).recorded
            for name in FaceAttributes.names where shown[name] { drawn.insert(name) }
        }
        #expect(drawn == Set(FaceAttributes.names).subtracting(FaceAttributes.undrawn))
    }
}
