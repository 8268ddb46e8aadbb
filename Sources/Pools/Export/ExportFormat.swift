import Foundation
import Workspace

/// What a pool can be exported to.
public enum ExportFormat: String, Sendable, CaseIterable {
    /// A folder of PNG files in a folder for each label, as torchvision's `ImageFolder` reads it, and `metadata.csv`.
    case imagefolder
    /// A folder of tar files for the `webdataset` package.
    case webdataset
    /// One plain HDF5 file in PyTorch-StudioGAN's layout.
    case hdf5
    /// A folder of `.npy` files: scores, labels, and whatever else is known of the samples; no images.
    case numpy

    /// Whether it is one file; otherwise it is a folder.
    public var isFile: Bool { self == .hdf5 }
}

extension ExportedSamples {
    /// Writes the samples, whole or not at all. Equal pools give equal bytes.
    ///
    /// - Parameters:
    ///   - url: the file or folder to make.
    ///   - force: replaces a file that is there, or a folder that Winnow made.
    ///   - tarSize: samples a tar file, above 0.
    ///   - threads: how many threads encode images.
    ///   - progress: advanced by one a sample.
    /// - Throws: `WinnowError` `.cannotCreate` where the output is there or cannot be made, `.ioFailed` where the disk is full, what
    ///   reading the pool throws; `Interrupted`.
    public func write(
        _ format: ExportFormat, to url: URL, force: Bool, tarSize: Int = 10_000, threads: Int = 2,
        progress: ProgressBar? = nil
    ) throws {
        switch format {
        case .imagefolder:
            try OutputFolder.replace(url, force: force) {
                try ImageFolderExport(samples: self, folder: $0).write(threads: threads, progress)
            }
        case .webdataset:
            try OutputFolder.replace(url, force: force) {
                try WebDatasetExport(samples: self, folder: $0, tarSize: tarSize).write(
                    threads: threads, progress)
            }
        case .numpy:
            try OutputFolder.replace(url, force: force) {
                try NumPyExport(samples: self, folder: $0).write(progress)
            }
        case .hdf5:
            try AtomicFile.replace(url) {
                try HDF5Export(samples: self, file: $0).write(progress)
            }
        }
    }
}
