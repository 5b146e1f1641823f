import TestSupport
import Testing

@testable import QuothTerminal

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// A path in a folder of its own, which goes away with it.
final class TemporaryFolder {
    let path: String

    init() {
        var template = Array("/tmp/quoth-XXXXXX".utf8CString)
        path = template.withUnsafeMutableBufferPointer { buffer in
            buffer.baseAddress.flatMap { mkdtemp($0) }.map { String(cString: $0) } ?? "/nonexistent"
        }
    }

    func file(_ name: String) -> String { "\(path)/\(name)" }

    func write(_ bytes: [UInt8], to name: String) {
        let file = open(self.file(name), O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        _ = bytes.withUnsafeBytes { pwrite(file, $0.baseAddress, $0.count, 0) }
        close(file)
    }

    func read(_ name: String) -> [UInt8] {
        let file = open(self.file(name), O_RDONLY)
        var buffer: [UInt8] = Array(repeating: 0, count: 1 << 20)
        let count = pread(file, &buffer, buffer.count, 0)
        close(file)
        return Array(buffer.prefix(max(0, count)))
    }

    var names: [String] {
        var result: [String] = []
        guard let folder = opendir(path) else { return [] }
        defer { closedir(folder) }
        while let entry = readdir(folder) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != ".", name != ".." { result.append(name) }
        }
        return result.sorted()
    }

    deinit {
        for name in names { unlink(file(name)) }
        rmdir(path)
    }
}

