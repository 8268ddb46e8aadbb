// swift-tools-version: 6.1
import PackageDescription

let package = Package(
    name: "winnow",
    products: [
        .library(name: "TensorEngine", targets: ["TensorEngine"]),
        .library(name: "NeuralNetwork", targets: ["NeuralNetwork"]),
        .executable(name: "winnow", targets: ["winnow"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    ],
    targets: [
        // C libraries.
        .target(name: "CDNNL", linkerSettings: [.linkedLibrary("dnnl")]),
        .systemLibrary(
            name: "CHDF5", pkgConfig: "hdf5-serial", providers: [.apt(["libhdf5-dev"])]),
        .target(name: "CJPEG", linkerSettings: [.linkedLibrary("jpeg")]),
        .target(name: "CImaging"),
        .target(name: "CPNG", linkerSettings: [.linkedLibrary("png")]),
        .target(name: "CKernels", linkerSettings: [.linkedLibrary("gomp"), .linkedLibrary("m")]),

        // The engine.
        .target(name: "TensorEngine", dependencies: ["CDNNL", "CKernels"]),
        .target(name: "NeuralNetwork", dependencies: ["TensorEngine"]),

        // What every stage stands on.
        .target(
            name: "Workspace",
            dependencies: [
                "Yams",
                .product(name: "Crypto", package: "swift-crypto"),
            ]),
        .target(name: "Imaging", dependencies: ["CImaging", "CJPEG", "CPNG", "Workspace"]),
        .target(name: "Datasets", dependencies: ["Imaging", "TensorEngine", "Workspace"]),

        // The four stages, and the classifiers that two of them use.
        .target(name: "Classifiers", dependencies: ["NeuralNetwork", "Datasets", "Workspace"]),
        .target(
            name: "Pools", dependencies: ["CHDF5", "Datasets", "Imaging", "TensorEngine", "Workspace"]),
        .target(
            name: "Generators",
            dependencies: ["NeuralNetwork", "TensorEngine", "Datasets", "Imaging", "Pools", "Workspace"]),
        .target(
            name: "Policies", dependencies: ["Classifiers", "Generators", "Pools", "Workspace"]),
        .target(name: "Reports", dependencies: ["Classifiers", "Policies", "Pools", "Workspace"]),

        .executableTarget(
            name: "winnow",
            dependencies: [
                "Reports", "Policies", "Pools", "Generators", "Classifiers", "Datasets", "Imaging",
                "NeuralNetwork", "TensorEngine", "Workspace",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]),

        // What tests share: fixtures, the numbers they are drawn from, comparisons.
        .target(
            name: "TestSupport", dependencies: ["TensorEngine", "NeuralNetwork"],
            path: "Tests/TestSupport"),
        .testTarget(
            name: "TensorEngineTests", dependencies: ["TensorEngine", "NeuralNetwork", "TestSupport"]),
        .testTarget(
            name: "NeuralNetworkTests",
            dependencies: [
                "NeuralNetwork", "Classifiers", "Generators", "Datasets", "TensorEngine", "TestSupport",
                "Workspace",
            ]),
        .testTarget(
            name: "ClassifiersTests",
            dependencies: [
                "Classifiers", "NeuralNetwork", "Datasets", "Imaging", "TensorEngine", "Workspace",
                "TestSupport",
            ]),
        .testTarget(
            name: "PoliciesTests",
            dependencies: [
                "Policies", "Classifiers", "Pools", "NeuralNetwork", "Datasets", "Imaging", "TensorEngine",
                "Workspace", "TestSupport",
            ]),
        .testTarget(name: "ImagingTests", dependencies: ["Imaging", "Workspace"]),
        .testTarget(
            name: "DatasetsTests", dependencies: ["Datasets", "Imaging", "TensorEngine", "Workspace"]),
        .testTarget(name: "WorkspaceTests", dependencies: ["Workspace"]),
        .testTarget(name: "CommandTests", dependencies: ["winnow"]),
        .testTarget(
            name: "GeneratorsTests",
            dependencies: [
                "Generators", "Datasets", "Imaging", "NeuralNetwork", "Pools", "TensorEngine", "TestSupport",
                "Workspace",
            ]),
        .testTarget(name: "PoolsTests", dependencies: ["Pools", "Datasets", "Workspace"]),
        .testTarget(name: "MetricsTests", dependencies: ["Classifiers", "Datasets", "Workspace"]),
        .testTarget(name: "FacesTests", dependencies: ["Datasets", "Imaging", "TensorEngine", "Workspace"]),
        .testTarget(
            name: "ReportsTests",
            dependencies: [
                "Reports", "Classifiers", "Datasets", "Imaging", "Policies", "Pools", "TensorEngine",
                "Workspace",
            ]),
    ],
    swiftLanguageModes: [.v6]
)

// What `make fuzz` builds, by flags of its own: see Fuzzing in CONTRIBUTING.md.
if Context.environment["WINNOW_FUZZING"] != nil {
    package.targets += [
        .target(name: "CFuzzer", path: "Fuzzing/CFuzzer"),
        .executableTarget(
            name: "fuzz-parsers",
            dependencies: ["CFuzzer", "Pools", "Datasets", "Imaging", "NeuralNetwork", "Workspace"],
            path: "Fuzzing/Parsers"),
    ]
}
