import Datasets
import Foundation
import Imaging
import Synchronization
import TensorEngine
import Testing
import Workspace

@Suite struct LoaderTests {
    /// Images of 4×4 whose bytes are the index; reading takes longer for some than for others.
    static func source(_ count: Int, failingAt bad: Int? = nil) -> ImageSource {
        ImageSource(labels: (0..<count).map { .index($0) }) { index in
            if index % 7 == 0 { Thread.sleep(forTimeInterval: 0.002) }
            if index == bad { throw WinnowError(.badData, "image\(index).jpg: damaged") }
            return Image(width: 4, height: 4, color: SIMD3(repeating: UInt8(index)))
        }
    }

    static let unchanged: ImageTransform = { image, _ in image }

    static func all(_ loader: Loader) throws -> [Batch] {
        var batches: [Batch] = []
        while let batch = try loader.next() { batches.append(batch) }
        return batches
    }

    @Test(arguments: [1, 2, 5], [false, true])
    func batchesComeInOrderWhateverTheThreads(threads: Int, dropLast: Bool) throws {
        var stream = RandomStream(seed: 1, name: "order")
        let order = (0..<50).shuffled(using: &stream)
        let loader = Loader(
            source: Self.source(50), order: order, batchSize: 8, dropLast: dropLast,
            transform: Self.unchanged,
            seed: 0, epoch: 0, threads: threads)
        #expect(loader.batchCount == (dropLast ? 6 : 7))
        let batches = try Self.all(loader)
        #expect(batches.map(\.count) == [8, 8, 8, 8, 8, 8] + (dropLast ? [] : [2]))
        #expect(batches.flatMap(\.indices) == Array(order.prefix(dropLast ? 48 : 50)))
        for batch in batches {
            #expect(batch.size == 4)
            #expect(batch.labels == batch.indices.map { .index($0) })
            #expect(batch.images == batch.indices.flatMap { [UInt8](repeating: UInt8($0), count: 48) })
        }
        #expect(try loader.next() == nil)
    }

    @Test func randomnessDependsOnSeedEpochAndPositionOnly() throws {
        let draw: ImageTransform = { _, stream in
            Image(width: 1, height: 1, color: SIMD3(repeating: UInt8(truncatingIfNeeded: stream.next())))
        }
        func bytes(seed: UInt64 = 3, epoch: Int = 1, threads: Int = 2, first: Int = 0) throws -> [UInt8] {
            try Self.all(
                Loader(
                    source: Self.source(40), order: Array(0..<40), batchSize: 6, transform: draw, seed: seed,
                    epoch: epoch, firstBatch: first, threads: threads)
            ).flatMap(\.images)
        }
        let reference = try bytes()
        #expect(try bytes(threads: 7) == reference)
        #expect(try bytes(first: 2) == Array(reference[(12 * 3)...]))
        #expect(try bytes(seed: 4) != reference)
        #expect(try bytes(epoch: 2) != reference)
        var stream = RandomStream(seed: 3, name: "augment/1/5")
        #expect(reference[15] == UInt8(truncatingIfNeeded: stream.next()))
    }

    @Test func errorsSurfaceInTheirPlace() throws {
        let loader = Loader(
            source: Self.source(30, failingAt: 17), order: Array(0..<30), batchSize: 8,
            transform: Self.unchanged,
            seed: 0, epoch: 0)
        #expect(try loader.next()?.indices.first == 0)
        #expect(try loader.next()?.indices.first == 8)
        let error = #expect(throws: WinnowError.self) { try loader.next() }
        #expect(error?.message == "image17.jpg: damaged")
        #expect(try loader.next() == nil)
    }

    @Test func unreadableFilesAreNamed() throws {
        let folder = try TemporaryFolder()
        try folder.write("not an image", to: "bad.jpg")
        let file = folder.url.appending(path: "bad.jpg")
        let loader = Loader(
            examples: [Example(file: file, label: .index(0))], order: [0], batchSize: 1,
            transform: Self.unchanged,
            seed: 0, epoch: 0)
        let error = #expect(throws: WinnowError.self) { try loader.next() }
        #expect(error?.message.hasPrefix(file.path + ": ") == true)
    }

