import TestSupport
import Testing

@testable import QuothTerminal

@Suite struct LineEditorCompletionTests {
    @Test func theOnlyCandidateIsInserted() throws {
        let pty = try startProbe()
        pty.send("count aut\t;\r")
        try pty.wait(for: #"got "count authors;""#)
    }

    @Test func candidatesAreCompletedAsFarAsTheyAgree() throws {
        let pty = try startProbe()
        pty.send("art\t")
        try pty.waitForLine("quoth> article")
        pty.send("\t")
        try pty.wait(for: "articles    article_id\nquoth> article")
        pty.send("s;\r")
        try pty.wait(for: #"got "articles;""#)
    }

    @Test func theMiddleOfALineIsCompleted() throws {
        let pty = try startProbe()
        pty.send("سلا مم;\u{1B}[D\u{1B}[D\u{1B}[D\u{1B}[D\t\r")
        try pty.wait(for: #"got "سلام مم;""#)
    }

    @Test func manyCandidatesAreListedInPart() throws {
        let pty = try startProbe()
        pty.send("num\t\t")
        try pty.wait(for: "… and 216 more")
        try pty.waitForLine("quoth> number")
    }

    @Test func aListIsShownBelowAllLines() throws {
        let pty = try startProbe()
        pty.send("one\rarticle\rtwo;\u{1B}[A\u{1B}[F\t")
        try pty.wait(for: "quoth> one\narticle\ntwo;\narticles    article_id\nquoth> one\narticle\ntwo;")
        try pty.waitForLine("article")
    }

    @Test func candidatesCannotSteerTheTerminal() {
        let lines = LineEditor.columns(["a\u{1B}[2Jb", "\u{202E}x"], width: 80, maximumLines: 5)
        #expect(lines == [#"a\u{1B}[2Jb  \u{202E}x"#])
    }

    @Test func columnsAreReadDownwards() {
        let lines = LineEditor.columns((1...7).map { "n\($0)" }, width: 13, maximumLines: 5)
        #expect(lines == ["n1  n4  n7", "n2  n5", "n3  n6"])
        let some = LineEditor.columns((1...7).map { "n\($0)" }, width: 13, maximumLines: 2)
        #expect(some == ["n1  n3  n5", "n2  n4  n6", "… and 1 more"])
    }
}
