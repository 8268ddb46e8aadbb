import Classifiers
import Datasets
import Foundation
import Testing

@testable import Reports

@Suite struct ClassifierFigureTests {
    /// Every coordinate of a figure lies within what is shown of it.
    @Test func nothingIsDrawnOutside() throws {
        let pages = [
            try SampleClassifier.multiLabel(), try SampleClassifier.singleLabel(),
            try SampleClassifier.heads(),
        ].map(ClassifierPage.init)
        for figure in pages.flatMap(\.figures) {
            let source = figure.svg
            let box = try #require(source.firstMatch(of: #/viewBox="0 0 ([0-9.]+) ([0-9.]+)"/#))
            let (width, height) = (Double(box.output.1) ?? 0, Double(box.output.2) ?? 0)
            for match in source.matches(of: #/ (x|x1|x2|cx)="([-0-9.]+)"/#) {
                #expect(
                    (0...width).contains(Double(match.output.2) ?? -1), "\(figure.name): \(match.output.0)")
            }
            for match in source.matches(of: #/ (y|y1|y2|cy)="([-0-9.]+)"/#) {
                #expect(
                    (0...height).contains(Double(match.output.2) ?? -1), "\(figure.name): \(match.output.0)")
            }
        }
    }

    @Test(arguments: [(2, true), (18, true), (60, true), (1, false), (61, false)])
    func matricesAreDrawnWhileTheyCanBeRead(_ count: Int, _ isDrawn: Bool) throws {
        let labels = (0..<count).map { "class \($0)" }
        let counts = (0..<count).map { row in (0..<count).map { $0 == row ? 1000 : $0 == row + 1 ? 20 : 0 } }
        let figure = Figure.confusionMatrix(ConfusionMatrix(labels: labels, counts: counts))
        #expect((figure != nil) == isDrawn)
        if count == 18, let figure {
            // Each count can be read, and zeros are left out.
            #expect(figure.svg.ranges(of: ">1000</text>").count == 18)
            #expect(figure.svg.ranges(of: "fill-opacity").count == 18 + 17)
            #expect(figure.summary.contains("class 0: 98.0 % right, most often taken for class 1 (2.0 %)."))
        }
    }

    @Test func constantLabelsHaveNoCorrelation() throws {
        let schema = LabelSchema(task: .multiLabel, names: ["A", "B", "Always"])
        let labels: [Label] = [.bits([1, 0, 1]), .bits([0, 1, 1]), .bits([1, 0, 1])]
        let figure = try #require(
            Figure.labelCorrelation(LabelCorrelation(labels, schema: schema)))
        #expect(figure.svg.ranges(of: ">–</text>").count == 5)
        #expect(figure.summary == "A and B: −1.00.")
    }

    @Test func namesDoNotLieOverEachOther() {
        // Two points side by side, and one far away.
        let points = [(x: 100.0, y: 100.0), (x: 108.0, y: 100.0), (x: 300.0, y: 100.0)]
        var placement = NamePlacement(around: points, left: 0, top: 0, right: 400, bottom: 200)
        let first = placement.place("Left", x: 100, y: 100)
        let second = placement.place("Right", x: 108, y: 100)
        #expect(first?.anchor == "end" && second?.anchor == "start")
        #expect(placement.place("Far", x: 300, y: 100)?.anchor == "start")
        var narrow = NamePlacement(around: [(x: 5, y: 5)], left: 0, top: 0, right: 20, bottom: 10)
        #expect(narrow.place("Much too long", x: 5, y: 5) == nil)
    }

    @Test func easyAndHardLabelsAreDifferent() throws {
        let report = try #require(SampleClassifier.multiLabel().labelled.first).labels
        let extremes = try #require(LabelExtremes(report.results))
        #expect(extremes.easiest.count == 7 && extremes.hardest.count == 7)
        #expect(Set((extremes.easiest + extremes.hardest).map(\.name)).count == 14)
        let accuracies = (extremes.easiest + extremes.hardest.reversed()).map { $0.accuracy ?? 0 }
        #expect(accuracies == accuracies.sorted(by: >))
        #expect(LabelExtremes(Array(report.results.prefix(3))) == nil)
        #expect(LabelExtremes(report.results, limit: 2)?.hardest.count == 2)
    }

    @Test func curvesAreReadFromTheTableOfATraining() throws {
        let curve = try #require(
            TrainingCurve(
                csv: """
                    step,epoch,training_loss,other,validation_accuracy
                    10,0.5,0.7,x,0.8
                    20,1.0,,x,0.9
                    30,oops,0.5,x,0.9
                    40,2.0,0.4,x,nan
                    50,2.5,0.3
                    """))
        #expect(curve.moments.map(\.step) == [10, 20, 40])
        #expect(curve.moments.map(\.trainingLoss) == [0.7, nil, 0.4])
        #expect(curve.moments.map(\.validationAccuracy) == [0.8, 0.9, nil])
        #expect(curve.moments.allSatisfy { $0.validationLoss == nil })
        let loss = try #require(Figure.trainingLoss(curve, chosenStep: 20))
        #expect(loss.summary == "training loss: 0.7000 at epoch 0.5, 0.4000 at epoch 2. Kept at epoch 1.")
        for text in ["", "step,epoch\n1,1\n", "iteration,d_loss\n1,1\n2,2\n"] {
            #expect(TrainingCurve(csv: text) == nil, "\(text)")
        }
    }

    @Test func longTrainingsAreThinned() throws {
        let rows = (1...5000).map { "\($0),\($0),0.5" }
        let curve = try #require(
            TrainingCurve(csv: (["step,epoch,validation_loss"] + rows).joined(separator: "\n")))
        #expect(curve.moments.count == 500)
        #expect(curve.moments.first?.step == 1 && curve.moments.last?.step == 5000)
    }
}
