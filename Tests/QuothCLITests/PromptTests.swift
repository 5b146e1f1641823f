import TestSupport
import Testing

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

@Suite("The prompt in a terminal", .serialized)
struct PromptTests {
    private let folder = TemporaryFolder()

    private func start(_ options: [String] = [], rows: Int = 40, columns: Int = 100) throws -> Pty {
        let corpus = folder.write(
            "corpus.json",
            """
            {"articles": [{"id": "a", "headline": "Talks"}],
             "quotes": [{"id": "q", "article": "a", "kind": "direct", "text": "no\\u001B[31m"}]}
            """)
        let pty = try Pty(
            BuiltProgram.path("quoth"), [corpus] + options,
            environment: ["XDG_STATE_HOME": folder.path, "NO_COLOR": "1"], rows: rows, columns: columns)
        try pty.wait(for: "quoth>")
        return pty
    }

    /// Waits until the prompt is back after so many statements.
    private func waitForPrompt(_ pty: Pty, _ count: Int) throws {
        try pty.wait(for: "prompt \(count)") {
            $0.screen.text.split(separator: "\n").count { $0.hasPrefix("quoth>") } > count
        }
    }

    @Test func `It greets, explains, survives errors and leaves`() throws {
        let pty = try start()
        try pty.wait(for: "Quoth: 1 article, 1 quote. Ctrl-D leaves, .help explains.")
        pty.send(".help\r")
        try pty.wait(for: ".timer on|off")
        try waitForPrompt(pty, 1)
        pty.send("quotes whre kind = direct\r")
        try pty.wait(for: "did you mean 'where'?")
        try waitForPrompt(pty, 2)
        pty.send(".hepl\r")
        try pty.wait(for: "did you mean '.help'?")
        try waitForPrompt(pty, 3)
        pty.send(".quit\r")
        #expect(try pty.exitCode() == 0)
    }

    @Test func `A history without an entry says so`() throws {
        let pty = try start(["--no-history"])
        pty.send(".history\r")
        try waitForPrompt(pty, 1)
        #expect(pty.screen.lines.contains("nothing has been asked yet"))
        pty.send("quotes count\r.history\r")
        try pty.wait(for: "1  quotes count   (1 row)")
        pty.send("\u{04}")
        #expect(try pty.exitCode() == 0)
    }

    @Test func `Ctrl-C clears the line and Ctrl-D leaves`() throws {
        let pty = try start()
        pty.send("quotes where x\u{03}")
        try waitForPrompt(pty, 1)
        pty.send("\u{04}")
        #expect(try pty.exitCode() == 0)
    }

    @Test func `What was typed is kept for its owner alone, unless that isn't wanted`() throws {
        let kept = try start()
        kept.send(".schema quotes\r")
        try waitForPrompt(kept, 1)
        kept.send("\u{04}")
        #expect(try kept.exitCode() == 0)
        let state = folder.path + "/quoth/history"
        let listing = try Program.run("/usr/bin/stat", ["-c", "%a", state], input: [])
        #expect(listing.out == "600\n")
        #expect(try Program.run("/bin/cat", [state], input: []).out == ".schema quotes\n")
        let unkept = try start(["--no-history"])
        unkept.send(".timer on\r")
        try waitForPrompt(unkept, 1)
        unkept.send("\u{04}")
        #expect(try unkept.exitCode() == 0)
        #expect(try Program.run("/bin/cat", [state], input: []).out == ".schema quotes\n")
        _ = try Program.run("/bin/rm", ["-r", folder.path + "/quoth"], input: [])
    }

    @Test(arguments: [SIGHUP, SIGTERM, SIGKILL])
    func `What was typed is kept when the program is killed`(_ signal: Int32) throws {
        let pty = try start()
        pty.send("quotes count\r")
        try waitForPrompt(pty, 1)
        pty.signal(signal)
        #expect(try pty.exitCode() == -signal)
        let state = folder.path + "/quoth"
        #expect(try Program.run("/bin/cat", [state + "/history"], input: []).out == "quotes count\n")
        #expect(try Program.run("/bin/ls", [state], input: []).out == "history\n")
        _ = try Program.run("/bin/rm", ["-r", state], input: [])
    }

    @Test func `A statement goes on over lines while a bracket is open`() throws {
        let pty = try start()
        pty.send("quotes where (kind = drect\r")
        pty.send("and kind = direct) show\r")
        pty.send("\r")
        try pty.wait(for: "error[")
        pty.send("\u{04}")
        #expect(try pty.exitCode() == 0)
    }
}
