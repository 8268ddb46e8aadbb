import Datasets
import Foundation
import NeuralNetwork
import TestSupport
import Testing
import Workspace

@testable import Classifiers

@Suite struct ClassifierTrainerTests {
    private static func training(
        _ budget: TrainingRecipe.Budget, optimizer: TrainingRecipe.OptimizerName = .sgd, rate: Double = 0.05,
        patience: Int? = nil
    ) -> TrainingRecipe {
        TrainingRecipe(
            budget: budget, batch: 8, optimizer: optimizer, learningRate: rate, weightDecay: 1e-4,
            schedule: .cosine,
            patience: patience)
    }

    @Test(arguments: [Task.multiLabel, .singleLabel], TrainingRecipe.OptimizerName.allCases)
    func learnsWhatThereIsToLearn(task: Task, optimizer: TrainingRecipe.OptimizerName) throws {
        let toy = ToyTask(task: task)
        let trainer = try toy.trainer(
            Self.training(.epochs(10), optimizer: optimizer, rate: optimizer == .sgd ? 0.05 : 1e-3),
            images: 48)
        #expect(trainer.plannedSteps == 60)
        let classifier = try trainer.run()
        let choice = try #require(classifier.choice)
        let unseen = toy.images(24, "test")
        let metrics = try classifier.metrics(on: unseen)
        #expect(metrics.score > 0.95, "\(metrics)")
        #expect(choice.accuracy > 0.95 && (1...60).contains(choice.step) && choice.step.isMultiple(of: 6))
        #expect(try #require(classifier.waitingShare) <= 1)
        let rows = try classifier.probabilities(of: unseen)
        #expect(rows.count == 24 * toy.schema.count && rows.allSatisfy { (0...1).contains($0) })
    }

    /// How red an image is, and how blue as a number.
    @Test(arguments: NumberAnswer.allCases)
    func severalHeadsAreLearned(numbers: NumberAnswer) throws {
        let toy = ToyTask(task: .multiHead)
        let training = Self.training(.epochs(30), optimizer: .adam, rate: 2e-3)
        let recipe = toy.recipe(training, head: HeadDescription(numbers: numbers))
        let classifier = try toy.trainer(recipe, images: 64).run()
        guard case .heads(let metrics) = try classifier.metrics(on: toy.images(24, "test")) else {
            Issue.record("the metrics of heads are not of heads")
            return
        }
        #expect(metrics.heads[0].score > 0.95, "\(metrics)")
        // Numbers that are even in 50...150 are 25 from their mean on average.
        let number = try #require(metrics.heads[1].number)
        #expect(number.meanAbsoluteError < 12, "\(metrics)")
    }

    @Test func weightsOfUnknownHeadsAreRefused() {
        let toy = ToyTask(task: .multiHead)
        let training = TrainingRecipe(
            budget: .epochs(1), batch: 8, loss: LossRecipe(headWeights: ["red": 2, "green": 1]),
            learningRate: 0.1)
        expectError(.badRecipe, "training.loss.head_weights: green is no head", "red, blue") {
            _ = try toy.trainer(training)
        }
        expectError(.badRecipe, "head_weights: green", "they have none") {
            let training = TrainingRecipe(
                budget: .epochs(1), batch: 8, loss: LossRecipe(headWeights: ["green": 1]), learningRate: 0.1)
            _ = try ToyTask(task: .multiLabel).trainer(training)
        }
    }

    /// Stopped in the middle of an epoch, and at a validation, then gone on: all bytes are those of the unbroken run.
    @Test(arguments: TrainingRecipe.OptimizerName.allCases)
    func aResumedRunIsTheUnbrokenRun(optimizer: TrainingRecipe.OptimizerName) throws {
        let toy = ToyTask(task: .multiLabel)
        // 26 images in batches of 8: the last batch of an epoch has two.
        let training = Self.training(.epochs(4), optimizer: optimizer, rate: 0.01)
        try withTemporaryFolder { unbroken in
            let whole = try toy.trainer(training, folder: unbroken)
            try whole.run().save(to: unbroken)
            withEvery("stop", in: [2, 4, 7, 13]) { stop in
                try withTemporaryFolder { folder in
                    let first = try toy.trainer(training, folder: folder)
                    first.onStep = { if $0 == stop { throw Interrupted(signal: 2) } }
                    #expect(throws: Interrupted(signal: 2)) { try first.run() }
                    let second = try toy.trainer(training, folder: folder, resume: true)
                    #expect(second.completedSteps == stop)
                    try second.run().save(to: folder)
                    try Self.expectEqualFiles(folder, unbroken)
                }
            }
        }
    }

    /// Weights of a network like the toy's, but for its head, in a file that is there as long as `body` runs.
    private static func withPretrained(_ body: (URL, SafeTensors) throws -> Void) throws {
        try withTemporaryFolder { folder in
            let file = folder.appendingPathComponent("pretrained.safetensors")
            let weights = try ResNet(blockCounts: [1, 1], classes: 7, seed: 9).parameters.stateDictionary()
            try weights.write(to: file)
            try body(file, weights)
        }
    }

