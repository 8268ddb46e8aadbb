import Foundation

/// A file of weights in any of the formats that are read: safetensors, and what PyTorch's `torch.save` writes, in its zip
/// container or the legacy one.
///
/// The format is recognised by the file's content, not by its name. Nothing of a file is executed, and nothing is unpacked.
///
///     let file = try WeightsFile(contentsOf: URL(fileURLWithPath: "resnet50.pth"))
///     let weights = try file.weights()
public struct WeightsFile: Sendable {
    /// What a file of weights is written in.
    public enum Format: Sendable {
        /// A header in JSON, and behind it the numbers.
        case safetensors
        /// What `torch.save` writes since PyTorch 1.6: a zip file with a pickle and a file a tensor.
        case pytorchZip
        /// What it wrote before: several pickles, and behind them the numbers.
        case pytorchLegacy
    }

    private enum Content: Sendable {
        case tensors(SafeTensors)
        case container(TorchContainer, StateDictionaries)
    }

    /// What the file was found to be.
    public let format: Format
    /// The path or name of the file, for messages.
    public let name: String
    /// The dictionary that was asked for behind a `#` in the path.
    let selector: String?
    private let content: Content

    /// Reads a file.
    ///
    /// - Parameter url: the file; where there is none of that name, what stands behind the last `#` names a dictionary in it, as in
    ///   `checkpoint.pth#state_dict`, or the beginning of the tensors' names, as in `both.safetensors#generator`.
    /// - Throws: `WeightsError` where there is no such file, and where it breaks its format in any way or would have to be
    ///   executed.
    public init(contentsOf url: URL) throws(WeightsError) {
        let (file, selector) = Self.parted(url)
        try self.init(data: Self.bytes(of: file), name: file.path, selector: selector)
    }

    /// Reads the bytes of a file. Tensors are slices of `data` where that is possible.
    ///
    /// - Parameters:
    ///   - data: the file's bytes.
    ///   - name: what messages call the file.
    ///   - selector: which of several dictionaries is meant.
    /// - Throws: as ``init(contentsOf:)``.
    public init(data: Data, name: String, selector: String? = nil) throws(WeightsError) {
        self.name = name
        self.selector = selector
        if data.count > 8, data[data.startIndex + 8] == UInt8(ascii: "{") {
            format = .safetensors
            content = .tensors(try SafeTensors(data: data, name: name))
        } else if data.starts(with: [0x50, 0x4B, 0x03, 0x04]) {
            format = .pytorchZip
            content = Self.searched(try TorchContainer(zip: data, file: name))
        } else if TorchContainer.looksLikePickle(data) {
            format = .pytorchLegacy
            content = Self.searched(try TorchContainer(legacy: data, file: name))
        } else {
            throw Self.unknown(data, name: name)
        }
    }

    /// The dictionaries of tensors in a PyTorch file by the paths that lead there, such as `state_dict`; the object itself is the
    /// empty path. One without a name for a safetensors file.
    public var dictionaryNames: [String] {
        switch content {
        case .tensors: [""]
        case .container(_, let found): found.candidates.map(found.name(of:))
        }
    }

    /// The tensors of a model.
    ///
    /// Where all names begin with `module.` (`DataParallel`), `_orig_mod.` (`torch.compile`), `model.` or `net.`, that is taken
    /// off.
    ///
    /// - Parameters:
    ///   - preferred: the names that such a model's dictionary goes by where a file holds several, such as `G`.
    ///   - note: is told, in one line, which dictionaries there are and which is taken, where there are several.
    /// - Throws: `WeightsError` where there are no tensors, or several dictionaries and none or more than one of them goes by a
    ///   preferred name; it says which there are and how to choose.
    public func weights(
        preferring preferred: [String] = [], note: (String) -> Void = { _ in }
    ) throws(WeightsError) -> SafeTensors {
        switch content {
        case .tensors(let tensors):
            var weights = try Self.named(tensors.entries, below: selector ?? "", source: name)
            weights.metadata = tensors.metadata
            return weights
        case .container(let container, let found):
            let (chosen, prefix) = try choose(from: found, preferring: preferred, note)
            return try Self.named(
                container.tensors(ofDictionary: chosen.dictionary), below: prefix, source: name)
        }
    }

    /// Reads what ``weights(preferring:)`` would read of each dictionary, of the first few; for fuzzing.
    func readAll() throws(WeightsError) {
        switch content {
        case .tensors(let tensors): for entry in tensors.entries { _ = entry.weights }
        case .container(let container, let found):
            for candidate in found.candidates.prefix(8) {
                _ = found.name(of: candidate)
                _ = try container.tensors(ofDictionary: candidate.dictionary)
            }
        }
    }

    private static func searched(_ container: TorchContainer) -> Content {
        .container(container, StateDictionaries(in: container))
    }
}
