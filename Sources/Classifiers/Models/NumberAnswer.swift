/// How a head whose answers are numbers, such as an age, comes to its number.
public enum NumberAnswer: String, Sendable, Codable, CaseIterable {
    /// One logit a number; the answer is the mean of the numbers, each weighed by its softmax probability (Rothe, Timofte and Van Gool,
    /// "Deep expectation of real and apparent age from a single image", IJCV 2018).
    case expectedValue = "expected-value"
    /// One output, which stands for the number in units that have mean 0 and deviation 1 where all numbers are equally frequent.
    case regression
}
