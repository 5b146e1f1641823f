import TestSupport
import Testing

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Starts the probe and waits for its prompt.
func startProbe(
    _ arguments: [String] = [], environment: [String: String] = [:], rows: Int = 24, columns: Int = 80
) throws -> Pty {
    let pty = try Pty(
        BuiltProgram.path("LineEditorProbe"), arguments, environment: environment,
        rows: rows, columns: columns)
    try pty.wait(for: "quoth>")
    return pty
}

extension Pty {
    /// Types a text and a return.
    func enter(_ text: String) { send(text + "\r") }

    /// Waits until the line with the cursor is this one.
    func waitForLine(_ line: String) throws {
        try wait(for: "the line \(line.debugDescription)") { $0.screen.currentLine == line }
    }

    /// Waits for an empty prompt: keys that come before it are the system's, and Ctrl-C or Ctrl-D means
    /// something else to it.
    func waitForPrompt() throws { try waitForLine("quoth>") }

    /// Whether everything that was switched on for editing is off again.
    var isLeftClean: Bool { echoes && !screen.modes.contains(2004) }
}

@Suite struct LineEditorTests {
    @Test func aStatementIsRead() throws {
        let pty = try startProbe()
        pty.enter("articles;")
        try pty.wait(for: "got \"articles;\"")
        try pty.waitForPrompt()
        pty.send("\u{4}")
        try pty.wait(for: "bye")
        #expect(try pty.exitCode() == 0)
        #expect(pty.isLeftClean)
    }

