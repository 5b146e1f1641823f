import Quoth

/// The forms in which answers are printed.
enum Format: String, CaseIterable {
    case table, card, csv, tsv, json, jsonl, markdown, html

    /// The printer for the form.
    var printer: any AnswerPrinter {
        switch self {
        case .table: TablePrinter()
        case .card: CardPrinter()
        case .csv: CSVPrinter()
        case .tsv: TSVPrinter()
        case .json: JSONPrinter(isLines: false)
        case .jsonl: JSONPrinter(isLines: true)
        case .markdown: MarkdownPrinter()
        case .html: HTMLPrinter()
        }
    }

    /// Whether what is said about the answer is a part of what is printed.
    var hasAccounting: Bool { self == .html }

    /// Whether the form lays out a cross table as such; others list its cells.
    var hasCrossTables: Bool { self == .table || self == .markdown || self == .html }

    /// Whether the form is for people, who want the accounting right under the rows.
    var isForPeople: Bool { self == .table || self == .card || self == .markdown }
}

/// Writes the rows of an answer in one form.
protocol AnswerPrinter {
    func print(_ answer: Answer, _ style: PrintStyle, to output: Output) throws(OutputFailure)
}

/// What a printer needs to know about the place that its rows go to.
struct PrintStyle {
    /// The columns of the window; nil if the rows don't go to a terminal, so that nothing is cut or wrapped.
    var width: Int?
    var hasColour = false
    /// Whether control characters are to pass as they are.
    var isRaw = false
    /// Whether no cell of CSV or TSV may begin a formula of a spreadsheet.
    var isSafeForSheets = false
    /// Whether charts are drawn in ASCII, since the terminal may have no other signs.
    var isPlain = false

    /// A text on one line, harmless for a terminal.
    func line(_ text: String) -> String { isRaw ? SafeText.joined(text) : SafeText.escape(text) }

    /// A text that is data: it stays as it is unless it goes to a terminal.
    func data(_ text: String) -> String {
        width == nil || isRaw ? text : SafeText.escape(text, .text)
    }

    /// A value as data in a cell that a spreadsheet may open.
    ///
    /// A text that begins as a formula does gets an apostrophe before it if that is wanted.
    func cell(_ value: Value) -> String {
        let text = data(value.description)
        switch value {
        case .integer, .real: return text
        default: return sheet(text)
        }
    }

    /// A text in a cell.
    func sheet(_ text: String) -> String {
        guard isSafeForSheets, let first = text.unicodeScalars.first,
            "=+-@\t\r\n".unicodeScalars.contains(first)
        else { return text }
        return "'" + text
    }

    /// A part of a line that keeps its direction to itself, so that what stands beside it stays where it is.
    func isolated(_ text: String) -> String {
        guard width != nil, !isRaw, text.unicodeScalars.contains(where: Direction.isRightToLeft) else {
            return text
        }
        return "\u{2068}" + text + "\u{2069}"
    }

    func bold(_ text: String) -> String { hasColour ? "\u{1B}[1m\(text)\u{1B}[0m" : text }

    /// Begins and ends reverse video within a line; both are empty without colours.
    var reverse: (on: String, off: String) { hasColour ? ("\u{1B}[7m", "\u{1B}[27m") : ("", "") }

    func dim(_ text: String) -> String { hasColour ? "\u{1B}[2m\(text)\u{1B}[0m" : text }
}

/// Directions of writing.
enum Direction {
    /// Whether a scalar belongs to a script that is written from right to left.
    static func isRightToLeft(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0590...0x08FF, 0xFB1D...0xFDFF, 0xFE70...0xFEFC, 0x10800...0x10FFF, 0x1E800...0x1EFFF: true
        default: false
        }
    }
}
