import Datasets
import Foundation
import NeuralNetwork
import TestSupport
import Testing
import Workspace

@testable import Classifiers

@Suite struct TrainedClassifierTests {
    private static func classifier() -> TrainedClassifier {
        TrainedClassifier(
            model: ResNet(classes: 2, seed: 11),
            recipe: ToyTask(task: .multiLabel).recipe(
                TrainingRecipe(budget: .epochs(1), batch: 2, learningRate: 0.1)),
            schema: ToyTask(task: .multiLabel).schema,
            statistics: ChannelStatistics(mean: [0.5, 0.4, 0.3], deviation: [0.2, 0.25, 0.3]),
            choice: .init(step: 12, accuracy: 0.875, loss: 0.5), waitingShare: 0.1)
    }

    /// What is read back says the same, and what is damaged is refused by name.
    @Test func aSavedClassifierSaysTheSame() throws {
        let classifier = Self.classifier()
        let images = ToyTask(task: .multiLabel).images(5, "test")
        try withTemporaryFolder { folder in
            expectError(.missingInput, "classifier.json", "winnow classifier train") {
                _ = try TrainedClassifier(folder: folder)
            }
            try classifier.save(to: folder)
            #expect(TrainedClassifier.exists(in: folder))
            let read = try TrainedClassifier(folder: folder)
            #expect(try read.logits(of: images) == classifier.logits(of: images))
            #expect(read.choice == classifier.choice && read.recipe == classifier.recipe)
            #expect(read.schema == classifier.schema && read.statistics == classifier.statistics)
            #expect(read.waitingShare == nil)

            let description = folder.appendingPathComponent("classifier.json")
            let weights = folder.appendingPathComponent("classifier.safetensors")
            let text = try String(contentsOf: description, encoding: .utf8)
            func expectRefusal(
                _ old: String, _ new: String, _ part: String,
                sourceLocation: SourceLocation = #_sourceLocation
            ) throws {
                let changed = text.replacing(old, with: new)
                #expect(changed != text, sourceLocation: sourceLocation)
                try changed.write(to: description, atomically: true, encoding: .utf8)
                expectError(.badData, "classifier.json", part, sourceLocation: sourceLocation) {
                    _ = try TrainedClassifier(folder: folder)
                }
            }
            try expectRefusal("\"version\" : 1", "\"version\" : 2", "newer")
            try expectRefusal("winnow-classifier", "winnow-pool", "no description")
            try expectRefusal("0.25", "-0.25", "deviation")
            try expectRefusal("\"image_size\" : 16", "\"image_size\" : 64", "crop")
            try expectRefusal("}", "", "damaged")
            try text.write(to: description, atomically: true, encoding: .utf8)

            var bytes = try Data(contentsOf: weights)
            bytes[bytes.count - 3] ^= 1
            try bytes.write(to: weights)
            expectError(.badData, "classifier.safetensors", "not the file") {
                _ = try TrainedClassifier(folder: folder)
            }
            try FileManager.default.removeItem(at: weights)
            expectError(.missingInput, "classifier.safetensors") { _ = try TrainedClassifier(folder: folder) }
        }
    }

    @Test func foreignWeightsAreRead() throws {
        let classifier = Self.classifier()
        try withTemporaryFolder { folder in
            let file = folder.appendingPathComponent("weights.safetensors")
            // torchvision's files of today have counters, older ones have none.
            var stored = SafeTensors(metadata: [:])
            for entry in try classifier.model.parameters.stateDictionary().entries
            where !entry.name.hasSuffix("num_batches_tracked") {
                try stored.append(entry)
            }
            try stored.write(to: file)
            let read = try TrainedClassifier(
                weights: file, model: .resnet50, task: .multiLabel, imageSize: 16, resize: 18,
                statistics: classifier.statistics)
            #expect(read.schema.names == ["0", "1"])
            let images = ToyTask(task: .multiLabel).images(3, "test")
            #expect(try read.logits(of: images) == classifier.logits(of: images))
            expectError(.usage, "2 labels") {
                _ = try TrainedClassifier(
                    weights: file, model: .resnet50, task: .multiLabel, labels: ["A"], imageSize: 16,
                    resize: 18)
            }

            // A head of other classes is left out; anything else that does not fit is not.
            let other = ResNet(classes: 3, seed: 1)
            try PretrainedWeights(contentsOf: file).load(into: other.parameters, replacingHeadAt: "fc")
            let state = try other.parameters.stateDictionary()
            #expect(state.floats(named: "conv1.weight") == stored.floats(named: "conv1.weight"))
            #expect(state["fc.weight"]?.shape == [3, 2048])
            let small = ResNet(blockCounts: [1], classes: 3, seed: 1)
            expectError(.badData, "weights.safetensors", "layer1.1.conv1.weight") {
                try PretrainedWeights(contentsOf: file).load(into: small.parameters, replacingHeadAt: "fc")
            }
            expectError(.badData, "fc.weight") {
                try PretrainedWeights(contentsOf: file).load(into: other.parameters, replacingHeadAt: nil)
            }
            expectError(.badData, ".pth", "cut short") {
                let url = folder.appendingPathComponent("weights.pth")
                try Data([0x80]).write(to: url)
                _ = try PretrainedWeights(contentsOf: url)
            }
            expectError(.missingInput, "nowhere.safetensors") {
                _ = try PretrainedWeights(contentsOf: folder.appendingPathComponent("nowhere.safetensors"))
            }
        }
    }

