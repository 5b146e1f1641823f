import Quoth

/// Each row as a card: a line for each column.
struct CardPrinter: AnswerPrinter {
    func print(_ answer: Answer, _ style: PrintStyle, to output: Output) throws(OutputFailure) {
        var grid = Grid(rowsOf: answer, besideMarks: style.width != nil)
        if style.width != nil { grid.mark = { QuoteMarks.text(answer, $0, style) } }
        try print(grid, style, to: output)
    }

    /// Prints a grid; also for tables that have no room for their columns.
    func print(_ grid: Grid, _ style: PrintStyle, to output: Output) throws(OutputFailure) {
        let names = grid.columns.map { style.line($0.name) }
        let widest = names.reduce(0) { max($0, DisplayWidth.of($1)) }
        for row in 0..<grid.rowCount {
            let mark = grid.mark?(row) ?? ""
            let rule = style.isPlain ? "--" : "──"
            let number = row < grid.numberedRows ? String(row + 1) : "total"
            let head = "\(rule) \(number)" + (mark.isEmpty ? "" : " " + mark) + " \(rule)"
            try output.write(style.dim(head) + "\n")
            for (column, name) in names.enumerated() {
                let text = style.line(grid.cell(row, column))
                if text.isEmpty { continue }
                let label = name + String(repeating: " ", count: widest - DisplayWidth.of(name) + 2)
                let indent = String(repeating: " ", count: widest + 2)
                let room = max(20, (style.width ?? 0) - widest - 2)
                let lines = style.width == nil ? [text] : TextWrap.lines(text, width: room)
                for (index, line) in lines.enumerated() {
                    try output.write(
                        (index == 0 ? style.bold(label) : indent) + style.isolated(line) + "\n")
                }
            }
        }
    }
}
