import Foundation
import Workspace

/// The trainings of a search, the best first: that with the highest mean accuracy on the validation split, of equals the one
/// with the lowest loss there, of equals the one that was tried first. Test images are never looked at.
public struct SearchRanking: Sendable, Equatable {
    /// What became of one combination.
    public struct Outcome: Sendable, Equatable {
        public let combination: SearchGrid.Combination
        /// The best moment of its training; nil where the training diverged.
        public let choice: TrainedClassifier.Choice?
        /// Why there is none.
        public let failure: String?

        /// - Parameter training: the classifier, or the error of a training that diverged.
        public init(_ combination: SearchGrid.Combination, _ training: Result<TrainedClassifier, WinnowError>)
        {
            switch training {
            case .success(let classifier):
                self.init(combination, choice: classifier.choice, failure: nil)
            case .failure(let error): self.init(combination, choice: nil, failure: error.message)
            }
        }

        init(_ combination: SearchGrid.Combination, choice: TrainedClassifier.Choice?, failure: String?) {
            self.combination = combination
            self.choice = choice
            self.failure = failure
        }
    }

    /// The best first; those that diverged behind all others.
    public let outcomes: [Outcome]
    private let keys: [String]

    /// - Parameters:
    ///   - outcomes: in the order in which they were tried.
    ///   - keys: that were varied.
    public init(_ outcomes: [Outcome], keys: [String]) {
        func isBetter(_ first: Int, _ second: Int) -> Bool {
            switch (outcomes[first].choice, outcomes[second].choice) {
            case (let left?, let right?):
                left.isBetter(than: right) || !right.isBetter(than: left) && first < second
            case (nil, nil): first < second
            case (let left, nil): left != nil
            case (nil, _?): false
            }
        }
        self.outcomes = outcomes.indices.sorted(by: isBetter).map { outcomes[$0] }
        self.keys = keys
    }

    /// The one to use; nil where all diverged.
    public var best: Outcome? { outcomes.first.flatMap { $0.choice == nil ? nil : $0 } }

    /// A table with a row a combination, the best first: its folder, the value of each key, and the accuracy, the loss and the step of
    /// its best moment, which are empty where it diverged.
    public var csv: String {
        let header = ["folder"] + keys + ["validation_accuracy", "validation_loss", "chosen_step"]
        let rows = outcomes.map { outcome in
            [outcome.combination.name] + outcome.combination.settings.map(\.value)
                + [
                    outcome.choice.map { "\($0.accuracy)" } ?? "", outcome.choice.map { "\($0.loss)" } ?? "",
                    outcome.choice.map { "\($0.step)" } ?? "",
                ]
        }
        return CSVText.file([header] + rows)
    }
}

/// `{"best": "learning_rate=0.1", "combinations": [{"folder", "settings": {"training.learning_rate": "0.1"}, …}, …]}`
extension SearchRanking: Encodable {
    private enum CodingKeys: String, CodingKey {
        case best, combinations
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(best?.combination.name, forKey: .best)
        try container.encode(outcomes, forKey: .combinations)
    }
}

extension SearchRanking.Outcome: Encodable {
    private enum CodingKeys: String, CodingKey {
        case folder, settings, failure
        case validationAccuracy = "validation_accuracy"
        case validationLoss = "validation_loss"
        case chosenStep = "chosen_step"
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(combination.name, forKey: .folder)
        try container.encode(
            Dictionary(combination.settings.map { ($0.key, $0.value) }) { first, _ in first },
            forKey: .settings)
        try container.encodeIfPresent(failure, forKey: .failure)
        try container.encodeIfPresent(choice?.accuracy, forKey: .validationAccuracy)
        try container.encodeIfPresent(choice?.loss, forKey: .validationLoss)
        try container.encodeIfPresent(choice?.step, forKey: .chosenStep)
    }
}
