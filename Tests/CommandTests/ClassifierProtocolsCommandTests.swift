import Datasets
import Foundation
import Testing

extension CommandRun {
    /// The facts that `--json` printed.
    fileprivate func facts<Facts: Decodable>(_: Facts.Type) throws -> Facts {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(Facts.self, from: Data(output.utf8))
    }
}

/// `winnow classifier cross-validate` and `search`.
@Suite struct ClassifierProtocolsCommandTests {
    /// Drawn faces and a recipe, deleted with the value.
    private final class Scene {
        let root = FileManager.default.temporaryDirectory.appendingPathComponent(
            "winnow-\(UUID().uuidString)")

        init(layout: String = "maskfaces", count: Int = 98, epochs: Int = 2) throws {
            try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
            let drawn = try CommandRun(
                "dataset", "faces", "data", "--layout", layout, "--count", "\(count)", "--size", "24", "-q",
                folder: root)
            #expect(drawn.code == 0, "\(drawn)")
            try """
            model: resnet18
            image_size: 16
            training: {epochs: \(epochs), batch: 16, learning_rate: 0.01}
            """.write(to: root.appendingPathComponent("recipe.yaml"), atomically: true, encoding: .utf8)
        }

        deinit { try? FileManager.default.removeItem(at: root) }

        // Algorithms are chosen by timing and kept for the user; a run beside this one must not choose others in between.
        private let ownCache = "export XDG_CACHE_HOME=\"$PWD/cache\";"

        func winnow(_ line: String) throws -> CommandRun {
            try CommandRun(shell: "\(ownCache) exec $winnow classifier \(line)", folder: root)
        }

        func text(_ path: String) throws -> String {
            try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
        }

        /// Starts a run, interrupts it once a training's table has a row, and goes on with it.
        func interruptAndResume(_ line: String, once table: String, out: String) throws -> CommandRun {
            let first = try CommandRun(
                shell: """
                    \(ownCache)
                    $winnow classifier \(line) --out \(out) -q & run=$!
                    until [ "$(cat \(out)/\(table) 2>/dev/null | wc -l)" -ge 2 ]; do
                        kill -0 $run 2>/dev/null || break
                        sleep 0.02
                    done
                    kill -TERM $run; wait $run
                    """, folder: root)
            #expect(first.code == 143, "\(first)")
            return try winnow("\(line) --out \(out) --resume --json -q")
        }

        /// Every file below a folder, with its bytes.
        func files(in folder: String) throws -> [String: Data] {
            let url = root.appendingPathComponent(folder)
            var files: [String: Data] = [:]
            for name in try FileManager.default.subpathsOfDirectory(atPath: url.path) {
                var isFolder: ObjCBool = false
                let file = url.appendingPathComponent(name)
                guard FileManager.default.fileExists(atPath: file.path, isDirectory: &isFolder),
                    !isFolder.boolValue
                else { continue }
                files[name] = try Data(contentsOf: file)
            }
            return files
        }

        func expectEqualFiles(_ first: String, _ second: String) throws {
            let (left, right) = (try files(in: first), try files(in: second))
            #expect(left.keys.sorted() == right.keys.sorted())
            for (name, data) in left { #expect(right[name] == data, "\(name)") }
        }
    }

    private struct CrossValidation: Decodable {
        struct Fold: Decodable {
            let folder: String
            let images: Int
            let meanAccuracy: Double
        }

        struct Spread: Decodable {
            let mean: Double
            let standardDeviation: Double
        }

        struct Metrics: Decodable {
            let count: Int
        }

        let folds: [Fold]
        let meanAccuracy: Spread
        let outOfFold: Metrics
    }

