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

    /// What the signs of an answer mean, in a line; nil if it has none.
    static func legend(_ answer: Answer, _ style: PrintStyle) -> String? {
        let rows = 0..<answer.rowCount
        let signs = [
            rows.contains(where: answer.isNested) ? "\(nested(style)) reported inside another" : nil,
            rows.contains(where: answer.isIndirect) ? "\(indirect) in the coder's words" : nil,
        ].compactMap { $0 }
        return signs.isEmpty ? nil : signs.joined(by: "   ") + "\n"
    }
}
