import Foundation
import Testing

/// The rules of the house, held against the files themselves.
@Suite struct HouseTests {
    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    struct File: Sendable, CustomTestStringConvertible {
        let path: String
        let lines: [String]
        var testDescription: String { path }
        var module: String { String(path.split(separator: "/")[1]) }
    }

    /// Every Swift file of the sources.
    static let sources = files(under: "Sources")
    /// Those of the tests as well.
    static let all = sources + files(under: "Tests")

    private static func files(under folder: String) -> [File] {
        let base = root.appendingPathComponent(folder).path
        let paths = FileManager.default.enumerator(atPath: base)?.compactMap { $0 as? String } ?? []
        return paths.filter { $0.hasSuffix(".swift") }.sorted().compactMap { path in
            let text = try? String(contentsOfFile: base + "/" + path, encoding: .utf8)
            return text.map {
                File(path: folder + "/" + path, lines: $0.components(separatedBy: "\n"))
            }
        }
    }

    /// What each module may import.
    private static let allowed: [String: Set<String>] = [
        "QuothSyntax": [],
        "Quoth": ["QuothSyntax", "CNative", "Glibc", "Darwin", "Synchronization"],
        "QuothTerminal": ["CLineEdit", "Glibc", "Darwin"],
        "QuothCLI": [
            "Quoth", "QuothSyntax", "QuothTerminal", "ArgumentParser", "Synchronization", "Glibc", "Darwin",
        ],
    ]

    @Test(arguments: sources) func importsOnlyWhatItMay(_ file: File) {
        let imports = file.lines.compactMap { line -> String? in
            let words = line.split(separator: " ")
            guard let place = words.firstIndex(of: "import"), place <= 1 else { return nil }
            return words.last.map(String.init)
        }
        let allowed = Self.allowed[file.module] ?? []
        #expect(imports.allSatisfy(allowed.contains), "\(imports)")
        if imports.contains("CNative") { #expect(file.path.contains("/Native/")) }
        if file.module == "Quoth", imports.contains("Glibc") {
            #expect(
                ["/Load/", "/Snapshot/", "/Evaluate/Relevance.swift"].contains(where: file.path.contains))
        }
    }

    @Test(arguments: all) func filesAreShort(_ file: File) {
        #expect(file.lines.count <= 401)
    }

    @Test(arguments: all) func functionsAreShort(_ file: File) {
        for (start, length) in Self.functions(file.lines) {
            #expect(length <= 60, "\(file.path):\(start + 1) has \(length) lines")
        }
    }

    /// The functions of a formatted file: from `func` or `init` to the closing brace at its indentation.
    private static func functions(_ lines: [String]) -> [(start: Int, length: Int)] {
        var found: [(Int, Int)] = []
        for (start, line) in lines.enumerated() {
            let indentation = line.prefix { $0 == " " }
            let words = line.dropFirst(indentation.count).split(separator: " ")
            guard words.contains(where: { $0 == "func" || $0.hasPrefix("init(") }), !line.contains("//")
            else {
                continue
            }
            let closing = indentation + "}"
            guard !line.hasSuffix("}"),
                let end = lines[start...].firstIndex(where: { $0 == closing })
            else { continue }
            found.append((start, end - start + 1))
        }
        return found
    }

    @Test(arguments: sources) func hasNoTraps(_ file: File) {
        let traps = [
            "try!", "fatalError(", "preconditionFailure(", "as!", "TODO", "FIXME", "nonisolated(unsafe)",
        ]
        for (number, line) in file.lines.enumerated() {
            for trap in traps where line.contains(trap) {
                Issue.record("\(file.path):\(number + 1) has \(trap)")
            }
        }
    }

    @Test(arguments: sources) func unsafeCodeSaysWhyItIsSound(_ file: File) {
        for (number, line) in file.lines.enumerated() where line.contains("@unchecked Sendable") {
            let before = file.lines[max(0, number - 8)..<number]
            #expect(before.contains { $0.contains("//") }, "\(file.path):\(number + 1)")
        }
        let isInside = [
            "/Native/", "QuothTerminal/", "QuothCLI/", "/Load/", "/Columns/Buffer", "/Snapshot/",
        ].contains(
            where: file.path.contains)
        if !isInside { #expect(!file.lines.contains { $0.contains("Unsafe") }) }
    }

    @Test(arguments: sources) func onlyTheProgramPrintsAndExits(_ file: File) {
        guard file.module != "QuothCLI" else { return }
        for line in file.lines {
            let code = line.trimmingCharacters(in: .whitespaces)
            guard !code.hasPrefix("//") else { continue }
            #expect(!code.hasPrefix("print(") && !code.hasPrefix("exit("))
        }
    }

    /// An example that isn't fenced, or whose language isn't told, would escape being compiled.
    @Test(arguments: sources) func examplesAreFencedAndSayTheirLanguage(_ file: File) {
        var isFenced = false
        for (number, line) in file.lines.enumerated() {
            let code = line.trimmingCharacters(in: .whitespaces)
            if code.hasPrefix("/// ```") { isFenced.toggle() }
            let isPlain = isFenced ? code == "/// ```" : code.hasPrefix("///     ")
            #expect(!isPlain, "\(file.path):\(number + 1)")
        }
    }

    @Test(arguments: sources) func coloursAreWrittenInTwoPlaces(_ file: File) {
        let writers = ["Printers/AnswerPrinter.swift", "Diagnostics/DiagnosticRenderer.swift"]
        guard !writers.contains(where: file.path.hasSuffix) else { return }
        #expect(!file.lines.contains { $0.contains(/\\u\{1B\}\[[0-9;]*m/) })
    }

    @Test func theTopLevelStays() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: Self.root.path)
        let allowed: Set = [
            "Package.swift", "Sources", "Tests", "grammar", "samples", "README.md", "LICENSE",
        ]
        #expect(names.filter { !$0.hasPrefix(".") && $0 != "Package.resolved" }.allSatisfy(allowed.contains))
    }
}
