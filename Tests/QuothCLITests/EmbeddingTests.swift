import Foundation
import TestSupport
import Testing

/// The README's examples of embedding, and those of the library's documentation, as a package outside this one, which takes a build of its own.
@Suite struct EmbeddingTests {
    private static let isWanted = ProcessInfo.processInfo.environment["QUOTH_EMBED"] != nil

    /// The examples of the library's documentation, each in a function of its own.
    private static var documented: String {
        var text = "import Quoth\nimport QuothSyntax\n"
        var count = 0
        for folder in ["Sources/Quoth/", "Sources/QuothSyntax/"] {
            let names = FileManager.default.enumerator(atPath: ReadmeTests.root + "/" + folder)
            for name in (names?.compactMap { $0 as? String } ?? []).sorted() {
                for block in ReadmeTests.fenced(folder + name) where block.language == "swift" {
                    count += 1
                    text += """
                        func example\(count)() throws {
                        #sourceLocation(file: "\(folder + name)", line: \(block.line + 1))
                        \(block.lines.joined(separator: "\n"))
                        #sourceLocation()
                        }

                        """
                }
            }
        }
        return text
    }

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
        let documented = Self.documented
        #expect(documented.contains("func example20()"))
        try documented.write(
            to: folder.appendingPathComponent("Tests/HarbourTests/Documented.swift"), atomically: true,
            encoding: .utf8)
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
