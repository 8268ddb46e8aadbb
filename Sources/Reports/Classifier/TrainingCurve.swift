import Foundation

/// How a classifier's training went, as the `metrics.csv` of its folder tells.
public struct TrainingCurve: Sendable, Equatable {
    /// One validation.
    struct Moment: Sendable, Equatable {
        let step: Int
        /// How often all images have been seen.
        let epoch: Double
        /// The mean since the validation before.
        let trainingLoss: Double?
        let validationLoss: Double?
        /// From 0 to 1.
        let validationAccuracy: Double?
    }

    let moments: [Moment]

    /// The most validations that are drawn: a line has no more to show.
    private static let limit = 500

    /// Reads a table with the columns `step` and `epoch`; any others may be missing. Rows that are cut short or hold no numbers
    /// are left out.
    ///
    /// Returns nil where fewer than two validations are left, which make no line.
    public init?(csv: String) {
        let lines = csv.split(whereSeparator: \.isNewline)
        guard let header = lines.first?.split(separator: ",", omittingEmptySubsequences: false) else {
            return nil
        }
        let columns = header.map(String.init)
        guard let step = columns.firstIndex(of: "step"), let epoch = columns.firstIndex(of: "epoch") else {
            return nil
        }
        let read = lines.dropFirst().compactMap { line -> Moment? in
            let cells = line.split(separator: ",", omittingEmptySubsequences: false)
            guard cells.count == columns.count, let step = Int(cells[step]),
                let epoch = Double(cells[epoch]), epoch.isFinite
            else { return nil }
            func value(_ name: String) -> Double? {
                columns.firstIndex(of: name).flatMap { Double(cells[$0]) }.flatMap { $0.isFinite ? $0 : nil }
            }
            return Moment(
                step: step, epoch: epoch, trainingLoss: value("training_loss"),
                validationLoss: value("validation_loss"), validationAccuracy: value("validation_accuracy"))
        }
        guard read.count >= 2 else { return nil }
        moments = Self.thinned(read)
    }

    /// The curve of a classifier's folder; nil where it has none, as for weights that were trained elsewhere.
    public init?(folder: URL) {
        let file = folder.appendingPathComponent("metrics.csv")
        guard let data = try? Data(contentsOf: file) else { return nil }
        self.init(csv: String(decoding: data, as: UTF8.self))
    }

    /// At equal distances as many as are drawn, the first and the last among them.
    private static func thinned(_ moments: [Moment]) -> [Moment] {
        guard moments.count > limit else { return moments }
        return (0..<limit).map { moments[$0 * (moments.count - 1) / (limit - 1)] }
    }
}
