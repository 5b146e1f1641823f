import Quoth
import TestSupport
import Testing

@testable import QuothCLI

/// The prompt as different people at different terminals have it.
@Suite("The prompt at any terminal", .serialized)
struct PromptTerminalTests {
    private let prompt = PromptOfTest(quotes: 3)

    @Test func `Plans and settings are broken between words in a narrow window`() throws {
        let pty = try prompt.start(["--no-history"], columns: 40)
        try pty.ask(".explain quotes where speaker.country known show text")
        try pty.wait(for: "filter  quotes.speaker →\n          actors.country known\n")
        try pty.ask(".set timer")
        try pty.wait(for: "timer  off  whether the time that a\n            query took is told\n")
        #expect(try pty.leave() == 0)
    }

    @Test func `A pasted script runs once, and comes back whole after a restart`() throws {
        let first = try prompt.start()
        first.send("\u{1B}[200~let x = quotes\n\twhere id = q2\n# so\nx show id,\n\ttext\nx count\u{1B}[201~")
        try first.wait(for: "x count")
        #expect(!first.hasShown("1 quote\n"))
        first.send("\r")
        try first.wait(for: "both answers") {
            $0.screen.lines.contains { $0.hasPrefix(" q2") || $0.hasPrefix("q2 ") }
                && $0.screen.currentLine == "quoth>"
        }
        #expect(first.screen.lines.count { $0.hasPrefix("q2 ") } == 1)
        #expect(try first.leave() == 0)
        let second = try prompt.start()
        second.send("\u{1B}[A")
        try second.wait(for: "the script") { pty in
            let lines = pty.screen.lines.map { $0.split(separator: " ").joined(separator: " ") }
            return ["quoth> let x = quotes", "where id = q2", "# so", "x show id,", "text", "x count"]
                .allSatisfy(lines.contains)
        }
        second.send("\r")
        try second.wait(for: "the answers again") { pty in
            pty.screen.lines.contains { $0.hasPrefix("q2 ") } && pty.screen.currentLine == "quoth>"
        }
        #expect(try second.leave() == 0)
        #expect(!second.screen.modes.contains(2004))
        clear()
    }

    @Test func `Earlier statements are found by what is in them, whatever the script`() throws {
        let pty = try prompt.start()
        try pty.ask("quotes where text = \"سلام\"")
        try pty.ask("quotes limit 1")
        pty.send("\u{12}سل")
        try pty.wait(for: "what was found") {
            $0.screen.currentLine == "(search: سل) quotes where text = \"سلام\""
        }
        pty.send("\u{1B}")
        try pty.wait(for: "the empty prompt") { $0.screen.currentLine == "quoth>" }
        #expect(try pty.leave() == 0)
        clear()
    }

    @Test func `In a window of 40 columns everything fits`() throws {
        let pty = try prompt.start(rows: 40, columns: 40)
        #expect(pty.screen.lines[0].hasPrefix("Quoth: 1 article, 3 quotes."))
        pty.send("quotes where kind = dir\t")
        try pty.wait(for: "quoth> quotes where kind = direct")
        pty.send("\u{15}quotes where \t")
        try pty.wait(for: "speaker")
        pty.send("\u{3}")
        try pty.wait(for: "the empty prompt") { $0.screen.currentLine == "quoth>" }
        try pty.ask("quotes limit 1")
        #expect(pty.hasShown("word 1"))
        #expect(try pty.leave() == 0)
        clear()
    }

    @Test func `A window that changes its size is drawn anew`() throws {
        let pty = try prompt.start(columns: 40)
        pty.send("quotes where kind = direct")
        try pty.wait(for: "quoth> quotes where kind = direct")
        pty.resize(rows: 24, columns: 30)
        pty.send(" limit 1")
        try pty.wait(for: "the whole statement") { pty in
            pty.screen.text.contains("quoth> quotes where kind = dir\nect limit 1")
        }
        pty.send("\r")
        try pty.wait(for: "word 1")
        #expect(try pty.leave() == 0)
        clear()
    }

    @Test(arguments: ["C", "POSIX", "nowhere"]) func `Text is UTF-8 whatever the locale`(_ locale: String)
        throws
    {
        let pty = try prompt.start(environment: ["LANG": locale, "LC_ALL": locale])
        try pty.ask("quotes where text = \"سلام 漢字\"")
        #expect(pty.hasShown("text = \"سلام 漢字\": 0"))
        #expect(try pty.leave() == 0)
        clear()
    }

    @Test func `A terminal that can't move its cursor is served plainly`() throws {
        let pty = try prompt.start(environment: ["TERM": "dumb"])
        pty.send("quotes where (kind = direct\r")
        try pty.wait(for: "   ...>")
        pty.send("and id = q2) show id\r")
        try pty.wait(for: "1 quote")
        try pty.wait(for: "the prompt") { $0.screen.currentLine == "quoth>" }
        pty.send(".mode card\rquotes where id = q1 show id\r")
        try pty.wait(for: "-- 1 --\nid  q1\n1 quote\nquoth>")
        pty.send("x\u{3}")
        try pty.wait(for: "the prompt again") { $0.screen.currentLine == "quoth>" }
        #expect(try pty.leave() == 0)
        #expect(pty.output.allSatisfy { $0 < 0x80 && $0 != 0x1B })
        clear()
    }

