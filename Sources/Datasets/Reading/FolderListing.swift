import Foundation
import Workspace

/// What one folder holds, hidden entries (such as `._*` junk) aside.
struct FolderListing {
    private(set) var files: Set<String> = []
    private(set) var folders: Set<String> = []

    /// - Throws: `WinnowError` of kind `.missingInput` where there is no such folder, `.ioFailed` where it cannot be listed.
    init(of url: URL) throws {
        let path = url.path
        guard let handle = opendir(path) else {
            let reason = String(cString: strerror(errno))
            switch errno {
            case ENOENT: throw WinnowError(.missingInput, "\(path): no such folder; check the path")
            case ENOTDIR:
                throw WinnowError(.badData, "\(path): a file where a folder was expected; name the folder")
            default: throw WinnowError(.ioFailed, "\(path): cannot be listed (\(reason))")
            }
        }
        defer { closedir(handle) }
        while true {
            errno = 0
            guard let entry = readdir(handle) else {
                guard errno == 0 else {
                    throw WinnowError(
                        .ioFailed, "\(path): cannot be listed (\(String(cString: strerror(errno))))")
                }
                return
            }
            // The name runs past the bounds that Swift sees in the declaration, up to its terminating zero.
            let offset = MemoryLayout<dirent>.offset(of: \.d_name)!
            let name = String(cString: (UnsafeRawPointer(entry) + offset).assumingMemoryBound(to: CChar.self))
            guard !name.hasPrefix(".") else { continue }
            switch Int(entry.pointee.d_type) {
            case Int(DT_REG): files.insert(name)
            case Int(DT_DIR): folders.insert(name)
            default:
                // A link, or a file system that does not tell.
                var status = stat()
                guard stat(path + "/" + name, &status) == 0 else { continue }
                if status.st_mode & S_IFMT == S_IFDIR {
                    folders.insert(name)
                } else if status.st_mode & S_IFMT == S_IFREG {
                    files.insert(name)
                }
            }
        }
    }

    /// The files whose names end as those of images do, in the order of their names.
    var images: [String] { files.filter(Self.isImageName).sorted() }

    /// Whether a name ends in `.jpg`, `.jpeg` or `.png`, in letters of either case.
    static func isImageName(_ name: some StringProtocol) -> Bool {
        let name = name.suffix(5).lowercased()
        return name.hasSuffix(".jpg") || name.hasSuffix(".jpeg") || name.hasSuffix(".png")
    }
}
