import NeuralNetwork

/// A step of work that `winnow bench` times: the inner loop of a command, with its files where it is about them.
struct BenchmarkStep {
    enum Kind: String, CaseIterable {
        case resNetTraining = "resnet-training"
        case resNetInference = "resnet-inference"
        case starGANCycle = "stargan-cycle"
        case starGANGeneration = "stargan-generation"
        case poolWriting = "pool-writing"
        case poolScoring = "pool-scoring"
        case jpegBatches = "jpeg-batches"
        case jpegTraining = "jpeg-training"

        /// What the numbers in a row's name say, in order.
        fileprivate var numbers: [WritableKeyPath<BenchmarkStep, Int>] {
            switch self {
            case .resNetTraining, .resNetInference, .jpegBatches, .jpegTraining: [\.size, \.batch]
            case .starGANCycle, .starGANGeneration: [\.size, \.batch, \.width]
            case .poolWriting: [\.size, \.width]
            case .poolScoring: [\.size]
            }
        }

        /// Whether the step reads JPEG files.
        var readsFaces: Bool {
            switch self {
            case .poolWriting, .jpegBatches, .jpegTraining: true
            case .resNetTraining, .resNetInference, .starGANCycle, .starGANGeneration, .poolScoring: false
            }
        }
    }

    let kind: Kind
    /// Pixels a side of what the networks see.
    private(set) var size = 0
    /// Images at a time; 0 where the command that the step is of fixes it.
    private(set) var batch = 0
    /// The channels of StarGAN's first layer (`conv_dim`); 0 where there is no StarGAN.
    private(set) var width = 0

    /// The rows that are timed where none is named.
    static let standard = [
        "resnet-training-64-32", "resnet-training-64-64", "resnet-training-128-32",
        "resnet-inference-64-32", "resnet-inference-64-64", "resnet-inference-128-32",
        "stargan-cycle-64-16-32", "stargan-cycle-128-16-64", "stargan-generation-64-16-32",
        "pool-writing-64-32", "pool-scoring-64", "jpeg-batches-64-64", "jpeg-training-64-32",
    ].map { BenchmarkStep(name: $0)! }

    /// `resnet-training-64-32`, `stargan-cycle-64-16-32`: kind, size, batch, width, as far as the kind has them.
    var name: String {
        ([kind.rawValue] + kind.numbers.map { "\(self[keyPath: $0])" }).joined(separator: "-")
    }

    /// Reads a `name`.
    init?(name: String) {
        guard let kind = Kind.allCases.first(where: { name.hasPrefix($0.rawValue + "-") }) else { return nil }
        let words = name.dropFirst(kind.rawValue.count + 1).split(
            separator: "-", omittingEmptySubsequences: false)
        let numbers = words.compactMap { Int($0) }
        guard numbers.count == words.count, numbers.count == kind.numbers.count,
            numbers.allSatisfy({ $0 > 0 })
        else { return nil }
        self.kind = kind
        for (path, number) in zip(kind.numbers, numbers) { self[keyPath: path] = number }
        guard size.isMultiple(of: 16), (32...256).contains(size), batch <= 4096, width <= 1024 else {
            return nil
        }
    }

    /// What the row is of.
    var title: String {
        switch kind {
        case .resNetTraining: "ResNet-50 training, \(size)×\(size), batch \(batch)"
        case .resNetInference: "ResNet-50 inference, \(size)×\(size), batch \(batch)"
        case .starGANCycle: "StarGAN cycle, \(size)×\(size), d \(width), batch \(batch)"
        case .starGANGeneration: "StarGAN generation, \(size)×\(size), d \(width), batch \(batch)"
        case .poolWriting: "StarGAN generation into a pool, \(size)×\(size), d \(width)"
        case .poolScoring: "Scoring a pool with ResNet-50, \(size)×\(size)"
        case .jpegBatches: "JPEG folder → augmented batches, \(size)×\(size), batch \(batch)"
        case .jpegTraining: "ResNet-50 training from a JPEG folder, \(size)×\(size), batch \(batch)"
        }
    }

    /// Makes what the step needs: networks, numbers, files.
    ///
    /// - Throws: what reading and writing files throw.
    func prepare(_ precision: Precision, _ files: BenchmarkFiles) throws -> PreparedStep {
        switch kind {
        case .resNetTraining: resNetTraining(precision)
        case .resNetInference: resNetInference(precision)
        case .starGANCycle: starGANCycle(precision)
        case .starGANGeneration: starGANGeneration(precision)
        case .poolWriting: try poolWriting(precision, files)
        case .poolScoring: try poolScoring(precision, files)
        case .jpegBatches: try jpegBatches(files)
        case .jpegTraining: try jpegTraining(precision, files)
        }
    }

    /// How many labels the networks know.
    static let labelCount = 5
}

/// A step that is ready to be timed.
struct PreparedStep {
    /// The images that one step takes.
    let imageCount: Int
    /// Does one step.
    let run: () throws -> Void
    /// How long steps have waited for images so far, in seconds; nil where they read none.
    var waitingSeconds: (() -> Double)?
}
