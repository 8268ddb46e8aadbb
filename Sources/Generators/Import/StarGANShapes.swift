import NeuralNetwork
import Workspace

/// How a published generator is built, read off the shapes of its tensors.
struct GeneratorShapes {
    /// The width d of the first layer.
    let convDim: Int
    /// The number of labels c.
    let labelCount: Int
    let residualBlocks: Int

    /// - Parameter source: the file's name, for messages.
    /// - Throws: `WinnowError` of kind `.badData` that names the layer where it is no generator of StarGAN.
    init(_ weights: SafeTensors, source: String) throws {
        let first = try weights.shape(of: "main.0.weight", source: source, role: "generator")
        guard first.count == 4, first[1] > 3, first[2...] == [7, 7] else {
            throw WinnowError(
                .badData,
                "\(source): main.0.weight has shape \(first), and a generator's has [d, 3 + labels, 7, 7]; is this the discriminator?"
            )
        }
        convDim = first[0]
        labelCount = first[1] - 3
        residualBlocks = (9...).prefix { weights["main.\($0).main.0.weight"] != nil }.count
        guard 1...1024 ~= convDim, labelCount <= 4096, residualBlocks <= 64 else {
            throw WinnowError(
                .badData,
                "\(source): a generator of width \(convDim) with \(labelCount) labels and \(residualBlocks) residual blocks is larger than what is read (1024, 4096 and 64)"
            )
        }
    }
}

/// How a published discriminator is built, read off the shapes of its tensors.
struct DiscriminatorShapes {
    let convDim: Int
    let labelCount: Int
    /// How many times it halves the image.
    let layers: Int
    /// The side of the images that it judges.
    let imageSize: Int

    /// - Throws: as the generator's.
    init(_ weights: SafeTensors, source: String) throws {
        let first = try weights.shape(of: "main.0.weight", source: source, role: "discriminator")
        guard first.count == 4, first[1...] == [3, 4, 4] else {
            throw WinnowError(
                .badData,
                "\(source): main.0.weight has shape \(first), and a discriminator's has [d, 3, 4, 4]; is this the generator?"
            )
        }
        convDim = first[0]
        layers = (0...).prefix { weights["main.\(2 * $0).weight"] != nil }.count
        // Its kernel covers what the halvings leave of the image.
        let last = try weights.shape(of: "conv2.weight", source: source, role: "discriminator")
        guard last.count == 4, last[2] == last[3] else {
            throw WinnowError(
                .badData,
                "\(source): conv2.weight has shape \(last), and a discriminator's has [labels, channels, k, k]"
            )
        }
        labelCount = last[0]
        guard 1...1024 ~= convDim, 1...10 ~= layers, 1...1024 ~= last[2], 16...1024 ~= last[2] << layers,
            (last[2] << layers).isMultiple(of: 4)
        else {
            throw WinnowError(
                .badData,
                "\(source): conv2.weight has shape \(last) behind \(layers) layers of width \(convDim) and more: that is of images of \(last[2])·2^\(layers) pixels; 16 to 1024 are read, divisible by 4"
            )
        }
        imageSize = last[2] << layers
    }
}

extension SafeTensors {
    /// The shape of a tensor that a network of some role must have.
    fileprivate func shape(of name: String, source: String, role: String) throws -> [Int] {
        if let entry = self[name] { return entry.shape }
        let some = names.prefix(3).joined(separator: ", ")
        throw WinnowError(
            .badData,
            "\(source): is not a StarGAN's \(role): \(name) is missing; it holds \(some.isEmpty ? "nothing" : "\(some) and so on")"
        )
    }
}
