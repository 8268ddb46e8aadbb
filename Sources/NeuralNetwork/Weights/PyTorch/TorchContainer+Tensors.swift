import Foundation

extension TorchContainer {
    /// The tensors of a dictionary, in its order; what else it holds is left out.
    ///
    /// Bytes are slices of the file's wherever that is possible. Those that have to be copied, because a tensor is not in
    /// row-major order or the file is big-endian, may together take twice the file's size.
    ///
    /// - Throws: `WeightsError` where a tensor's storage is missing or damaged, or the tensor goes past it.
    func tensors(ofDictionary dictionary: Int) throws(WeightsError) -> [SafeTensors.Entry] {
        var budget = 1 << 20 + 2 * byteCount
        var storages: [String: Data] = [:]
        var entries: [SafeTensors.Entry] = []
        for (name, tensor) in try namedTensors(ofDictionary: dictionary) {
            let described = heap.tensors[tensor]
            let storage = heap.storages[described.storage]
            guard let shape = heap.integers(ofTuple: described.shape),
                let strides = heap.integers(ofTuple: described.strides)
            else {
                throw WeightsError(
                    file: file, reason: "the tensor \(quoted(name)) has a shape that is not of whole numbers")
            }
            let tensor = StridedTensor(
                file: file, name: name, dtype: described.dtype, shape: shape, strides: strides,
                offset: described.offset, storage: try bytes(of: storage, for: name, &storages),
                isBigEndian: self.storages.isBigEndian)
            let count = try tensor.checkedByteCount()
            if !tensor.isSlice {
                budget -= count
                guard budget >= 0 else {
                    throw WeightsError(
                        file: file,
                        reason:
                            "the tensor \(quoted(name)) of shape \(shape) shows its storage so often that it would take many times the file's size"
                    )
                }
            }
            try entries.append(
                .init(name: name, dtype: tensor.dtype, shape: shape, data: tensor.rowMajorBytes(count)))
        }
        return entries
    }

    /// Names and numbers of the tensors; of two under one name, the later, as in Python.
    private func namedTensors(
        ofDictionary dictionary: Int
    ) throws(WeightsError) -> [(name: String, tensor: Int)] {
        // First by place, so that a long name that is written once and used often is looked at once.
        var places: [PickleText: Int] = [:]
        var texts: [(text: PickleText, value: PickleValue)] = []
        for case (.text(let text), let value) in heap.dictionaries[dictionary] {
            if let place = places.updateValue(texts.count, forKey: text) {
                places[text] = place
                texts[place].value = value
            } else {
                texts.append((text, value))
            }
        }
        var positions: [String: Int] = [:]
        var found: [(name: String, value: PickleValue)] = []
        for (text, value) in texts {
            guard let name = heap.string(text) else {
                throw WeightsError(file: file, reason: "the name of a tensor is not UTF-8")
            }
            if let position = positions[name] {
                found[position].value = value
            } else {
                positions[name] = found.count
                found.append((name, value))
            }
        }
        return found.compactMap { name, value in
            guard case .tensor(let tensor) = value else { return nil }
            return (name, tensor)
        }
    }

    /// The bytes of a storage, or of the part that a view is. Each key's are looked up, and their checksum compared, once.
    private func bytes(
        of storage: PickleHeap.Storage, for tensor: String, _ known: inout [String: Data]
    ) throws(WeightsError) -> Data {
        guard let key = heap.string(storage.key) else {
            throw WeightsError(file: file, reason: "the name of a storage is not UTF-8")
        }
        let found: Data
        if let bytes = known[key] {
            found = bytes
        } else if let bytes = try storages.bytes(ofStorage: key) {
            found = bytes
            known[key] = bytes
        } else {
            throw WeightsError(
                file: file,
                reason:
                    "the storage \(quoted(key)) of the tensor \(quoted(tensor)) is missing; copy the file again"
            )
        }
        let width = storage.dtype?.byteCount ?? 1
        let (expected, overflow) = storage.count.multipliedReportingOverflow(by: width)
        guard !overflow, expected == found.count else {
            throw WeightsError(
                file: file,
                reason:
                    "the storage \(quoted(key)) of the tensor \(quoted(tensor)) should have \(storage.count) elements of \(width) bytes and has \(found.count) bytes"
            )
        }
        guard let view = storage.view else { return found }
        guard view.offset <= storage.count, view.count <= storage.count - view.offset else {
            throw WeightsError(
                file: file, reason: "the tensor \(quoted(tensor)) goes past its storage \(quoted(key))")
        }
        let start = found.startIndex + view.offset * width
        return found[start..<start + view.count * width]
    }
}
