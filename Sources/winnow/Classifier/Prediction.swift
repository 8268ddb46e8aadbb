import Classifiers
import Datasets
import Foundation
import Reports

/// What a classifier says of one image.
struct Prediction: Encodable {
    let file: String
    /// The labels that it has: those more likely than not, the likeliest, or the likeliest of each head.
    let labels: [String]
    /// What the heads that ask for a number say, by their names; nil where there are none.
    let numbers: [String: Double]?
    /// What the network says of each label, before it is made a probability.
    let logits: [String: Float]
    /// Of each label; a number that is regressed has none.
    let probabilities: [String: Float]
    /// From the likeliest, at least ten where there are as many, and all that it has; of several heads three of each.
    private let rows: [Row]
    private let hasHeads: Bool

    /// A line of what is told to a person.
    private struct Row {
        let name: String
        let probability: Double?
        let logit: Float
    }

    private enum CodingKeys: String, CodingKey {
        case file, labels, numbers, logits, probabilities
    }

    /// - Parameter logits: one for each of the classifier's outputs.
    init(file: String, outputs: ClassifierOutputs, logits: ArraySlice<Float>) {
        self.file = file
        let logits = Array(logits)
        let names = outputs.names
        self.logits = Dictionary(zip(names, logits)) { first, _ in first }
        func rows(_ range: Range<Int>, _ probabilities: [Double]) -> [Row] {
            range.enumerated().map { place, output in
                Row(
                    name: names[output],
                    probability: probabilities.isEmpty ? nil : probabilities[place], logit: logits[output])
            }
        }
        let schema = outputs.schema
        hasHeads = schema.task == .multiHead
        if schema.task == .multiHead {
            let answers = outputs.answers(logits[...])
            labels = zip(outputs.heads, answers).map { "\($0.head.name) \($0.head.text(at: $1.index))" }
            let told = zip(outputs.heads, answers).compactMap { head, answer in
                answer.number.map { (head.head.name, $0) }
            }
            numbers = told.isEmpty ? nil : Dictionary(told) { first, _ in first }
            self.rows = zip(outputs.heads, answers).flatMap { head, answer in
                rows(head.range, answer.probabilities).sorted {
                    ($0.probability ?? 0) > ($1.probability ?? 0)
                }.prefix(3)
            }
            probabilities = Dictionary(
                zip(outputs.heads, answers).flatMap { head, answer in
                    zip(head.range, answer.probabilities).map { (names[$0], Float($1)) }
                }
            ) { first, _ in first }
        } else {
            let values = LogitRow(logits).probabilities(schema.task)
            let ranked = values.indices.sorted { (-values[$0], $0) < (-values[$1], $1) }
            labels =
                schema.task == .multiLabel
                ? values.indices.filter { values[$0] > 0.5 }.map { names[$0] } : [names[ranked[0]]]
            numbers = nil
            let all = rows(0..<names.count, values)
            self.rows = ranked.prefix(max(10, labels.count)).map { all[$0] }
            probabilities = Dictionary(zip(names, values.map(Float.init))) { first, _ in first }
        }
    }

    /// What a picture of the image is captioned with: the labels that it has, and as many of the next as make three; of several
    /// heads the likeliest answers of each, and their numbers.
    var answers: [GalleryPicture.Answer] {
        let numbers = (numbers ?? [:]).sorted { $0.key < $1.key }
        let given = Set(labels)
        let ranked = rows.compactMap { row in
            row.probability.map {
                GalleryPicture.Answer(row.name, probability: $0, isGiven: given.contains(row.name))
            }
        }
        let kept = hasHeads ? ranked.count : max(3, labels.count)
        // An age is told as a number; the probabilities of single years say little.
        let told = ranked.prefix(kept).filter { answer in
            !numbers.contains { answer.label.hasPrefix("\($0.key) ") }
        }
        return numbers.map { GalleryPicture.Answer($0.key, number: $0.value) } + told
    }

    /// The likeliest labels, ten at most, or three of each head.
    var text: String {
        var table = TextTable(header: [file, "probability", "logit"])
        for row in hasHeads ? rows[...] : rows.prefix(10) {
            table.add([
                row.name, row.probability.map { String(format: "%.4f", $0) } ?? "–",
                String(format: "%.4f", row.logit),
            ])
        }
        let told = (numbers ?? [:]).sorted { $0.key < $1.key }.map {
            "\($0.key): \(String(format: "%.1f", $0.value))\n"
        }
        return table.text + told.joined()
    }
}
