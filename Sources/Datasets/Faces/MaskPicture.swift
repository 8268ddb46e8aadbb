import TensorEngine

/// One of the seven pictures of a person: five with a mask, one with a mask worn wrongly, one without.
struct MaskPicture {
    /// The name without its extension.
    let name: String
    let wearing: MaskFaceClass.Wearing
    private let stream: RandomStream

    private static let colors: [RGB] = [
        RGB(0.93, 0.94, 0.95), RGB(0.62, 0.78, 0.90), RGB(0.13, 0.13, 0.15), RGB(0.92, 0.74, 0.78),
        RGB(0.55, 0.57, 0.60), RGB(0.66, 0.80, 0.70),
    ]

    /// The pictures of a person, in order.
    ///
    /// - Parameter person: a name that no other person's pictures have.
    static func all(seed: UInt64, person: String) -> [MaskPicture] {
        MaskFaceClass.pictures.map { name, wearing in
            MaskPicture(
                name: name, wearing: wearing,
                stream: RandomStream(seed: seed, name: "faces/masks/\(person)/\(name)"))
        }
    }

    /// The person as the picture shows them: held a little otherwise, and with the mask.
    func face(of person: FaceParameters) -> FaceParameters {
        var (face, stream) = (person, self.stream)
        face.pose.yaw = max(-0.5, min(0.5, face.pose.yaw * 0.5 + stream.around(0, 0.1)))
        face.pose.pitch = max(-0.25, min(0.25, face.pose.pitch * 0.5 + stream.around(0, 0.05)))
        face.pose.roll = max(-0.3, min(0.3, face.pose.roll * 0.5 + stream.around(0, 0.03)))
        face.pose.scale *= stream.between(0.97, 1.03)
        face.pose.shift += [stream.around(0, 1.5), stream.around(0, 1.5)]
        face.eyes.gaze = [stream.around(0, 0.18), stream.around(0, 0.12)]
        face.light.brightness *= stream.between(0.95, 1.05)
        let kind = FaceMask.Kind.allCases[stream.choice([0.45, 0.25, 0.3])]
        let color =
            Self.colors[stream.choice([0.36, 0.2, 0.22, 0.06, 0.08, 0.08])] * stream.between(0.94, 1.04)
        let isBelowChin = stream.bernoulli(0.35)
        face.wearing.mask =
            switch wearing {
            case .masked: FaceMask(kind, .worn, color: color)
            case .incorrect: FaceMask(kind, isBelowChin ? .belowChin : .belowNose, color: color)
            case .unmasked: nil
            }
        return face
    }
}