    @Test func anIncompleteStatementGoesOnInTheNextLine() throws {
        let pty = try startProbe()
        pty.enter("one")
        pty.enter("two")
        pty.enter("three;")
        try pty.wait(for: #"got "one\ntwo\nthree;""#)
    }

    @Test func linesAboveCanBeEdited() throws {
        let pty = try startProbe()
        pty.enter("one")
        pty.send("two;\u{1B}[A\u{1B}[H\u{1B}[3~\u{1B}[Fx\u{1B}[B!\u{1B}[F\r")
        try pty.wait(for: #"got "nex\ntwo!;""#)
    }

    @Test func aBlankLineEndsAStatementAnyway() throws {
        let pty = try startProbe()
        pty.enter("one")
        pty.enter("")
        try pty.wait(for: #"got "one""#)
    }

    @Test func alternateReturnNeverEndsAStatement() throws {
        let pty = try startProbe()
        pty.send("one;\u{1B}\rtwo;\r")
        try pty.wait(for: #"got "one;\ntwo;""#)
    }

    @Test func killingALineLeavesTheOthers() throws {
        let pty = try startProbe()
        pty.enter("one two")
        pty.send("three;\u{10}\u{1}\u{B}x\u{5}\u{E}\u{5} \u{19}\r\r")
        try pty.wait(for: #"got "x\nthree; one two""#)
    }

    @Test func controlCClearsTheLine() throws {
        let pty = try startProbe()
        pty.enter("one")
        pty.send("two\u{3}")
        try pty.wait(for: "interrupted")
        pty.enter("three;")
        try pty.wait(for: #"got "three;""#)
    }

    @Test func keysBehindControlCArriveInOrder() throws {
        let pty = try startProbe()
        pty.send("one\u{3}two;\rthree\u{3}four;\r\u{4}")
        try pty.wait(for: "bye")
        let said = pty.screen.lines.filter { $0.hasPrefix("got") || $0 == "interrupted" }
        #expect(said == ["interrupted", #"got "two;""#, "interrupted", #"got "four;""#])
    }

    @Test func anInterruptFromElsewhereCountsAsControlC() throws {
        let pty = try startProbe()
        pty.send("one")
        try pty.wait(for: "quoth> one")
        pty.signal(SIGINT)
        try pty.wait(for: "interrupted")
    }

    @Test func controlDDeletesUnlessTheLineIsEmpty() throws {
        let pty = try startProbe()
        pty.send("abc;\u{1}\u{4}\r")
        try pty.wait(for: #"got "bc;""#)
    }

    @Test func aQueryIsInterrupted() throws {
        let pty = try startProbe()
        for _ in 1...3 {
            pty.enter("spin;")
            try pty.wait(for: "a running query") {
                $0.screen.text.hasSuffix("spinning") && !$0.screen.modes.contains(2004)
            }
            pty.send("\u{3}")
            try pty.wait(for: "the prompt") { $0.screen.text.hasSuffix("stopped\nquoth>") }
        }
        pty.enter("still here;")
        try pty.wait(for: #"got "still here;""#)
    }

    @Test(arguments: ["C", "POSIX", "en_US.ISO-8859-1", "nowhere", ""])
    func textIsUTF8WhateverTheLocale(_ locale: String) throws {
        let pty = try startProbe(environment: ["LANG": locale])
        pty.send("سلام 漢字 é 😀x\u{1B}[D\u{7F}\u{1B}[C;\r")
        try pty.wait(for: #"got "سلام 漢字 é x;""#)
    }

    @Test func joinersAndMarksStayOnTheScreen() throws {
        let pty = try startProbe()
        pty.send("می\u{200C}خواهم e\u{301}")
        try pty.waitForLine("quoth> می\u{200C}خواهم e\u{301}")
        pty.send("\u{1}x")
        try pty.waitForLine("quoth> xمی\u{200C}خواهم e\u{301}")
        #expect(pty.screen.column == 8)
        pty.send("\u{5};")
        try pty.waitForLine("quoth> xمی\u{200C}خواهم e\u{301};")
        pty.send("\r")
        try pty.wait(for: "got")
        #expect(pty.screen.column == 0 || pty.screen.currentLine == "quoth>")
    }

    @Test func wideCharactersAreDeletedWhole() throws {
        let pty = try startProbe(columns: 20)
        pty.send("漢字漢字漢字漢字漢字")
        try pty.wait(for: "字漢字漢字")
        pty.send(String(repeating: "\u{7F}", count: 8) + ";")
        try pty.waitForLine("quoth> 漢字;")
        pty.send("\r")
        try pty.wait(for: #"got "漢字;""#)
    }

    @Test func invalidInputIsShownAsSuch() throws {
        let pty = try startProbe()
        pty.send([0xFF, 0xC3, 0x28, 0x00, 0xED, 0xA0, 0x80, 0xC2, 0x85, 0xF8] + Array(";\r".utf8))
        try pty.wait(for: "got \"\u{FFFD}\u{FFFD}(")
        try pty.waitForPrompt()
        pty.send([0xE2, 0x82])
        try pty.waitForLine("quoth> \u{FFFD}\u{FFFD}")
        pty.send("\u{4}\u{3}")
        try pty.wait(for: "interrupted")
    }

    @Test func unknownKeysAreSwallowed() throws {
        let pty = try startProbe()
        pty.send("a\u{1B}[24~\u{1B}[1;2P\u{1B}[I\u{1B}[<0;1;2Mb;\r")
        try pty.wait(for: #"got "ab;""#)
    }

    @Test func inputAtAFreshPromptIsEchoedOnce() throws {
        let pty = try Pty(BuiltProgram.path("LineEditorProbe"))
        for number in 1...20 {
            // What comes before the prompt is shown by the system too, as under any shell.
            try pty.waitForPrompt()
            pty.enter("q\(number);")
            try pty.wait(for: "got \"q\(number);\"")
        }
        let expected = ["", "quoth>", "quoth> q", "got \"q"]
        let others = pty.screen.lines.map { line in String(line.prefix { !$0.isNumber }) }
        #expect(others.allSatisfy { expected.contains($0) }, "\(pty.screen.text)")
    }

    @Test func whatIsTypedAheadDoesNotSpoilThePrompt() throws {
        let pty = try startProbe()
        pty.enter("spin;")
        try pty.wait(for: "spinning")
        pty.send("lost\u{3}")
        try pty.wait(for: "stopped")
        try pty.waitForPrompt()
        pty.enter("next;")
        try pty.wait(for: #"got "next;""#)
    }

    @Test func whatIsTypedAheadArrivesAtTheNextPromptAndIsShownThere() throws {
        let pty = try startProbe()
        pty.enter("hold;")
        try pty.wait(for: "holding")
        pty.send("سلام;\rsecond;\u{1B}[Dxx\rthi")
        pty.signal(SIGINT)
        try pty.wait(for: #"got "secondxx;""#)
        try pty.waitForLine("quoth> thi")
        let lines = pty.screen.lines.filter { !$0.isEmpty }
        #expect(
            lines == [
                "quoth> hold;", "holding", "released", "quoth> سلام;", #"got "سلام;""#, "quoth> secondxx;",
                #"got "secondxx;""#, "quoth> thi",
            ])
    }

    @Test func aStopWhileAQueryRunsGivesTheTerminalBack() throws {
        let pty = try Pty("/bin/sh", ["-i"], environment: ["PS1": "shell$ "])
        try pty.wait(for: "shell$")
        pty.enter(BuiltProgram.path("LineEditorProbe"))
        try pty.wait(for: "quoth>")
        pty.enter("spin;")
        try pty.wait(for: "spinning")
        pty.send("\u{1A}")
        try pty.wait(for: "the shell in an ordinary terminal") {
            $0.screen.currentLine == "shell$" && $0.isLeftClean
        }
        pty.enter("fg")
        try pty.wait(for: "a running query") { !$0.echoes }
        pty.send("\u{3}")
        try pty.wait(for: "stopped")
        try pty.waitForPrompt()
        pty.enter("next;")
        try pty.wait(for: #"got "next;""#)
    }

    @Test func aLongLineIsRead() throws {
        let pty = try startProbe()
        let text = String(repeating: "0123456789abcde ", count: 4096)
        pty.send(text + ";\r")
        try pty.wait(for: "got 65537 bytes", seconds: 60)
    }

    @Test func anEndingTerminalEndsTheReading() throws {
        let pty = try startProbe()
        pty.send("x\u{15}\u{4}")
        try pty.wait(for: "bye")
        #expect(try pty.exitCode() == 0)
    }

    @Test(arguments: [SIGTERM, SIGHUP, SIGQUIT])
    func aSignalThatEndsItLeavesTheTerminalClean(_ signal: Int32) throws {
        let pty = try startProbe()
        pty.send("one")
        try pty.wait(for: "quoth> one")
        #expect(!pty.echoes)
        pty.signal(signal)
        try pty.wait(for: "a clean terminal") { $0.isLeftClean }
        #expect(try pty.exitCode() == -signal)
    }

    @Test func controlZStopsAndComesBack() throws {
        let pty = try Pty("/bin/bash", ["--norc", "-i"], environment: ["PS1": "shell$ "])
        try pty.wait(for: "shell$")
        pty.enter(BuiltProgram.path("LineEditorProbe"))
        try pty.wait(for: "quoth>")
        pty.send("one\u{1A}")
        try pty.wait(for: "Stopped")
        try pty.waitForLine("shell$")
        pty.enter("fg")
        try pty.waitForLine("quoth> one")
        pty.send(" two;\r")
        try pty.wait(for: #"got "one two;""#)
        try pty.waitForPrompt()
        pty.send("\u{4}echo next\r")
        try pty.wait(for: "bye")
        try pty.wait(for: "what the shell was told") { $0.screen.lines.contains("next") }
    }

    @Test func controlZIsHarmlessWhereNobodyCouldContinue() throws {
        let pty = try startProbe()
        pty.send("one\u{1A};\r")
        try pty.wait(for: #"got "one;""#)
    }

    @Test func theUsersSettingsHold() throws {
        let folder = TemporaryFolder()
        folder.write(Array("bind -v\n".utf8), to: "editrc")
        let pty = try startProbe(environment: ["EDITRC": folder.file("editrc")])
        pty.enter("first;")
        try pty.wait(for: #"got "first;""#)
        try pty.waitForPrompt()
        pty.send("abc\u{1B}")
        try pty.wait(for: "the cursor to step back") { $0.screen.column == 9 }
        pty.send("0xrsAj;\r")
        try pty.wait(for: #"got "scj;""#)
        try pty.waitForPrompt()
        pty.send("\u{1B}k")
        try pty.waitForLine("quoth> scj;")
        pty.send("k")
        try pty.waitForLine("quoth> first;")
        pty.send("\r")
        try pty.wait(for: "the first again") { $0.screen.text.split(separator: "got \"first").count == 3 }
    }

    @Test(arguments: ["", "bind -v\n", "bind -v\nbind ^L ed-unassigned\n"])
    func controlLClearsTheScreenUnlessTheUserBindsIt(_ settings: String) throws {
        let folder = TemporaryFolder()
        folder.write(Array(settings.utf8), to: "editrc")
        let pty = try startProbe(environment: ["EDITRC": folder.file("editrc")])
        pty.enter("first;")
        try pty.wait(for: #"got "first;""#)
        try pty.waitForPrompt()
        pty.send("ab\u{C}c")
        try pty.waitForLine("quoth> abc")
        #expect((pty.screen.text == "quoth> abc") != settings.contains("unassigned"))
        pty.send(";\r")
        try pty.wait(for: #"got "abc;""#)
    }

    @Test func editingCanBeSwitchedOff() throws {
        let folder = TemporaryFolder()
        folder.write(Array("edit off\n".utf8), to: "editrc")
        let pty = try startProbe(environment: ["EDITRC": folder.file("editrc")])
        pty.enter("first;")
        try pty.wait(for: #"got "first;""#)
        #expect(!pty.output.contains(0x1B))
    }

    @Test func whatIsTypedBeforeAWrappedLineLeavesItWhole() throws {
        let pty = try startProbe(columns: 40)
        let text = "quoth quotes where faction = DDDDDeepwater  oo"
        pty.send(text)
        try pty.wait(for: "oo")
        pty.send("\u{1}")
        var typed = ""
        for letter in "aabbccddeeff  gg" {
            pty.send(String(letter))
            typed.append(letter)
            let whole = "quoth> " + typed + text
            try pty.wait(for: String(whole.prefix(40)).trimmed + "\n" + String(whole.dropFirst(40)).trimmed)
        }
        while !typed.isEmpty {
            pty.send("\u{7F}")
            typed.removeLast()
            let whole = "quoth> " + typed + text
            try pty.wait(for: String(whole.prefix(40)).trimmed + "\n" + String(whole.dropFirst(40)).trimmed)
        }
    }

    @Test func aResizedWindowIsDrawnAnew() throws {
        let pty = try startProbe(columns: 40)
        pty.send("aaaa bbbb cccc")
        try pty.wait(for: "cccc")
        pty.resize(rows: 24, columns: 60)
        pty.send(" dddd eeee ffff gggg hhhh")
        try pty.wait(for: "quoth> aaaa bbbb cccc dddd eeee ffff gggg hhhh")
    }

    @Test(arguments: ["dumb", "unknown-terminal", ""])
    func aPlainTerminalIsServedPlainly(_ terminal: String) throws {
        let pty = try startProbe(environment: ["TERM": terminal])
        pty.enter("سلام")
        try pty.wait(for: "   ...")
        pty.enter("two;")
        try pty.wait(for: #"got "سلام\ntwo;""#)
        try pty.waitForPrompt()
        pty.send("x\u{3}")
        try pty.wait(for: "interrupted")
        try pty.waitForPrompt()
        pty.send("\u{4}")
        try pty.wait(for: "bye")
        #expect(!pty.output.contains(0x1B))
    }
}

extension String {
    /// Without the blanks at its end, as the screen shows lines.
    fileprivate var trimmed: String { String(reversed().drop { $0 == " " }.reversed()) }
}