@Suite struct LineEditorHistoryTests {
    @Test func upAndDownGoThroughStatements() throws {
        let pty = try startProbe()
        pty.enter("first;")
        pty.enter("second;")
        try pty.wait(for: #"got "second;""#)
        try pty.waitForPrompt()
        pty.send("draft\u{1B}[A\u{1B}[A")
        try pty.waitForLine("quoth> first;")
        pty.send("\u{1B}[B\u{1B}[B")
        try pty.waitForLine("quoth> draft")
        pty.send("\u{1B}[A\r")
        try pty.wait(for: "a repeated statement") { $0.screen.text.split(separator: "got \"sec").count == 3 }
    }

    @Test func aStatementOfManyLinesComesBackWhole() throws {
        let pty = try startProbe()
        let long = String(repeating: "x", count: 1500)
        pty.send("\u{1B}[200~one\r\(long)\rthree;\u{1B}[201~\r")
        try pty.wait(for: "got 1511 bytes")
        pty.enter("other;")
        try pty.wait(for: #"got "other;""#)
        pty.send("\u{1B}[A\u{1B}[A\u{1B}[A\u{1B}[A\u{1B}[B\u{1B}[B\u{1B}[B\u{1B}[A\u{1B}[A\r")
        try pty.wait(for: "the same again") { $0.screen.text.split(separator: "got 1511").count >= 2 }
        pty.enter("last;")
        try pty.wait(for: #"got "last;""#)
    }

    @Test func historyIsKeptAcrossSessions() throws {
        let folder = TemporaryFolder()
        let pty = try startProbe([folder.file("history")])
        for text in ["سلام\rone;", " secret;", "kept;"] {
            pty.enter(text)
            try pty.waitForPrompt()
        }
        pty.send("\u{4}")
        try pty.wait(for: "bye")
        #expect(String(decoding: folder.read("history"), as: UTF8.self) == "سلام\\none;\nkept;\n")
        var status = stat()
        #expect(stat(folder.file("history"), &status) == 0 && status.st_mode & 0o777 == 0o600)
        #expect(folder.names == ["history"])

        let again = try startProbe([folder.file("history")])
        again.send("\u{1B}[A\u{1B}[A\r\r")
        try again.wait(for: #"got "سلام\none;""#)
    }

    @Test func searchFindsAsItIsTyped() throws {
        let pty = try startProbe()
        for text in ["alpha سلام;", "beta;", "alpha two;"] { pty.enter(text) }
        try pty.wait(for: #"got "alpha two;""#)
        try pty.waitForPrompt()
        pty.send("\u{12}alp")
        try pty.waitForLine("(search: alp) alpha two;")
        pty.send("\u{12}")
        try pty.waitForLine("(search: alp) alpha سلام;")
        pty.send("q")
        try pty.waitForLine("(not found: alpq) alpha سلام;")
        pty.send("\u{7F}\u{7F}\u{7F}\u{7F}سل")
        try pty.waitForLine("(search: سل) alpha سلام;")
        pty.send("\u{5} x;\r")
        try pty.wait(for: #"got "alpha سلام; x;""#)
        try pty.waitForPrompt()
        pty.send("mine\u{12}bet")
        try pty.waitForLine("(search: bet) beta;")
        pty.send("\u{7}")
        try pty.waitForLine("quoth> mine")
    }

    // MARK: The store

    @Test func nothingIsKeptTwice() {
        var history = History()
        for text in ["a", "b", "a", " hidden", ""] { history.add(text) }
        #expect(history.entries == ["b", "a"])
    }

    @Test func onlySoManyAreKept() throws {
        let folder = TemporaryFolder()
        folder.write((1...10_500).flatMap { Array("q\($0)\n".utf8) }, to: "history")
        var history = History()
        try history.load(folder.file("history"))
        #expect(history.entries.count == History.maximumEntries)
        history.add("new")
        #expect(history.entries.count == History.maximumEntries)
        #expect(history.entries.first == "q502" && history.entries.last == "new")
    }

    @Test(arguments: ["plain", "two\nlines", "back\\slash \\n \\\\", "\r\n mixed\r", "é ‌ سلام", "tab\t"])
    func aStatementSurvivesTheFile(_ text: String) throws {
        let folder = TemporaryFolder()
        var history = History()
        history.add("before")
        history.add(text)
        try history.save(folder.file("history"))
        var loaded = History()
        try loaded.load(folder.file("history"))
        #expect(loaded.entries == ["before", text])
    }

    @Test func aDamagedFileLosesNothingReadable() throws {
        let folder = TemporaryFolder()
        let rest = "d\n\0\0\0\n\\x\\\ncrlf\r\nlast"
        folder.write(Array("good\nba".utf8) + [0xFF, 0xFE] + Array(rest.utf8), to: "history")
        var history = History()
        try history.load(folder.file("history"))
        #expect(history.entries == ["good", "ba\u{FFFD}\u{FFFD}d", "\\x\\", "crlf", "last"])
    }

    @Test func anyBytesAreLoaded() throws {
        let folder = TemporaryFolder()
        var random = SystemRandomNumberGenerator()
        for _ in 1...50 {
            let bytes = (0..<500).map { _ in UInt8.random(in: 0...255, using: &random) }
            folder.write(bytes, to: "history")
            var history = History()
            try history.load(folder.file("history"))
            try history.save(folder.file("history"))
            var again = History()
            try again.load(folder.file("history"))
            #expect(again.entries == history.entries, "\(bytes)")
        }
    }

    @Test func sessionsSideBySideKeepBoth() throws {
        let folder = TemporaryFolder()
        var one = History()
        var two = History()
        one.add("one")
        two.add("two")
        try one.save(folder.file("history"))
        try two.save(folder.file("history"))
        var both = History()
        try both.load(folder.file("history"))
        #expect(both.entries == ["one", "two"])
    }

    @Test func whatIsAppendedStandsInALineOfItsOwn() throws {
        let folder = TemporaryFolder()
        folder.write(Array("no end".utf8), to: "history")
        var history = History()
        for text in ["one", " hidden", "two\nlines"] {
            history.add(text)
            try history.append(to: folder.file("history"))
        }
        let whole = "no end\none\ntwo\\nlines\n"
        #expect(String(decoding: folder.read("history"), as: UTF8.self) == whole)
        history.add("one")
        try history.append(to: folder.file("history"))
        #expect(String(decoding: folder.read("history"), as: UTF8.self) == whole + "one\n")
        try history.save(folder.file("history"))
        #expect(String(decoding: folder.read("history"), as: UTF8.self) == "no end\ntwo\\nlines\none\n")
    }

    @Test func whatKilledProgramsLeftIsRemoved() throws {
        let folder = TemporaryFolder()
        let names = ["history.12.tmp", "history.x.tmp", "history.13.tmp", "other.12.tmp"]
        for name in names { folder.write([], to: name) }
        var times = [
            timeval(tv_sec: time(nil) - 90_000, tv_usec: 0), timeval(tv_sec: time(nil) - 90_000, tv_usec: 0),
        ]
        for name in names where name != "history.13.tmp" { utimes(folder.file(name), &times) }
        var history = History()
        history.add("x")
        try history.save(folder.file("history"))
        #expect(folder.names == ["history", "history.13.tmp", "history.x.tmp", "other.12.tmp"])
    }

    @Test(arguments: ["xterm-256color", "tmux-256color", "screen"])
    func whatIsFoundIsShownWholeInANarrowWindow(_ terminal: String) throws {
        let pty = try startProbe(environment: ["TERM": terminal], columns: 40)
        pty.enter("quotes where faction = Deepwater count;")
        try pty.wait(for: "got")
        try pty.waitForPrompt()
        pty.send("\u{12}")
        for typed in ["f", "fa", "fac", "fact", "facti"] {
            pty.send(String(typed.suffix(1)))
            let whole = "(search: \(typed)) quotes where faction = Deepwater count;"
            try pty.wait(for: String(whole.prefix(40)) + "\n" + String(whole.dropFirst(40)))
        }
    }

    @Test func whatCannotBeDoneIsSaid() throws {
        let folder = TemporaryFolder()
        var history = History()
        try history.load(folder.file("missing"))
        #expect(throws: HistoryError(path: folder.path, operation: "read", code: EINVAL)) {
            try history.load(folder.path)
        }
        history.add("x")
        let path = folder.file("no/such/folder")
        #expect(throws: HistoryError(path: path, operation: "create", code: ENOENT)) {
            try history.save(path)
        }
        #expect(folder.names.isEmpty)
    }

    @Test func aLinkedFileStaysALink() throws {
        let folder = TemporaryFolder()
        folder.write(Array("old\n".utf8), to: "real")
        symlink(folder.file("real"), folder.file("link"))
        var history = History()
        history.add("new")
        try history.save(folder.file("link"))
        #expect(String(decoding: folder.read("real"), as: UTF8.self) == "old\nnew\n")
        var status = stat()
        #expect(lstat(folder.file("link"), &status) == 0 && status.st_mode & S_IFMT == S_IFLNK)
    }
}
