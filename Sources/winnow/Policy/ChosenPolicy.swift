import Classifiers
import Foundation
import Policies
import Workspace

/// A policy as the command line names it: by its name, by the folder it was trained into, or by the name that its scores have
/// in a pool.
struct ChosenPolicy {
    /// What its scores are called in a pool.
    let name: String
    private let policy: PolicyName?
    private let folder: URL?

    /// - Throws: `WinnowError` where `text` is a folder that holds no policy.
    init(_ text: String) throws {
        if let policy = PolicyName(named: text) {
            self.policy = policy
            name = policy.rawValue
            let place = URL(fileURLWithPath: "policies", isDirectory: true).appendingPathComponent(name)
            folder = PolicyDescription.exists(in: place) ? place : nil
        } else if text.contains("/")
            || PolicyDescription.exists(in: URL(fileURLWithPath: text, isDirectory: true))
        {
            let place = URL(fileURLWithPath: text, isDirectory: true)
            let policy = try PolicyDescription(folder: place).kind
            self.policy = policy
            name = policy.rawValue
            folder = place
        } else {
            policy = nil
            name = text
            folder = nil
        }
    }

    /// The policy, where it needs no training.
    func untrainedSampler(seed: UInt64) -> (any Sampler)? {
        switch policy {
        case .random: RandomSampler(seed: seed)
        case .realism: RealismSampler()
        case .classConfidence, .actorCritic, nil: nil
        }
    }

    /// The policy, ready to judge.
    ///
    /// - Throws: `WinnowError` of kind `.missingInput` where it is not trained, `.usage` where there is none of that name.
    func sampler(seed: UInt64, confidence: ClassConfidenceSampler.Confidence) throws -> any Sampler {
        if let sampler = untrainedSampler(seed: seed) { return sampler }
        guard policy != nil else {
            let names = PolicyName.allCases.map(\.rawValue).joined(separator: ", ")
            throw WinnowError(
                .usage, "--by \(name): there is no such policy; give \(names), or the folder of a trained one"
            )
        }
        guard let folder else {
            throw WinnowError(
                .missingInput,
                "--by \(name): policies/\(name) holds no trained policy; train it with winnow policy train \(name) … --out"
                    + " policies/\(name), or give the folder of a trained one")
        }
        if policy == .actorCritic { return try ActorCriticSampler(folder: folder) }
        return ClassConfidenceSampler(
            classifier: try TrainedClassifier(folder: folder), confidence: confidence)
    }
}
