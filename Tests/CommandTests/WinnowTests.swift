import Foundation
import Testing

@Suite struct WinnowTests {
    @Test func tellsItsVersion() throws {
        let run = try CommandRun("--version")
        #expect(run.code == 0 && run.error.isEmpty)
        #expect(run.output.wholeMatch(of: /winnow \d+\.\d+\.\d+\n/) != nil)
    }

    /// Help goes to standard output, shows an example, and names no command that is not there.
    @Test func everyCommandHasHelpWithAnExample() throws {
        var pending: [[String]] = [[]]
        var leaves = 0
        while let path = pending.popLast() {
            let run = try CommandRun(shell: "exec $winnow \(path.joined(separator: " ")) --help")
            #expect(run.code == 0 && run.error.isEmpty, "\(path)")
            #expect(run.output.contains("EXAMPLE: winnow"), "\(path)")
            let list = run.output.components(separatedBy: "SUBCOMMANDS:\n").dropFirst().first ?? ""
            let names = list.components(separatedBy: "\n\n")[0].split(separator: "\n")
                .compactMap { $0.prefixMatch(of: /\ {2}([a-z][a-z-]*)/).map { String($0.1) } }
            if names.isEmpty { leaves += 1 }
            pending += names.map { path + [$0] }
        }
        #expect(leaves >= 1)
    }

    @Test(arguments: [
        ["nonsense"], ["--nonsense"], ["dataset", "nonsense"], ["dataset", "inspect"],
        ["dataset", "inspect", "a", "b"], ["dataset", "inspect", "a", "--threads", "0"],
        ["dataset", "inspect", "a", "--threads", "99999999999999999999"],
        ["dataset", "inspect", "a", "--layout", "nonsense"],
        ["dataset", "inspect", "a", "--attributes", ","],
        ["dataset", "inspect", "a", "--attributes", "Male,Male"],
    ])
    func wrongUsageIs64(arguments: [String]) throws {
        let line = arguments.map { "'\($0)'" }.joined(separator: " ")
        let run = try CommandRun(shell: "exec $winnow \(line)")
        #expect(run.failed(64, mentioning: "--help"), "\(run)")
    }

    @Test func aReaderThatGoesIsNoError() throws {
        let run = try CommandRun(shell: "set -o pipefail; $winnow --help | true; echo ${PIPESTATUS[0]}")
        #expect(run.output == "0\n" && run.error.isEmpty)
    }

    @Test func aFullDiskIs74() throws {
        let run = try CommandRun(shell: "exec $winnow --help > /dev/full")
        #expect(run.failed(74, mentioning: "No space left on device"), "\(run)")
    }
}
