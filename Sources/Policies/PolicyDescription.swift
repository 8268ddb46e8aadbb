import Foundation
import Workspace

/// What `policy.json` says of the folder of a trained policy, whatever the policy. A folder without it is of a training that is
/// not finished.
public struct PolicyDescription: Codable, Sendable, Equatable {
    private static let fileName = "policy.json"
    private static let format = "winnow-policy"
    private static let version = 1

    private var format = Self.format
    private var version = Self.version
    /// Which policy it is.
    public let kind: PolicyName

    private enum CodingKeys: String, CodingKey {
        case format, version
        case kind = "policy"
    }

    public init(kind: PolicyName) { self.kind = kind }

    /// Writes `policy.json`, which ends the training.
    ///
    /// - Throws: `WinnowError` of kind `.cannotCreate` or `.ioFailed`.
    public func write(to folder: URL) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        try AtomicFile.write(encoder.encode(self), to: folder.appendingPathComponent(Self.fileName))
    }

    /// Whether a folder holds a trained policy.
    public static func exists(in folder: URL) -> Bool {
        FileManager.default.fileExists(atPath: folder.appendingPathComponent(fileName).path)
    }

    /// Reads `policy.json`; keys that it does not know are left to the policy.
    ///
    /// - Throws: `WinnowError` of kind `.missingInput` where there is none, `.badData` where it is damaged or newer.
    public init(folder: URL) throws {
        let url = folder.appendingPathComponent(Self.fileName)
        guard let data = try? Data(contentsOf: url) else {
            throw WinnowError(
                .missingInput,
                "\(folder.path): holds no trained policy (there is no \(Self.fileName)); train one with winnow policy train"
            )
        }
        guard let description = try? JSONDecoder().decode(Self.self, from: data),
            description.format == Self.format
        else {
            throw WinnowError(
                .badData, "\(url.path): is damaged, or no description of a policy; train the policy again")
        }
        guard description.version == Self.version else {
            throw WinnowError(.badData, "\(url.path): was written by a newer Winnow; use that one")
        }
        self = description
    }
}
