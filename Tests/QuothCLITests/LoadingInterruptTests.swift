import TestSupport
import Testing

@Suite("While a corpus is loaded")
struct LoadingInterruptTests {
    private let folder = TemporaryFolder()

    /// A corpus that takes a while, in which the last quote is one of this article.
    private func write(lastOf article: String) {
        folder.write("articles.jsonl", #"{"id": "a", "headline": "Talks"}"# + "\n")
        let quotes = (1...200_000).map {
            #"{"id": "q\#($0)", "article": "\#($0 == 200_000 ? article : "a")", "kind": "direct", "#
                + #""text": "the words of quote \#($0)"}"# + "\n"
        }
        folder.write("quotes.jsonl", quotes.joined())
    }

    private func start(_ arguments: [String], terminal: String = "xterm-256color") throws -> Pty {
        let pty = try Pty(
            BuiltProgram.path("quoth"), arguments,
            environment: ["XDG_STATE_HOME": folder.path, "TERM": terminal, "NO_COLOR": "1"])
        try pty.wait(for: "loading:", seconds: 60)
        return pty
    }

    @Test func `Ctrl-C stops it, and leaves nothing behind`() throws {
        write(lastOf: "a")
        let corpus = folder.path
        for arguments in [
            [corpus], [corpus, "-c", "quotes count"], ["check", corpus],
            ["build", corpus, "-o", corpus + "/made.quothdb"],
        ] {
            let pty = try start(arguments)
            pty.send(arguments == [corpus] ? "ahead\u{3}" : "\u{3}")
            #expect(try pty.exitCode(seconds: 60) == 130)
            #expect(pty.screen.lines.filter { !$0.isEmpty } == ["stopped"], "\(arguments)")
            #expect(pty.echoes)
            #expect(folder.names == ["articles.jsonl", "quotes.jsonl"])
        }
    }

    @Test(arguments: ["xterm-256color", "dumb"])
    func `What is typed meanwhile isn't shown, and arrives at the prompt`(terminal: String) throws {
        write(lastOf: "a")
        let pty = try start([folder.path, "--no-history"], terminal: terminal)
        #expect(!pty.echoes)
        pty.send("quotes limit 1 show id\rmore\u{7F}\u{7F}st")
        try pty.wait(for: "the answer and what was typed after it", seconds: 60) {
            $0.screen.lines.contains("1 quote") && $0.screen.currentLine == "quoth> most"
        }
        #expect(pty.screen.lines[0].hasPrefix("Quoth: 1 article, 200,000 quotes."))
        #expect(pty.screen.text.ranges(of: "quotes limit 1 show id").count == 1)
        #expect(pty.screen.lines.contains("quoth> quotes limit 1 show id"))
        pty.send("\u{15}\u{4}")
        #expect(try pty.exitCode() == 0)
        #expect(pty.echoes)
    }

    @Test func `A faulty corpus leaves the terminal as it was`() throws {
        write(lastOf: "b")
        let pty = try start([folder.path])
        pty.send("ahead")
        #expect(try pty.exitCode(seconds: 60) == 3)
        #expect(pty.screen.text.contains("error["))
        #expect(!pty.screen.text.contains("ahead"))
        #expect(pty.echoes)
    }
}
