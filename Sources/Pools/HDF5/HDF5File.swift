@preconcurrency internal import CHDF5
import Foundation
import Workspace

/// An HDF5 file, open for reading.
struct HDF5File: ~Copyable {
    let handle: HDF5Handle
    /// The path, for messages.
    let path: String
    /// How many bytes the file has: nothing in it can be larger.
    let byteCount: Int
    /// The root group's attributes of variable length.
    let texts: AttributeTexts

    /// Every HDF5 file without a user block begins with these bytes.
    private static let signature: [UInt8] = [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A]
    private static let readOnly: UInt32 = 0

    /// Opens a file.
    ///
    /// - Parameter wasTried: whether this process has opened the file before and found it sound, so that the library can be
    ///   given it as it is; texts of variable length cannot be read then.
    /// - Throws: `WinnowError(.missingInput)` where there is none, `.ioFailed` where it cannot be read, `.badData` where
    ///   it is no HDF5 file, is cut short, or crashes the library.
    init(opening url: URL, wasTried: Bool = false) throws {
        let size = try Self.regularFileSize(url)
        let tried = wasTried ? AttributeTexts() : try Self.tryOut(url)
        let opened = try HDF5Library.run {
            try HDF5Handle(
                H5Fopen(url.path, Self.readOnly, HDF5Library.defaults),
                orThrow: WinnowError(
                    .badData, "\(url.path): cut short or damaged; restore it or make it again"))
        }
        handle = opened
        texts = tried
        path = url.path
        byteCount = size
    }

    /// Refuses a file that the library must not be given.
    private static func tryOut(_ url: URL) throws -> AttributeTexts {
        let bytes: Data
        do {
            bytes = try Data(contentsOf: url, options: .alwaysMapped)
        } catch {
            throw WinnowError(.ioFailed, "\(url.path): cannot be read; check its permissions and the disk")
        }
        guard bytes.starts(with: signature) else {
            throw WinnowError(.badData, "\(url.path): not an HDF5 file; restore it or make it again")
        }
        guard GlobalHeaps.areSound(in: bytes) else {
            throw WinnowError(.badData, "\(url.path): damaged; restore it or make it again")
        }
        return try HDF5Library.run {
            var texts = winnow_h5_texts()
            defer { free(texts.bytes) }
            let trouble: String
            switch winnow_h5_try(url.path, bytes.count, &texts) {
            case WINNOW_TRIAL_PASSED:
                return AttributeTexts(UnsafeRawBufferPointer(start: texts.bytes, count: texts.count))
            case WINNOW_TRIAL_IMPOSSIBLE:
                throw WinnowError(
                    .ioFailed,
                    "\(url.path): cannot be tried out, as no process can be started; free memory and try again"
                )
            case WINNOW_TRIAL_BAD_FILE: trouble = "cut short or damaged"
            case WINNOW_TRIAL_BAD_ATTRIBUTE:
                trouble = "damaged, or forged: one of its attributes cannot be read"
            case WINNOW_TRIAL_BAD_OBJECT:
                trouble =
                    "damaged, or forged: one of its data sets cannot be opened, or claims too much memory"
            default: trouble = "so damaged, or forged, that the HDF5 library crashes on it"
            }
            throw WinnowError(.badData, "\(url.path): \(trouble); restore it or make it again")
        }
    }

    /// The size of a regular file in bytes.
    ///
    /// - Throws: `WinnowError(.missingInput)` where there is nothing of that name, `.badData` where it is a folder, a
    ///   pipe or a device.
    static func regularFileSize(_ url: URL) throws -> Int {
        var status = stat()
        guard stat(url.path, &status) == 0 else {
            throw WinnowError(.missingInput, "\(url.path): not found; restore it or make it again")
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw WinnowError(.badData, "\(url.path): not a plain file; put the HDF5 file itself there")
        }
        return Int(status.st_size)
    }

    /// Whether the root group has a link of that name.
    func has(_ name: String) throws -> Bool {
        try HDF5Library.run {
            let found = H5Lexists(handle.identifier, name, HDF5Library.defaults)
            try check(found, orThrow: damaged(name))
            return found > 0
        }
    }

    /// Refuses a file whose root group holds something else than these data sets; links to elsewhere are refused where a data
    /// set is opened.
    ///
    /// - Parameter names: those that it may hold.
    func checkMembers(_ names: [String]) throws {
        let known = try names.count { try has($0) }
        let count = try HDF5Library.run {
            var information = H5G_info_t()
            try check(H5Gget_info(handle.identifier, &information), orThrow: damaged("the root group"))
            return information.nlinks
        }
        guard count == known else {
            throw WinnowError(
                .badData,
                "\(path): holds more than \(names.joined(separator: ", ")); restore the file or make it again"
            )
        }
    }

    /// The error for a part of this file that cannot be read.
    func damaged(_ name: String) -> WinnowError {
        WinnowError(
            .badData, "\(path): \(name) cannot be read; the file is damaged, restore it or make it again")
    }
}
