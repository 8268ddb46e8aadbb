import Foundation

extension WinnowError {
    /// The error of a system call on a file, with what the system says about it and, where there is one, the way out.
    ///
    /// - Parameters:
    ///   - action: what was tried, as it follows "cannot": `"read"`, `"write"`, `"create"`.
    ///   - url: the file or folder.
    ///   - code: the call's `errno`.
    /// - Returns: `.ioFailed` for a full disk or a broken device; otherwise `.missingInput` for reading and `.cannotCreate` for
    ///   everything else.
    public static func failedCall(_ action: String, _ url: URL, errno code: Int32) -> WinnowError {
        let reason = String(cString: strerror(code))
        let remedy: String
        let kind: Kind
        switch code {
        case ENOSPC, EDQUOT:
            (kind, remedy) = (.ioFailed, "; free some space or choose another disk")
        case EFBIG:
            (kind, remedy) = (.ioFailed, "; raise the file size limit (ulimit -f)")
        case EIO:
            (kind, remedy) = (.ioFailed, "; the device may be failing")
        case EMFILE, ENFILE:
            (kind, remedy) = (.ioFailed, "; raise the limit of open files (ulimit -n)")
        case ENOENT where action == "read":
            (kind, remedy) = (.missingInput, "; check the path")
        case EACCES, EPERM:
            (kind, remedy) = (action == "read" ? .missingInput : .cannotCreate, "; check its permissions")
        case EROFS:
            (kind, remedy) = (.cannotCreate, "; choose a folder that can be written to")
        default:
            (kind, remedy) = (action == "read" ? .missingInput : .cannotCreate, "")
        }
        return WinnowError(kind, "\(url.path): cannot \(action): \(reason)\(remedy)")
    }
}
