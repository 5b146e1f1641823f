import TestSupport
import Testing

@Suite("The pager", .serialized)
struct PagerTests {
    private let prompt = PromptOfTest(quotes: 60)

    /// A pager that says how it was called, and shows everything.
    private func pager() throws -> String {
        let path = prompt.folder.write("pager", "#!/bin/sh\necho \"PAGED [$1] [$2]\"\nexec /bin/cat\n")
        _ = try Program.run("/bin/chmod", ["+x", path], input: [])
        return path
    }

    @Test func `It shows what is taller than the window, and nothing else`() throws {
        let pty = try prompt.start(environment: ["PAGER": try pager()])
        try pty.ask("quotes show id limit 3")
        try pty.ask("quotes show id limit 20")
        #expect(!pty.hasShown("PAGED"))
        try pty.ask("quotes show id")
        #expect(pty.hasShown("PAGED [] []"))
        #expect(pty.hasShown("q60") && pty.hasShown("60 quotes"))
        try pty.ask("quotes show id limit 1")
        #expect(try pty.leave() == 0)
    }

    @Test func `Rows that wrap count as they are seen`() throws {
        let pty = try prompt.start(
            ["--format", "json"], environment: ["PAGER": try pager()], rows: 12, columns: 40)
        try pty.ask("quotes show id limit 1")
        #expect(!pty.hasShown("PAGED"))
        try pty.ask("quotes show id, text, kind, article, said, speaker, faction limit 4")
        #expect(pty.hasShown("PAGED"))
    }

    @Test func `No shell reads its command`() throws {
        let command = try pager() + " 'a b' $(/bin/touch${IFS}x)"
        let pty = try prompt.start(environment: ["PAGER": command])
        try pty.ask("quotes")
        #expect(pty.hasShown("PAGED [a b] [$(/bin/touch${IFS}x)]"))
    }

    @Test func `Without a setting it is less, where Ctrl-C does no harm`() throws {
        let pty = try prompt.start()
        pty.send("quotes show id\r")
        try pty.wait(for: "the first page") { $0.screen.currentLine == ":" }
        pty.send("\u{3}")
        // What is typed right behind Ctrl-C may be lost with it.
        var tries = 0
        try pty.wait(for: "the last page") { pty in
            tries += 1
            if tries % 5 == 1 { pty.send("G") }
            return pty.screen.text.contains("q60")
        }
        pty.send("q")
        try pty.wait(for: "the prompt") { $0.screen.currentLine == "quoth>" }
        #expect(!pty.hasShown("stopped"))
        try pty.ask("quotes show id limit 1")
        #expect(try pty.leave() == 0)
    }

    @Test(arguments: ["/bin/true", "/nowhere/at/all", "", "cat"])
    func `A pager that leaves at once or isn't there is no trouble`(_ command: String) throws {
        let pty = try prompt.start(environment: ["PAGER": command])
        try pty.ask("quotes show id")
        #expect(pty.hasShown("q60") == (command != "/bin/true"))
        #expect(!pty.hasShown("error"))
        try pty.ask("quotes show id limit 1")
        #expect(pty.hasShown("1 quote"))
        #expect(try pty.leave() == 0)
    }

    @Test(arguments: [["--no-pager"], ["--safe"], []])
    func `It can be forbidden`(_ options: [String]) throws {
        let terminal = options.isEmpty ? "dumb" : "xterm"
        let pty = try prompt.start(options, environment: ["PAGER": try pager(), "TERM": terminal])
        pty.send("quotes show id\r")
        try pty.wait(for: "q60")
        #expect(!pty.hasShown("PAGED"))
    }

    @Test func `It is never used off a terminal`() throws {
        let result = try Program.run(
            [prompt.corpus, "-c", "quotes show id"], environment: ["PAGER": try pager(), "TERM": "xterm"])
        #expect(!result.out.contains("PAGED"))
        #expect(result.code == 0)
    }

    @Test func `A single query at a terminal has it too`() throws {
        let pty = try Pty(
            BuiltProgram.path("quoth"), [prompt.corpus, "-c", "quotes show id"],
            environment: ["PAGER": try pager()])
        try pty.wait(for: "q60")
        #expect(pty.hasShown("PAGED"))
        #expect(try pty.exitCode() == 0)
    }
}
