/// Everything that decides how one drawn face looks.
///
/// Lengths are in face units: the canvas of CelebA's aligned crop is 178 × 218 of them, with the point between the eyes at
/// (89, 112). Strengths lie in [0, 1] unless said otherwise; angles are in radians.
public struct FaceParameters: Sendable, Equatable {
    /// The person is a man; the recorded attribute, which the cues below follow more or less closely.
    public var isMale: Bool
    /// The person is young; the recorded attribute, as `isMale`.
    public var isYoung: Bool
    /// How old the person looks, in years: what wrinkles, bags under the eyes and the like follow more or less closely.
    public var age: Float
    public var hair: Hair
    public var shape: Shape
    public var skin: Skin
    public var eyes: Eyes
    public var brows: Brows
    public var nose: Nose
    public var lips: Lips
    public var beard: Beard
    public var expression: Expression
    public var wearing: Wearing
    public var pose: Pose
    public var light: Light
    public var background: Background
    public var camera: Camera
    /// Seeds the fine detail (strands, pores, grain), so that equal parameters give equal pictures.
    public var detailSeed: UInt32

    /// Hair on the head.
    public struct Hair: Sendable, Equatable {
        public var style: HairStyle
        /// The colour by name: the recorded attribute.
        public var colorName: HairColorName
        /// The colour as it is drawn; the ranges of neighbouring names overlap.
        public var pigment: HairPigment
        /// How far the hair stands off the skull.
        public var volume: Float
        public var waviness: Float
        /// Where the parting lies, from −1 (left) to 1 (right).
        public var parting: Float
        public var hasBangs: Bool
        /// How far the temples have receded.
        public var recession: Float
    }

    /// The skull and what covers it.
    public struct Shape: Sendable, Equatable {
        /// Half the width at the cheekbones, in face units; about 40 to 49.
        public var halfWidth: Float
        /// From the eyes to the chin, in face units; about 58 to 72.
        public var chinDrop: Float
        /// From narrow (0) to square (1).
        public var jaw: Float
        public var chubbiness: Float
        public var doubleChin: Float
    }

    public struct Skin: Sendable, Equatable {
        /// From pale (0) to dark (1).
        public var tone: Float
        /// From yellowish (−1) to reddish (1).
        public var undertone: Float
        public var wrinkles: Float
        public var bags: Float
        public var freckles: Float
        public var blush: Float
        public var shine: Float
    }

    public struct Eyes: Sendable, Equatable {
        /// Half the distance between the pupils, in face units; about 19.
        public var halfDistance: Float
        /// Relative to the usual size, 1.
        public var size: Float
        /// From nearly shut (0) to wide open (1).
        public var openness: Float
        /// From brown (0) through green to blue (1).
        public var iris: Float
        /// Where they look, each in [−1, 1].
        public var gaze: SIMD2<Float>
        public var lashes: Float
        public var shadow: Float
        /// How far the outer corners stand above the inner ones, in [−1, 1].
        public var tilt: Float
    }

    public struct Brows: Sendable, Equatable {
        public var thickness: Float
        public var arch: Float
    }

    public struct Nose: Sendable, Equatable {
        /// Relative to the usual size, 1.
        public var width: Float
        public var length: Float
    }

    public struct Lips: Sendable, Equatable {
        public var fullness: Float
        /// Relative to the usual width, 1.
        public var width: Float
        /// How much lipstick.
        public var lipstick: Float
        /// From pink (0) to deep red (1).
        public var lipstickHue: Float
    }

    /// Hair on the face; each strength from none (0) to thick (1).
    public struct Beard: Sendable, Equatable {
        public var stubble: Float
        public var full: Float
        public var goatee: Float
        public var mustache: Float
        public var sideburns: Float
    }

    /// What is worn.
    public struct Wearing: Sendable, Equatable {
        /// What sits before the eyes.
        public enum Glasses: Sendable, Equatable, CaseIterable { case none, clear, sun }
        /// What the shoulders show.
        public enum Clothes: Sendable, Equatable, CaseIterable { case crewNeck, vNeck, shirt, suit }

        public var glasses: Glasses
        public var hat: Bool
        public var earrings: Bool
        public var necklace: Bool
        public var necktie: Bool
        public var clothes: Clothes
        /// The colour of the clothes, sRGB in [0, 1].
        public var color: SIMD3<Float>
        /// The colour of hat, tie and frames, sRGB in [0, 1].
        public var accent: SIMD3<Float>
        /// A mask over mouth and nose; no attribute says anything of it.
        public var mask: FaceMask?
    }

    /// How the head is held and where it stands in the picture.
    public struct Pose: Sendable, Equatable {
        /// Turned to the viewer's right where positive; within ±0.5.
        public var yaw: Float
        /// Bowed where positive; within ±0.25.
        public var pitch: Float
        /// Tilted clockwise where positive.
        public var roll: Float
        /// Relative to the usual size, 1.
        public var scale: Float
        /// In face units.
        public var shift: SIMD2<Float>
    }

    public struct Light: Sendable, Equatable {
        /// Where the light comes from: x to the right, y down, z to the viewer; of length 1.
        public var direction: SIMD3<Float>
        /// From cold (−1) to warm (1).
        public var warmth: Float
        /// From flat (0) to contrasty (1).
        public var contrast: Float
        /// Exposure, about 1.
        public var brightness: Float
    }

    /// What stands behind the head; colours are sRGB in [0, 1].
    public struct Background: Sendable, Equatable {
        public var top: SIMD3<Float>
        public var bottom: SIMD3<Float>
        public var blobColor: SIMD3<Float>
        /// How many blurred shapes; 0 to 8.
        public var blobs: Int
    }

    public struct Camera: Sendable, Equatable {
        /// Radius of the blur, in face units; 0 is sharp.
        public var blur: Float
        /// Standard deviation of the grain, as a share of white.
        public var grain: Float
    }
}
