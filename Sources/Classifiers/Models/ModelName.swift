/// The architectures that can be trained, by the names that recipes use.
public enum ModelName: String, Sendable, Codable, CaseIterable {
    /// ``ResNet`` with 2, 2, 2 and 2 basic blocks.
    case resnet18
    /// ``ResNet`` with 3, 4, 6 and 3 bottleneck blocks.
    case resnet50
    /// ``DenseNet`` with 6, 12, 24 and 16 layers.
    case densenet121
    /// ``EfficientNet`` as its paper's table has it.
    case efficientNetB0 = "efficientnet-b0"
    /// ``EfficientNet``, deeper.
    case efficientNetB1 = "efficientnet-b1"
    /// ``EfficientNet``, deeper and wider.
    case efficientNetB2 = "efficientnet-b2"
    /// ``EfficientNet``, deeper and wider still.
    case efficientNetB3 = "efficientnet-b3"
    /// ``InceptionResNet``, FaceNet's network.
    case inceptionResNetV1 = "inception-resnet-v1"

    /// A new model with initial weights.
    ///
    /// - Parameters:
    ///   - classes: the number of logits.
    ///   - head: what is behind the features; nil for the architecture's own.
    ///   - seed: of the initial weights; nil where others will be loaded, and none are drawn.
    public func makeModel(classes: Int, head: HeadDescription? = nil, seed: UInt64?) -> any ImageClassifier {
        let head = head ?? HeadDescription(dropout: dropout)
        func efficientNet(_ variant: EfficientNet.Variant) -> any ImageClassifier {
            EfficientNet(variant, classes: classes, head: head, seed: seed)
        }
        return switch self {
        case .resnet18:
            ResNet(blockCounts: [2, 2, 2, 2], block: .basic, classes: classes, head: head, seed: seed)
        case .resnet50: ResNet(blockCounts: [3, 4, 6, 3], classes: classes, head: head, seed: seed)
        case .densenet121: DenseNet(classes: classes, head: head, seed: seed)
        case .efficientNetB0: efficientNet(.b0)
        case .efficientNetB1: efficientNet(.b1)
        case .efficientNetB2: efficientNet(.b2)
        case .efficientNetB3: efficientNet(.b3)
        case .inceptionResNetV1: InceptionResNet(classes: classes, head: head, seed: seed)
        }
    }

    /// The path of the head, whose size depends on the labels.
    var headPath: String {
        switch self {
        case .resnet18, .resnet50: "fc"
        case .densenet121: "classifier"
        case .efficientNetB0, .efficientNetB1, .efficientNetB2, .efficientNetB3: "classifier.1"
        case .inceptionResNetV1: "logits"
        }
    }

    /// The dropout ahead of the last layer that belongs to the architecture.
    var dropout: Double {
        switch self {
        case .resnet18, .resnet50, .densenet121, .inceptionResNetV1: 0
        case .efficientNetB0: EfficientNet.Variant.b0.dropout
        case .efficientNetB1: EfficientNet.Variant.b1.dropout
        case .efficientNetB2: EfficientNet.Variant.b2.dropout
        case .efficientNetB3: EfficientNet.Variant.b3.dropout
        }
    }

    /// Pixels along a side of the smallest image of which the network has features left.
    public var smallestImage: Int {
        switch self {
        case .resnet18, .resnet50, .efficientNetB0, .efficientNetB1, .efficientNetB2, .efficientNetB3: 1
        case .densenet121: DenseNet.smallestImage
        case .inceptionResNetV1: InceptionResNet.smallestImage
        }
    }

    /// What is wrong with images of a size, and what the network takes; nil where nothing is.
    func refusal(ofImageSize size: Int) -> String? {
        size >= smallestImage
            ? nil : "\(size) is too small for \(rawValue); it takes at least \(smallestImage) pixels"
    }
}
