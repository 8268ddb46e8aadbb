import Synchronization

/// A way to compute one of the three products of a convolution.
enum ConvolutionAlgorithm: String, CaseIterable {
    /// oneDNN's, straight from the definition.
    case direct
    /// oneDNN's for 3×3 windows of stride 1, by Winograd's minimal filtering, where the processor has AVX-512. It exists in
    /// single precision alone, so that a problem in bf16 is widened for it.
    case winograd
    /// Our own for 3×3 windows of stride 1, 2×2 outputs at a time: up to twice as fast as `direct`; see `Winograd`.
    case winograd2 = "winograd 2×2"
    /// The same with the factors of its products in bf16, of a problem in bf16.
    case roundedWinograd2 = "winograd 2×2 in bf16"
    /// `winograd2` for 4×4 outputs at a time, and for 4×4 windows of stride 2: up to three times as fast.
    case winograd4 = "winograd 4×4"
    /// `direct` in single precision, of a problem in bf16: some processors multiply no faster in bf16 than in single precision, and
    /// oneDNN's gradients of weights are slow there on small images.
    case widened
    /// One matrix product with the windows as rows, for few pixels, and for weight gradients of more; see `PatchMatrix`.
    case matrixProduct = "matrix product"
    /// The same in single precision, of a problem in bf16: such weights are taken as they are, where any other way copies them after
    /// each update.
    case widenedMatrixProduct = "widened matrix product"
    /// Four neighbouring pixels at a time, for outputs of very few channels; see `CPUBackend+PixelGroups`.
    case pixelGroups = "pixel groups"

    /// Whether results are off by more than others': in single precision by some 10⁻⁶ to 10⁻⁵ of their size, not by 10⁻⁷.
    var isWinograd: Bool {
        switch self {
        case .winograd, .winograd2, .roundedWinograd2, .winograd4: true
        case .direct, .widened, .matrixProduct, .widenedMatrixProduct, .pixelGroups: false
        }
    }
}

/// One of the three products, on a number of threads: what an algorithm is chosen for.
struct ConvolutionTask: Hashable, CustomStringConvertible {
    enum Product: String {
        case output
        case inputGradient = "input gradient"
        case weightGradient = "weight gradient"
    }
    let product: Product
    let problem: ConvolutionProblem
    let threadCount: Int

    init(_ product: Product, _ problem: ConvolutionProblem) {
        self.product = product
        self.problem = problem
        threadCount = ThreadPool.threadCount
    }

    var description: String {
        func by(_ shape: Shape) -> String { shape.extents.map(String.init).joined(separator: "×") }
        let geometry = problem.geometry
        let padding =
            geometry.sidePadding == geometry.padding
            ? "\(geometry.padding)" : by([geometry.padding, geometry.sidePadding])
        let groups = geometry.groups == 1 ? "" : ", groups \(geometry.groups)"
        let dtype = problem.dtype == .float32 ? "" : ", \(problem.dtype.rawValue)"
        return
            "\(product.rawValue) of \(by(problem.input)) with \(by(problem.weight)), stride \(geometry.stride), padding \(padding)\(groups), threads \(threadCount)\(dtype)"
    }
}

/// The algorithms that were found to be fastest.
///
/// Where there is more than one way to compute a product, the first use times them and keeps the fastest. Other algorithms
/// round differently, so a program that wants the same bytes in its next run keeps the table and puts it back.
public enum AlgorithmChoices {
    private struct State {
        /// What this process computes each task by.
        var chosen: [ConvolutionTask: ConvolutionAlgorithm] = [:]
        /// The choices among several, by the task in words.
        var table: [String: ConvolutionAlgorithm] = [:]
        var listener: (@Sendable ([String: String]) -> Void)?
    }
    private static let state = Mutex(State())

    /// The choices made or put back so far: task to algorithm, both in words.
    public static var table: [String: String] {
        state.withLock { $0.table.mapValues(\.rawValue) }
    }

    /// The part of the table that this process has computed by.
    public static var used: [String: String] {
        state.withLock { state in
            let names = Set(state.chosen.keys.map(\.description))
            return state.table.filter { names.contains($0.key) }.mapValues(\.rawValue)
        }
    }

    /// Puts choices back that were made before; entries that this version does not know are left out, and those that have
    /// been made already stand.
    public static func adopt(_ table: [String: String]) {
        state.withLock { state in
            state.table.merge(table.compactMapValues(ConvolutionAlgorithm.init(rawValue:))) { made, _ in made
            }
        }
    }

    /// Calls `body` with the whole table whenever a choice has been made.
    public static func onChoice(_ body: @escaping @Sendable ([String: String]) -> Void) {
        state.withLock { $0.listener = body }
    }

    @TaskLocal private static var avoidsWinograd = false

