import TestSupport
import Testing

@Suite("The Tab key at the prompt", .serialized)
struct PromptCompletionTests {
    private let folder = TemporaryFolder()

    private func start() throws -> Pty {
        let corpus = folder.write(
            "corpus.json",
            """
            {"articles": [{"id": "a", "headline": "Talks"}],
             "factions": [{"id": "greens", "name": "greens of the coast"}],
             "actors": [{"id": "x", "name": "Xerxes", "kind": "person", "memberships": [{"faction": "greens"}]}],
             "quotes": [{"id": "q", "article": "a", "speaker": "x", "kind": "direct", "text": "no"}]}
            """)
        folder.write("one statement.quoth", "quotes show id\n")
        let pty = try Pty(
            BuiltProgram.path("quoth"), [corpus, "--no-history"], environment: ["NO_COLOR": "1"], rows: 40,
            columns: 100)
        try pty.wait(for: "quoth>")
        return pty
    }

    /// Types keys with Tab in them, and waits for the line that comes of it.
    private func type(_ keys: String, _ line: String, _ pty: Pty) throws {
        pty.send(keys)
        try pty.wait(for: line.debugDescription) { pty in
            pty.screen.text.split(separator: "\n").last { $0.hasPrefix("quoth>") }.map(String.init)?
                .trimmed == "quoth> " + line
        }
        pty.send("\u{03}")
        try pty.wait(for: "an empty line") { pty in
            pty.screen.text.split(separator: "\n").last { $0.hasPrefix("quoth>") }.map(String.init)?
                .trimmed == "quoth>"
        }
    }

    @Test func `Stages, fields, operators and values are completed`() throws {
        let pty = try start()
        try type("quot\t whe\t fac\t = gre\t", "quotes where faction = \"greens of the coast\"", pty)
        try type("quotes where spea\t = Xer\t", "quotes where speaker = Xerxes", pty)
        try type("quotes sho\tid", "quotes show id", pty)
        try type("quotes show speaker\t.nam\t, said.bas\t", "quotes show speaker.name, said.basis", pty)
        try type(
            "quotes where any artic\t(headl\t= Talks\t) sho\tid",
            "quotes where any article (headline = Talks) show id", pty)
        try type("quotes show maxi\u{15}quotes summarize media\ttext", "quotes summarize median(text", pty)
        pty.send("quotes where kind \t")
        try pty.wait(for: "contains")
        try pty.wait(for: "missing")
        pty.send("\u{03}.quit\r")
        #expect(try pty.exitCode() == 0)
    }

    @Test func `Commands, their words and files are completed`() throws {
        let pty = try start()
        try type(".exp\tx", ".explain x", pty)
        try type(".qui\tx", ".quitx", pty)
        try type(".timer of\tx", ".timer offx", pty)
        try type(".set colo\tnev\tx", ".set color neverx", pty)
        try type(".values factions\tna\tx", ".values factions namex", pty)
        try type(".read \(folder.path)/one\tx", ".read \"\(folder.path)/one statement.quoth\"x", pty)
        try type(".explain quot\t sho\t", ".explain quotes show", pty)
        try type(".explain ana\tquot\tsho\tid", ".explain analyze quotes show id", pty)
        try type(".mode mark\t", ".mode markdown", pty)
        try type(".timer of\t", ".timer off", pty)
        try type(".schema fac\t", ".schema factions", pty)
        try type(".values fact\t", ".values faction", pty)
        try type(".values factions na\t", ".values factions name", pty)
        try type(".help summ\t", ".help summarize", pty)
        try type(".read \(folder.path)/corp\t", ".read \(folder.path)/corpus.json", pty)
        try type(".nothing x\t", ".nothing x", pty)
        pty.send(".read \(folder.path)/one\t\r")
        try pty.wait(for: "1 quote")
        pty.send(".quit\r")
        #expect(try pty.exitCode() == 0)
    }
}

extension String {
    /// Without the blanks at its end.
    fileprivate var trimmed: String { String(reversed().drop { $0 == " " }.reversed()) }
}
