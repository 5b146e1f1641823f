import Quoth

/// The forms in which answers are printed.
enum Format: String, CaseIterable {
    case table, card, csv, tsv, json, jsonl, markdown

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
        }
    }

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

    /// A text on one line, harmless for a terminal.
    func line(_ text: String) -> String { isRaw ? SafeText.joined(text) : SafeText.escape(text) }

    /// A text that is data: it stays as it is unless it goes to a terminal.
    func data(_ text: String) -> String {
        width == nil || isRaw ? text : SafeText.escape(text, .text)
    }

    func bold(_ text: String) -> String { hasColour ? "\u{1B}[1m\(text)\u{1B}[0m" : text }

    func dim(_ text: String) -> String { hasColour ? "\u{1B}[2m\(text)\u{1B}[0m" : text }
}
