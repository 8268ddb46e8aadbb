import Foundation
import NeuralNetwork

/// Finds what lies under Tests/Fixtures, wherever the tests are run from.
public enum FixtureFile {
    /// The folder Tests/Fixtures of this checkout.
    public static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Fixtures")

    /// The file at a path below Tests/Fixtures, such as `pytorch/resnet.json`.
    public static func url(_ path: String) -> URL {
        folder.appendingPathComponent(path)
    }

    /// A JSON fixture; keys in snake_case become camelCase properties.
    public static func decode<Value: Decodable>(_ type: Value.Type, from path: String) throws -> Value {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(type, from: Data(contentsOf: url(path)))
    }

    /// A safetensors fixture.
    public static func tensors(_ path: String) throws -> SafeTensors {
        try SafeTensors(contentsOf: url(path))
    }
}
