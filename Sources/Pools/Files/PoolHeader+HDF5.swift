import Datasets
import Workspace

extension PoolHeader {
    private static let format = "winnow-pool"
    private static let version: Int32 = 1

    /// Writes the attributes.
    func write(to image: borrowing HDF5Image) throws {
        try image.attribute("format", Self.format)
        try image.attribute("version", Self.version)
        try image.attribute("task", schema.task.rawValue)
        try image.attribute("labels", schema.names)
        switch origin {
        case .translated(let fold, let seed, let generator):
            try image.attribute("fold", fold)
            try image.attribute("seed", seed)
            try image.attribute("generator", generator)
        case .imported(let fingerprint):
            try image.attribute("imported", fingerprint)
        }
        if let dataset { try image.attribute("dataset", dataset) }
        try image.attribute("library", library)
    }

    /// Reads the attributes.
    ///
    /// - Parameter imageSize: the side of the images, which their data set's shape tells.
    /// - Throws: `WinnowError(.badData)` with the file and the attribute.
    init(readingFrom file: borrowing HDF5File, imageSize: Int) throws {
        try file.checkFormat(Self.format, version: UInt64(Self.version))
        let schema = try LabelSchema(readingFrom: file)
        let isImported = try file.hasAttribute("imported")
        do {
            let origin: PoolOrigin =
                try isImported
                ? .imported(fingerprint: file.string("imported"))
                : .translated(
                    fold: file.double("fold"), seed: file.unsigned("seed"),
                    generator: file.string("generator"))
            let dataset = try isImported && !file.hasAttribute("dataset") ? nil : file.string("dataset")
            try self.init(
                schema: schema, imageSize: imageSize, origin: origin, dataset: dataset,
                library: file.string("library"))
        } catch let error as WinnowError where error.kind == .badRecipe {
            throw WinnowError(.badData, "\(file.path): \(error.message)")
        }
    }
}

extension PoolHeader {
    /// The data sets of `pool.h5` and of each shard.
    var datasetNames: [String] {
        ["images", "target"] + (isImported ? [] : ["source", "source_index", "realism"])
    }
}

extension LabelSchema {
    /// Reads the attributes `task` and `labels`.
    init(readingFrom file: borrowing HDF5File) throws {
        let name = try file.string("task")
        guard let task = Task(rawValue: name), task != .multiHead else {
            throw WinnowError(
                .badData,
                "\(file.path): attribute task is \"\(name)\"; it has to be multi-label or single-label")
        }
        try self.init(task: task, names: file.strings("labels"))
    }
}

extension HDF5File {
    /// Checks the attributes `format` and `version`.
    func checkFormat(_ format: String, version: UInt64) throws {
        let found = try string("format")
        guard found == format else {
            throw WinnowError(.badData, "\(path): holds \"\(found)\", not \"\(format)\"; give the right file")
        }
        let foundVersion = try unsigned("version")
        guard foundVersion == version else {
            throw WinnowError(
                .badData,
                "\(path): \(format) of version \(foundVersion); this Winnow reads version \(version), use a newer one"
            )
        }
    }
}
