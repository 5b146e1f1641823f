// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .treatAllWarnings(as: .error),
]

let package = Package(
    name: "Quoth",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "Quoth", targets: ["Quoth", "QuothSyntax"]),
        .executable(name: "quoth", targets: ["QuothCLI"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.5.0")
    ],
    targets: [
        .systemLibrary(
            name: "CLibedit", pkgConfig: "libedit",
            providers: [.apt(["libedit-dev"]), .brew(["libedit"])]),
        .target(
            name: "CLineEdit", dependencies: ["CLibedit"],
            linkerSettings: [.linkedLibrary("edit")]),
        .target(
            name: "CNative",
            linkerSettings: [
                .linkedLibrary("simdjson"), .linkedLibrary("csv"), .linkedLibrary("re2"),
                .linkedLibrary("stemmer"), .linkedLibrary("utf8proc"), .linkedLibrary("md"),
            ]),
        .target(name: "QuothSyntax", swiftSettings: strict),
        .target(name: "Quoth", dependencies: ["QuothSyntax", "CNative"], swiftSettings: strict),
        .target(name: "QuothTerminal", dependencies: ["CLineEdit"], swiftSettings: strict),
        .executableTarget(
            name: "QuothCLI",
            dependencies: [
                "Quoth", "QuothSyntax", "QuothTerminal",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict),
        .target(name: "CPty", path: "Tests/CPty"),
        .executableTarget(
            name: "LineEditorProbe", dependencies: ["QuothTerminal"],
            path: "Tests/LineEditorProbe", swiftSettings: strict),
        .target(
            name: "TestSupport", dependencies: ["Quoth", "QuothSyntax", "CPty"],
            path: "Tests/TestSupport", swiftSettings: strict),
        .executableTarget(
            name: "Benchmarks",
            dependencies: [
                "Quoth", "QuothSyntax", "TestSupport",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Tests/Benchmarks", exclude: ["compare", "peers.py", "queries.py"], swiftSettings: strict),
        .testTarget(
            name: "QuothSyntaxTests", dependencies: ["QuothSyntax"],
            swiftSettings: strict),
        .testTarget(
            name: "QuothTests", dependencies: ["Quoth", "QuothSyntax", "TestSupport"],
            swiftSettings: strict),
        .testTarget(
            name: "QuothTerminalTests", dependencies: ["QuothTerminal", "LineEditorProbe", "TestSupport"],
            swiftSettings: strict),
        .testTarget(
            name: "QuothCLITests", dependencies: ["QuothCLI", "Quoth", "TestSupport"],
            swiftSettings: strict),
    ],
    cxxLanguageStandard: .cxx17
)
