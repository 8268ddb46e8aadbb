import Datasets

/// A recipe's section `training` in JSON: the keys that it has in YAML.
extension TrainingRecipe: Codable {
    enum CodingKeys: String, CodingKey {
        case budget, epochs, steps, batch, sampler, loss, augmentation, optimizer, momentum, schedule,
            patience
        case learningRate = "learning_rate"
        case weightDecay = "weight_decay"
        case decayEvery = "decay_every"
        case decayFactor = "decay_factor"
        case decayPer = "decay_per"
        case plateauPatience = "plateau_patience"
        case warmUp = "warm_up"
    }

    /// What a budget is counted in.
    private enum BudgetName: String, Codable {
        case epochs, steps
    }

    public init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        let budget: Budget =
            switch try values.decode(BudgetName.self, forKey: .budget) {
            case .epochs: .epochs(try values.decode(Int.self, forKey: .epochs))
            case .steps: .steps(try values.decode(Int.self, forKey: .steps))
            }
        let schedule: Schedule =
            switch try values.decode(Schedule.Name.self, forKey: .schedule) {
            case .constant: .constant
            case .linear: .linear
            case .cosine: .cosine
            case .step:
                .step(
                    every: try values.decode(Int.self, forKey: .decayEvery),
                    per: try values.decodeIfPresent(DecayPeriod.self, forKey: .decayPer) ?? .step,
                    factor: try values.decode(Double.self, forKey: .decayFactor))
            case .exponential:
                .exponential(
                    every: try values.decodeIfPresent(Int.self, forKey: .decayEvery) ?? 1,
                    per: try values.decodeIfPresent(DecayPeriod.self, forKey: .decayPer) ?? .step,
                    factor: try values.decode(Double.self, forKey: .decayFactor))
            case .plateau:
                .plateau(
                    factor: try values.decode(Double.self, forKey: .decayFactor),
                    patience: try values.decode(Int.self, forKey: .plateauPatience))
            }
        self.init(
            budget: budget, batch: try values.decode(Int.self, forKey: .batch),
            // Descriptions that were written before there was a choice.
            sampler: try values.decodeIfPresent(SamplerName.self, forKey: .sampler) ?? .uniform,
            loss: try values.decodeIfPresent(LossRecipe.self, forKey: .loss) ?? LossRecipe(),
            augmentation: try values.decodeIfPresent(Augmentation.self, forKey: .augmentation)
                ?? Augmentation(),
            optimizer: try values.decode(OptimizerName.self, forKey: .optimizer),
            learningRate: try values.decode(Double.self, forKey: .learningRate),
            momentum: try values.decode(Double.self, forKey: .momentum),
            weightDecay: try values.decode(Double.self, forKey: .weightDecay), schedule: schedule,
            warmUp: try values.decodeIfPresent(Int.self, forKey: .warmUp) ?? 0,
            patience: try values.decodeIfPresent(Int.self, forKey: .patience))
    }

    public func encode(to encoder: any Encoder) throws {
        var values = encoder.container(keyedBy: CodingKeys.self)
        switch budget {
        case .epochs(let epochs):
            try values.encode(BudgetName.epochs, forKey: .budget)
            try values.encode(epochs, forKey: .epochs)
        case .steps(let steps):
            try values.encode(BudgetName.steps, forKey: .budget)
            try values.encode(steps, forKey: .steps)
        }
        try values.encode(batch, forKey: .batch)
        try values.encode(sampler, forKey: .sampler)
        try values.encode(loss, forKey: .loss)
        try values.encode(augmentation, forKey: .augmentation)
        try values.encode(optimizer, forKey: .optimizer)
        try values.encode(learningRate, forKey: .learningRate)
        try values.encode(momentum, forKey: .momentum)
        try values.encode(weightDecay, forKey: .weightDecay)
        try encode(schedule, to: &values)
        try values.encode(warmUp, forKey: .warmUp)
        try values.encodeIfPresent(patience, forKey: .patience)
    }

    private func encode(_ schedule: Schedule, to values: inout KeyedEncodingContainer<CodingKeys>) throws {
        let name: Schedule.Name
        switch schedule {
        case .constant: name = .constant
        case .linear: name = .linear
        case .cosine: name = .cosine
        case .step(let every, let period, let factor), .exponential(let every, let period, let factor):
            if case .step = schedule { name = .step } else { name = .exponential }
            try values.encode(every, forKey: .decayEvery)
            try values.encode(period, forKey: .decayPer)
            try values.encode(factor, forKey: .decayFactor)
        case .plateau(let factor, let patience):
            name = .plateau
            try values.encode(factor, forKey: .decayFactor)
            try values.encode(patience, forKey: .plateauPatience)
        }
        try values.encode(name, forKey: .schedule)
    }
}
