import TensorEngine

/// Which batches a run takes, and when it looks at the validation set: all of it follows from the recipe, the seed and how
/// many images there are.
struct TrainingPlan: Sendable, Equatable {
    let imageCount: Int
    let batch: Int
    let totalSteps: Int
    /// Validations come after every so many steps, and after the last.
    let validationInterval: Int
    let seed: UInt64
    private let sampler: ImageSampler

    /// - Parameter sampler: which chooses among `imageCount` images.
    /// - Precondition: the batch is at most `imageCount`.
    init(_ recipe: TrainingRecipe, imageCount: Int, sampler: ImageSampler, seed: UInt64) {
        precondition(
            2 <= recipe.batch && recipe.batch <= imageCount, "batches of \(recipe.batch) of \(imageCount)")
        self.imageCount = imageCount
        batch = recipe.batch
        self.seed = seed
        self.sampler = sampler
        let stepsPerEpoch = Self.stepsPerEpoch(imageCount, batch)
        switch recipe.budget {
        case .epochs(let epochs):
            totalSteps = epochs * stepsPerEpoch
            validationInterval = stepsPerEpoch
        case .steps(let steps):
            totalSteps = steps
            // A tenth of the run whatever the data, so that runs with more data choose among as many moments.
            validationInterval = (steps + 9) / 10
        }
    }

    /// A last batch that is not full is used, but for one of a single image: it has no variance to normalise by.
    var dropsLast: Bool { imageCount % batch == 1 }

    var stepsPerEpoch: Int { Self.stepsPerEpoch(imageCount, batch) }

    private static func stepsPerEpoch(_ imageCount: Int, _ batch: Int) -> Int {
        imageCount / batch + (imageCount % batch > 1 ? 1 : 0)
    }

    /// Whether the validation set is looked at once `step` steps are done.
    func validates(after step: Int) -> Bool {
        step.isMultiple(of: validationInterval) || step == totalSteps
    }

    /// The images of an epoch in their order, as the sampler chooses them.
    func order(epoch: Int) -> [Int] {
        var stream = RandomStream(seed: seed, name: "classifier/shuffle/\(epoch)")
        return sampler.order(&stream)
    }
}