    /// Runs `body` without Winograd's algorithms, whose results are off by up to 10⁻⁵ of their size where others' are by 10⁻⁷.
    ///
    /// Training does not notice the difference; a comparison with another library, number by number, does.
    public static func withoutWinograd<Result>(_ body: () throws -> Result) rethrows -> Result {
        try $avoidsWinograd.withValue(true, operation: body)
    }

    /// An algorithm that is to compute whatever it can.
    private final class Preference: Sendable {
        let algorithm: ConvolutionAlgorithm
        let uses = Atomic(0)

        init(_ algorithm: ConvolutionAlgorithm) { self.algorithm = algorithm }
    }
    @TaskLocal private static var preference: Preference?

    /// Runs `body` with all products computed by one algorithm, those that it cannot compute by the direct one. No choice is
    /// made or changed: it is how tests compare algorithms.
    ///
    /// - Returns: the result, and how many products the algorithm computed.
    static func computing<Result>(by algorithm: ConvolutionAlgorithm, _ body: () throws -> Result) rethrows
        -> (result: Result, uses: Int)
    {
        let preference = Preference(algorithm)
        let result = try $preference.withValue(preference, operation: body)
        return (result, preference.uses.load(ordering: .relaxed))
    }

    /// Another algorithm has to be faster than the direct one by this much: nearly equal ones would be chosen by chance.
    private static let worthwhile = 0.95
    private static let rounds = 5

    /// Computes a task by the algorithm chosen for it, after choosing where that has not been done.
    ///
    /// - Parameters:
    ///   - candidates: the algorithms that can do the task; the first stands unless another is clearly faster.
    ///   - prepare: forgets weights that are kept in an algorithm's form; is called before each trial, for they belong to its cost.
    ///   - compute: must do the same work each time.
    static func run<Result>(
        _ task: ConvolutionTask, candidates: () -> [ConvolutionAlgorithm], prepare: () -> Void = {},
        _ compute: (ConvolutionAlgorithm) -> Result
    ) -> Result {
        if let preference {
            guard candidates().contains(preference.algorithm) else { return compute(.direct) }
            preference.uses.add(1, ordering: .relaxed)
            return compute(preference.algorithm)
        }
        if let algorithm = state.withLock({ $0.chosen[task] }) {
            return compute(avoidsWinograd && algorithm.isWinograd ? .direct : algorithm)
        }
        let candidates = candidates()
        if avoidsWinograd, candidates.contains(where: \.isWinograd) { return compute(.direct) }
        if let algorithm = known(task, among: candidates) { return compute(algorithm) }
        let times = trials(of: candidates, prepare, compute)
        let fastest = times.indices.min { times[$0] < times[$1] }!
        let isClear = times[fastest] < times[0] * worthwhile
        // What the trials kept is of another algorithm.
        prepare()
        return compute(keep(isClear ? candidates[fastest] : candidates[0], for: task))
    }

    /// The shortest time of each algorithm.
    ///
    /// They take turns: where other programs slow the machine down for a while, they do it to all. What took twice as long as another so
    /// far is in no further round.
    private static func trials<Result>(
        of candidates: [ConvolutionAlgorithm], _ prepare: () -> Void,
        _ compute: (ConvolutionAlgorithm) -> Result
    ) -> [Duration] {
        // The first time, primitives are compiled.
        for algorithm in candidates { _ = compute(algorithm) }
        var times = [Duration](repeating: .seconds(Int64.max), count: candidates.count)
        var hopeful = Array(candidates.indices)
        for _ in 0..<rounds {
            for index in hopeful {
                prepare()
                let start = ContinuousClock.now
                _ = compute(candidates[index])
                times[index] = min(times[index], ContinuousClock.now - start)
            }
            let shortest = times.min()!
            hopeful.removeAll { times[$0] >= shortest * 2 }
        }
        return times
    }

    /// The choice for a task that was put back, or that is none because there is one candidate.
    private static func known(_ task: ConvolutionTask, among candidates: [ConvolutionAlgorithm])
        -> ConvolutionAlgorithm?
    {
        let name = task.description
        return state.withLock { state in
            let adopted = state.table[name].flatMap { candidates.contains($0) ? $0 : nil }
            let algorithm = adopted ?? (candidates.count == 1 ? candidates[0] : nil)
            if let algorithm { state.chosen[task] = algorithm }
            return algorithm
        }
    }

    /// Where two threads choose at once, the first one's choice stands.
    private static func keep(_ algorithm: ConvolutionAlgorithm, for task: ConvolutionTask)
        -> ConvolutionAlgorithm
    {
        let name = task.description
        let (kept, listener) = state.withLock { state in
            let kept = state.chosen[task] ?? algorithm
            state.chosen[task] = kept
            state.table[name] = kept
            return (kept, state.listener)
        }
        listener?(table)
        return kept
    }
}
