import TestSupport
import Testing

/// Statements that are taller than the window.
@Suite struct LineEditorTallTests {
    private static let up = "\u{1B}[A"

    private func start(lines: Int, rows: Int = 6) throws -> Pty {
        let pty = try startProbe(rows: rows, columns: 40)
        let text = (1...lines).map { "line \($0)" }.joined(separator: "\r")
        pty.send("\u{1B}[200~\(text)\u{1B}[201~")
        try pty.waitForLine("line \(lines)")
        return pty
    }

    @Test func theWindowFollowsTheCursor() throws {
        let pty = try start(lines: 12)
        try pty.waitForWindow(at: "line 12")
        for _ in 1...5 { pty.send(Self.up) }
        try pty.waitForWindow(at: "line 7")
        pty.send(Self.up + Self.up)
        try pty.waitForWindow(at: "line 5")
        pty.send("\u{1}x")
        try pty.waitForLine("xline 5")
        for _ in 1...4 { pty.send(Self.up) }
        try pty.wait(for: "the top") { $0.screen.lines[0] == "quoth> line 1" && $0.screen.row == 0 }
        for _ in 1...11 { pty.send("\u{1B}[B") }
        try pty.waitForLine("line 12")
        pty.send("\u{5};\r")
        let text = (1...12).map { ($0 == 5 ? "xline " : "line ") + String($0) }.joined(separator: "\\n")
        try pty.wait(for: "the statement") { pty in
            String(decoding: pty.output, as: UTF8.self).contains("got \"\(text);\"")
        }
        try pty.waitForPrompt()
        pty.enter("next;")
        try pty.wait(for: #"got "next;""#)
    }

    @Test func oneThatBecomesShortAgainIsShownWhole() throws {
        let pty = try start(lines: 8)
        for _ in 1...19 { pty.send("\u{7F}") }
        try pty.wait(for: "the whole") {
            $0.screen.lines.prefix(6) == ["quoth> line 1", "line 2", "line 3", "line 4", "line 5", "l"]
        }
        pty.send("ast;\r")
        try pty.wait(for: #"e 5\nlast;""#)
    }

    @Test func aLineWiderThanTheWindowIsSeenWhereTheCursorIs() throws {
        let pty = try startProbe(rows: 4, columns: 20)
        let text = (1...30).map { "w\($0)" }.joined(separator: " ")
        pty.send(text)
        try pty.wait(for: "w30")
        pty.send("\u{1}X")
        try pty.wait(for: "the beginning") {
            $0.screen.lines[0] == "quoth> Xw1 w2 w3 w4" && $0.screen.row == 0
        }
        #expect(pty.screen.column == 8)
        pty.send("\u{5};\r")
        try pty.wait(for: "the statement") {
            String(decoding: $0.output, as: UTF8.self).contains("got \"X\(text);\"")
        }
    }

    @Test func aLargerWindowShowsItWhole() throws {
        let pty = try start(lines: 8)
        pty.resize(rows: 12, columns: 40)
        try pty.wait(for: "the whole") { $0.screen.lines.starts(with: ["quoth> line 1", "line 2"]) }
        try pty.waitForLine("line 8")
        pty.resize(rows: 5, columns: 40)
        try pty.waitForLine("line 8")
        pty.send("\u{3}")
        try pty.wait(for: "interrupted")
        try pty.waitForPrompt()
    }

    @Test func candidatesAreSeenThoughTheyAndTheStatementAreTallerThanTheWindow() throws {
        for lines in 4...6 {
            let pty = try startProbe(rows: 6, columns: 40)
            pty.send("\u{1B}[200~\((2...lines).map { "line \($0)\r" }.joined())\u{1B}[201~num\t")
            try pty.waitForLine("number")
            pty.send("\t")
            try pty.wait(for: "the list below the line") { pty in
                pty.screen.text.contains("number\nnumber1    number4") && pty.screen.currentLine == "number"
                    && pty.screen.text.contains("… and ")
            }
            pty.send("7;")
            try pty.wait(for: "the statement alone") { pty in
                pty.screen.currentLine == "number7;" && !pty.screen.text.contains("… and ")
            }
            pty.send("\r")
            try pty.wait(for: "got \"line 2")
        }
    }

    @Test func candidatesAreListedBelowIt() throws {
        let pty = try start(lines: 12)
        pty.send("\rart")
        try pty.waitForLine("art")
        pty.send("\t")
        try pty.waitForLine("article")
        pty.send("\t")
        try pty.wait(for: "articles    article_id")
        try pty.waitForLine("article")
        pty.send("s;\r")
        try pty.wait(for: "articles;")
    }
}

extension Pty {
    /// Waits until the cursor is in a line, among as many lines of the statement as the window has rows. Which of them
    /// are above it depends on how many keys came at once.
    fileprivate func waitForWindow(at line: String) throws {
        try wait(for: "the lines around \(line)") { pty in
            let numbers = pty.screen.lines.compactMap { Int($0.dropFirst("line ".count)) }
            return pty.screen.currentLine == line && numbers.count == 6
                && zip(numbers, numbers.dropFirst()).allSatisfy { $1 == $0 + 1 }
        }
    }
}
