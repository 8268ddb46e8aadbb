import Foundation
import Testing
import Workspace

@testable import Classifiers

@Suite struct SearchTests {
    private static func names(_ texts: String...) throws -> [String] {
        try SearchGrid(texts).combinations.map(\.name)
    }

    @Test func everyCombinationIsTriedOnce() throws {
        let grid = try SearchGrid([
            "training.learning_rate=0.1, 0.05", "classifier.model=resnet50,densenet121",
        ])
        #expect(grid.keys == ["training.learning_rate", "classifier.model"])
        #expect(
            grid.combinations.map { $0.settings.map(\.description) } == [
                ["training.learning_rate=0.1", "classifier.model=resnet50"],
                ["training.learning_rate=0.1", "classifier.model=densenet121"],
                ["training.learning_rate=0.05", "classifier.model=resnet50"],
                ["training.learning_rate=0.05", "classifier.model=densenet121"],
            ])
        #expect(
            grid.combinations.map(\.name) == [
                "learning_rate=0.1,model=resnet50", "learning_rate=0.1,model=densenet121",
                "learning_rate=0.05,model=resnet50", "learning_rate=0.05,model=densenet121",
            ])
    }

    @Test func foldersAreNamedSafely() throws {
        #expect(
            try Self.names("pretrained=../a b.pth#x,/ä=") == [
                "pretrained=..%2Fa%20b.pth%23x", "pretrained=%2F%C3%A4%3D",
            ])
        // Sections part keys that are called alike.
        #expect(
            try Self.names("head.dropout=0.5", "other.dropout=0.5", "model=resnet18")
                == ["head.dropout=0.5,other.dropout=0.5,model=resnet18"])
        let long = String(repeating: "a", count: 300)
        let names = try Self.names("pretrained=\(long)1,\(long)2")
        #expect(
            Set(names).count == 2
                && names.allSatisfy { $0.utf8.count == 200 && $0.hasPrefix("pretrained=aaa") })
        #expect(try Self.names("pretrained=\(long)2") == [names[1]])
    }

    /// Commas inside of lists, sections and quotes part no values.
    @Test func valuesAreYAML() throws {
        let values = { (text: String) in
            try SearchGrid(["key=\(text)"]).combinations.map { $0.settings[0].value }
        }
        #expect(try values("[1, 2],[3]") == ["[1, 2]", "[3]"])
        #expect(
            try values("{hidden: 8, dropout: 0.5},{hidden: 0}") == [
                "{hidden: 8, dropout: 0.5}", "{hidden: 0}",
            ])
        #expect(try values("'a,b',\"c,d\",e=f") == ["'a,b'", "\"c,d\"", "e=f"])
    }

    @Test(arguments: [
        ("training.batch", "training.batch"), ("=1", "=1"), ("batch=", "batch="),
        ("batch=1,,2", "a key and its values"),
        ("batch=8,4,8", "8 is given twice"),
    ])
    func whatVariesNothingIsRefused(text: String, words: String) {
        expectError(.usage, "--vary \(text)", words) { _ = try SearchGrid([text]) }
    }

    @Test func searchesThatAreTooLargeAreRefused() {
        let values = (1...40).map(String.init).joined(separator: ",")
        expectError(.usage, "--vary", "1000") { _ = try SearchGrid(["a=\(values)", "b=\(values)"]) }
        expectError(.usage, "a is varied twice") { _ = try SearchGrid(["a=1", "b=1", "a=2"]) }
    }

    @Test func theBestIsTheMostAccurateOfEqualsThatWithTheLowestLoss() throws {
        let grid = try SearchGrid(["training.learning_rate=1,2,3,4,5,6"])
        // Accuracy and loss; nil for a training that diverged.
        let results: [(Double, Double)?] = [(0.8, 0.1), nil, (0.9, 0.5), (0.9, 0.4), (0.9, 0.4), nil]
        let outcomes = zip(grid.combinations, results).enumerated().map { place, pair in
            SearchRanking.Outcome(
                pair.0,
                choice: pair.1.map { TrainedClassifier.Choice(step: place + 10, accuracy: $0.0, loss: $0.1) },
                failure: pair.1 == nil ? "diverged" : nil)
        }
        let ranking = SearchRanking(outcomes, keys: grid.keys)
        #expect(ranking.outcomes.map { $0.combination.settings[0].value } == ["4", "5", "3", "1", "2", "6"])
        #expect(ranking.best == outcomes[3])
        #expect(
            ranking.csv == """
                folder,training.learning_rate,validation_accuracy,validation_loss,chosen_step
                learning_rate=4,4,0.9,0.4,13
                learning_rate=5,5,0.9,0.4,14
                learning_rate=3,3,0.9,0.5,12
                learning_rate=1,1,0.8,0.1,10
                learning_rate=2,2,,,
                learning_rate=6,6,,,

                """)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys]
        let text = String(decoding: try encoder.encode(ranking), as: UTF8.self)
        #expect(
            text.hasPrefix(
                #"{"best":"learning_rate=4","combinations":[{"chosen_step":13,"folder":"learning_rate=4","#))
        #expect(
            text.contains(
                #"{"failure":"diverged","folder":"learning_rate=2","settings":{"training.learning_rate":"2"}}"#
            ))
        let failed = SearchRanking([outcomes[1]], keys: grid.keys)
        #expect(failed.best == nil)
        #expect(String(decoding: try encoder.encode(failed), as: UTF8.self).contains(#""best":null"#))
    }

    /// A training that diverges says so, and one that is refused does not.
    @Test func aDivergedTrainingIsToldFromOtherFailures() throws {
        let toy = ToyTask(task: .multiLabel)
        let training = { (rate: Double) in TrainingRecipe(budget: .epochs(3), batch: 8, learningRate: rate) }
        let diverging = try toy.trainer(training(1e30))
        expectError(.badData, "diverged") { _ = try diverging.run() }
        #expect(diverging.hasDiverged)
        let interrupted = try toy.trainer(training(0.01))
        interrupted.onStep = { _ in throw WinnowError(.badData, "9.jpg: is cut short") }
        expectError(.badData, "9.jpg") { _ = try interrupted.run() }
        #expect(!interrupted.hasDiverged)
    }
}
