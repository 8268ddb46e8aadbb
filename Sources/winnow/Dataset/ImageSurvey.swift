import Datasets
import Dispatch
import Foundation
import Imaging
import Synchronization
import Workspace

/// What reading all images of a data set shows.
struct ImageSurvey {
    /// How many images have each size, by `178x218`.
    private(set) var sizes: [String: Int] = [:]
    /// The images that cannot be read, in order of their names.
    private(set) var unreadable: [Problem] = []

    /// Reads every image.
    ///
    /// - Parameter decoding: whether pixels are decoded; otherwise only headers are read.
    /// - Throws: `Interrupted`.
    init(of dataset: Dataset, decoding: Bool, threads: Int) throws {
        let examples = Split.allCases.flatMap(dataset.examples(in:))
        let root = dataset.root.path + "/"
        let bar = ProgressBar(description: "images", total: examples.count, unit: "img")
        let found = Mutex(self)
        // Pieces many times the threads, so that none waits long for the slowest.
        let pieces = max(1, min(examples.count, threads * 64))
        let next = Atomic<Int>(0)
        DispatchQueue.concurrentPerform(iterations: min(threads, pieces)) { _ in
            while Interruption.signal == nil {
                let piece = next.add(1, ordering: .relaxed).oldValue
                guard piece < pieces else { return }
                let range = examples.count * piece / pieces..<examples.count * (piece + 1) / pieces
                var part = ImageSurvey()
                for example in examples[range] where Interruption.signal == nil {
                    part.read(example, root: root, decoding: decoding)
                    bar.advance()
                }
                found.withLock { [part] in $0.merge(part) }
            }
        }
        bar.finish()
        try Interruption.check()
        self = found.withLock { $0 }
        unreadable.sort { $0.file < $1.file }
    }

    private init() {}

    private mutating func read(_ example: Example, root: String, decoding: Bool) {
        do {
            let size: (width: Int, height: Int)
            if decoding {
                let image = try Image(contentsOf: example.file)
                size = (image.width, image.height)
            } else {
                size = try Image.size(ofFile: example.file)
            }
            sizes["\(size.width)x\(size.height)", default: 0] += 1
        } catch {
            let path = example.path
            let name = path.hasPrefix(root) ? String(path.dropFirst(root.count)) : path
            // The message begins with the path, which the problem names already.
            let reason = "\(error)".trimmingPrefix(path + ": ")
            unreadable.append(Problem(file: name, reason: String(reason)))
        }
    }

    private mutating func merge(_ other: ImageSurvey) {
        sizes.merge(other.sizes, uniquingKeysWith: +)
        unreadable += other.unreadable
    }
}
