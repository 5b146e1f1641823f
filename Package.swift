// swift-tools-version: 6.2
import PackageDescription

// The program to install has all libraries in it, since loading them takes longer than a small query (decision 4).
// libedit's archive doesn't name the three that it needs itself, nor simdjson's and RE2's the C++ library.
let isStatic = Context.environment["QUOTH_STATIC"] != nil

// A query takes a quarter less if the program doesn't ask the runtime for types by their names, nor how to copy values of
// types that it knows.
let direct = ["-disable-concrete-type-metadata-mangled-name-accessors", "-disable-type-layout"]

// What queries run lies together, function by function, for a fifth less where the program's file isn't in large pages.
// Without a segment of its own for what is only read, the text begins where a large page does.
let ordered = [
    "-use-ld=lld", "-Xlinker", "--no-rosegment", "-Xlinker", "-T\(Context.packageDirectory)/Sources/first.ld",
]
let strict: [SwiftSetting] =
    [
        .swiftLanguageMode(.v6),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .treatAllWarnings(as: .error),
    ]
    + (isStatic
        ? [.unsafeFlags((direct + ["-function-sections"]).flatMap { ["-Xfrontend", $0] })] : [])

let libedit = isStatic ? [":libedit.a", ":libtinfo.a", ":libbsd.a", ":libmd.a"] : ["edit"]
let native = ["simdjson", "csv", "re2", "stemmer", "utf8proc", "md"]
let archived = isStatic ? (native + ["stdc++"]).map { ":lib\($0).a" } : native

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
            name: "CLibedit", pkgConfig: isStatic ? nil : "libedit",
            providers: [.apt(["libedit-dev"]), .brew(["libedit"])]),
        .target(
            name: "CLineEdit", dependencies: ["CLibedit"],
            linkerSettings: libedit.map { .linkedLibrary($0) }),
        .target(
            name: "CNative",
            linkerSettings: archived.map { .linkedLibrary($0) }),
        .target(name: "QuothSyntax", swiftSettings: strict),
        .target(name: "Quoth", dependencies: ["QuothSyntax", "CNative"], swiftSettings: strict),
        .target(name: "QuothTerminal", dependencies: ["CLineEdit"], swiftSettings: strict),
        .executableTarget(
            name: "QuothCLI",
            dependencies: [
                "Quoth", "QuothSyntax", "QuothTerminal",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict,
            linkerSettings: isStatic ? [.unsafeFlags(ordered)] : []),
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
            path: "Tests/Benchmarks",
            exclude: ["compare", "contenders.py", "order", "peers.py", "queries.py", "tables.py"],
            swiftSettings: strict),
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

// The fuzzers need their own kind of build, by `swift build --sanitize fuzzer`, which gives them their `main`.
if Context.environment["QUOTH_FUZZ"] != nil {
    package.targets += [
        .executableTarget(
            name: "Fuzz", dependencies: ["Quoth", "QuothSyntax", "TestSupport"], path: "Tests/Fuzz",
            swiftSettings: strict)
    ]
}