    /// All but the head is what it was, statistics and counters included, and the head has learned.
    @Test func aFrozenNetworkKeepsAllButItsHead() throws {
        let toy = ToyTask(task: .multiLabel)
        try Self.withPretrained { file, weights in
            let recipe = toy.recipe(
                Self.training(.epochs(20), optimizer: .adam, rate: 0.01), pretrained: file,
                head: HeadDescription(hidden: 16, dropout: 0.2, activation: .leakyReLU), trainable: .head)
            let classifier = try toy.trainer(recipe, images: 48).run()
            let state = try classifier.model.parameters.stateDictionary()
            let head = state.entries.map(\.name).filter { $0.hasPrefix("fc.") }
            #expect(head == ["fc.0.weight", "fc.0.bias", "fc.3.weight", "fc.3.bias"])
            for entry in state.entries where !entry.name.hasPrefix("fc.") {
                #expect(entry == weights[entry.name], "\(entry.name)")
            }
            let metrics = try classifier.metrics(on: toy.images(24, "test"))
            #expect(metrics.score > 0.9, "\(metrics)")
        }
    }

    /// With all of it trained the same network moves.
    @Test func aNetworkThatIsTrainedWholeMoves() throws {
        let toy = ToyTask(task: .multiLabel)
        try Self.withPretrained { file, weights in
            let recipe = toy.recipe(Self.training(.steps(3)), pretrained: file)
            let state = try toy.trainer(recipe).run().model.parameters.stateDictionary()
            for entry in state.entries where !entry.name.hasPrefix("fc.") {
                #expect(entry != weights[entry.name], "\(entry.name)")
            }
        }
    }

    /// What dropout chooses follows from the step, so that a resumed run drops what the unbroken one did.
    @Test(arguments: TrainablePart.allCases)
    func aResumedRunWithDropoutIsTheUnbrokenRun(trainable: TrainablePart) throws {
        let toy = ToyTask(task: .singleLabel)
        try Self.withPretrained { file, _ in
            let recipe = toy.recipe(
                Self.training(.epochs(3), rate: 0.01), pretrained: file,
                head: HeadDescription(hidden: 8, dropout: 0.5), trainable: trainable)
            try withTemporaryFolder { unbroken in
                try toy.trainer(recipe, folder: unbroken).run().save(to: unbroken)
                try withTemporaryFolder { folder in
                    let first = try toy.trainer(recipe, folder: folder)
                    first.onStep = { if $0 == 6 { throw Interrupted(signal: 2) } }
                    #expect(throws: Interrupted(signal: 2)) { try first.run() }
                    try toy.trainer(recipe, folder: folder, resume: true).run().save(to: folder)
                    try Self.expectEqualFiles(folder, unbroken)
                }
            }
        }
    }

    /// Every loss and every sampler teaches the toy, which has few images of its last class.
    @Test(arguments: LossRecipe.Name.allCases, [Task.singleLabel, .multiLabel])
    func everyLossTeaches(name: LossRecipe.Name, task: Task) throws {
        let toy = ToyTask(task: task)
        let samplers = TrainingRecipe.SamplerName.allCases
        let sampler = samplers[LossRecipe.Name.allCases.firstIndex(of: name)! % samplers.count]
        let training = TrainingRecipe(
            budget: .epochs(12), batch: 8, sampler: sampler,
            loss: LossRecipe(name, classWeights: name == .f1 ? .equal : .inverseFrequency, scale: 2),
            optimizer: .adam, learningRate: 0.005)
        let classifier = try toy.trainer(training, images: 48).run()
        let metrics = try classifier.metrics(on: toy.images(24, "test"))
        #expect(metrics.score > 0.9, "\(metrics)")
    }

