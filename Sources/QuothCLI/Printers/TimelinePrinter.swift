import Quoth
import QuothSyntax

/// A timeline in a window: the lanes, and under them a line for each row whose number stands there.
struct TimelinePrinter {
    /// Prints the rows; false if none has a date.
    func print(
        _ answer: Answer, _ style: PrintStyle, _ width: Int, to output: Output
    ) throws(OutputFailure) -> Bool {
        guard let timeline = answer.timeline else { return false }
        var items: [TimelineLayout.Item] = []
        for row in 0..<answer.rowCount {
            if row % 1_024 == 0 { try output.checkInterrupt() }
            guard case .period(let period) = timeline.dates.value(row) else { continue }
            let lanes = timeline.lanes.map { Self.lanes($0.value(row), style) } ?? []
            items.append(.init(row: row + 1, period: period, lanes: lanes))
        }
        let made = try TimelineLayout(items, width: width, isPlain: style.isPlain) {
            () throws(OutputFailure) in
            try output.checkInterrupt()
        }
        guard let layout = made else { return false }
        let margin = layout.labelWidth > 0 ? layout.labelWidth + 2 : 0
        for line in layout.head {
            try output.write(String(repeating: " ", count: margin) + style.dim(line) + "\n")
        }
        for (label, text) in layout.lines {
            let name = Self.cut(label, layout.labelWidth)
            let blanks = String(repeating: " ", count: max(0, margin - DisplayWidth.of(name)))
            try output.write(style.bold(style.isolated(name)) + blanks + text + "\n")
        }
        let listed = items.count <= Self.mostListed ? items : items.filter { layout.drawn.contains($0.row) }
        if layout.hasCounts {
            try output.write(style.dim(Self.legend(style, isWhole: listed.count == items.count)) + "\n")
        }
        try list(listed, answer, style, width, to: output)
        return true
    }

    /// The names of the lanes of a row.
    private static func lanes(_ value: Value, _ style: PrintStyle) -> [String?] {
        switch value {
        case .missing: [nil]
        case .list(let values): values.map { style.line(CellText.shown($0)) }
        default: [style.line(CellText.shown(value))]
        }
    }

    /// Of more rows, those that are counted aren't listed.
    private static let mostListed = 1_000

    private static func legend(_ style: PrintStyle, isWhole: Bool) -> String {
        "\(style.isPlain ? "x" : "×")N: so many rows begin there"
            + (isWhole ? ", see below" : "; 'where' leaves fewer")
    }

    /// What each number stands for, in the order of time.
    private func list(
        _ items: [TimelineLayout.Item], _ answer: Answer, _ style: PrintStyle, _ width: Int, to output: Output
    ) throws(OutputFailure) {
        let digits = items.map { String($0.row).count }.max() ?? 1
        let sorted = items.sorted {
            ($0.period.first, $0.period.last, $0.row) < ($1.period.first, $1.period.last, $1.row)
        }
        let dates = sorted.map(\.period.description)
        let widest = dates.map(\.count).max() ?? 0
        let columns = answer.columns.indices.filter { answer.columns[$0].type != .date }
        for (item, date) in zip(sorted, dates) {
            let number = TablePrinter.padded(String(item.row), digits, isRight: true)
            let mark = QuoteMarks.text(answer, item.row - 1, style)
            let cells =
                [mark]
                + columns.map { column in
                    QuoteMarks.cell(answer, item.row - 1, column, besideRow: true)
                        + style.line(CellText.shown(answer[item.row - 1, column]))
                }
            // Where no room is left beside the date, further lines begin under it.
            let margin = digits + 2 + (width - digits - widest - 4 < Self.narrowest ? 0 : widest + 2)
            let lines = Self.lines(
                cells.filter { !$0.isEmpty }, width: width - margin, taken: digits + widest + 4 - margin,
                style)
            let gap = lines[0].isEmpty ? "" : String(repeating: " ", count: widest - date.count + 2)
            try output.write(
                style.dim(number) + "  " + date + gap
                    + lines.joined(by: "\n" + String(repeating: " ", count: margin)) + "\n")
        }
    }

    /// The fewest columns in which texts are wrapped beside the date.
    private static let narrowest = 24

    /// Cells beside one another, each in its own direction, on as many lines as they take.
    private static func lines(_ cells: [String], width: Int, taken: Int, _ style: PrintStyle) -> [String] {
        var lines = [""]
        var taken = taken
        for cell in cells {
            let gap = lines[lines.count - 1].isEmpty ? "" : "  "
            let parts = TextWrap.lines(cell, width: width, taken: taken + gap.count)
            if !parts[0].isEmpty { lines[lines.count - 1] += gap + style.isolated(parts[0]) }
            lines += parts.dropFirst().map(style.isolated)
            taken = DisplayWidth.of(parts[parts.count - 1]) + (parts.count == 1 ? taken + gap.count : 0)
        }
        return lines
    }

    /// A text, or its beginning with `…` if it is wider than so many columns.
    private static func cut(_ text: String, _ width: Int) -> String {
        guard DisplayWidth.of(text) > width else { return text }
        return (width > 1 ? TextWrap.prefix(text, width: width - 1) : "") + "…"
    }
}
