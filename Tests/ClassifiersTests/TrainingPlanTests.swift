import Datasets
import TestSupport
import Testing

@testable import Classifiers

@Suite struct TrainingPlanTests {
    private func plan(_ budget: TrainingRecipe.Budget, batch: Int, images: Int, seed: UInt64 = 0)
        -> TrainingPlan
    {
        let labels = [Label](repeating: .index(0), count: images)
        let sampler = ImageSampler(
            .uniform, labels: labels, schema: LabelSchema(task: .singleLabel, names: ["A"]))
        return TrainingPlan(
            TrainingRecipe(budget: budget, batch: batch, learningRate: 1), imageCount: images,
            sampler: sampler, seed: seed)
    }

    @Test func aLastBatchOfOneImageIsLeftOut() {
        for (images, steps, drops) in [
            (16, 2, false), (17, 2, true), (18, 3, false), (23, 3, false), (25, 3, true),
        ] {
            let plan = plan(.epochs(5), batch: 8, images: images)
            #expect(plan.stepsPerEpoch == steps && plan.dropsLast == drops, "\(images)")
            #expect(plan.totalSteps == 5 * steps && plan.validationInterval == steps)
        }
    }

    @Test func stepsAreTheSameWhateverTheData() {
        for images in [64, 100, 6400] {
            let plan = plan(.steps(95), batch: 64, images: images)
            #expect(plan.totalSteps == 95)
            #expect(
                (1...95).filter(plan.validates) == [10, 20, 30, 40, 50, 60, 70, 80, 90, 95])
        }
        let short = plan(.steps(3), batch: 2, images: 9)
        #expect((1...3).filter(short.validates) == [1, 2, 3])
    }

    @Test func anEpochTakesEachImageOnceInAnOrderOfItsOwn() {
        let plan = plan(.epochs(2), batch: 8, images: 100)
        let orders = (0..<2).map(plan.order)
        for order in orders { #expect(order.sorted() == Array(0..<100)) }
        #expect(orders[0] != orders[1] && orders[0] != Array(0..<100))
        #expect(plan.order(epoch: 1) == orders[1])
        #expect(self.plan(.epochs(2), batch: 8, images: 100, seed: 1).order(epoch: 0) != orders[0])
    }

    @Test func ratesFollowTheSchedule() {
        func rates(_ schedule: TrainingRecipe.Schedule) -> [Double] {
            let recipe = TrainingRecipe(budget: .steps(4), batch: 2, learningRate: 1, schedule: schedule)
            return (0..<4).map { recipe.rateFactor(at: $0, steps: 4, stepsPerEpoch: 2) }
        }
        expectClose(rates(.constant), [1, 1, 1, 1])
        expectClose(rates(.linear), [1, 0.75, 0.5, 0.25])
        expectClose(rates(.cosine), [1, 0.853553, 0.5, 0.146447], relative: 1e-5)
        expectClose(rates(.step(every: 2, factor: 0.1)), [1, 1, 0.1, 0.1])
        expectClose(rates(.exponential(factor: 0.5)), [1, 0.5, 0.25, 0.125])
        expectClose(rates(.exponential(per: .epoch, factor: 0.5)), [1, 1, 0.5, 0.5])
        expectClose(rates(.exponential(every: 3, factor: 0.5)), [1, 1, 1, 0.5])
        expectClose(rates(.step(every: 1, per: .epoch, factor: 0.1)), [1, 1, 0.1, 0.1])
    }
}
