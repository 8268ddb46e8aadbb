import Datasets
import Foundation
import Workspace

/// The files that a step of a benchmark reads and writes; those that it made go with the object.
final class BenchmarkFiles {
    private let data: URL?
    private let temporary: URL

    /// How many faces are drawn where no data set was named.
    private static let faceCount = 512

    /// - Parameter data: a data set that is there; nil for drawn faces.
    init(data: URL?) {
        self.data = data
        temporary = FileManager.default.temporaryDirectory
            .appendingPathComponent("winnow-bench-\(UUID().uuidString)", isDirectory: true)
    }

    deinit { try? FileManager.default.removeItem(at: temporary) }

    /// A data set of JPEG files: the one that was named, or faces of CelebA's size, drawn at the first call.
    ///
    /// - Throws: what opening and drawing throw; `WinnowError` `.badData` where there are no training images.
    func dataset() throws -> Dataset {
        let dataset = try Dataset.open(folder())
        guard !dataset.examples(in: .train).isEmpty else {
            throw WinnowError(
                .badData, "\(dataset.root.path): has no training images; name a data set that has some")
        }
        return dataset
    }

    /// The data set's folder.
    func folder() throws -> URL {
        if let data { return data }
        let folder = place("faces")
        if !FileManager.default.fileExists(atPath: folder.path) {
            Console.note("drawing \(Self.faceCount) faces")
            var faces = FacesDataset(seed: 0)
            faces.counts = [.train: Self.faceCount]
            try faces.write(to: folder) { _, _ in try Interruption.check() }
        }
        return folder
    }

    /// A place for files that are deleted in the end.
    func place(_ name: String) -> URL { temporary.appendingPathComponent(name, isDirectory: true) }
}
