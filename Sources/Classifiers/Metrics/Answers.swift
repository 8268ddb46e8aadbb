import Datasets
import Workspace

/// A classifier's decisions beside the truth, as bits: one-hot where each image has one label.
struct Answers {
    let schema: LabelSchema
    /// One row of L decisions an image.
    let predicted: [[Bool]]
    /// One row of L true bits an image.
    let actual: [[Bool]]

    init(probabilities: [Float], targets: [Label], schema: LabelSchema) throws {
        guard !targets.isEmpty, schema.count > 0 else {
            throw WinnowError(
                .badData, "There is nothing to measure: no test images or no labels. Check the test split.")
        }
        self.schema = schema
        let width = schema.count
        if let bad = probabilities.firstIndex(where: { !($0 >= 0 && $0 <= 1) }) {
            throw WinnowError(
                .badData,
                "The classifier's probability of \(schema.names[bad % width]) for test image \(bad / width) is "
                    + "\(probabilities[bad]), not a number from 0 to 1. "
                    + "The training has diverged; lower training.learning_rate.")
        }
        actual = try targets.enumerated().map { try Answers.bits(of: $1, at: $0, schema: schema) }
        predicted = targets.indices.map { image in
            let row = probabilities[image * width..<(image + 1) * width]
            switch schema.task {
            case .multiLabel:
                return row.map { $0 > 0.5 }
            case .singleLabel:
                var best = row.startIndex
                for index in row.indices where row[index] > row[best] { best = index }
                return row.indices.map { $0 == best }
            case .multiHead: preconditionFailure("Answers: multi-head labels")
            }
        }
    }

    private static func bits(of label: Label, at position: Int, schema: LabelSchema) throws -> [Bool] {
        switch (label, schema.task) {
        case (.bits(let bits), .multiLabel) where bits.count == schema.count && bits.allSatisfy { $0 <= 1 }:
            return bits.map { $0 == 1 }
        case (.index(let index), .singleLabel) where (0..<schema.count).contains(index):
            return (0..<schema.count).map { $0 == index }
        default:
            throw WinnowError(
                .badData,
                "The label of test image \(position) is \(label), which does not fit \(schema.count) "
                    + "\(schema.task.rawValue) labels. Check the data set's label file.")
        }
    }

    func confusions() -> [ConfusionCounts] {
        var counts = [ConfusionCounts](repeating: ConfusionCounts(), count: schema.count)
        for (decision, truth) in zip(predicted, actual) {
            for label in counts.indices {
                counts[label].count(predicted: decision[label], actual: truth[label])
            }
        }
        return counts
    }

    func shareWhollyRight() -> Double {
        Double(zip(predicted, actual).count { $0 == $1 }) / Double(actual.count)
    }

    /// The four combinations of two labels, those with both labels first.
    func groups(_ first: String, _ second: String) throws -> [GroupAccuracy] {
        guard first != second else {
            throw WinnowError(.badRecipe, "groups: \(first) is named twice. Name two different labels.")
        }
        let positions = try [first, second].map { name in
            guard let position = schema.names.firstIndex(of: name) else {
                throw WinnowError(
                    .badRecipe,
                    "groups: there is no label \(name). The labels are \(schema.names.joined(separator: ", "))."
                )
            }
            return position
        }
        return GroupAccuracy.combinations.compactMap { firstValue, secondValue in
            let members = actual.indices.filter {
                actual[$0][positions[0]] == firstValue && actual[$0][positions[1]] == secondValue
            }
            guard members.count >= GroupAccuracy.minimumCount else { return nil }
            let rightBits = members.reduce(0) { sum, image in
                sum + zip(predicted[image], actual[image]).count { $0 == $1 }
            }
            let bothRight = members.count { image in
                positions.allSatisfy { predicted[image][$0] == actual[image][$0] }
            }
            return GroupAccuracy(
                name: GroupAccuracy.name(first, firstValue, second, secondValue),
                count: members.count,
                accuracy: Double(rightBits) / Double(members.count * schema.count),
                definingLabelsRight: Double(bothRight) / Double(members.count))
        }
    }

    /// Each class that is large enough, as a group of its own.
    func classGroups() -> [GroupAccuracy] {
        zip(schema.names, confusions()).compactMap { name, counts in
            let size = counts.support
            guard size >= GroupAccuracy.minimumCount, let recall = counts.recall else { return nil }
            return GroupAccuracy(name: name, count: size, accuracy: recall, definingLabelsRight: recall)
        }
    }
}
