// Reads statements as the query shell does and says what it got, so that tests can drive the line editor in
// a real terminal. A statement is complete at its semicolon; "spin;" runs until Ctrl-C, and
// "hold;" until SIGINT, with what was typed meanwhile kept.

import QuothTerminal

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Completes the word at the cursor from a few that share beginnings.
func completeWord(_ text: String, _ cursor: Int) -> Completion {
    let words = ["articles", "article_id", "authors", "سلام", "سلامت"] + (1...300).map { "number\($0)" }
    let before = text.utf8.prefix(cursor)
    let word = before.reversed().prefix { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\n") }
    let typed = String(decoding: word.reversed(), as: UTF8.self)
    return Completion(
        replacing: (cursor - word.count)..<cursor,
        candidates: (words.map { .init($0) } + [.init("berth", isFollowed: true)]).filter {
            $0.text.hasPrefix(typed)
        })
}

/// Says something at once.
func say(_ text: String) {
    print(text)
    fflush(nil)
}

let historyPath = CommandLine.arguments.dropFirst().first
do {
    let editor = try LineEditor(programName: "quoth")
    editor.complete = completeWord
    if let historyPath { try editor.history.load(historyPath) }
    reading: while true {
        let result = editor.readStatement(prompt: "\u{1B}[32mquoth>\u{1B}[0m ", continuation: "   ... ") {
            $0.hasSuffix(";")
        }
        switch result {
        case .statement("spin;"):
            say("spinning")
            while !InterruptSignal.isPending { usleep(1000) }
            InterruptSignal.clear()
            editor.discardTypeAhead()
            say("stopped")
        case .statement("hold;"):
            say("holding")
            while !InterruptSignal.isPending { usleep(1000) }
            InterruptSignal.clear()
            say("released")
        case .statement(let text):
            let sum = text.unicodeScalars.reduce(0) { ($0 &* 31 &+ Int($1.value)) % 1_000_003 }
            let isShort = text.utf8.count < 500
            say(isShort ? "got \(text.debugDescription)" : "got \(text.utf8.count) bytes, \(sum)")
        case .interrupted: say("interrupted")
        case .end: break reading
        }
    }
    if let historyPath { try editor.history.save(historyPath) }
    say("bye")
} catch {
    say("failed: \(error)")
    exit(3)
}
