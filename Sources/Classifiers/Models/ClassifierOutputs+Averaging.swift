import Datasets
import Foundation

extension ClassifierOutputs {
    /// Below this a probability is no more than the noise of single precision, and its logarithm stays finite.
    private static let leastProbability = 1e-30

    /// Logits whose probabilities are the means of the probabilities of several sets of logits.
    ///
    /// - Parameter sets: each `[N, K]` in row order.
    func averaged(_ sets: [[Float]]) -> [Float] {
        precondition(
            !sets.isEmpty && sets.allSatisfy { $0.count == sets[0].count },
            "logits of unequal counts are averaged")
        return stride(from: 0, to: sets[0].count, by: count).flatMap { start in
            averagedRow(sets.map { $0[start..<start + count] })
        }
    }

    private func averagedRow(_ rows: [ArraySlice<Float>]) -> [Float] {
        switch schema.task {
        case .multiLabel:
            return Self.mean(rows.map { LogitRow($0).probabilities(.multiLabel) }).map { probability in
                Float(Self.logarithm(probability) - Self.logarithm(1 - probability))
            }
        case .singleLabel: return Self.softmaxed(rows)
        case .multiHead:
            return heads.flatMap { head in
                let own = rows.map { row in
                    row[row.startIndex + head.range.lowerBound..<row.startIndex + head.range.upperBound]
                }
                return head.regressed == nil
                    ? Self.softmaxed(own) : Self.mean(own.map { $0.map(Double.init) }).map(Float.init)
            }
        }
    }

    private static func softmaxed(_ rows: [ArraySlice<Float>]) -> [Float] {
        mean(rows.map { LogitRow($0).probabilities(.singleLabel) }).map { Float(logarithm($0)) }
    }

    private static func mean(_ rows: [[Double]]) -> [Double] {
        rows[0].indices.map { place in rows.reduce(0) { $0 + $1[place] } / Double(rows.count) }
    }

    private static func logarithm(_ probability: Double) -> Double { log(max(probability, leastProbability)) }
}
