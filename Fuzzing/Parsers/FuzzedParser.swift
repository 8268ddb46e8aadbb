import Foundation
import Imaging
import NeuralNetwork

/// The parsers of files that nobody vouches for.
enum FuzzedParser: String, CaseIterable {
    /// Weights in safetensors.
    case safetensors
    /// One pickle.
    case pickle
    /// A zip archive, as PyTorch's container is one.
    case zip
    /// A file of weights in any format; its seeds are PyTorch's containers, the zip one and the legacy one.
    case weights
    /// The lists of attributes, splits and labels that data sets are described by.
    case lists
    /// JPEG and PNG.
    case images
    /// The files of a pool.
    case pools
    /// HDF5 files of another program's images.
    case imports

    /// Makes what is made once, so that it does not count as an input's memory.
    func prepare() {
        switch self {
        case .safetensors, .pickle, .zip, .weights, .images: break
        case .lists: FuzzedLists.prepare()
        case .pools, .imports: FuzzedPools.prepare()
        }
    }

    /// Reads the bytes in each way in which the program might.
    func read(_ bytes: Data) {
        switch self {
        case .safetensors: expectClearError { try WeightsParsers.safetensors(bytes) }
        case .pickle: expectClearError { try WeightsParsers.pickle(bytes) }
        case .zip: expectClearError { try WeightsParsers.zip(bytes) }
        case .weights: expectClearError { try WeightsParsers.weights(bytes) }
        case .lists: FuzzedLists.read(bytes)
        case .images: expectClearError { _ = try Image.decode(bytes, name: "image") }
        case .pools: FuzzedPools.read(bytes)
        case .imports: FuzzedPools.readImport(bytes)
        }
    }

    /// The most memory that `count` bytes may take.
    func memoryLimit(_ count: Int) -> Int {
        let multiple =
            switch self {
            // Deflate packs 1,032 bytes into one at the most, and a byte of a bilevel PNG is 8 pixels of 3 bytes.
            case .images: 1032 * 8 * 3
            // Images that deflate packed, once as they are and once more with the channels last.
            case .imports: 1032 * 4
            case .safetensors, .pickle, .zip, .weights, .lists, .pools: 64
            }
        return (1 << 20) + multiple * count
    }
}
