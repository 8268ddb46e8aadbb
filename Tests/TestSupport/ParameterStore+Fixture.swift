import NeuralNetwork

extension ParameterStore {
    /// Gives every learned parameter the value that the fixtures draw for it.
    ///
    /// - Parameter prefix: set ahead of the parameter's name in its stream's name.
    public func drawFixture(prefix: String) {
        for parameter in learned {
            parameter.assign(
                FixtureRandom.parameter(
                    name: parameter.name, shape: parameter.shape.extents, prefix: prefix))
        }
    }
}
