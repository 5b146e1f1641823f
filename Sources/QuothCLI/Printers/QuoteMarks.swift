import Quoth
import QuothSyntax

/// The signs before quotes, and before stances of quotes, that don't stand in the article in the speaker's words.
enum QuoteMarks {
    /// Before what is reported inside another quote.
    private static func nested(_ style: PrintStyle) -> String { style.isPlain ? ">" : "↳" }
    /// Before what is told in the coder's words.
    private static let indirect = "~"

    /// The signs before a row, none for words that are quoted as they were said.
    static func text(_ answer: Answer, _ row: Int, _ style: PrintStyle) -> String {
        (answer.isNested(row) ? nested(style) : "") + (answer.isIndirect(row) ? indirect : "")
    }

    /// The sign in a cell, before the text of a quote that isn't in the speaker's words. Where the row is marked its own
    /// text isn't.
    static func cell(_ answer: Answer, _ row: Int, _ column: Int, besideRow: Bool) -> String {
        guard answer.isIndirect(row, column: column) else { return "" }
        return besideRow && answer.showsOwnTexts(column: column) ? "" : indirect + " "
    }

    /// What the signs of an answer mean, in a line; nil if it has none. Without marks of rows there are those in cells.
    static func legend(_ answer: Answer, _ style: PrintStyle, besideRow: Bool) -> String? {
        let rows = 0..<answer.rowCount
        let isNested = besideRow && rows.contains(where: answer.isNested)
        let isIndirect =
            besideRow && rows.contains { answer.isIndirect($0) }
            || answer.columns.indices.contains { column in
                rows.contains { answer.isIndirect($0, column: column) }
            }
        let signs = [
            isNested ? "\(nested(style)) reported inside another" : nil,
            isIndirect ? "\(indirect) in the coder's words" : nil,
        ].compactMap { $0 }
        return signs.isEmpty ? nil : signs.joined(by: "   ")
    }
}