    @Test func everyImageButTheTestImagesIsJudgedByAClassifierThatHasNotSeenIt() throws {
        let scene = try Scene()
        let run = try scene.winnow(
            "cross-validate recipe.yaml --data data --folds 3 --out folds --json -q")
        #expect(run.code == 0, "\(run)")
        let told = try run.facts(CrossValidation.self)
        let data = try Dataset.open(scene.root.appendingPathComponent("data"))
        let examples = data.examples(in: .train) + data.examples(in: .validation)
        #expect(!data.examples(in: .test).isEmpty && !data.examples(in: .validation).isEmpty)
        let accuracies = told.folds.map(\.meanAccuracy)
        let mean = accuracies.reduce(0, +) / 3
        let variance = accuracies.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 2
        #expect(abs(told.meanAccuracy.mean - mean) < 1e-12)
        #expect(abs(told.meanAccuracy.standardDeviation - variance.squareRoot()) < 1e-12)
        #expect(told.outOfFold.count == examples.count)
        #expect(told.folds.map(\.images).reduce(0, +) == examples.count)

        let lines = try scene.text("folds/out-of-fold.csv").split(separator: "\n").map {
            $0.split(separator: ",").map(String.init)
        }
        #expect(lines[0] == ["file", "fold", "label"] + data.schema.names)
        #expect(lines.count == 1 + examples.count)
        var folds: [String: Set<String>] = [:]
        for (line, example) in zip(lines.dropFirst(), examples) {
            #expect(example.path.hasSuffix("/" + line[0]) && line[2] == data.schema.text(of: example.label))
            let sum = line.dropFirst(3).reduce(0) { $0 + (Double($1) ?? .nan) }
            #expect(abs(sum - 1) < 1e-4)
            folds[try #require(example.group), default: []].insert(line[1])
        }
        #expect(folds.count > 3 && folds.values.allSatisfy { $0.count == 1 })
        #expect(Set(folds.values.joined()) == ["1", "2", "3"])
        for fold in 1...3 {
            let names = try FileManager.default.contentsOfDirectory(
                atPath: scene.root.path + "/folds/fold-\(fold)")
            #expect(
                names.sorted() == [
                    ".winnow-run", "classifier.json", "classifier.safetensors", "metrics.csv", "recipe.yaml",
                ])
        }

        // A fold's classifier is one like any other.
        let asked = try scene.winnow("evaluate folds/fold-2 --data data --split validation -q")
        #expect(asked.code == 0, "\(asked)")
        let again = try scene.winnow(
            "cross-validate recipe.yaml --data data --folds 3 --out folds --resume -q")
        #expect(again.code == 0 && again.output.contains("mean of the folds") && again.output.contains("±"))
        #expect(
            try scene.winnow("cross-validate recipe.yaml --data data --folds 3 --out folds").failed(
                73, mentioning: "folds", "--resume"))
        #expect(
            try scene.winnow(
                "cross-validate recipe.yaml --data data --folds 3 --out folds --resume --seed 1 -q"
            )
            .failed(78, mentioning: "seed 0", "--force"))
        #expect(
            try scene.winnow("cross-validate recipe.yaml --data data --folds 4 --out folds --resume -q")
                .failed(78, mentioning: "3 folds"))
    }

    @Test func aResumedCrossValidationGivesTheSameBytes() throws {
        let scene = try Scene(layout: "utkface", count: 60, epochs: 4)
        let line = "cross-validate recipe.yaml --data data --folds 3 --seed 2"
        let unbroken = try scene.winnow("\(line) --out unbroken --json -q")
        #expect(unbroken.code == 0, "\(unbroken)")
        let resumed = try scene.interruptAndResume(line, once: "fold-2/metrics.csv", out: "resumed")
        #expect(resumed.code == 0, "\(resumed)")
        #expect(resumed.output.replacing("resumed/", with: "unbroken/") == unbroken.output)
        try scene.expectEqualFiles("unbroken", "resumed")
        #expect(
            try scene.text("unbroken/out-of-fold.csv").hasPrefix(
                "file,fold,age,predicted age,gender,predicted gender,race,predicted race\n"))
    }

    @Test(arguments: [
        ("--folds 1", Int32(64), "--folds 1"), ("--folds 500", 64, "at most"),
        ("--set training.batch=500", 78, "training.batch"),
        ("--set training.nothing=1", 78, "training.nothing"),
        ("--set training.loss.head_weights.age=1", 78, "head_weights"),
    ])
    func crossValidateRefuses(options: String, code: Int32, word: String) throws {
        let scene = try Scene(count: 42)
        let run = try scene.winnow("cross-validate recipe.yaml --data data --out folds -q \(options)")
        #expect(run.failed(code, mentioning: word), "\(run)")
        #expect(!FileManager.default.fileExists(atPath: scene.root.path + "/folds"))
    }

    private struct Search: Decodable {
        struct Combination: Decodable {
            let folder: String
            let settings: [String: String]
            let validationAccuracy: Double?
            let validationLoss: Double?
            let failure: String?
        }

        let best: String?
        let combinations: [Combination]
    }

    private struct Training: Decodable {
        let validationAccuracy: Double
        let validationLoss: Double
    }

    @Test func aSearchRanksItsCombinations() throws {
        let scene = try Scene(layout: "utkface", count: 60)
        // A step this large makes every weight infinite.
        let line =
            "search recipe.yaml --data data --vary training.learning_rate=1e30,0.01 --vary head.dropout=0,0.5 --out found"
        let run = try scene.winnow("\(line) --json -q")
        #expect(run.code == 0, "\(run)")
        let found = try run.facts(Search.self)
        #expect(
            found.combinations.map(\.folder).sorted() == [
                "learning_rate=0.01,dropout=0", "learning_rate=0.01,dropout=0.5",
                "learning_rate=1e30,dropout=0",
                "learning_rate=1e30,dropout=0.5",
            ])
        let trained = found.combinations.prefix(2)
        #expect(trained.allSatisfy { $0.settings["training.learning_rate"] == "0.01" && $0.failure == nil })
        #expect(found.combinations.dropFirst(2).allSatisfy { $0.failure?.contains("diverged") == true })
        #expect(found.best == found.combinations[0].folder)
        let scores = try trained.map {
            (-(try #require($0.validationAccuracy)), try #require($0.validationLoss))
        }
        #expect(scores[0] <= scores[1])
        #expect(try scene.text("found/search.json") == run.output.dropLast())
        #expect(try scene.text("found/search.csv").hasPrefix("folder,training.learning_rate,head.dropout,"))

        // A combination is trained as by --set.
        let alone = try scene.winnow(
            "train recipe.yaml --data data --set training.learning_rate=0.01 --set head.dropout=0.5 --out alone --json -q"
        )
        let training = try alone.facts(Training.self)
        let same = try #require(trained.first { $0.settings["head.dropout"] == "0.5" })
        #expect(training.validationAccuracy == same.validationAccuracy)
        #expect(training.validationLoss == same.validationLoss)
        try scene.expectEqualFiles("alone", "found/learning_rate=0.01,dropout=0.5")

        // Values can be added, and what is trained is not trained again.
        let more = try scene.winnow(
            "search recipe.yaml --data data --vary training.learning_rate=0.01,0.02 --vary head.dropout=0.5 --out found --resume"
        )
        #expect(more.code == 0 && more.output.contains("best  found/learning_rate=0.0"), "\(more)")
        #expect(more.error.contains("found/learning_rate=0.01,dropout=0.5: is trained to the end already"))
        #expect(
            try scene.winnow("\(line) --resume --seed 5 -q").failed(78, mentioning: "seed 0", "--force"))
    }

    @Test func aResumedSearchGivesTheSameBytes() throws {
        let scene = try Scene(count: 70, epochs: 4)
        let line = "search recipe.yaml --data data --vary training.optimizer=adam,sgd --seed 3"
        let unbroken = try scene.winnow("\(line) --out unbroken --json -q")
        #expect(unbroken.code == 0, "\(unbroken)")
        let resumed = try scene.interruptAndResume(line, once: "optimizer=adam/metrics.csv", out: "resumed")
        #expect(resumed.code == 0 && resumed.output == unbroken.output, "\(resumed)")
        try scene.expectEqualFiles("unbroken", "resumed")
    }

    @Test(arguments: [
        ("", Int32(64), "--vary"), ("--vary training.batch", 64, "--vary training.batch"),
        ("--vary training.nothing=1,2", 78, "--vary training.nothing=1: training.nothing"),
        ("--vary training.batch=8,none", 78, "--vary training.batch=none: training.batch"),
        ("--vary training.batch=8,500", 78, "--vary training.batch=500: training.batch"),
        ("--vary classifier.model=resnet18,resnet50", 78, "vary model"),
        ("--vary pretrained=none,nowhere.pth", 66, "nowhere.pth"),
        ("--set classifier.model=resnet18 --vary model=resnet18", 78, "model"),
        ("--set classifier.model=resnet18 --vary classifier.nothing=1", 78, "classifier.nothing"),
    ])
    func searchRefuses(options: String, code: Int32, words: String) throws {
        let scene = try Scene(count: 42)
        let run = try scene.winnow("search recipe.yaml --data data --out found -q \(options)")
        #expect(run.failed(code, mentioning: words), "\(run)")
        #expect(!FileManager.default.fileExists(atPath: scene.root.path + "/found"))
    }
}
