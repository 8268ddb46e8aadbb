import Datasets
import Pools
import Workspace

extension Pool {
    /// Refuses a data set other than the one that the pool was made from: a pool of other images could hold translations of
    /// validation or test images.
    ///
    /// - Throws: `WinnowError` of kind `.badData` where labels or training images differ.
    public func checkOrigin(_ dataset: Dataset) throws {
        guard dataset.schema == header.schema else {
            throw WinnowError(
                .badData,
                "\(folder.path): its labels are \(header.schema.names.joined(separator: ",")), and the data set's are"
                    + " \(dataset.schema.names.joined(separator: ",")); use the data set that the pool was made from, with the"
                    + " same --attributes")
        }
        let count = dataset.examples(in: .train).count
        guard try dataset.fingerprint(of: .train) == header.dataset, sourceIndex.allSatisfy({ $0 < count })
        else {
            throw WinnowError(
                .badData,
                "\(folder.path): was not made from the train split of \(dataset.root.path), so that it may hold translations of"
                    + " validation or test images; use the data set that it was made from, or make the pool anew"
            )
        }
    }
}
