import TestSupport
import Testing

@Suite("Ctrl-C while a corpus is loaded")
struct LoadingInterruptTests {
    private let folder = TemporaryFolder()

    @Test func `It stops, and leaves nothing behind`() throws {
        folder.write("articles.jsonl", #"{"id": "a", "headline": "Talks"}"# + "\n")
        let quotes = (1...200_000).map {
            #"{"id": "q\#($0)", "article": "a", "kind": "direct", "text": "the words of quote \#($0)"}"#
                + "\n"
        }
        folder.write("quotes.jsonl", quotes.joined())
        let corpus = folder.path
        for arguments in [
            [corpus], [corpus, "-c", "quotes count"], ["check", corpus],
            ["build", corpus, "-o", corpus + "/made.quothdb"],
        ] {
            let pty = try Pty(BuiltProgram.path("quoth"), arguments, environment: ["XDG_STATE_HOME": corpus])
            try pty.wait(for: "loading:", seconds: 60)
            pty.send("\u{3}")
            #expect(try pty.exitCode(seconds: 60) == 130)
            #expect(pty.screen.lines.filter { !$0.isEmpty } == ["stopped"], "\(arguments)")
            #expect(pty.echoes)
            #expect(folder.names == ["articles.jsonl", "quotes.jsonl"])
        }
    }
}
