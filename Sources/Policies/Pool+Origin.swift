import Datasets
import Pools
import Workspace

extension Pool {
    /// Refuses a data set other than the one that the pool was made from: a pool of other images could hold translations of
    /// validation or test images.
    ///
    /// What an imported pool's generator was trained on is what the person says who imports it: a pool that remembers a train split
    /// is taken with that one alone; of one that remembers none, a note says that nobody knows.
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
        guard let split = header.dataset else {
            Console.note(
                "\(folder.path): was imported without --data, so nobody knows whether its generator has seen validation or test"
                    + " images; results hold only if it has not")
            return
        }
        let count = dataset.examples(in: .train).count
        guard try dataset.fingerprint(of: .train) == split, sourceIndex?.allSatisfy({ $0 < count }) ?? true
        else {
            throw WinnowError(
                .badData,
                "\(folder.path): was not \(header.isImported ? "imported for" : "made from") the train split of \(dataset.root.path),"
                    + " so that it may hold \(header.isImported ? "copies" : "translations") of validation or test images; use the data"
                    + " set that it was made from, or make the pool anew")
        }
    }
}
