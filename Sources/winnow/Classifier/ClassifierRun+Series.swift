import Classifiers
import Datasets
import Workspace

/// A classifier that is one of several in a folder.
extension ClassifierRun {
    /// Trains it in its own folder, which is made, or goes on with what is there.
    ///
    /// - Parameter statistics: of the real training images, where the runs have these in common; they are measured where there are none.
    /// - Returns: the classifier; the error of a training that diverged.
    func trainInSeries(
        resolvedRecipe: String, statistics: ChannelStatistics? = nil
    ) throws -> Result<TrainedClassifier, WinnowError> {
        if !OutputFolder.holdsRun(folder) {
            try OutputFolder.prepare(folder, force: false, resume: false)
        }
        return try attempt(resolvedRecipe: resolvedRecipe, resume: true, statistics: statistics)
    }
}
