import Foundation
import TestSupport
import Testing

/// Whatever is printed: colours only where they are wanted, only those that every terminal has, and never the only
/// thing that tells something.
@Suite("Colours")
struct ColourTests {
    private let folder = TemporaryFolder()
    private let corpus = "samples/harbour"

    /// Everything that prints something of its own.
    private static let script = """
        quotes where text contains tide
        .source 1
        .card 1
        .cite 1
        .why 1
        .it
        quotes where kind = mixed count by faction
        .why 1
        .back
        quotes where kind = mixed timeline by faction
        quotes count by speaker across kind
        quotes count by faction chart
        quotes count by faction across month(said)
        .help
        .help where
        .help mentions
        .help said
        .help unknown-value
        .help keys
        .schema
        .schema quotes
        .values faction
        .explain quotes where faction = Keepers
        .tutorial
        .history
        .mode card
        quotes limit 2
        .mode markdown
        quotes limit 2
        .mode html
        quotes limit 2
        .mode csv
        quotes limit 2
        .mode json
        quotes limit 2
        .mode table
        quotes where channel = nowhere
        """
    private static let faults = """
        quotes where faction = Keeprs
        quotes where text = "سلام" + 1
        .source 1
        .help nonsense
        .set
        """
    private static let texts = [script, faults, "quotes wher\nlet let = quotes"]

    private func terminal(_ options: [String] = [], _ environment: [String: String] = [:]) throws -> String {
        var shown = ""
        for text in Self.texts {
            let path = folder.write("script.quoth", text + "\n")
            let pty = try Pty(
                BuiltProgram.path("quoth"), [corpus, path, "--no-pager", "--keep-going"] + options,
                environment: environment.merging(["HOME": folder.path]) { first, _ in first })
            _ = try pty.exitCode(seconds: 60)
            shown += String(decoding: pty.output, as: UTF8.self)
        }
        return shown
    }

    private func piped(_ options: [String] = []) throws -> (out: String, err: String) {
        let path = folder.write("script.quoth", Self.script + "\n")
        let result = try Program.run([corpus, path, "--keep-going"] + options)
        return (result.out, result.err)
    }

    /// The parameters of every sequence that sets colours.
    private func colours(_ text: String) -> Set<Int> {
        Set(
            text.matches(of: /\u{1B}\[([0-9;]*)m/).flatMap { $0.1.split(separator: ";") }.compactMap {
                Int($0)
            })
    }

    private func plain(_ text: String) -> String { text.replacing(/\u{1B}\[[0-9;]*m/, with: "") }

    /// Bold, dim, underlined, reverse, and the 16 colours; no others.
    private static let usual = Set([0, 1, 2, 4, 7, 22, 24, 27, 39, 49]).union(30...37).union(40...47)
        .union(90...97).union(100...107)

    @Test func `On a terminal they are of the sixteen, and without them the text is the same`() throws {
        let coloured = try terminal()
        #expect(colours(coloured).isSuperset(of: [1, 2, 7]))
        #expect(colours(coloured).isSubset(of: Self.usual))
        #expect(!plain(coloured).contains("\u{1B}"))
        let bare = try terminal([], ["NO_COLOR": "1"])
        #expect(bare == plain(coloured))
        #expect(try terminal(["--color", "never"]) == bare)
        #expect(try terminal(["--color", "always"], ["NO_COLOR": "1"]) == coloured)
        #expect(try terminal([], ["NO_COLOR": ""]) == coloured)
        #expect(try !terminal([], ["TERM": "dumb"]).contains("\u{1B}"))
    }

    @Test func `Off a terminal there are none unless they are asked for`() throws {
        let bare = try piped()
        #expect(!bare.out.contains("\u{1B}") && !bare.err.contains("\u{1B}"))
        let coloured = try piped(["--color", "always"])
        #expect(!colours(coloured.out).isEmpty && !colours(coloured.err).isEmpty)
        #expect(plain(coloured.out) == bare.out && plain(coloured.err) == bare.err)
    }

    @Test func `The prompt and what it reports obey too, whenever that is set`() throws {
        let prompt = PromptOfTest()
        let pty = try prompt.start(["--no-history"], environment: ["NO_COLOR": ""])
        try pty.ask("quotes wher")
        #expect(colours(String(decoding: pty.output, as: UTF8.self)).isSubset(of: Self.usual))
        #expect(pty.hasShown("\u{1B}[1;31m"))
        // The editor draws the prompt plain and then once more as it is meant.
        try pty.wait(for: "a bold prompt") { $0.hasShown("\u{1B}[1mquoth>") }
        try pty.ask(".set color never")
        let before = pty.output.count
        try pty.ask("quotes wher")
        try pty.ask("quotes")
        #expect(colours(String(decoding: pty.output[before...], as: UTF8.self)).isEmpty)
        try pty.ask(".set color auto")
        let after = pty.output.count
        try pty.ask("quotes wher")
        #expect(!colours(String(decoding: pty.output[after...], as: UTF8.self)).isEmpty)
        #expect(try pty.leave() == 0)
        _ = try? Program.run("/bin/rm", ["-rf", prompt.folder.path + "/quoth"], input: [])
    }
}
