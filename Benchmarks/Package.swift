// swift-tools-version: 6.1
import PackageDescription

let package = Package(
    name: "benchmarks",
    dependencies: [
        .package(name: "winnow", path: ".."),
        // Without its traits it counts no allocations, and needs no jemalloc.
        .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []),
    ],
    targets: [
        .executableTarget(
            name: "Operations",
            dependencies: [
                .product(name: "Benchmark", package: "benchmark"),
                .product(name: "NeuralNetwork", package: "winnow"),
                .product(name: "TensorEngine", package: "winnow"),
            ],
            path: "Benchmarks/Operations",
            plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")])
    ],
    swiftLanguageModes: [.v6]
)
