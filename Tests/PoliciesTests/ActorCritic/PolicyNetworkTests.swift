import TensorEngine
import Testing

@testable import Policies

@Suite struct PolicyNetworkTests {
    @Test func theLayersAreThoseOfTheRecipe() {
        let actor = PolicyNetwork(
            imageSize: 10, labelCount: 2, widths: [4, 6, 8], hiddenWidth: 5, outputs: 1, seed: 0)
        let shapes = actor.parameters.parameters.map { "\($0.name) \($0.shape)" }
        // 10 pixels become 5, 3 and 2.
        #expect(
            shapes == [
                "conv1.weight [4, 5, 3, 3]", "conv1.bias [4]", "conv2.weight [6, 4, 3, 3]", "conv2.bias [6]",
                "conv3.weight [8, 6, 3, 3]", "conv3.bias [8]", "fc1.weight [5, 32]", "fc1.bias [5]",
                "fc2.weight [1, 5]", "fc2.bias [1]",
            ])
    }

    @Test func theLabelMatters() {
        let actor = PolicyNetwork(
            imageSize: 8, labelCount: 2, widths: [4, 4, 4], hiddenWidth: 8, outputs: 1, seed: 0)
        let image = Tensor(filledWith: 0.25, shape: [2, 3, 8, 8])
        let output = actor(image, labels: Tensor([1, 0, 0, 1], shape: [2, 2]))
        #expect(output.shape == [2, 1])
        #expect(output.floats[0] != output.floats[1])
        let child = PolicyNetwork(
            imageSize: 8, labelCount: 0, widths: [4, 4, 4], hiddenWidth: 8, outputs: 3, seed: 0)
        #expect(child(image).shape == [2, 3])
    }

    @Test func gradientsInPiecesAreTheGradientOfTheWhole() throws {
        let toy = try ToyEnvironment(synthetic: 600, validation: 8)
        let decisions = DecisionNetwork(
            recipe: ToyEnvironment.recipe(episodes: 1), schema: ToyEnvironment.schema, learningRate: 1e-3,
            seed: 2)
        let images = toy.environment.training
        let rows = toy.environment.syntheticRows
        let slope = (0..<rows.count).map { Float($0 % 7) / 100 - 0.02 }
        let pieces = decisions.gradients(of: images, rows: rows, outputGradient: slope)
        let learned = decisions.network.parameters.learned
        let whole = decisions.network(
            images.tensor(rows), labels: images.labelTensor(rows, schema: ToyEnvironment.schema))
        let expected = gradients(
            of: (whole.reshaped(to: [rows.count]) * Tensor(slope, shape: [rows.count])).sum(),
            withRespectTo: learned.map(\.value))
        #expect(decisions.outputs(for: images, rows: rows).count == rows.count)
        for (piece, (reference, parameter)) in zip(pieces, zip(expected, learned)) {
            let scale = reference.floats.map(abs).max() ?? 0
            #expect(scale > 0, "\(parameter.name)")
            for (a, b) in zip(piece.floats, reference.floats) {
                #expect(abs(a - b) <= 1e-4 * scale, "\(parameter.name)")
            }
        }
    }
}
