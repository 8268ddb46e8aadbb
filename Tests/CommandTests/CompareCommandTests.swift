import Foundation
import Testing

@Suite struct CompareCommandTests {
    /// A report's folder with a page and a file beside it, deleted with the value.
    private final class Scene {
        let root = FileManager.default.temporaryDirectory.appendingPathComponent(
            "winnow-report-\(UUID().uuidString)")

        init() throws {
            let report = root.appendingPathComponent("report/figures")
            try FileManager.default.createDirectory(at: report, withIntermediateDirectories: true)
            try Data("the page".utf8).write(to: root.appendingPathComponent("report/index.html"))
            try Data("<svg/>".utf8).write(to: report.appendingPathComponent("a b.svg"))
            try Data("secret".utf8).write(to: root.appendingPathComponent("secret.html"))
            try FileManager.default.createSymbolicLink(
                at: root.appendingPathComponent("report/link.html"),
                withDestinationURL: root.appendingPathComponent("secret.html"))
            try Data("hidden".utf8).write(to: root.appendingPathComponent("report/.hidden"))
        }

        deinit { try? FileManager.default.removeItem(at: root) }

        /// What the server answers to a request, its lines parted by `\r\n`; `PORT` is replaced.
        func answer(to request: String) throws -> String {
            let line = """
                coproc server { exec $winnow report serve report --port 0; }
                read -r url <&${server[0]}
                port=${url##*:}; port=${port%/}
                request='\(request)'
                exec 3<>/dev/tcp/127.0.0.1/$port
                printf "${request//PORT/$port}" >&3
                cat <&3
                kill -TERM $server_PID
                """
            return try CommandRun(shell: line, folder: root).output
        }
    }

    @Test(arguments: [
        ("GET / HTTP/1.1", "Host: localhost:PORT", "200 OK", "the page"),
        ("GET /figures/a%%20b.svg?x HTTP/1.1", "Host: 127.0.0.1:PORT", "200 OK", "image/svg+xml"),
        ("GET /nothing HTTP/1.1", "Host: localhost:PORT", "404", ""),
        ("GET /../secret.html HTTP/1.1", "Host: localhost:PORT", "404", ""),
        ("GET /%%2e%%2e/secret.html HTTP/1.1", "Host: localhost:PORT", "404", ""),
        ("GET //etc/passwd HTTP/1.1", "Host: localhost:PORT", "404", ""),
        ("GET /link.html HTTP/1.1", "Host: localhost:PORT", "404", ""),
        ("GET /.hidden HTTP/1.1", "Host: localhost:PORT", "404", ""),
        ("GET /figures HTTP/1.1", "Host: localhost:PORT", "404", ""),
        ("GET / HTTP/1.1", "Host: elsewhere.example:PORT", "403", ""),
        ("GET / HTTP/1.1", "X-Nothing: 1", "403", ""),
        ("POST / HTTP/1.1", "Host: localhost:PORT", "405", ""),
        ("nonsense", "Host: localhost:PORT", "400", ""),
    ])
    func serveGivesOnlyFilesOfTheReport(start: String, header: String, status: String, content: String) throws
    {
        let answer = try Scene().answer(to: "\(start)\\r\\n\(header)\\r\\n\\r\\n")
        #expect(answer.hasPrefix("HTTP/1.1 \(status)"), "\(answer)")
        #expect(answer.contains(content) || content.isEmpty, "\(answer)")
        #expect(!answer.contains("secret\n") && !answer.hasSuffix("secret") && !answer.contains("hidden"))
    }

    @Test func serveEndsWithASignal() throws {
        let scene = try Scene()
        let line = "timeout -s INT 1 $winnow report serve report --port 0; echo $?"
        let run = try CommandRun(shell: line, folder: scene.root)
        // timeout tells that it ended the program; the program itself says that it was interrupted.
        #expect(run.output.hasSuffix("124\n") && run.error.contains("interrupted"), "\(run)")
    }

    @Test func serveNeedsAReport() throws {
        let run = try CommandRun("report", "serve", "/nowhere")
        #expect(run.failed(66, mentioning: "/nowhere", "report build"))
    }

    @Test(arguments: [
        ("", Int32(64), "--pool"), ("--pool no", 66, "no.yaml"),
        ("--pool no --resume --force", 64, "--force"),
    ])
    func compareRefuses(options: String, code: Int32, word: String) throws {
        let run = try CommandRun(shell: "exec $winnow compare no.yaml --data no --out out \(options)")
        #expect(run.failed(code, mentioning: word), "\(run)")
    }
}
