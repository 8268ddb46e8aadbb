import Glibc

/// How the compute threads wait for work.
///
/// libgomp's threads spin between two loops, which on a machine that others use too makes each loop wait for a thread that
/// has lost its processor: training is then up to ten times slower. Threads that soon sleep instead cost nothing measurable
/// on an idle machine. libgomp reads the setting when it is loaded, before any code of ours, so the program starts itself
/// again with it.
enum IdleThreads {
    private static let spinCount = "1000"

    /// Starts the program again with threads that soon sleep, unless the environment says how they are to wait.
    static func sleepSoon() {
        guard getenv("GOMP_SPINCOUNT") == nil, getenv("OMP_WAIT_POLICY") == nil,
            setenv("GOMP_SPINCOUNT", spinCount, 1) == 0
        else { return }
        // The resolved path, so that the process keeps its name.
        var path = [CChar](repeating: 0, count: Int(PATH_MAX))
        guard readlink("/proc/self/exe", &path, path.count - 1) > 0 else { return }
        // Returns only where it fails; the program then goes on as it is.
        execv(path, CommandLine.unsafeArgv)
    }
}
