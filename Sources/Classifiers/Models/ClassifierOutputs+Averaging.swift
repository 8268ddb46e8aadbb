import Datasets
import Foundation

extension ClassifierOutputs {
    /// Logits whose probabilities are the means of the probabilities of several sets of logits.
    ///
    /// The means are taken by the logarithms of probabilities, so that one of two answers that are all but certain stays the surer.
    ///
    /// - Parameter sets: each `[N, K]` in row order, all finite.
    /// - Returns: `[N, K]` in row order, all finite.
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
            func logarithms(ofBit bit: UInt8) -> [Double] {
                let bits = [UInt8](repeating: bit, count: count)
                return Self.logarithmsOfMeans(rows.map { LogitRow($0).logLikelihoods(ofBits: bits) })
            }
            return zip(logarithms(ofBit: 1), logarithms(ofBit: 0)).map { Self.logit($0 - $1) }
        case .singleLabel: return Self.softmaxed(rows)
        case .multiHead:
            return heads.flatMap { head in
                let own = rows.map(head.own)
                return head.regressed == nil
                    ? Self.softmaxed(own) : [Self.mean(own.map { $0[$0.startIndex] })]
            }
        }
    }

    private static func softmaxed(_ rows: [ArraySlice<Float>]) -> [Float] {
        logarithmsOfMeans(rows.map { LogitRow($0).logSoftmax() }).map(logit)
    }

    private static func mean(_ outputs: [Float]) -> Float {
        Float(outputs.reduce(0) { $0 + Double($1) } / Double(outputs.count))
    }

    /// For each place, the logarithm of the mean of the numbers whose logarithms the rows have there.
    private static func logarithmsOfMeans(_ rows: [[Double]]) -> [Double] {
        rows[0].indices.map { place in
            let greatest = rows.reduce(-.infinity) { max($0, $1[place]) }
            return greatest + log(rows.reduce(0) { $0 + exp($1[place] - greatest) } / Double(rows.count))
        }
    }

    /// In single precision, where a difference of two finite logits may be infinite.
    private static func logit(_ value: Double) -> Float {
        let greatest = Double(Float.greatestFiniteMagnitude)
        return Float(min(max(value, -greatest), greatest))
    }
}
