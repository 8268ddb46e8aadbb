// swift-tools-version: 6.1
import PackageDescription

let package = Package(
    name: "digits",
    // In a package of your own: .package(url: "…/winnow", from: "…").
    dependencies: [.package(name: "winnow", path: "../..")],
    targets: [
        .executableTarget(
            name: "digits",
            dependencies: [
                .product(name: "TensorEngine", package: "winnow"),
                .product(name: "NeuralNetwork", package: "winnow"),
            ])
    ]
)
