import Foundation

/// The answer to one request for a file of a folder.
struct StaticResponse {
    let status: String
    private let type: String
    private let body: Data

    /// The whole answer as it goes over the wire.
    var bytes: Data {
        let head = """
            HTTP/1.1 \(status)\r
            Content-Type: \(type)\r
            Content-Length: \(body.count)\r
            X-Content-Type-Options: nosniff\r
            Cache-Control: no-store\r
            Connection: close\r
            \r

            """
        return Data(head.utf8) + body
    }

    /// Answers a request.
    ///
    /// Only GET is answered; only for names of this machine, so that no page from elsewhere can read along under a name of its
    /// own; and only with plain files of the folder, whatever links or dots a path holds.
    ///
    /// - Parameters:
    ///   - request: the request's head.
    ///   - root: the folder, with all links resolved.
    ///   - port: the server's.
    init(to request: String, root: URL, port: UInt16) {
        let lines = request.components(separatedBy: "\r\n")
        let words = lines[0].split(separator: " ")
        let host = lines.dropFirst().first { $0.lowercased().hasPrefix("host:") }?.dropFirst(5)
            .trimmingCharacters(in: .whitespaces).lowercased()
        guard words.count == 3, words[2].hasPrefix("HTTP/1.") else {
            self.init("400 Bad Request")
            return
        }
        guard words[0] == "GET" else {
            self.init("405 Method Not Allowed")
            return
        }
        guard ["localhost:\(port)", "127.0.0.1:\(port)"].contains(host ?? "") else {
            self.init("403 Forbidden")
            return
        }
        guard let file = Self.file(words[1], in: root), let body = try? Data(contentsOf: file) else {
            self.init("404 Not Found")
            return
        }
        self.init(
            status: "200 OK",
            type: Self.types[file.pathExtension.lowercased()] ?? "application/octet-stream", body: body)
    }

    /// An answer that says no more than its status.
    private init(_ status: String) {
        self.init(status: status, type: "text/plain; charset=utf-8", body: Data("\(status)\n".utf8))
    }

    private init(status: String, type: String, body: Data) {
        self.status = status
        self.type = type
        self.body = body
    }

    private static let types = [
        "html": "text/html; charset=utf-8", "json": "application/json", "csv": "text/csv; charset=utf-8",
        "md": "text/markdown; charset=utf-8", "svg": "image/svg+xml", "png": "image/png",
        "yaml": "text/plain; charset=utf-8",
    ]

    /// The plain file that a target names; nil where there is none in the folder.
    private static func file(_ target: Substring, in root: URL) -> URL? {
        let path = target.prefix { $0 != "?" && $0 != "#" }
        guard path.hasPrefix("/"), let decoded = String(path).removingPercentEncoding,
            !decoded.utf8.contains(0)
        else { return nil }
        let name = decoded == "/" ? "index.html" : String(decoded.dropFirst())
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.allSatisfy({ !$0.isEmpty && !$0.hasPrefix(".") }) else { return nil }
        let file = root.appendingPathComponent(name).resolvingSymlinksInPath()
        var isFolder: ObjCBool = false
        guard file.path.hasPrefix(root.path + "/"),
            FileManager.default.fileExists(atPath: file.path, isDirectory: &isFolder), !isFolder.boolValue,
            (try? FileManager.default.attributesOfItem(atPath: file.path)[.type] as? FileAttributeType)
                == .typeRegular
        else { return nil }
        return file
    }
}
