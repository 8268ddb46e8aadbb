import Foundation
import Testing

@testable import Policies

@Suite struct RewardHistoryTests {
    @Test func aScoreMustBeatTheMeanOfTheLastFew() {
        var history = RewardHistory(kind: .sign, window: 3)
        // Nothing to beat; above 0.5; not above 0.55; above 0.5333; the mean is now of 0.6, 0.5, 0.54.
        let rewards = [0.5, 0.6, 0.5, 0.54, 0.546, 0.547].map { history.reward(for: $0) }
        #expect(rewards == [0, 1, -1, 1, -1, 1])
        #expect(history.scores == [0.54, 0.546, 0.547])
    }

    @Test func anEqualScoreDoesNotBeat() {
        var history = RewardHistory(kind: .sign, window: 5)
        #expect([0.5, 0.5, 0.5].map { history.reward(for: $0) } == [0, -1, -1])
    }

    @Test func theDifferenceIsToEverythingKept() {
        var history = RewardHistory(kind: .difference, window: 5, everythingKept: 0.75)
        #expect([1, 0.5, 0.75].map { history.reward(for: $0) } == [0.25, -0.25, 0])
    }

    @Test func aSavedHistoryGoesOn() throws {
        var history = RewardHistory(kind: .sign, window: 4)
        for score in [1.0 / 3, 2.0 / 7, 0.1] { _ = history.reward(for: score) }
        let saved = try JSONDecoder().decode(RewardHistory.self, from: JSONEncoder().encode(history))
        #expect(saved == history)
    }
}
