/// A colour, sRGB-encoded, each channel in [0, 1]; shading may leave the range until the picture is finished.
typealias RGB = SIMD3<Float>

/// A point or a vector in face units, x to the right, y down, the origin between the eyes.
typealias Point = SIMD2<Float>

/// A colour that runs through fixed stops.
struct ColorRamp: Sendable {
    private let stops: [(position: Float, color: RGB)]

    /// - Precondition: at least one stop, in ascending order of position.
    init(_ stops: [(Float, RGB)]) {
        precondition(!stops.isEmpty, "a colour ramp needs a stop")
        self.stops = stops.map { (position: $0.0, color: $0.1) }
    }

    /// The colour at `position`, the end stops' beyond the ends.
    func color(at position: Float) -> RGB {
        guard let upper = stops.firstIndex(where: { $0.position >= position }) else {
            return stops[stops.count - 1].color
        }
        guard upper > 0 else { return stops[0].color }
        let (low, high) = (stops[upper - 1], stops[upper])
        return mix(low.color, high.color, (position - low.position) / (high.position - low.position))
    }
}

@inline(__always)
func mix(_ a: RGB, _ b: RGB, _ share: Float) -> RGB { a + (b - a) * share }

@inline(__always)
func mix(_ a: Float, _ b: Float, _ share: Float) -> Float { a + (b - a) * share }

@inline(__always)
func mix(_ a: Point, _ b: Point, _ share: Float) -> Point { a + (b - a) * share }

/// `value` held within [0, 1].
@inline(__always)
func unit(_ value: Float) -> Float { max(0, min(1, value)) }

/// 0 below `low`, 1 above `high`, smooth between.
@inline(__always)
func smoothstep(_ low: Float, _ high: Float, _ value: Float) -> Float {
    let t = unit((value - low) / (high - low))
    return t * t * (3 - 2 * t)
}

/// A bump of height 1 at 0 that falls to 0 at ±1.
@inline(__always)
func bump(_ value: Float) -> Float {
    let t = max(0, 1 - value * value)
    return t * t
}

/// The length of a vector.
@inline(__always)
func length(_ vector: Point) -> Float { (vector * vector).sum().squareRoot() }
