import Imaging

/// Mean and standard deviation of each colour channel, on the scale where a byte of 255 is 1.
public struct ChannelStatistics: Sendable, Codable, Equatable {
    /// Red, green, blue.
    public let mean: [Double]
    /// Red, green, blue; above 0.
    public let deviation: [Double]

    /// - Precondition: three numbers each, every deviation above 0.
    public init(mean: [Double], deviation: [Double]) {
        precondition(
            mean.count == 3 && deviation.count == 3 && deviation.allSatisfy { $0 > 0 },
            "statistics of three channels: mean \(mean), deviation \(deviation)")
        self.mean = mean
        self.deviation = deviation
    }

    /// The mean in bytes, rounded: what becomes 0 when it is normalised.
    public var meanColor: SIMD3<UInt8> {
        SIMD3(mean.map { UInt8(min(max($0 * 255, 0), 255).rounded()) })
    }

    /// Maps bytes to [−1, 1], as StarGAN takes its images.
    public static let signedUnit = ChannelStatistics(mean: [0.5, 0.5, 0.5], deviation: [0.5, 0.5, 0.5])

    /// The statistics of all pixels of all images as they are read, without any transform. Sums are exact in integers, so the
    /// result does not depend on threads. A channel that is the same everywhere gets the deviation 1.
    ///
    /// - Precondition: the source is not empty.
    /// - Throws: what went wrong with the first image that could not be read.
    public init(of source: ImageSource, threads: Int = 2, onImage: () throws -> Void = {}) throws {
        precondition(source.count > 0, "there are no statistics of no images")
        let prefetch = OrderedPrefetch(count: source.count, window: 64, threads: threads) {
            ChannelSums(try source.image(at: $0).pixels)
        }
        var sums = ChannelSums([])
        while let image = prefetch.next() {
            sums.add(try image.get())
            try onImage()
        }
        self.init(sums)
    }

    /// The statistics of pixels in memory, interleaved.
    ///
    /// - Precondition: there is at least one pixel.
    public init(ofPixels pixels: [UInt8]) {
        precondition(pixels.count >= 3, "there are no statistics of no pixels")
        self.init(ChannelSums(pixels))
    }

    private init(_ sums: ChannelSums) {
        let count = Double(sums.count)
        let mean = sums.first.map { Double($0) / count / 255 }
        let deviation = zip(sums.second, mean).map { second, mean in
            let variance = max(0, Double(second) / count / (255 * 255) - mean * mean)
            return variance > 1e-12 ? variance.squareRoot() : 1
        }
        self.init(mean: mean, deviation: deviation)
    }

    /// Bytes `[count, size, size, 3]` as numbers `[count, 3, size, size]`: (byte / 255 − mean) / deviation.
    ///
    /// - Precondition: `images` is a whole number of images of that size.
    public func normalized(_ images: [UInt8], size: Int) -> [Float] {
        let plane = size * size
        precondition(
            size >= 1 && images.count.isMultiple(of: plane * 3), "\(images.count) bytes at size \(size)")
        let table = (0..<3).flatMap { channel in
            (0..<256).map { Float((Double($0) / 255 - mean[channel]) / deviation[channel]) }
        }
        return [Float](unsafeUninitializedCapacity: images.count) { output, filled in
            images.withUnsafeBufferPointer { input in
                table.withUnsafeBufferPointer { table in
                    for image in 0..<images.count / (plane * 3) {
                        let base = image * plane * 3
                        for pixel in 0..<plane {
                            output[base + pixel] = table[Int(input[base + pixel * 3])]
                            output[base + plane + pixel] = table[256 + Int(input[base + pixel * 3 + 1])]
                            output[base + 2 * plane + pixel] = table[512 + Int(input[base + pixel * 3 + 2])]
                        }
                    }
                }
            }
            filled = images.count
        }
    }
}

/// Sums of bytes and of their squares, for each channel.
private struct ChannelSums {
    var count = 0
    var first = [0, 0, 0]
    var second = [0, 0, 0]

    init(_ pixels: [UInt8]) {
        count = pixels.count / 3
        pixels.withUnsafeBufferPointer { pixels in
            var sum = SIMD4<Int>.zero
            var squares = SIMD4<Int>.zero
            for pixel in 0..<count {
                let colors = SIMD4<Int>(
                    Int(pixels[pixel * 3]), Int(pixels[pixel * 3 + 1]), Int(pixels[pixel * 3 + 2]), 0)
                sum &+= colors
                squares &+= colors &* colors
            }
            first = [sum.x, sum.y, sum.z]
            second = [squares.x, squares.y, squares.z]
        }
    }

    mutating func add(_ other: ChannelSums) {
        count += other.count
        for channel in 0..<3 {
            first[channel] += other.first[channel]
            second[channel] += other.second[channel]
        }
    }
}
