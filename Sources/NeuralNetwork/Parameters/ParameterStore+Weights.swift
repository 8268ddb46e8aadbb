import Foundation
import TensorEngine

extension ParameterStore {
    /// All entries under PyTorch's names, as `load_state_dict(strict=True)` takes them.
    ///
    /// - Parameter metadata: is stored beside the weights.
    public func stateDictionary(metadata: [String: String] = [:]) throws(WeightsError) -> SafeTensors {
        var file = SafeTensors(metadata: metadata)
        for entry in entries {
            switch entry {
            case .parameter(let parameter):
                try file.append(
                    SafeTensors.Entry(
                        name: parameter.name, shape: parameter.shape.extents, floats: parameter.value.floats))
            case .counter(let counter):
                var value = Int64(counter.value).littleEndian
                try file.append(
                    SafeTensors.Entry(
                        name: counter.name, dtype: .i64, shape: [], data: Data(bytes: &value, count: 8)))
            }
        }
        return file
    }

    /// Takes the values of all entries from a file.
    ///
    /// - Parameters:
    ///   - file: the weights, floating-point or whole numbers; every name and shape must agree with the model's.
    ///   - source: the file's name, for messages.
    /// - Throws: `WeightsError` that names the entry; the model is then as it was.
    public func load(_ file: SafeTensors, source: String) throws(WeightsError) {
        var assignments: [() -> Void] = []
        for entry in entries {
            guard let stored = file[entry.name] else {
                let some = file.names.prefix(3).map(quoted).joined(separator: ", ")
                throw WeightsError(
                    file: source,
                    reason:
                        "\(entry.name) is missing; it holds \(some.isEmpty ? "nothing" : "\(some) and so on")"
                )
            }
            switch entry {
            case .parameter(let parameter):
                guard stored.shape == parameter.shape.extents else {
                    throw WeightsError(
                        file: source,
                        reason:
                            "\(entry.name) has shape \(stored.shape), and the model's has \(parameter.shape)")
                }
                guard let elements = stored.weights else {
                    throw WeightsError(
                        file: source,
                        reason: "\(entry.name) holds \(stored.dtype.rawValue), not numbers of a weight")
                }
                assignments.append { parameter.assign(elements) }
            case .counter(let counter):
                // Some conversions make floating-point numbers of all tensors.
                guard stored.count == 1,
                    let value = stored.integers?.first.flatMap({ Int(exactly: $0) })
                        ?? stored.doubles?.first.flatMap({ Int(exactly: $0) })
                else { throw WeightsError(file: source, reason: "\(entry.name) is not one whole number") }
                assignments.append { counter.value = value }
            }
        }
        let known = Set(entries.map(\.name))
        if let extra = file.names.first(where: { !known.contains($0) }) {
            throw WeightsError(file: source, reason: "\(quoted(extra)) is not a parameter of this model")
        }
        for assign in assignments { assign() }
    }
}
