import Quoth
import QuothSyntax

/// A table in Markdown. What means something there is escaped, so that a text can't become a row or a link.
struct MarkdownPrinter: AnswerPrinter {
    func print(_ answer: Answer, _ style: PrintStyle, to output: Output) throws(OutputFailure) {
        let grid = Grid(answer)
        func line(_ cells: [String]) -> String { "| " + cells.joined(by: " | ") + " |\n" }
        try output.write(line(grid.columns.map { Self.cell($0.name, style) }))
        try output.write(line(grid.columns.map { $0.isNumber ? "---:" : "---" }))
        for row in 0..<grid.rowCount {
            try output.write(line(grid.columns.indices.map { Self.cell(grid.cell(row, $0), style) }))
        }
        if let legend = QuoteMarks.legend(answer, style, besideRow: false) {
            try output.write("\n" + Self.cell(legend, style) + "\n")
        }
    }

    private static let special: Set<Unicode.Scalar> = [
        "\\", "|", "`", "*", "_", "[", "]", "<", ">", "~", "&",
    ]

    private static func cell(_ text: String, _ style: PrintStyle) -> String {
        let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
        let cells = lines.map { line in
            var cell = ""
            for scalar in style.line(String(line)).unicodeScalars {
                if special.contains(scalar) { cell += "\\" }
                cell.unicodeScalars.append(scalar)
            }
            return cell
        }
        return cells.joined(by: "<br>")
    }
}
