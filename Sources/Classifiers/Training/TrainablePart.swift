/// Which parameters of a network training changes.
public enum TrainablePart: String, Sendable, Codable, CaseIterable {
    /// Every one.
    case all
    /// Those of the head. The rest is used as a trained network is: its normalizations keep their statistics, and nothing of it is
    /// dropped.
    case head
}
