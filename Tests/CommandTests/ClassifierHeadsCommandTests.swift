import Classifiers
import Foundation
import Testing

/// `winnow classifier` on data whose labels have several heads.
@Suite struct ClassifierHeadsCommandTests {
    private struct Prediction: Decodable {
        let labels: [String]
        let numbers: [String: Double]
        let logits: [String: Float]
        let probabilities: [String: Float]
    }

    /// Draws faces, trains on them and gives the folders of both.
    private func trained(_ root: URL, _ settings: String...) throws -> (data: String, classifier: String) {
        let (data, out) = (root.path + "/faces", root.path + "/classifier")
        let drawn = try CommandRun(
            "dataset", "faces", data, "--layout", "utkface", "--count", "60", "--size", "24", "-q")
        #expect(drawn.code == 0, "\(drawn)")
        let recipe = root.appendingPathComponent("heads.yaml")
        try """
        model: resnet18
        image_size: 16
        training: {epochs: 2, batch: 16}
        """.write(to: recipe, atomically: true, encoding: .utf8)
        let options = settings.map { "--set \($0)" }.joined(separator: " ")
        let run = try CommandRun(
            shell: "$winnow classifier train \(recipe.path) --data \(data) --out \(out) -q \(options)")
        #expect(run.code == 0, "\(run)")
        return (data, out)
    }

    private func withFolder(_ body: (URL) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
            "winnow-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder)
    }

    private func anImage(of data: String) throws -> String {
        let names = try FileManager.default.contentsOfDirectory(atPath: data + "/UTKFace").sorted()
        return data + "/UTKFace/" + (try #require(names.first))
    }

    @Test func ageGenderAndRaceAreMeasuredAndPredicted() throws {
        try withFolder { root in
            let (data, classifier) = try trained(root)
            let run = try CommandRun("classifier", "evaluate", classifier, "--data", data, "--json", "-q")
            #expect(run.code == 0, "\(run)")
            let metrics = try JSONDecoder().decode(MultiHeadMetrics.self, from: Data(run.output.utf8))
            #expect(metrics.heads.map(\.name) == ["age", "gender", "race"])
            #expect((0...1).contains(metrics.meanScore) && metrics.heads[0].number != nil)
            let shown = try CommandRun("classifier", "evaluate", classifier, "--data", data, "-q")
            for part in ["RMSE", "female", "right in all"] {
                #expect(shown.output.contains(part), "\(shown)")
            }

            let together = try CommandRun(
                "classifier", "evaluate", classifier, "--data", data, "--with", classifier, "--tta",
                "ten-crops",
                "--json", "-q")
            #expect(together.code == 0, "\(together)")
            let averaged = try JSONDecoder().decode(MultiHeadMetrics.self, from: Data(together.output.utf8))
            #expect(
                averaged.count == metrics.count && averaged.heads.map(\.name) == metrics.heads.map(\.name))
            let missing = try CommandRun(
                "classifier", "evaluate", classifier, "--data", data, "--with", root.path + "/no", "-q")
            #expect(missing.failed(66, mentioning: "/no", "no trained classifier"), "\(missing)")

            let image = try anImage(of: data)
            let asked = try CommandRun("classifier", "predict", classifier, image, "--json", "-q")
            #expect(asked.code == 0, "\(asked)")
            let prediction = try #require(
                JSONDecoder().decode([Prediction].self, from: Data(asked.output.utf8)).first)
            #expect(prediction.labels.count == 3 && prediction.labels[0].hasPrefix("age "))
            #expect((0...116).contains(try #require(prediction.numbers["age"])))
            #expect(prediction.logits.count == 117 + 2 + 5 && prediction.probabilities.count == 117 + 2 + 5)
            let sum = ["male", "female"].reduce(0) { $0 + (prediction.probabilities["gender \($1)"] ?? 0) }
            #expect(abs(sum - 1) < 1e-5)
            let viewed = try CommandRun(
                "classifier", "predict", classifier, image, "--with", classifier, "--tta", "five-crops",
                "--json", "-q")
            #expect(viewed.code == 0, "\(viewed)")
            let mean = try #require(
                JSONDecoder().decode([Prediction].self, from: Data(viewed.output.utf8)).first)
            #expect(
                mean.logits.keys == prediction.logits.keys && mean.probabilities != prediction.probabilities)
            let races = mean.probabilities.filter { $0.key.hasPrefix("race ") }
            #expect(races.count == 5 && abs(races.values.reduce(0, +) - 1) < 1e-5, "\(races)")
            let unknown = try CommandRun("classifier", "predict", classifier, image, "--tta", "six-crops")
            #expect(unknown.failed(64, mentioning: "six-crops", "ten-crops"), "\(unknown)")
            let told = try CommandRun("classifier", "predict", classifier, image, "-q")
            #expect(told.output.contains("age: ") && told.output.contains("gender "), "\(told)")
        }
    }

    @Test func anAgeCanBeRegressed() throws {
        try withFolder { root in
            let (data, classifier) = try trained(
                root, "head.numbers=regression", "training.loss.head_weights.age=2",
                "training.optimizer=adam",
                "training.learning_rate=1e-3")
            let asked = try CommandRun(
                "classifier", "predict", classifier, try anImage(of: data), "--json", "-q")
            let prediction = try #require(
                JSONDecoder().decode([Prediction].self, from: Data(asked.output.utf8)).first)
            #expect(prediction.logits.count == 1 + 2 + 5 && prediction.probabilities.count == 2 + 5)
            #expect(prediction.logits["age"] != nil && prediction.numbers["age"] != nil)
            // Policies score by labels that have no heads.
            let refused = try CommandRun(
                "policy", "train", "cl-sam", "--data", data, "--out", root.path + "/policy")
            #expect(refused.failed(64, mentioning: "several heads"), "\(refused)")
        }
    }
}