    @Test func `There a line can be rubbed out from its end, and is shown once`() throws {
        let pty = try prompt.start(environment: ["TERM": "dumb"])
        pty.send("quotes limix\u{7F}t x\u{17}1 show نام\u{8}\u{8}\u{8}id\r")
        try pty.wait(for: "1 quote")
        pty.send("one\u{15}two")
        try pty.wait(for: "quoth> two")
        pty.send("\u{3}")
        try pty.wait(for: "the prompt again") {
            $0.promptLines == ["quoth> quotes limit 1 show id", "quoth> two", "quoth>"]
        }
        #expect(!pty.echoes)
        #expect(try pty.leave() == 0)
        #expect(pty.echoes)
        clear()
    }

    @Test func `Whatever bytes are typed, the prompt goes on`() throws {
        let pty = try prompt.start()
        pty.send([0xFF, 0x00, 0xC3, 0x28, 0xE2, 0x82, 0x0D])
        try pty.wait(for: "error[")
        try pty.ask("quotes limit 1")
        pty.send(String(repeating: "x", count: 65_536) + "\r")
        try pty.wait(for: "an answer to a long line", seconds: 60) {
            $0.hasShown("xxx…") || $0.hasShown("unknown-collection")
        }
        try pty.wait(for: "the prompt") { $0.screen.currentLine == "quoth>" }
        #expect(try pty.leave() == 0)
        clear()
    }

    @Test(arguments: ["table", "markdown", "csv", "json"])
    func `What an answer says of itself stands under its rows`(format: String) throws {
        let pty = try prompt.start(["--no-history", "--format", format])
        try pty.ask("quotes show text")
        let lines = pty.screen.lines
        let row = try #require(lines.lastIndex { $0.contains("word 3") })
        let accounting = try #require(lines.firstIndex { $0.contains("3 quotes") && !$0.contains("Quoth:") })
        #expect(row < accounting, "\(lines)")
        #expect(try pty.leave() == 0)
        clear()
    }

    @Test func `What loading says is short and tells what is left`() {
        func said(_ megabytes: Int, _ indexed: Double, after seconds: Int64) -> String {
            let progress = LoadProgress(
                bytesDone: megabytes * 1_000_000, bytesTotal: 640_000_000, records: 10_000 * megabytes,
                indexed: indexed)
            return ProgressLine.loading(progress, after: seconds * 1_000_000_000)
        }
        #expect(said(0, 0, after: 2) == "loading: 0 of 640 MB, 0 MB/s")
        #expect(said(160, 0, after: 2) == "loading: 160 of 640 MB, 1,600,000 records, 80 MB/s, 18 s left")
        #expect(said(640, 0.5, after: 6) == "loading: 640 of 640 MB, 6,400,000 records, indexing, 3 s left")
        #expect(said(640, 1, after: 10) == "loading: 640 of 640 MB, 6,400,000 records, indexing")
    }

    /// What the prompt keeps lies in a folder of its own, which isn't removed with that of the test.
    private func clear() {
        _ = try? Program.run("/bin/rm", ["-rf", prompt.folder.path + "/quoth"], input: [])
    }
}

@Suite("A query that takes long", .serialized)
struct LongQueryTests {
    private let prompt = PromptOfTest(quotes: 3_000)
    /// Every quote is compared with every other, three times, so that it takes long in a fast program, too.
    private let slow =
        "quotes where any article.quotes (text < ..text and text > ..id)"
        + " and no article.quotes (text < ..id and text > ..text)"
        + " and any article.quotes (id < ..id and text > ..id)"

    @Test func `It says that it runs, is stopped by Ctrl-C, and leaves the session as it was`() throws {
        let pty = try prompt.start(["--no-history"])
        try pty.ask("let few = quotes limit 2")
        try pty.ask("few")
        pty.send(slow + "\r")
        try pty.wait(for: "Ctrl-C stops it", seconds: 60)
        pty.send("\u{3}")
        try pty.wait(for: "the prompt", seconds: 60) {
            $0.screen.currentLine == "quoth>" && $0.screen.text.contains("stopped")
        }
        #expect(!pty.screen.text.contains("Ctrl-C stops it"))
        try pty.ask("count")
        #expect(pty.screen.lines.contains("    2"))
        try pty.ask("few show id")
        #expect(pty.hasShown("2 quotes"))
        #expect(try pty.leave() == 0)
    }

    @Test func `What is typed meanwhile isn't shown, and arrives at the next prompt`() throws {
        let pty = try prompt.start(["--no-history", "--timeout", "0.7"])
        pty.send(slow + "\r")
        try pty.wait(for: "Ctrl-C stops it", seconds: 60)
        pty.send("few words")
        try pty.wait(for: "the words at the prompt", seconds: 60) {
            $0.screen.currentLine == "quoth> few words"
        }
        #expect(pty.screen.text.ranges(of: "few words").count == 1)
        #expect(pty.screen.text.contains("error[time-limit]"))
    }

    @Test func `Nor is it where the terminal can't move its cursor`() throws {
        let pty = try prompt.start(
            ["--no-history", "--timeout", "0.7"], environment: ["TERM": "dumb"])
        pty.send(slow + "\r")
        try pty.wait(for: "Ctrl-C stops it", seconds: 60)
        pty.send("few show id\rmore")
        try pty.wait(for: "the words at the prompt", seconds: 60) {
            $0.screen.currentLine == "quoth> more"
        }
        #expect(String(decoding: pty.output, as: UTF8.self).ranges(of: "quoth> few show id").count == 1)
        #expect(pty.screen.lines.contains("quoth> few show id"))
    }
}

extension Pty {
    /// What has been typed at each prompt that is seen.
    fileprivate var promptLines: [String] { screen.lines.filter { $0.hasPrefix("quoth>") } }
}
