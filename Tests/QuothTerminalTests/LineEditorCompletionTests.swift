import TestSupport
import Testing

@testable import QuothTerminal

@Suite struct LineEditorCompletionTests {
    @Test func theOnlyCandidateIsInserted() throws {
        let pty = try startProbe()
        pty.send("count aut\t;\r")
        try pty.wait(for: #"got "count authors;""#)
    }

    @Test(arguments: [
        ("be\tx;", "berth x;"), ("be\t x;", "berth x;"), ("be\t.x;", "berth.x;"),
        ("be\t, be\t)(;", "berth, berth)(;"),
        ("be\t\u{8}.;", "berth.;"), ("be\t\u{1B}[D.\u{1B}[F;", "berth. ;"), ("be\tو;", "berth و;"),
        ("berth\t;", "berth ;"), ("be\rart\u{1B}[A\tx\u{1B}[B;", "berth x\\nart;"),
        ("be.x;\u{1B}[D\u{1B}[D\u{1B}[D\t\u{1B}[F", "berth.x;"),
    ])
    func aBlankFollowsWhereAWordMayAndGivesWay(_ keys: String, _ statement: String) throws {
        let pty = try startProbe()
        pty.send(keys + "\r")
        try pty.wait(for: "got \"\(statement)\"")
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

    private func list(_ candidates: [Completion.Candidate], width: Int, lines: Int) -> [String] {
        LineEditor.list(
            .init(replacing: 0..<0, candidates: candidates), width: width, maximumLines: lines)
    }

    @Test func candidatesCannotSteerTheTerminal() {
        let lines = list([.init("a\u{1B}[2Jb"), .init("\u{202E}x")], width: 80, lines: 5)
        #expect(lines == [#"a\u{1B}[2Jb  \u{202E}x"#])
    }

    @Test func columnsAreReadDownwards() {
        let candidates = (1...7).map { Completion.Candidate("n\($0)") }
        #expect(list(candidates, width: 13, lines: 5) == ["n1  n4  n7", "n2  n5", "n3  n6"])
        #expect(list(candidates, width: 13, lines: 2) == ["n1  n3  n5", "n2  n4  n6", "… and 1 more"])
        #expect(list(candidates, width: 2, lines: 1) == ["…", "… and 6 more"])
    }

    @Test func remarksStandBesideTheirCandidates() {
        let candidates = [
            Completion.Candidate("hardliner", detail: "412 quotes"), .init("mild", detail: "6 quotes"),
            .init("x"),
        ]
        let lines = list(candidates, width: 80, lines: 5)
        #expect(lines == ["hardliner  412 quotes", "mild       6 quotes", "x"])
        #expect(list(candidates, width: 16, lines: 5) == ["hardliner  412…", "mild       6 q…", "x"])
        let columns = list(candidates, width: 50, lines: 2)
        #expect(columns == ["hardliner  412 quotes  x", "mild       6 quotes"])
        let long = Completion.Candidate("one that is very long indeed", detail: "1 quote")
        #expect(
            list(candidates + [long], width: 30, lines: 2) == [
                "hardliner  412 quotes", "mild       6 quotes", "… and 2 more",
            ])
        let wordy = candidates.map { Completion.Candidate($0.text, detail: "a long remark about it") }
        #expect(list(wordy, width: 24, lines: 2) == ["hardliner  x", "mild"])
    }

    @Test func whatBeginsAsTypedIsInsertedBeforeTheRest() {
        let mixed = Completion(
            replacing: 0..<3,
            candidates: [.init("hardliner"), .init("ultra-hardliner", isBeginning: false)])
        #expect(mixed.insertion == Array("hardliner".unicodeScalars))
        #expect(mixed.isCertain)
        let others = Completion(
            replacing: 0..<1,
            candidates: [.init("ab", isBeginning: false), .init("ac", isBeginning: false)])
        #expect(others.insertion == nil)
    }
}
