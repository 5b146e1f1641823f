import Quoth
import QuothTerminal

/// Text that is held back until it is known whether it fits the window, and else goes to a pager.
struct Paging {
    /// The pager's command.
    let words: [String]
    let window: (rows: Int, columns: Int)
    private(set) var pager: Pager?
    /// Whether the pager has been left before the text ended.
    var isLeft = false
    private var rows = 0
    private var column = 0
    /// Whether an escape sequence has begun, which takes no room.
    private var isInSequence = false

    init(_ words: [String], _ window: (rows: Int, columns: Int)) {
        self.words = words
        self.window = window
    }

    /// Whether more has come than fits above the next prompt.
    var isFull: Bool { rows + (column > 0 ? 1 : 0) >= window.rows }

    /// Counts the rows that a text takes on the screen.
    mutating func count(_ text: String) {
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            if line.offset > 0 {
                rows += 1 + max(0, column - 1) / window.columns
                column = 0
            }
            column += width(line.element)
            if isFull { return }
        }
    }

    private mutating func width(_ line: Substring) -> Int {
        var shown = ""
        for scalar in line.unicodeScalars {
            if isInSequence {
                isInSequence = !(scalar.properties.isAlphabetic)
            } else if scalar == "\u{1B}" {
                isInSequence = true
            } else {
                shown.unicodeScalars.append(scalar)
            }
        }
        return DisplayWidth.of(shown)
    }

    /// Starts the pager; false if it can't be started.
    mutating func start() -> Bool {
        pager = Pager(words)
        return pager != nil
    }
}

extension Paging {
    /// The command that shows long answers: what is set, else `$PAGER`, else `less -FRX`.
    ///
    /// Nil if there is to be none, or if the terminal can't move its cursor.
    static func command(_ setting: String) -> [String]? {
        guard let terminal = Terminal.environment("TERM"), terminal != "dumb" else { return nil }
        switch setting {
        case "off": return nil
        case "auto":
            guard Terminal.isInEnvironment("PAGER") else { return ["less", "-FRX"] }
            let words = DotCommand.words(Terminal.environment("PAGER") ?? "")
            return words.isEmpty || words == ["cat"] ? nil : words
        default: return DotCommand.words(setting)
        }
    }
}