    /// A head of other layers is replaced as one of other classes is, in either direction.
    @Test func headsOfOtherLayersAreReplaced() throws {
        let heads = [nil, 8].map { HeadDescription(hidden: $0) }
        for (stored, wanted) in [(heads[0], heads[1]), (heads[1], heads[0])] {
            let source = ResNet(blockCounts: [1], classes: 3, head: stored, seed: 1)
            let target = ResNet(blockCounts: [1], classes: 3, head: wanted, seed: 2)
            let (given, before) = try (
                source.parameters.stateDictionary(), target.parameters.stateDictionary()
            )
            try withTemporaryFolder { folder in
                let file = folder.appendingPathComponent("weights.safetensors")
                try given.write(to: file)
                try PretrainedWeights(contentsOf: file).load(into: target.parameters, replacingHeadAt: "fc")
                for entry in try target.parameters.stateDictionary().entries {
                    let isHead = entry.name.hasPrefix("fc.")
                    #expect(entry == (isHead ? before : given)[entry.name], "\(entry.name)")
                }
                expectError(.badData, "fc.") {
                    try PretrainedWeights(contentsOf: file).load(
                        into: target.parameters, replacingHeadAt: nil)
                }
            }
        }
    }

    /// torchvision's published weights of DenseNet have a dot more in some names.
    @Test func densenetsOldNamesAreUnderstood() throws {
        let model = DenseNet(layerCounts: [2, 1], growth: 8, classes: 3, seed: 4)
        let state = try model.parameters.stateDictionary()
        var old = SafeTensors()
        for entry in state.entries where !entry.name.hasSuffix("num_batches_tracked") {
            var name = entry.name
            for part in ["norm1", "norm2", "conv1", "conv2"] where name.contains("denselayer") {
                name = name.replacing(".\(part).", with: ".\(part.dropLast()).\(part.suffix(1)).")
            }
            try old.append(.init(name: name, dtype: entry.dtype, shape: entry.shape, data: entry.data))
        }
        #expect(old.names.contains("features.denseblock1.denselayer2.norm.1.running_mean"))
        try withTemporaryFolder { folder in
            let file = folder.appendingPathComponent("densenet.safetensors")
            try old.write(to: file)
            let other = DenseNet(layerCounts: [2, 1], growth: 8, classes: 3, seed: nil)
            try PretrainedWeights(contentsOf: file).load(into: other.parameters, replacingHeadAt: nil)
            #expect(try other.parameters.stateDictionary().entries == state.entries)
        }
    }

    @Test(arguments: ModelName.allCases)
    func everyNetworkHasItsHeadWhereItsNameSays(name: ModelName) {
        let model = name.makeModel(classes: 3, seed: nil)
        let head = model.head.parameters
        #expect(head.map(\.name) == [name.headPath + ".weight", name.headPath + ".bias"])
        #expect(head[0].shape[0] == 3)
        #expect(model.parameters.learned.suffix(2).map(\.name) == head.map(\.name))
        let wide = name.makeModel(classes: 3, head: HeadDescription(hidden: 5), seed: nil).head.parameters
        #expect(
            wide.map(\.name) == ["0.weight", "0.bias", "3.weight", "3.bias"].map { name.headPath + "." + $0 })
    }

    /// Weights of another program, by the name of their network.
    @Test(arguments: [ModelName.resnet18, .densenet121, .efficientNetB0])
    func weightsAreReadByTheirNetworksName(name: ModelName) throws {
        let model = name.makeModel(classes: 3, seed: 5)
        try withTemporaryFolder { folder in
            let file = folder.appendingPathComponent("weights.safetensors")
            try model.parameters.stateDictionary().write(to: file)
            let read = try TrainedClassifier(
                weights: file, model: name, task: .singleLabel, imageSize: 32, resize: 36)
            #expect(read.schema.count == 3)
            #expect(try read.model.parameters.stateDictionary() == model.parameters.stateDictionary())
            #expect(try read.logits(of: ToyTask(task: .singleLabel).images(2, "test")).count == 6)
            expectError(.usage, "--image-size", "75") {
                _ = try TrainedClassifier(
                    weights: file, model: .inceptionResNetV1, task: .singleLabel, imageSize: 74, resize: 80)
            }
        }
    }

    @Test func logitsThatAreNoNumbersAreRefused() throws {
        let classifier = Self.classifier()
        let bias = try #require(classifier.model.parameters.learned.first { $0.name == "fc.bias" })
        bias.assign([.nan, 0])
        expectError(.badData, "nan", "image 0") {
            _ = try classifier.logits(of: ToyTask(task: .multiLabel).images(1, "test"))
        }
    }
}
