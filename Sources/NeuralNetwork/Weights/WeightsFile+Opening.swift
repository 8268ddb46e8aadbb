import Foundation

extension WeightsFile {
    /// A path, and what stands behind its last `#` where there is no file of the whole name.
    static func parted(_ url: URL) -> (file: URL, selector: String?) {
        let path = url.path
        guard !FileManager.default.fileExists(atPath: path), let mark = path.lastIndex(of: "#") else {
            return (url, nil)
        }
        return (URL(fileURLWithPath: String(path[..<mark])), String(path[path.index(after: mark)...]))
    }

    /// The bytes of a regular file.
    static func bytes(of url: URL) throws(WeightsError) -> Data {
        let path = url.path
        guard url.isFileURL else {
            throw WeightsError(
                file: url.absoluteString, reason: "weights are read from files, not from the network")
        }
        do {
            let attributes = try FileManager.default.attributesOfItem(
                atPath: url.resolvingSymlinksInPath().path)
            // A pipe or a device would be read for ever.
            guard attributes[.type] as? FileAttributeType == .typeRegular else {
                throw WeightsError(file: path, reason: "this is not a regular file; name a file of weights")
            }
            return try Data(contentsOf: url)
        } catch let error as WeightsError {
            throw error
        } catch {
            let exists = FileManager.default.fileExists(atPath: path)
            throw WeightsError(
                .access, file: path,
                reason:
                    "\(exists ? "the file cannot be read" : "there is no such file"); check the path and its permissions"
            )
        }
    }

    /// The error for bytes that begin as no format does, with what people most often have instead.
    static func unknown(_ data: Data, name: String) -> WeightsError {
        let known = "weights are safetensors, or what PyTorch's torch.save wrote"
        if data.isEmpty { return WeightsError(file: name, reason: "is empty; \(known)") }
        if data.starts(with: Data("version https://git-lfs".utf8)) {
            return WeightsError(
                file: name,
                reason: "is a pointer of Git LFS, not the file itself; fetch that with git lfs pull")
        }
        if data.starts(with: Data("<".utf8)) {
            return WeightsError(
                file: name, reason: "is a web page, perhaps of a download that needs a click; \(known)")
        }
        return WeightsError(file: name, reason: "is in no format that is known; \(known)")
    }
}
