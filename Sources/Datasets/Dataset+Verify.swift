import Foundation
import Imaging
import Workspace

extension Dataset {
    /// Makes sure that every image can be decoded, so that training meets no surprise.
    ///
    /// - Parameters:
    ///   - splits: the splits that are looked at; the others stay as they are.
    ///   - skipBad: whether unreadable images are left out and added to `problems`; otherwise the first is thrown.
    ///   - threads: how many threads decode.
    ///   - onImage: called after each image, on the caller's thread.
    ///   - onSize: called with each image that can be read, its width and its height, on the caller's thread.
    /// - Returns: the set without unreadable images.
    /// - Throws: `WinnowError` of kind `.badData` with the file's name; what `onImage` and `onSize` throw.
    public func verified(
        _ splits: [Split] = Split.allCases, skipBad: Bool, threads: Int = 2,
        onImage: () throws -> Void = {},
        onSize: (Example, _ width: Int, _ height: Int) throws -> Void = { _, _, _ in }
    ) throws -> Dataset {
        var kept = examples
        var problems = problems
        for split in splits {
            kept[split] = []
            let examples = examples(in: split)
            var results = ImageSurvey(examples, decoding: true, threads: threads)
            for example in examples {
                switch results.next() {
                case .success(let size):
                    try onSize(example, size.width, size.height)
                    kept[split, default: []].append(example)
                case .failure(let error):
                    let problem = Problem(error, at: example.path, in: self)
                    problems.append(problem)
                    if !skipBad {
                        throw WinnowError(
                            (error as? WinnowError)?.kind ?? .badData,
                            "\(root.path)/\(problem); replace it, or leave it out with --skip-bad")
                    }
                }
                try onImage()
            }
        }
        return Dataset(
            root: root, layout: layout, schema: schema, examples: kept, problems: problems, notes: notes)
    }
}

/// Looks at image files one after the other, several ahead.
struct ImageSurvey {
    typealias Size = (width: Int, height: Int)
    private let prefetch: OrderedPrefetch<Size>

    /// - Parameter decoding: whether images are looked at to their ends, or only their headers are read.
    init(_ examples: [Example], decoding: Bool, threads: Int) {
        prefetch = OrderedPrefetch(count: examples.count, window: 256, threads: threads) {
            let file = examples[$0].file
            return try decoding ? Image.check(contentsOf: file) : Image.size(ofFile: file)
        }
    }

    /// - Precondition: it is called once an example at most.
    mutating func next() -> Result<Size, any Error> {
        guard let result = prefetch.next() else { preconditionFailure("there are no more images to look at") }
        return result
    }
}

extension Problem {
    /// An image that could not be read.
    init(_ error: any Error, at path: String, in dataset: Dataset) {
        self.init(file: dataset.relativePath(of: path), reason: Self.reason(of: error, at: path))
    }

    /// What an error says of the file at a path, without the path.
    static func reason(of error: any Error, at path: String) -> String {
        let message = (error as? WinnowError)?.message ?? String(describing: error)
        return message.hasPrefix(path + ": ") ? String(message.dropFirst(path.count + 2)) : message
    }
}