    /// A run that dies without a word goes on from the last validation, whose later rows are not kept twice.
    @Test func aKilledRunGoesOnFromItsLastCheckpoint() throws {
        struct Killed: Error {}
        let toy = ToyTask(task: .singleLabel)
        let training = Self.training(.steps(20), rate: 0.01)
        try withTemporaryFolder { unbroken in
            try toy.trainer(training, folder: unbroken).run().save(to: unbroken)
            try withTemporaryFolder { folder in
                let first = try toy.trainer(training, folder: folder)
                first.checkpointInterval = .zero
                first.onStep = { if $0 == 11 { throw Killed() } }
                #expect(throws: Killed.self) { try first.run() }
                let second = try toy.trainer(training, folder: folder, resume: true)
                #expect(second.completedSteps == 10)
                try second.run().save(to: folder)
                try Self.expectEqualFiles(folder, unbroken)
                try second.deleteCheckpoints()
                #expect(
                    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
                        == ["classifier.json", "classifier.safetensors", "metrics.csv"])
            }
        }
    }

    private static func expectEqualFiles(_ first: URL, _ second: URL) throws {
        for name in ["classifier.safetensors", "classifier.json", "metrics.csv"] {
            let (left, right) = (first.appendingPathComponent(name), second.appendingPathComponent(name))
            #expect(try Data(contentsOf: left) == Data(contentsOf: right), "\(name)")
        }
    }

    @Test func aCheckpointOfAnotherRunIsRefused() throws {
        let toy = ToyTask(task: .multiLabel)
        try withTemporaryFolder { folder in
            let first = try toy.trainer(Self.training(.epochs(1)), folder: folder)
            first.onStep = { _ in throw Interrupted(signal: 15) }
            #expect(throws: Interrupted(signal: 15)) { try first.run() }
            expectError(.badRecipe, "another recipe", "--force") {
                _ = try toy.trainer(Self.training(.epochs(2)), folder: folder, resume: true)
            }
            expectError(.badRecipe, "seed 3", "--force") {
                _ = try toy.trainer(Self.training(.epochs(1)), seed: 4, folder: folder, resume: true)
            }
            expectError(.badRecipe, "other images") {
                _ = try toy.trainer(Self.training(.epochs(1)), images: 27, folder: folder, resume: true)
            }
        }
    }

    @Test func theSeedDecidesAll() throws {
        let toy = ToyTask(task: .multiLabel)
        let logits = { (seed: UInt64) in
            try toy.trainer(Self.training(.steps(3), rate: 0.01), seed: seed).run().logits(
                of: toy.images(4, "test"))
        }
        #expect(try logits(5) == logits(5))
        #expect(try logits(5) != logits(6))
    }

    @Test func aDivergedTrainingStopsWithItsStep() throws {
        let toy = ToyTask(task: .multiLabel)
        expectError(.badData, "step ", "loss is ", "training.learning_rate", "1e+30") {
            _ = try toy.trainer(Self.training(.epochs(3), rate: 1e30)).run()
        }
    }

    @Test func patienceEndsATrainingThatNoLongerGains() throws {
        let toy = ToyTask(task: .multiLabel)
        try withTemporaryFolder { folder in
            // A step this small changes nothing that a validation could see but its loss.
            let trainer = try toy.trainer(
                Self.training(.epochs(200), rate: 1e-300, patience: 2), folder: folder)
            _ = try trainer.run()
            #expect(trainer.completedSteps < trainer.plannedSteps)
            let rows = try String(contentsOf: folder.appendingPathComponent("metrics.csv"), encoding: .utf8)
                .split(separator: "\n").dropFirst().map { $0.split(separator: ",") }
            let scores = rows.map { (accuracy: Double($0[5])!, loss: Double($0[4])!) }
            // The last two are no better than the best before them, and no two before them were so.
            let best = scores.dropLast(2).max { ($0.accuracy, -$0.loss) < ($1.accuracy, -$1.loss) }!
            for score in scores.suffix(2) {
                #expect((score.accuracy, -score.loss) <= (best.accuracy, -best.loss))
            }
            #expect(
                (scores[scores.count - 3].accuracy, scores[scores.count - 3].loss) == (
                    best.accuracy, best.loss
                ))
        }
    }

    @Test func whatCannotBeTrainedIsRefused() throws {
        let toy = ToyTask(task: .multiLabel)
        expectError(.badRecipe, "training.batch", "8", "5") {
            _ = try toy.trainer(Self.training(.epochs(1)), images: 5)
        }
        let recipe = toy.recipe(Self.training(.epochs(1)))
        let none = ImageSource(labels: []) { _ in preconditionFailure("there is no image") }
        expectError(.badData, "validation") {
            _ = try ClassifierTrainer(
                recipe: recipe, schema: toy.schema, train: toy.images(8, "train"), validation: none,
                statistics: nil,
                seed: 0, folder: nil, resume: false)
        }
        expectError(.badData, "training image 0", "multi-label") {
            _ = try ClassifierTrainer(
                recipe: recipe, schema: toy.schema, train: ToyTask(task: .singleLabel).images(8, "train"),
                validation: toy.images(4, "validation"), statistics: nil, seed: 0, folder: nil, resume: false)
        }
    }

    /// An image that cannot be read ends the run with the source's own words.
    @Test func anUnreadableImageEndsTheRun() throws {
        let toy = ToyTask(task: .multiLabel)
        let good = toy.images(16, "train")
        let torn = ImageSource(labels: good.labels) { index in
            guard index != 9 else { throw WinnowError(.badData, "9.jpg: is cut short") }
            return try good.image(at: index)
        }
        expectError(.badData, "9.jpg") {
            _ = try ClassifierTrainer(
                recipe: toy.recipe(Self.training(.epochs(1))), schema: toy.schema, train: torn,
                validation: toy.images(4, "validation"), statistics: nil, seed: 0, folder: nil, resume: false
            ) { _ in ResNet(blockCounts: [1], classes: 2, seed: 0) }.run()
        }
    }
}
