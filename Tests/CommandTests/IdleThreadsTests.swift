import Testing

@testable import winnow

@Suite struct IdleThreadsTests {
    @Test(arguments: [
        ("0.20 0.18 0.12 1/80 11206\n", true), ("0.20 0.18 0.12 2/80 11206\n", false),
        ("1.90 1.75 1.60 12/904 70911\n", false), ("0.00 0.00 0.00 0/80 11206\n", true),
        // Nothing that can be understood.
        ("", false), ("0.20 0.18 0.12", false), ("0.20 0.18 0.12 / 11206", false), ("a b c d/e f", false),
    ])
    func aMachineIsIdleWhereNothingElseRuns(loads: String, isIdle: Bool) {
        #expect(IdleThreads.isMachineIdle { loads } == isIdle)
    }

    @Test func aMachineThatTellsNothingCountsAsBusy() {
        #expect(!IdleThreads.isMachineIdle { nil })
    }

    @Test func whatRunsForAMomentDoesNotCount() {
        var lines = ["0.20 0.18 0.12 3/80 11206", "0.20 0.18 0.12 2/80 11206", "0.20 0.18 0.12 1/80 11206"]
        #expect(IdleThreads.isMachineIdle { lines.removeFirst() })
        #expect(lines.isEmpty)
    }
}
