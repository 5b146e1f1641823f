import TestSupport
import Testing

@Suite struct LineEditorPasteTests {
    private func pasted(_ text: String) -> String { "\u{1B}[200~\(text)\u{1B}[201~" }

    @Test func pastedTextWaitsForReturn() throws {
        let pty = try startProbe()
        pty.send(pasted("one;\rtwo;\r\n\tthree;"))
        try pty.wait(for: "three;")
        #expect(!pty.screen.text.contains("got"))
        pty.send("\r")
        try pty.wait(for: #"got "one;\ntwo;\n\tthree;""#)
        try pty.wait(for: "the prompt") { $0.screen.currentLine == "quoth>" }
        #expect(pty.screen.text.split(separator: "got").count == 2)
    }

    @Test func pastedTextArrivesInPieces() throws {
        let pty = try startProbe()
        let bytes = Array(pasted("سلام\r;").utf8)
        for byte in bytes { pty.send([byte]) }
        pty.send("\r")
        try pty.wait(for: #"got "سلام\n;""#)
    }

    @Test func controlCharactersInPastedTextDoNothing() throws {
        let pty = try startProbe()
        pty.send(pasted("a\u{3}\u{4}\u{1B}[A\u{0}b;") + "\r")
        try pty.wait(for: "got")
        #expect(pty.screen.text.contains(#"got "a\u{03}\u{04}\u{1B}[A"#))
    }

    @Test func aLongPasteIsRead() throws {
        let pty = try startProbe()
        let line = String(repeating: "x", count: 99) + "\r"
        pty.send(pasted(String(repeating: line, count: 2000) + ";") + "\r")
        try pty.wait(for: "got 200001 bytes", seconds: 30)
        pty.enter("next;")
        try pty.wait(for: #"got "next;""#)
    }

    @Test func aPasteBeyondTheBoundIsRefusedWhole() throws {
        let pty = try startProbe()
        pty.send(pasted(String(repeating: "x", count: 1 << 20) + "xxx") + "y;\r")
        try pty.wait(for: #"got "y;""#, seconds: 30)
    }

    @Test func controlCLeavesAPasteThatNeverEnds() throws {
        let pty = try startProbe()
        pty.send("\u{1B}[200~abc")
        try pty.wait(for: "nothing more", seconds: 10) { _ in true }
        // The byte counts only if it comes by itself, as a key does.
        var tries = 0
        try pty.wait(for: "interrupted") { pty in
            tries += 1
            if tries % 5 == 1 { pty.send("\u{3}") }
            return pty.screen.text.contains("interrupted")
        }
    }
}
