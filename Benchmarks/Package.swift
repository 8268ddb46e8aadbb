// swift-tools-version: 6.1
import PackageDescription

let package = Package(
    name: "benchmarks",
    dependencies: [.package(name: "winnow", path: "..")],
    targets: [
        .executableTarget(
            name: "steps",
            dependencies: [
                .product(name: "TensorEngine", package: "winnow"),
                .product(name: "NeuralNetwork", package: "winnow"),
                .product(name: "Stages", package: "winnow"),
            ])
    ],
    swiftLanguageModes: [.v6]
)
