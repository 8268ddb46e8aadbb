import TestSupport
import Testing

/// That the models' fixtures are whole and say what they should.
@Suite struct ModelFixtureTests {
    @Test(arguments: StarGANFixture.names)
    func starGANStepsAddUp(name: String) throws {
        let fixture = try StarGANFixture.load(name)
        let weights = fixture.weights
        let discriminator = fixture.discriminatorStep.losses
        expectClose(
            try #require(discriminator["real"]) + #require(discriminator["fake"])
                + weights.classification * #require(discriminator["classification"])
                + weights.gradientPenalty * #require(discriminator["gradient_penalty"]),
            try #require(discriminator["total"]), relative: 1e-8)
        let generator = fixture.generatorStep.losses
        expectClose(
            try #require(generator["fake"]) + weights.classification * #require(generator["classification"])
                + weights.reconstruction * #require(generator["reconstruction"]),
            try #require(generator["total"]), relative: 1e-8)
        #expect(fixture.sourceLabels.count == fixture.config.batch)
        #expect(Set(fixture.targetLabels) == Set(fixture.sourceLabels))
        withEvery("step", in: [fixture.discriminatorStep, fixture.generatorStep]) { step in
            #expect(step.gradients.keys == step.parameters.keys)
            #expect(
                step.gradients.values.allSatisfy {
                    $0.norm > 0 && $0.values.count == SampledTensor.sampleCount
                })
            #expect(step.deviation.values.allSatisfy { $0 < 1e-3 })
        }
    }

    /// One step of a fresh Adam moves every number by the rate, against its gradient's sign.
    @Test func starGANParametersAreThoseOfTheFormula() throws {
        let fixture = try StarGANFixture.load("stargan_multi_label")
        withEvery("parameter", in: fixture.discriminatorStep.parameters) { name, after in
            let count = after.shape.reduce(1, *)
            let before = FixtureRandom.parameter(
                name: name, shape: after.shape, prefix: fixture.prefixes.discriminator)
            let gradient = try #require(fixture.discriminatorStep.gradients[name])
            let moved = zip(SampledTensor.positions(count: count), gradient.values).map { position, slope in
                Double(before[position]) - fixture.adam.learningRate * slope
                    / (abs(slope) + fixture.adam.epsilon)
            }
            expectClose(moved, after.values, relative: 1e-6, absolute: 1e-8, name)
        }
    }

    @Test func starGANOfThePaperHasItsParameters() throws {
        let list = try StarGANFixture.ParameterList.load()
        withEvery("model", in: [(list.generator, 8_430_528), (list.discriminator, 44_762_048)]) {
            model, count in
            #expect(model.count == count)
            #expect(model.parameters.reduce(0) { $0 + $1.shape.reduce(1, *) } == count)
        }
        #expect(list.generator.parameters.contains { $0.name == "main.9.main.0.weight" })
    }

    /// One step of SGD without a past: p − rate · (gradient + decay · p).
    @Test(arguments: ResNetFixture.names)
    func resNetStepIsThatOfTheFormula(name: String) throws {
        let fixture = try ResNetFixture.load(name)
        let state = try ResNetFixture.stateList()
        let parameters = state.filter { fixture.gradients[$0.name] != nil }
        #expect(parameters.count == 161 && fixture.gradients.count == 161 && fixture.parameters.count == 161)
        #expect(fixture.runningStatistics.count == 106 && state.count == 161 + 106 + 53)
        withEvery("parameter", in: parameters) { parameter in
            let before = fixture.parameter(parameter)
            let gradient = try #require(fixture.gradients[parameter.name])
            let after = try #require(fixture.parameters[parameter.name])
            let moved = zip(SampledTensor.positions(count: before.count), gradient.values).map {
                position, slope in
                let value = Double(before[position])
                return value - fixture.sgd.learningRate * (slope + fixture.sgd.weightDecay * value)
            }
            expectClose(moved, after.values, relative: 1e-6, absolute: 1e-9, parameter.name)
        }
        #expect(
            fixture.logits.count == fixture.images.shape[0] && fixture.labels.count == fixture.logits.count)
    }

    @Test func trainingCasesAreWhole() throws {
        let fixture = try TrainingFixture.load()
        #expect(
            Set(fixture.cases.map(\.schedule.name)) == [
                "constant", "cosine", "step", "exponential", "linear",
            ])
        #expect(Set(fixture.cases.map(\.optimizer)) == ["sgd", "adam"])
        withEvery("case", in: fixture.cases) { test in
            #expect(test.losses.count == 20 && test.rates.count == 20 && test.rates[0] == test.learningRate)
            #expect(test.losses.suffix(4).reduce(0, +) < test.losses.prefix(4).reduce(0, +))
            #expect(
                Set(test.state.keys)
                    == [
                        "conv.weight", "bn.weight", "bn.bias", "bn.running_mean", "bn.running_var",
                        "fc.weight", "fc.bias",
                    ])
        }
    }
}
