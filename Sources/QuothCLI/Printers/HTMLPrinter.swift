import Quoth
import QuothSyntax

/// A table in HTML with what the answer says about itself under it, to be put into a page of one's own.
///
/// Every value is escaped, so that none can become markup, and says its own direction of writing.
struct HTMLPrinter: AnswerPrinter {
    func print(_ answer: Answer, _ style: PrintStyle, to output: Output) throws(OutputFailure) {
        let grid = Grid(answer)
        try output.write("<figure class=\"quoth\">\n<table>\n<thead>\n")
        try output.write(row(grid.columns.indices.map { cell("th", grid.columns[$0].name, grid, $0, style) }))
        try output.write("</thead>\n<tbody>\n")
        for place in 0..<grid.rowCount {
            let cells = grid.columns.indices.map { cell("td", grid.cell(place, $0), grid, $0, style) }
            try output.write(row(cells))
        }
        try output.write("</tbody>\n</table>\n")
        let legend = QuoteMarks.legend(answer, style, besideRow: false).map { $0 + "\n" } ?? ""
        let accounting = (legend + AccountingWords.text(answer)).split(separator: "\n").joined(
            separator: "\n")
        try output.write("<figcaption>" + Self.escaped(accounting, style) + "</figcaption>\n</figure>\n")
    }

    private func row(_ cells: [String]) -> String { "<tr>" + cells.joined() + "</tr>\n" }

    private func cell(
        _ element: String, _ text: String, _ grid: Grid, _ column: Int, _ style: PrintStyle
    ) -> String {
        let scope = element == "th" ? " scope=\"col\"" : ""
        let place =
            grid.columns[column].isNumber
            ? " style=\"text-align: right\"" : text.isEmpty ? "" : " dir=\"auto\""
        return "<\(element)\(scope)\(place)>\(Self.escaped(text, style))</\(element)>"
    }

    /// A text as content of an element: a line break in it breaks the line.
    private static func escaped(_ text: String, _ style: PrintStyle) -> String {
        let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
        return lines.map { line in
            var escaped = ""
            for scalar in style.line(String(line)).unicodeScalars {
                switch scalar {
                case "&": escaped += "&amp;"
                case "<": escaped += "&lt;"
                case ">": escaped += "&gt;"
                case "\"": escaped += "&quot;"
                case "'": escaped += "&#39;"
                default: escaped.unicodeScalars.append(scalar)
                }
            }
            return escaped
        }.joined(by: "<br>")
    }
}
