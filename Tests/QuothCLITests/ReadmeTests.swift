import Foundation
import TestSupport
import Testing

/// Runs every example of the README, and the queries of the guide.
@Suite(.serialized) struct ReadmeTests {
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

    struct Block: Sendable, CustomTestStringConvertible {
        let language: String
        let lines: [String]
        /// Where it stands: the line of its fence, from 1.
        let line: Int
        var testDescription: String { lines.first ?? "" }
    }

    static let blocks = fenced("README.md")

    /// The queries on the pages of the guide.
    static let guide = ["Language", "Data-model", "Exploring"]
        .flatMap { fenced("Sources/Quoth/Quoth.docc/\($0).md") }

    /// The fenced blocks of a page, or of the documentation comments of a Swift file.
    static func fenced(_ path: String) -> [Block] {
        let text = (try? String(contentsOfFile: root + "/" + path, encoding: .utf8)) ?? ""
        var blocks: [Block] = []
        var open: (language: String, lines: [String], line: Int)?
        for (number, line) in text.components(separatedBy: "\n").enumerated() {
            let line = path.hasSuffix(".swift") ? line.replacing(/^ *\/\/\/ ?/, with: "") : line
            if line.hasPrefix("```") {
                if let block = open {
                    blocks.append(Block(language: block.language, lines: block.lines, line: block.line))
                    open = nil
                } else {
                    open = (String(line.dropFirst(3)), [], number + 1)
                }
            } else {
                open?.lines.append(line)
            }
        }
        return blocks
    }

    private static func blocks(_ language: String) -> [Block] { blocks.filter { $0.language == language } }

    @Test func hasExamplesOfEachKind() {
        for language in ["sh", "session", "quoth", "console", "swift"] {
            #expect(!Self.blocks(language).isEmpty, "\(language)")
        }
        #expect(Self.guide.count >= 6)
    }

    @Test(arguments: blocks("quoth") + guide.filter { $0.language == "quoth" }) func queriesRun(
        _ block: Block
    ) throws {
        let script = block.lines.joined(separator: "\n") + "\n"
        let result = try Program.run([Self.root + "/samples/iran-us-talks.json"], input: script)
        #expect(result.code == 0, "\(result.err)")
    }

    /// `$ COMMAND` and, up to the next one, what it prints.
    @Test(arguments: blocks("console")) func commandsPrintWhatIsShown(_ block: Block) throws {
        var expected = ""
        var commands: [String] = []
        for line in block.lines {
            let isCommand = line.hasPrefix("$ ")
            if isCommand { commands.append(String(line.dropFirst(2))) } else { expected += line + "\n" }
        }
        let path = URL(fileURLWithPath: BuiltProgram.path("quoth")).deletingLastPathComponent().path
        let script = "PATH=\(path):$PATH; cd \(Self.root); exec 2>&1\n" + commands.joined(separator: "\n")
        let result = try Program.run("/bin/sh", ["-c", script], input: [])
        #expect(result.out == expected)
    }

    /// What the prompt shows in a terminal of 100 columns when the lines after `quoth>` are typed.
    @Test(arguments: blocks("session")) func sessionsShowWhatIsShown(_ block: Block) throws {
        let folder = TemporaryFolder()
        let pty = try Pty(
            BuiltProgram.path("quoth"), [Self.root + "/samples/iran-us-talks.json"],
            environment: ["XDG_STATE_HOME": folder.path, "NO_COLOR": "1"], rows: 200, columns: 100)
        let typed = block.lines.filter { $0.hasPrefix("quoth> ") }.map { String($0.dropFirst(7)) }
        try pty.wait(for: "quoth>")
        for (count, line) in typed.enumerated() {
            pty.send(line + "\r")
            try pty.wait(for: "prompt \(count + 1)") {
                $0.screen.text.split(separator: "\n").count { $0.hasPrefix("quoth>") } > count + 1
            }
        }
        let shown = pty.screen.lines.drop { !$0.hasPrefix("quoth>") }
            .map { String($0.reversed().drop { $0 == " " }.reversed()) }
        let session = shown.reversed().drop { $0.isEmpty || $0 == "quoth>" }.reversed()
        #expect(Array(session) == block.lines, "\(session.joined(separator: "\n"))")
    }

    /// The commands of the `sh` blocks are what `.ci/run` runs; here only their form is held.
    @Test func theTwoCommandsAreThere() {
        let commands = Self.blocks("sh").flatMap(\.lines)
        #expect(commands.count == 2)
        #expect(commands.first?.hasPrefix("apt-get install -y ") ?? false)
        #expect(commands.last == "swift test")
    }
}
