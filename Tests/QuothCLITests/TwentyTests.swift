import Foundation
import TestSupport
import Testing

/// One script of twenty queries, however it comes.
@Suite("Twenty queries", .serialized)
struct TwentyTests {
    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path
    private static let corpus = root + "/samples/iran-us-talks.json"
    private static let script = root + "/samples/twenty.quoth"
    private static let options = ["--format", "jsonl", "--param", "who=trump"]

    private let folder = TemporaryFolder()

    @Test func `A file, standard input and a paste answer alike`() throws {
        let text = try String(contentsOfFile: Self.script, encoding: .utf8)
        let fromFile = try Program.run([Self.corpus, Self.script] + Self.options)
        #expect(fromFile.code == 4)
        // The expectation on the default speaker fails for another one, and so it must everywhere.
        #expect(fromFile.err.contains("error[expectation-failed]"))
        let whole = try Program.run([Self.corpus, Self.script, "--format", "jsonl"])
        #expect(whole.code == 0, "\(whole.err)")
        #expect(whole.out.split(separator: "\n").count > 90)
        let input = try Program.run([Self.corpus, "--format", "jsonl"], input: text)
        #expect(input.out == whole.out)
        #expect(input.err == whole.err)
        #expect(input.code == 0)
        #expect(try pasted(text) == whole.out)
    }

    /// What the answers come to when the text is pasted at the prompt.
    private func pasted(_ text: String) throws -> String? {
        let pty = try Pty(
            BuiltProgram.path("quoth"),
            [Self.corpus, "--no-history", "--format", "jsonl", "--output", folder.path + "/answers"],
            environment: ["NO_COLOR": "1"], rows: 200, columns: 120)
        try pty.wait(for: "quoth>")
        pty.send("\u{1B}[200~" + text + "\u{1B}[201~\r")
        try pty.wait(for: "3 rows from 44 quotes")
        try pty.wait(for: "5 relations")
        pty.send("\u{04}")
        #expect(try pty.exitCode() == 0)
        #expect(!pty.screen.text.contains("error["))
        return folder.read("answers")
    }
}
