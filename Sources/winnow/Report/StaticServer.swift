import Foundation
import Glibc
import Workspace

/// Serves the files of one folder to this machine, and nothing else: HTTP/1.1, GET only, one request a connection.
struct StaticServer: ~Copyable {
    private let root: URL
    private let listener: Int32
    /// The port that was bound, which matters where any was asked for.
    let port: UInt16

    /// Binds the loopback address.
    ///
    /// - Parameter port: 0 takes any that is free.
    /// - Throws: `WinnowError` `.cannotCreate` where the port is taken or not allowed.
    init(root: URL, port: UInt16) throws {
        self.root = root.resolvingSymlinksInPath()
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard listener >= 0 else {
            throw WinnowError(
                .cannotCreate, "a network socket cannot be made: \(String(cString: strerror(errno)))")
        }
        var reuse: Int32 = 1
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound =
            setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &reuse, socklen_t(MemoryLayout<Int32>.size)) == 0
            && withUnsafeMutablePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    bind(listener, $0, length) == 0 && listen(listener, 16) == 0
                        && getsockname(listener, $0, &length) == 0
                }
            }
        guard isBound else {
            let reason = String(cString: strerror(errno))
            close(listener)
            throw WinnowError(.cannotCreate, "port \(port): \(reason); give another with --port")
        }
        self.listener = listener
        self.port = UInt16(bigEndian: address.sin_port)
    }

    deinit { close(listener) }

    /// Answers requests until a signal comes.
    ///
    /// - Throws: `Interrupted`; `WinnowError` where the socket fails.
    func run() throws {
        while true {
            try Interruption.check()
            var waiting = pollfd(fd: listener, events: Int16(POLLIN), revents: 0)
            let ready = poll(&waiting, 1, 200)
            if ready == 0 || ready < 0 && errno == EINTR { continue }
            guard ready > 0 else {
                throw WinnowError(.ioFailed, "the server's socket fails: \(String(cString: strerror(errno)))")
            }
            let connection = accept(listener, nil, nil)
            guard connection >= 0 else { continue }
            answer(connection)
            close(connection)
        }
    }

    private func answer(_ connection: Int32) {
        // A client that says or takes nothing for two seconds is dropped: there is but one thread.
        var patience = timeval(tv_sec: 2, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        guard setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &patience, size) == 0,
            setsockopt(connection, SOL_SOCKET, SO_SNDTIMEO, &patience, size) == 0
        else { return }
        var request: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 4096)
        while request.count < 16384, !request.contains(sequence: [13, 10, 13, 10]) {
            let count = recv(connection, &piece, piece.count, 0)
            guard count > 0 else { break }
            request += piece[..<count]
        }
        let response = StaticResponse(to: String(decoding: request, as: UTF8.self), root: root, port: port)
        var rest = response.bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }
}

extension [UInt8] {
    fileprivate func contains(sequence: [UInt8]) -> Bool {
        count >= sequence.count
            && (0...count - sequence.count).contains {
                self[$0..<$0 + sequence.count].elementsEqual(sequence)
            }
    }
}
