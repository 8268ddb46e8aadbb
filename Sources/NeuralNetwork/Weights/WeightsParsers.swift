import Foundation

/// The parsers of bytes that nobody vouches for, each as one function, for fuzzing and for tests of hostile input.
///
/// Each reads all that there is to read. They return or throw `WeightsError`; anything else is a defect.
package enum WeightsParsers {
    /// A safetensors file, and the numbers of all tensors.
    package static func safetensors(_ bytes: Data) throws(WeightsError) {
        for entry in try SafeTensors(data: bytes, name: "bytes").entries { _ = entry.weights }
    }

    /// A zip archive, and the checksums of all entries.
    package static func zip(_ bytes: Data) throws(WeightsError) {
        let archive = try ZipArchive(bytes, name: "bytes")
        for entry in archive.entries { _ = try archive.contents(of: entry.name) }
    }

    /// One pickle.
    package static func pickle(_ bytes: Data) throws(WeightsError) {
        var machine = PickleMachine(
            ByteReader(bytes, file: "bytes", subject: "the pickle"), fileSize: bytes.count)
        _ = try machine.run()
    }

    /// A file in any format, and the tensors of the dictionaries in it.
    package static func weights(_ bytes: Data) throws(WeightsError) {
        try WeightsFile(data: bytes, name: "bytes").readAll()
    }
}
