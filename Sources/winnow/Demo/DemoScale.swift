import NeuralNetwork
import TensorEngine

/// How large the demonstration is, and the recipes that follow from it.
///
/// The real images are few and the generator is trained for a short while, so that what it makes is useful but not perfect:
/// with a perfect pool there is nothing to choose.
struct DemoScale {
    /// The side of the generated images.
    let size: Int
    /// Real training images.
    let real: Int
    /// Samples of the pool for each of them.
    let fold: Double
    /// Repetitions of the comparison.
    let seeds: Int

    /// What small networks can learn of a few hundred small pictures in minutes. `Young`, the paper's fifth, they cannot.
    static let attributes = ["Black_Hair", "Blond_Hair", "Brown_Hair", "Male"]
    /// How often what is seen misleads about a label: enough for a good classifier to err on some.
    static let cueOverlap = 0.1

    var validation: Int { max(real / 2, 24) }
    var test: Int { max(2 * real, 48) }
    /// Clean drawn faces that the oracle learns from: more of them, and of each group as many.
    var oracle: Int { max(8 * real, 120) }

    /// Of the classifiers: bf16 where the processor multiplies faster in it, which some that have it do not. The generator gains
    /// nothing from it at this size.
    private var precision: String {
        (Self.multipliesFasterInBFloat16 ? Precision.bfloat16 : .float32).rawValue
    }

    private static let multipliesFasterInBFloat16 =
        Precision.bfloat16.isSupported
        && ArithmeticPeak.measure(.bfloat16) > 1.3 * ArithmeticPeak.measure(.float32)

    /// A fraction of the full schedule, so that a small demonstration is a quick one.
    private func scaled(_ steps: Int) -> Int { max(8, steps * min(real, 400) / 400) }

    /// `generators/faces.yaml`.
    var generatorRecipe: String {
        let iterations = scaled(2200)
        return """
            image_size: \(size)
            crop: 178
            conv_dim: 32
            residual_blocks: 4
            attributes: [\(Self.attributes.joined(separator: ", "))]
            training:
              iterations: \(iterations)
              decay_from: \(iterations / 2)
              batch: 16
              critic_steps: 2
              learning_rate: 2e-4
              betas: [0.5, 0.999]
              lambda_cls: 2
              lambda_rec: 10
              lambda_gp: 10
              log_every: 10
              sample_every: \(max(1, iterations / 4))
              checkpoint_every: 500

            """
    }

    /// Of the classifier that scores for cl-sam: stopped early on validation data, for an overfitted one selects no better
    /// than chance.
    var classConfidenceRecipe: String {
        """
        model: resnet50
        image_size: \(size)
        resize: \(size * 9 / 8)
        precision: \(precision)
        training: {budget: steps, steps: \(scaled(400)), batch: 32, optimizer: adam, learning_rate: 1e-3,
                   weight_decay: 1e-4, schedule: cosine, patience: 6}

        """
    }

    /// Of the classifier that says afterwards what a translation shows; it sees twice the size, for it has to be good.
    var oracleRecipe: String {
        """
        model: resnet50
        image_size: \(2 * size)
        resize: \(2 * size * 9 / 8)
        precision: \(precision)
        training: {budget: steps, steps: \(scaled(400)), batch: 32, optimizer: adam, learning_rate: 1e-3,
                   schedule: cosine}

        """
    }

    /// `policies/rl.yaml`, for few images.
    var actorCriticRecipe: String {
        """
        episodes: \(max(6, scaled(150)))
        real_fraction: 0.2
        minimum_per_class: 64
        synthetic_multiple: 8
        validation_images: 400
        reward: sign
        image_size: 32
        actor: {learning_rate: 5e-4, critic_learning_rate: 5e-4}
        child: {steps: \(scaled(60)), batch: 64, learning_rate: 1e-3}

        """
    }

    /// `reports/faces.yaml`: every run takes the same number of steps, so that a gain is the data's.
    var comparisonRecipe: String {
        """
        classifier: {model: resnet50, image_size: \(size), resize: \(size * 9 / 8), pretrained: none, precision: \(precision)}
        training: {budget: steps, steps: \(scaled(200)), batch: 32, optimizer: sgd, learning_rate: 0.05, momentum: 0.9,
                   weight_decay: 5e-4, schedule: cosine}
        policies: [random, cl-sam, cr-sam, rl]
        ratios: [\(ratios.map { "\($0)" }.joined(separator: ", "))]
        seeds: [\((0..<seeds).map(String.init).joined(separator: ", "))]

        """
    }

    /// The paper's, as far as the pool goes.
    private var ratios: [Int] { [1, 2, 5].filter { Double($0) <= fold } }

    /// How long each stage takes, in seconds on two cores; only the ratios count.
    var stages: [(name: String, weight: Double)] {
        let part = Double(min(real, 400)) / 400
        let pixels = Double(size * size) / 1024
        return [
            ("faces", 10 * part), ("generator", 130 * part * pixels), ("pool", 4 * part * pixels),
            ("oracle", 100 * part * pixels), ("cl-sam", 35 * part * pixels), ("rl", 40 * part),
            ("comparison", Double(seeds) * 220 * part * pixels),
        ]
    }
}