    @Test func memoryIsBoundedAndDroppingEndsTheThreads() throws {
        let reads = Counter()
        let source = ImageSource(labels: Array(repeating: .index(0), count: 1000)) { _ in
            reads.add()
            return Image(width: 1, height: 1, color: .zero)
        }
        var loader: Loader? = Loader(
            source: source, order: Array(0..<1000), batchSize: 10, transform: Self.unchanged, seed: 0,
            epoch: 0,
            threads: 4)
        _ = try loader?.next()
        Thread.sleep(forTimeInterval: 0.05)
        #expect(reads.value <= 10 + 20)
        loader = nil
        let afterwards = reads.value
        Thread.sleep(forTimeInterval: 0.05)
        #expect(reads.value == afterwards)
    }

    @Test func waitingIsMeasured() throws {
        let slow = ImageSource(labels: [.index(0)]) { _ in
            Thread.sleep(forTimeInterval: 0.05)
            return Image(width: 1, height: 1, color: .zero)
        }
        let loader = Loader(
            source: slow, order: [0], batchSize: 1, transform: Self.unchanged, seed: 0, epoch: 0)
        _ = try loader.next()
        #expect(loader.waitingSeconds > 0.01 && loader.waitingSeconds < 5)
    }

    @Test func emptyOrderHasNoBatches() throws {
        let loader = Loader(
            source: Self.source(5), order: [], batchSize: 4, transform: Self.unchanged, seed: 0, epoch: 0)
        #expect(loader.batchCount == 0)
        #expect(try loader.next() == nil)
    }

    @Test func memoryGivesWhatFilesGive() throws {
        let set = try CelebAFolder(count: 6)
        let examples = (1...6).map {
            Example(
                file: set.url.appending(path: "img_align_celeba/\(CelebAFolder.file($0))"), label: .index($0))
        }
        let decoded = try DecodedDataset(.files(examples), size: 16)
        #expect(decoded.count == 6 && decoded.pixels.count == DecodedDataset.byteCount(images: 6, size: 16))
        let transform = ImageTransforms.classifierTraining(resize: 16, imageSize: 12)
        let order = [5, 0, 3, 3, 1]
        let fromFiles = Loader(
            examples: examples, order: order, batchSize: 5, transform: transform, seed: 9, epoch: 2)
        let fromMemory = Loader(
            source: decoded.source, order: order, batchSize: 5, transform: transform, seed: 9, epoch: 2)
        let expected = try #require(try fromFiles.next())
        let batch = try #require(try fromMemory.next())
        #expect(batch.images == expected.images && batch.labels == expected.labels && batch.size == 12)
    }

    /// As StarGAN's trainer keeps them; also where the crop is smaller than the result.
    @Test(arguments: [12, 16, 24, nil])
    func memoryGivesStarGANWhatFilesGive(crop: Int?) throws {
        let folder = try TemporaryFolder()
        let examples = try (0..<4).map { index in
            let image = TransformTests.coordinates(24 + index, 30 - index)
            try folder.write(image.pngData(), to: "\(index).png")
            return Example(file: folder.url.appending(path: "\(index).png"), label: .index(index))
        }
        let decoded = try DecodedDataset(.files(examples), size: 16, crop: crop)
        func batch(_ source: ImageSource, crop: Int?) throws -> Batch? {
            try Loader(
                source: source, order: [2, 0, 1, 3, 2], batchSize: 5,
                transform: ImageTransforms.starGAN(size: 16, crop: crop), seed: 3, epoch: 1
            ).next()
        }
        let expected = try #require(try batch(.files(examples), crop: crop))
        #expect(try batch(decoded.source, crop: nil)?.images == expected.images)
    }

    @Test func sourcesStandSideBySide() throws {
        let both = Self.source(3).appending(Self.source(2))
        #expect(both.count == 5)
        #expect(both.labels == [0, 1, 2, 0, 1].map { .index($0) })
        #expect(try (0..<5).map { try both.image(at: $0).pixels[0] } == [0, 1, 2, 0, 1])
    }
}

/// A number that several threads count up.
final class Counter: Sendable {
    private let count = Mutex(0)
    var value: Int { count.withLock { $0 } }
    func add() { count.withLock { $0 += 1 } }
}
