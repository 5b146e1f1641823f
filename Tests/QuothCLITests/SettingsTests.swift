import TestSupport
import Testing

@Suite("The user's settings", .serialized)
struct SettingsTests {
    private let prompt = PromptOfTest(quotes: 3)

    /// Writes the file of settings.
    private func write(_ text: String) throws {
        _ = try Program.run("/bin/mkdir", ["-p", prompt.folder.path + "/quoth"], input: [])
        prompt.folder.write("quoth/settings", text)
    }

    private func file() -> String? { prompt.folder.read("quoth/settings") }

    /// Files in a folder below aren't removed with the folder of the test.
    private func clear() throws {
        _ = try Program.run("/bin/rm", ["-r", prompt.folder.path + "/quoth"], input: [])
    }

    @Test func `They are shown, changed, and kept for their owner alone`() throws {
        let pty = try prompt.start()
        try pty.ask(".set")
        #expect(pty.hasShown("format   table  how answers are printed"))
        try pty.ask(".set format card")
        try pty.ask(".set width 60")
        try pty.ask("quotes limit 1")
        #expect(pty.hasShown("kind:") || pty.hasShown("kind  "))
        try pty.ask(".set format")
        #expect(pty.hasShown("format  card  how"))
        #expect(try pty.leave() == 0)
        #expect(file() == "format card\nwidth 60\n")
        let mode = try Program.run(
            "/usr/bin/stat", ["-c", "%a", prompt.folder.path + "/quoth/settings"], input: [])
        #expect(mode.out == "600\n")
        let later = try prompt.start()
        try later.ask(".set")
        #expect(later.hasShown("format   card"))
        #expect(try later.leave() == 0)
        try clear()
    }

    @Test func `Comments and what isn't known stay when one is changed`() throws {
        try write("# mine\nformat card\nnothing here\nformat csv\n")
        let pty = try prompt.start(["--format", "table"])
        try pty.ask(".set format json")
        #expect(file() == "# mine\nformat json\nnothing here\n")
        #expect(try pty.leave() == 0)
        try clear()
    }

    @Test func `What is faulty is told with its line, and the rest holds`() throws {
        try write("format crad\n\ntimer on\ncolour never\nhistory many\n")
        let pty = try prompt.start()
        for place in ["settings:1", "settings:4", "settings:5"] { #expect(pty.hasShown(place), "\(place)") }
        #expect(pty.hasShown("did you mean 'card'?"))
        #expect(pty.hasShown("did you mean 'color'?"))
        try pty.ask("quotes limit 1")
        #expect(pty.hasShown("0.0"))
        try pty.ask(".set width 3")
        #expect(pty.hasShown("is not a value of 'width'"))
        #expect(try pty.leave() == 0)
        try clear()
    }

    @Test func `The command line goes before them`() throws {
        try write("format csv\n")
        let plain = try prompt.start()
        try plain.ask("quotes show id limit 1")
        #expect(plain.screen.lines.contains("q1"))
        let given = try prompt.start(["--format", "tsv"])
        try given.ask(".mode")
        try given.ask("quotes show id, kind limit 1")
        #expect(given.screen.lines.contains { $0.hasPrefix("q1 ") })
        try clear()
    }

    @Test func `Scripts and single queries read none, and can't change them`() throws {
        try write("format csv\n")
        let environment = ["XDG_CONFIG_HOME": prompt.folder.path]
        let query = try Program.run(
            [prompt.corpus, "-c", "quotes show id limit 1"], environment: environment)
        #expect(query.out.contains("──"))
        let change = try Program.run([prompt.corpus, "-c", ".set format json"], environment: environment)
        #expect(change.code == 1)
        #expect(change.err.contains("settings are those of the prompt"))
        #expect(file() == "format csv\n")
        try clear()
    }

    @Test func `None are looked for where one stands, and with --safe none are written`() throws {
        let pty = try prompt.start(["--safe"], environment: ["XDG_CONFIG_HOME": "relative"])
        try pty.ask(".set format card")
        #expect(try pty.leave() == 0)
        #expect(file() == nil)
        let safe = try prompt.start(["--safe"])
        try safe.ask(".set format card")
        try safe.ask(".set format")
        #expect(safe.hasShown("format  card"))
        #expect(try safe.leave() == 0)
        #expect(file() == nil)
    }

    @Test func `The number of statements that are remembered is one`() throws {
        try write("history 2\n")
        let pty = try prompt.start()
        for line in [".schema", ".timer on", ".timer off"] { try pty.ask(line) }
        #expect(try pty.leave() == 0)
        #expect(prompt.folder.read("quoth/history") == ".timer on\n.timer off\n")
        try clear()
    }
}
