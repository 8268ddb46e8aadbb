import Foundation
import Imaging
import Synchronization
import Workspace

/// A labelled data set of drawn faces, written in a layout that the field knows.
///
///     var faces = FacesDataset(seed: 0)
///     faces.counts = [.train: 2000, .validation: 200, .test: 200]
///     try faces.write(to: folder)
public struct FacesDataset: Sendable {
    /// How the data set lies on disk.
    public var layout = FacesLayout.celeba
    /// How many images each split has; a split that is missing has none. The layout may know fewer splits than there are. Mask faces
    /// come as whole people, seven images each.
    public var counts: [Split: Int] = [.train: 2000, .validation: 200, .test: 200]
    /// In pixels, 16 to 4096.
    public var width = 178
    /// In pixels, 16 to 4096.
    public var height = 218
    /// Whether what is known to be flawed in the real sets of the layout is there too: names, files and lines that a loader has to cope
    /// with. Some of them it can only refuse.
    public var hasQuirks = false
    public var seed: UInt64
    public var distribution = FaceDistribution()
    /// The splits that follow another distribution, such as a balanced test split.
    public var overrides: [Split: FaceDistribution] = [:]
    /// The JPEG quality, 1 to 100.
    public var jpegQuality = 95
    /// How many threads draw; the files do not depend on it.
    public var threads = ProcessInfo.processInfo.activeProcessorCount

    public init(seed: UInt64) { self.seed = seed }

    /// Draws the faces and writes the data set, whole or not at all.
    ///
    /// - Parameters:
    ///   - folder: made if it is missing, and the folders above it.
    ///   - force: replaces a folder that is there, if Winnow made it.
    ///   - progress: called from any thread, one call at a time, with the number of images written and the total; an error
    ///     that it throws stops the writing.
    /// - Throws: `WinnowError` for an impossible setting (`.usage`), a folder that is in use or cannot be made (`.cannotCreate`) and
    ///   a failed write (`.ioFailed`); what `progress` throws.
    public func write(
        to folder: URL, force: Bool = false,
        progress: @Sendable (_ done: Int, _ total: Int) throws -> Void = { _, _ in }
    ) throws {
        let samplers = try checked()
        let series = FaceSeries(
            seed: seed, size: (width, height), hasQuirks: hasQuirks, samplers: samplers, counts: counts)
        let plan = FacesPlan(layout, for: series)
        try OutputFolder.replace(folder, force: force) { folder in
            for path in plan.allFolders { try make(folder.appendingPathComponent(path)) }
            try draw(plan.images, series, to: folder, progress: progress)
            for (path, data) in plan.files { try write(data, to: folder.appendingPathComponent(path)) }
        }
    }

    /// The samplers of the splits, once every setting has been found possible.
    private func checked() throws -> [Split: FaceSampler] {
        for (name, value, range) in [
            ("width", width, 16...4096), ("height", height, 16...4096),
            ("JPEG quality", jpegQuality, 1...100), ("threads", threads, 1...1024),
        ] where !range.contains(value) {
            throw WinnowError(
                .usage,
                "faces: \(name) \(value) is not allowed; it takes \(range.lowerBound) to \(range.upperBound)")
        }
        let limit = 10_000_000
        for split in Split.allCases {
            let count = counts[split] ?? 0
            guard (0...limit).contains(count) else {
                throw WinnowError(
                    .usage, "faces: \(count) \(split.rawValue) faces are not allowed; it takes 0 to \(limit)")
            }
            guard count == 0 || layout.splits.contains(split) else {
                throw WinnowError(
                    .usage,
                    "faces: the layout \(layout.rawValue) has no \(split.rawValue) split; ask for 0 \(split.rawValue) faces"
                )
            }
        }
        guard counts.values.contains(where: { $0 > 0 }) else {
            throw WinnowError(.usage, "faces: no faces asked for; give at least one split a count above 0")
        }
        var samplers: [Split: FaceSampler] = [:]
        for split in Split.allCases {
            samplers[split] = try FaceSampler(seed: seed, distribution: overrides[split] ?? distribution)
        }
        return samplers
    }

    private func make(_ folder: URL) throws {
        do {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        } catch {
            throw WinnowError(
                .cannotCreate,
                "\(folder.path): cannot be made (\(error.localizedDescription)); choose a folder that you may write to"
            )
        }
    }

    private func write(_ data: Data, to url: URL) throws {
        do {
            try data.write(to: url)
        } catch {
            throw WinnowError(
                .ioFailed,
                "\(url.path): cannot be written (\(error.localizedDescription)); is the disk full?")
        }
    }

    /// What the drawing threads share.
    private struct Work {
        var next = 0
        var done = 0
        var failure: (any Error)?
    }

    private func draw(
        _ images: [FacesPlan.PlannedImage], _ series: FaceSeries, to folder: URL,
        progress: @Sendable (Int, Int) throws -> Void
    ) throws {
        let work = Mutex(Work())
        let renderer = FaceRenderer(width: width, height: height)
        DispatchQueue.concurrentPerform(iterations: min(threads, images.count)) { _ in
            while true {
                let number: Int? = work.withLock { work in
                    guard work.failure == nil, work.next < images.count else { return nil }
                    defer { work.next += 1 }
                    return work.next
                }
                guard let number else { return }
                let image = images[number]
                let result = Result {
                    let face = series.face(image.split, image.index).parameters
                    let picture = renderer.render(image.picture?.face(of: face) ?? face)
                    let data =
                        try image.path.hasSuffix(".png")
                        ? picture.pngData() : picture.jpegData(quality: jpegQuality)
                    try write(data, to: folder.appendingPathComponent(image.path))
                }
                work.withLock { work in
                    do {
                        try result.get()
                        work.done += 1
                        try progress(work.done, images.count)
                    } catch {
                        work.failure = work.failure ?? error
                    }
                }
            }
        }
        if let failure = work.withLock({ $0.failure }) { throw failure }
    }
}
