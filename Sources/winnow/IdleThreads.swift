import Foundation
import Glibc

/// How the compute threads wait for work.
///
/// libgomp's threads spin between two loops. On a machine that others use too, each loop then waits for a thread that has lost
/// its processor, and training takes several times as long; there, threads had better sleep soon. On an idle machine it is the other way
/// round: waking a thread takes longer than most of the gaps between loops, by a fifth of a training step of small images. libgomp
/// reads the setting when it is loaded, before any code of ours, so the program starts itself again with it.
enum IdleThreads {
    /// How often a waiting thread looks for work before it sleeps: about a millisecond's worth, where libgomp's own is ten.
    private static let spinsAlone = "30000"
    /// The same where others compute.
    private static let spinsAmongOthers = "1000"

    /// Starts the program again with threads that wait as suits the machine, unless the environment says how they are to.
    static func waitSuitably() {
        guard getenv("GOMP_SPINCOUNT") == nil, getenv("OMP_WAIT_POLICY") == nil,
            setenv("GOMP_SPINCOUNT", isMachineIdle() ? spinsAlone : spinsAmongOthers, 1) == 0
        else { return }
        // The resolved path, so that the process keeps its name.
        var path = [CChar](repeating: 0, count: Int(PATH_MAX))
        guard readlink("/proc/self/exe", &path, path.count - 1) > 0 else { return }
        // Returns only where it fails; the program then goes on as it is.
        execv(path, CommandLine.unsafeArgv)
    }

    /// Whether nothing but this program runs. What runs for a moment only does not count.
    ///
    /// - Parameter loads: the line of Linux's `/proc/loadavg`, or nil where it cannot be read: the machine then counts as busy.
    static func isMachineIdle(
        loads: () -> String? = { try? String(contentsOfFile: "/proc/loadavg", encoding: .utf8) }
    ) -> Bool {
        for _ in 0..<5 {
            guard let running = loads().flatMap(running(in:)) else { return false }
            if running <= 1 { return true }
            usleep(2000)
        }
        return false
    }

    /// How many threads run or could, of a line like `0.20 0.18 0.12 1/80 11206`: the number before the stroke.
    private static func running(in loads: String) -> Int? {
        let fields = loads.split(separator: " ")
        guard fields.count >= 4 else { return nil }
        return fields[3].split(separator: "/").first.flatMap { Int($0) }
    }
}
