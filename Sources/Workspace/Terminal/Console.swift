import Foundation
import Glibc
import Synchronization

/// The two streams of the command line: facts on standard output, notes and progress on standard error.
///
/// A progress line that is being redrawn is wiped before anything else is written, and drawn again by its next step.
public enum Console {
    private struct State {
        var isQuiet = false
        /// Whether the cursor stands behind a progress line.
        var hasOpenLine = false
        /// Whether nobody reads standard output any more.
        var outputIsClosed = false
    }

    private static let state = Mutex(State())

    /// Whether notes and progress are left out; errors and facts never are.
    public static var isQuiet: Bool {
        get { state.withLock { $0.isQuiet } }
        set { state.withLock { $0.isQuiet = newValue } }
    }

    /// Writes facts to standard output.
    ///
    /// A reader that has gone (`winnow … | head`) ends the output quietly; the work goes on.
    ///
    /// - Throws: `WinnowError` `.ioFailed` where writing fails for another reason, such as a full disk.
    public static func output(_ text: String) throws {
        try state.withLock { state in
            wipeLine(&state)
            guard !state.outputIsClosed else { return }
            let code = write(text, to: STDOUT_FILENO)
            if code == EPIPE {
                state.outputIsClosed = true
            } else if code != 0 {
                throw WinnowError(
                    .ioFailed, "standard output: cannot write: \(String(cString: strerror(code)))")
            }
        }
    }

    /// Writes a note to standard error, unless the console is quiet: `winnow: note: …`.
    public static func note(_ message: String) {
        line("winnow: note: \(message)")
    }

    /// Writes a line to standard error, above the progress line, unless the console is quiet.
    public static func line(_ message: String) {
        state.withLock { state in
            guard !state.isQuiet else { return }
            wipeLine(&state)
            _ = write(message + "\n", to: STDERR_FILENO)
        }
    }

    /// Writes an error to standard error, quiet or not: `winnow: error: …`.
    public static func error(_ message: String) {
        state.withLock { state in
            wipeLine(&state)
            _ = write("winnow: error: \(message)\n", to: STDERR_FILENO)
        }
    }

    /// Draws a progress line in place of the one before it.
    static func redraw(_ line: String) {
        state.withLock { state in
            guard !state.isQuiet else { return }
            state.hasOpenLine = true
            _ = write("\r\(line)\u{1B}[K", to: STDERR_FILENO)
        }
    }

    /// Lets the progress line stand as `line`, and starts a new one.
    static func closeLine(_ line: String) {
        state.withLock { state in
            guard !state.isQuiet else { return }
            state.hasOpenLine = false
            _ = write("\r\(line)\u{1B}[K\n", to: STDERR_FILENO)
        }
    }

    /// The columns of the terminal that standard error goes to; `nil` where it is no terminal that can redraw a line.
    static var terminalWidth: Int? {
        guard isatty(STDERR_FILENO) == 1, environment("TERM") != "dumb" else { return nil }
        var size = winsize()
        guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }

    /// Whether the locale can show block characters.
    static let isUnicode: Bool = {
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].lazy.compactMap(environment).first { !$0.isEmpty } ?? ""
        return locale.uppercased().replacing("-", with: "").contains("UTF8")
    }()

    private static func environment(_ name: String) -> String? {
        ProcessInfo.processInfo.environment[name]
    }

    private static func wipeLine(_ state: inout State) {
        guard state.hasOpenLine else { return }
        state.hasOpenLine = false
        _ = write("\r\u{1B}[K", to: STDERR_FILENO)
    }

    /// Returns 0 or the `errno` of the write that failed.
    private static func write(_ text: String, to descriptor: Int32) -> Int32 {
        var text = text
        return text.withUTF8 { bytes in
            var rest = UnsafeRawBufferPointer(bytes)[...]
            while !rest.isEmpty {
                let count = Glibc.write(
                    descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
                if count < 0 {
                    if errno == EINTR { continue }
                    return errno
                }
                rest = rest.dropFirst(count)
            }
            return 0
        }
    }
}
