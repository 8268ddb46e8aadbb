import Testing

@testable import Datasets

/// The rasterizer's coverage is an area, so sums over a shape are known exactly.
@Suite struct MaskTests {
    private func area(_ mask: Mask) -> Float { mask.coverage.reduce(0, +) }

    @Test func polygonsCoverTheirArea() {
        let triangle: [Point] = [[2.25, 1.5], [13.75, 4.25], [5.5, 12.75]]
        let (a, b) = (triangle[1] - triangle[0], triangle[2] - triangle[0])
        let expected = abs(a.x * b.y - a.y * b.x) / 2
        let mask = Mask([triangle], canvas: (20, 20))
        #expect(abs(area(mask) - expected) < 1e-3)
        let reversed = Mask([triangle.reversed()], canvas: (20, 20))
        #expect(zip(mask.coverage, reversed.coverage).allSatisfy { abs($0 - $1) < 1e-5 })
    }

    @Test func aPixelCutInHalfIsHalfCovered() {
        let mask = Mask([[[1.5, 1], [4, 1], [4, 3], [1.5, 3]]], canvas: (8, 8))
        #expect(mask.value(1, 1) == 0.5)
        #expect(mask.value(2, 2) == 1)
        #expect(mask.value(0, 1) == 0)
        #expect(mask.value(4, 1) == 0)
    }

    @Test func oppositeTurnsCutAHole() {
        let outer: [Point] = [[1, 1], [9, 1], [9, 9], [1, 9]]
        let inner: [Point] = [[3, 3], [3, 7], [7, 7], [7, 3]]
        let mask = Mask([outer, inner], canvas: (10, 10))
        #expect(abs(area(mask) - 48) < 1e-3)
        #expect(mask.value(5, 5) == 0)
        #expect(mask.value(2, 5) == 1)
    }

    @Test func shapesBeyondTheCanvasAreClipped() {
        let square: [Point] = [[-5, -5], [5, -5], [5, 5], [-5, 5]]
        #expect(abs(area(Mask([square], canvas: (10, 10))) - 25) < 1e-3)
        #expect(area(Mask([square.map { $0 + [40, 0] }], canvas: (10, 10))) == 0)
        #expect(area(Mask([square.map { $0 - [40, 40] }], canvas: (10, 10))) == 0)
        #expect(area(Mask([[]], canvas: (10, 10))) == 0)
        #expect(area(Mask([[[.nan, 1], [3, .infinity], [2, 2]]], canvas: (10, 10))).isFinite)
    }

    @Test func blurKeepsTheArea() {
        let mask = Mask([[[10, 10], [14, 10], [14, 15], [10, 15]]], canvas: (40, 40), margin: 8)
        #expect(abs(area(mask.blurred(2)) - 20) < 1e-3)
        #expect(mask.blurred(2).value(12, 12) < 1)
    }
}
