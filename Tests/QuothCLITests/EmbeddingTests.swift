import Foundation
import TestSupport
import Testing

/// The README's examples of embedding as a package outside this one, which takes a build of its own.
@Suite struct EmbeddingTests {
    private static let isWanted = ProcessInfo.processInfo.environment["QUOTH_EMBED"] != nil

    @Test(.enabled(if: isWanted, "set QUOTH_EMBED=1; it takes minutes"))
    func aPackageOutsideBuildsAndPasses() throws {
        let root = ReadmeTests.root
        let manager = FileManager.default
        let folder = manager.temporaryDirectory.appendingPathComponent("quoth-embedding-\(UUID().uuidString)")
        defer { try? manager.removeItem(at: folder) }
        let blocks = ReadmeTests.blocks.filter { $0.language == "swift" }
        func write(_ path: String, _ mark: String) throws {
            let block = try #require(blocks.first { $0.lines.joined().contains(mark) })
            let file = folder.appendingPathComponent(path)
            try manager.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            let text = block.lines.joined(separator: "\n") + "\n"
            try text.replacing("../quoth", with: root).write(to: file, atomically: true, encoding: .utf8)
        }
        try write("Package.swift", "let package = Package(")
        try write("Sources/Harbour/main.swift", "session.run")
        try write("Tests/HarbourTests/HarbourTests.swift", "@Suite")
        let environment = ProcessInfo.processInfo.environment
        let script = """
            cd '\(folder.path)' && swift build --build-tests && swift test --skip-build && cd '\(root)' \
                && '\(folder.path)/.build/debug/Harbour'
            """
        let result = try Program.run(
            "/bin/sh", ["-c", "exec 2>&1; " + script], input: [],
            environment: ["PATH": environment["PATH"] ?? "", "HOME": environment["HOME"] ?? "/tmp"],
            seconds: 900)
        #expect(result.code == 0, "\(result.out.suffix(2_000))")
        #expect(result.out.contains("Test run with 1 test"))
        #expect(result.out.contains("Javan The Leader of the Revolution"))
    }
}
