/// A parameter's or buffer's name and shape.
public struct NamedShape: Decodable, Sendable, Equatable {
    public let name: String
    public let shape: [Int]
}
