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
    public enum Layout: String, Sendable, CaseIterable {
        /// `img_align_celeba/000001.jpg` with `list_attr_celeba.txt` and `list_eval_partition.txt`: 40 attributes an image.
        case celeba
        /// `{train,val,test}/LABEL/000001.jpg`: one expression an image.
        case folder
        /// The same with AffectNet's numbers for names: `{train,val,test}/0…7/000001.jpg`.
        case affectnet
    }

    public var layout: Layout = .celeba
    /// How many faces each split has; a split that is missing has none.
    public var counts: [Split: Int] = [.train: 2000, .validation: 200, .test: 200]
    /// In pixels, 16 to 4096.
    public var width = 178
    /// In pixels, 16 to 4096.
    public var height = 218
    public var seed: UInt64
    public var distribution = FaceDistribution()
    /// The splits that follow another distribution, such as a balanced test split.
    public var overrides: [Split: FaceDistribution] = [:]
    /// The JPEG quality, 1 to 100.
    public var jpegQuality = 95
    /// How many threads draw; the files do not depend on it.
    public var threads = ProcessInfo.processInfo.activeProcessorCount

    public init(seed: UInt64) { self.seed = seed }

    /// Draws the faces and writes the data set.
    ///
    /// The lists that name the images are written last, so that a folder with lists is complete.
    ///
    /// - Parameters:
    ///   - folder: made if it is missing.
    ///   - progress: called from any thread, one call at a time, with the number of images written and the total; an error
    ///     that it throws stops the writing.
    /// - Throws: `WinnowError` for an impossible setting (`.usage`), a folder that already holds a data set or cannot be
    ///   made (`.cannotCreate`) and a failed write (`.ioFailed`); what `progress` throws.
    public func write(
        to folder: URL, progress: @Sendable (_ done: Int, _ total: Int) throws -> Void = { _, _ in }
    ) throws {
        let samplers = try checked()
        try refuseExisting(folder)
        let images = plan(samplers)
        for path in Set(images.map { ($0.path as NSString).deletingLastPathComponent }) {
            try make(folder.appendingPathComponent(path))
        }
        try draw(images, samplers, to: folder, progress: progress)
        if layout == .celeba { try CelebALists(images: images, samplers: samplers).write(to: folder) }
    }

    /// One image that is to be written.
    struct PlannedImage: Sendable {
        let split: Split
        /// Its place in the split.
        let index: Int
        /// Relative to the data set's folder.
        let path: String
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

    /// Every image, in order: train, validation, test.
    private func plan(_ samplers: [Split: FaceSampler]) -> [PlannedImage] {
        var images: [PlannedImage] = []
        for split in Split.allCases {
            for index in 0..<(counts[split] ?? 0) {
                let number = FacesDataset.number(images.count + 1)
                let path: String
                switch layout {
                case .celeba: path = "img_align_celeba/\(number).jpg"
                case .folder, .affectnet:
                    let label =
                        samplers[split]?.face(split: split, index: index).recordedExpression ?? .neutral
                    path = "\(FacesDataset.folderName(of: split))/\(name(of: label))/\(number).jpg"
                }
                images.append(PlannedImage(split: split, index: index, path: path))
            }
        }
        return images
    }

    /// The folder of an expression's images.
    private func name(of expression: ExpressionName) -> String {
        guard layout == .affectnet else { return expression.rawValue }
        return String(ExpressionName.allCases.firstIndex(of: expression) ?? 0)
    }

    private static func folderName(of split: Split) -> String {
        switch split {
        case .train: "train"
        case .validation: "val"
        case .test: "test"
        }
    }

    /// At least six digits, as CelebA numbers its images.
    private static func number(_ value: Int) -> String {
        let digits = String(value)
        return String(repeating: "0", count: max(0, 6 - digits.count)) + digits
    }

    private func refuseExisting(_ folder: URL) throws {
        let marks =
            layout == .celeba ? ["img_align_celeba", CelebALists.attributesName] : ["train", "val", "test"]
        for mark in marks {
            let path = folder.appendingPathComponent(mark).path
            if FileManager.default.fileExists(atPath: path) {
                throw WinnowError(.cannotCreate, "\(path) already exists; choose another folder or remove it")
            }
        }
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

    /// What the drawing threads share.
    private struct Work {
        var next = 0
        var done = 0
        var failure: (any Error)?
    }

    private func draw(
        _ images: [PlannedImage], _ samplers: [Split: FaceSampler], to folder: URL,
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
                    guard let face = samplers[image.split]?.face(split: image.split, index: image.index)
                    else { return }
                    let data = try renderer.render(face.parameters).jpegData(quality: jpegQuality)
                    let url = folder.appendingPathComponent(image.path)
                    do {
                        try data.write(to: url)
                    } catch {
                        throw WinnowError(
                            .ioFailed,
                            "\(url.path): cannot be written (\(error.localizedDescription)); is the disk full?"
                        )
                    }
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
