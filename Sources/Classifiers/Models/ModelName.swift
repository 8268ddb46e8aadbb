/// The architectures that can be trained, by the names that recipes use.
public enum ModelName: String, Sendable, Codable, CaseIterable {
    /// ``ResNet`` with 3, 4, 6 and 3 blocks.
    case resnet50

    /// A new model with initial weights.
    ///
    /// - Parameters:
    ///   - classes: the number of logits.
    ///   - seed: of the initial weights; nil where others will be loaded, and none are drawn.
    public func makeModel(classes: Int, seed: UInt64?) -> any ImageClassifier {
        switch self {
        case .resnet50: ResNet(blockCounts: [3, 4, 6, 3], classes: classes, seed: seed)
        }
    }

    /// The path of the last layer, whose size depends on the labels.
    var headPath: String {
        switch self {
        case .resnet50: "fc"
        }
    }
}
