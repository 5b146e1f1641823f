import TestSupport

/// The prompt over a small corpus, in a terminal and a folder of their own.
struct PromptOfTest {
    let folder = TemporaryFolder()
    let corpus: String

    /// A corpus of so many quotes.
    init(quotes: Int = 1) {
        let list = (1...quotes).map {
            #"{"id": "q\#($0)", "article": "a", "kind": "direct", "text": "word \#($0)"}"#
        }
        corpus = folder.write(
            "corpus.json",
            #"{"articles": [{"id": "a", "headline": "Talks"}], "quotes": [\#(list.joined(separator: ",\n"))]}"#
        )
    }

    /// Starts the program and waits for its prompt.
    func start(
        _ options: [String] = [], environment: [String: String] = [:], rows: Int = 24, columns: Int = 80
    ) throws -> Pty {
        let variables = ["XDG_STATE_HOME": folder.path, "XDG_CONFIG_HOME": folder.path, "NO_COLOR": "1"]
        let pty = try Pty(
            BuiltProgram.path("quoth"), [corpus] + options,
            environment: variables.merging(environment) { $1 }, rows: rows, columns: columns)
        try pty.wait(for: "quoth>")
        return pty
    }
}

extension Pty {
    /// Types a line, and waits until it has been answered and the prompt is back and empty.
    func ask(_ line: String) throws {
        let before = promptCount
        send(line + "\r")
        try wait(for: "the prompt after \(line.debugDescription)") {
            $0.promptCount > before && $0.screen.currentLine == "quoth>"
        }
    }

    /// How often the prompt has been drawn empty, also where it has scrolled away.
    var promptCount: Int {
        String(decoding: output, as: UTF8.self).components(between: "\u{1B}[?2004h")
    }

    /// Whether something has been on the screen at any time.
    func hasShown(_ text: String) -> Bool { String(decoding: output, as: UTF8.self).contains(text) }

    /// Leaves by Ctrl-D.
    func leave() throws -> Int32 {
        send("\u{04}")
        return try exitCode()
    }
}

extension String {
    fileprivate func components(between mark: String) -> Int { ranges(of: mark).count }
}
