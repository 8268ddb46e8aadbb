import Datasets
import Foundation
import Pools

/// What one run trains on, and where its checkpoints lie meanwhile.
struct RunTask {
    let run: PlannedRun
    /// What progress calls it.
    let title: String
    /// The run's own folder; what is there from an interrupted run is to be gone on with.
    let folder: URL
    /// The real training images, and behind them the selected ones.
    let train: ImageSource
    let images: ExperimentImages
}

/// The heavy part of a comparison: everything that trains or runs a network.
protocol ExperimentWork {
    /// How long a training takes, in any unit that is the same for all three.
    func trainingWeight(imageCount: Int) -> Double
    /// How long it takes to train a policy that the pool holds no scores by, and to score the pool.
    func scoringWeight(policy: String, data: ExperimentData) -> Double
    /// How long the judge takes.
    func judgingWeight(data: ExperimentData) -> Double

    /// Trains a classifier with the run's seed, and gives its probabilities for the test images, `[N, labels]` in row order.
    ///
    /// - Throws: `Interrupted` once the state is saved; `WinnowError` where training fails.
    func train(_ task: RunTask) throws -> [Float]

    /// Trains a policy into `folder`, or goes on with it, and scores the pool by it.
    func scores(policy: String, data: ExperimentData, images: ExperimentImages, folder: URL) throws -> Scores

    /// A trained classifier's probabilities for every sample of the pool, `[N, labels]` in row order, and its name.
    func judgement(by oracle: URL, of pool: Pool) throws -> (probabilities: [Float], judge: String)
}
