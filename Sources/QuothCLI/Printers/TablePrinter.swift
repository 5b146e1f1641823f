import Quoth
import QuothSyntax

/// Rows as an aligned table.
///
/// In a window it has row numbers and marks, and wraps texts to fit. Elsewhere every row is one line and nothing
/// is cut.
struct TablePrinter: AnswerPrinter {
    /// Off a terminal a column is padded to this width at most: one long text shouldn't blow up every row.
    private static let widestPadding = 60
    /// The narrowest column that texts are wrapped in; with less room the rows are printed as cards.
    private static let narrowest = 8
    /// A word, or a date, up to this width stays whole as well.
    private static let widestWord = 16
    private static let gap = "  "

    func print(_ answer: Answer, _ style: PrintStyle, to output: Output) throws(OutputFailure) {
        guard answer.rowCount > 0 else { return }
        guard let width = style.width else { return try printLines(Grid(answer), style, to: output) }
        switch answer.layout {
        case .timeline: if try TimelinePrinter().print(answer, style, width, to: output) { return }
        case .cross: if try printSeries(answer, style, width, to: output) { return }
        case .chart(let column): return try printChart(answer, column, style, width, to: output)
        case .rows: break
        }
        var grid = Grid(answer, besideMarks: true)
        // The rows of a cross table are none of the answer's.
        var isCrossed = false
        if case .cross = answer.layout { isCrossed = true }
        if !isCrossed { grid.mark = { QuoteMarks.text(answer, $0, style) } }
        let lead = Lead(grid)
        guard let widths = try fit(widths(grid, style, output), width - lead.width) else {
            return try CardPrinter().print(grid, style, to: output)
        }
        try printWrapped(grid, lead, widths, style, to: output)
    }

    /// What stands before the first column: the number of the row, and its mark.
    private struct Lead {
        var digits = 0
        var marks = 0

        init(_ grid: Grid) {
            if grid.numberedRows > 1 { digits = String(grid.numberedRows).count }
            if let mark = grid.mark {
                marks = (0..<grid.rowCount).reduce(0) { max($0, DisplayWidth.of(mark($1))) }
            }
        }

        var width: Int { (digits > 0 ? digits + 2 : 0) + (marks > 0 ? marks + 1 : 0) }

        func text(_ row: Int, _ grid: Grid) -> String {
            let number = row < grid.numberedRows ? String(row + 1) : ""
            var text = digits > 0 ? TablePrinter.padded(number, digits, isRight: true) + "  " : ""
            if marks > 0 { text += TablePrinter.padded(grid.mark?(row) ?? "", marks) + " " }
            return text
        }
    }

    /// The widths that columns would have, and those below which they have no sense.
    private struct Widths {
        var natural: [Int]
        var least: [Int]
    }

    private func widths(
        _ grid: Grid, _ style: PrintStyle, _ output: Output
    ) throws(OutputFailure) -> Widths {
        let headings = grid.columns.map { style.line($0.name) }
        let widths = try cellWidths(grid, style, output)
        let least = try grid.columns.indices.map { (column) throws(OutputFailure) in
            guard grid.columns[column].isNumber else {
                return max(Self.narrowest, try longestWord(grid, column, style, output))
            }
            // A number stays whole, and the words above it.
            return max(widths[column], Self.longestWord(headings[column]))
        }
        return Widths(
            natural: zip(widths, headings).map { max($0, DisplayWidth.of($1)) }, least: least)
    }

    /// The widths of the widest cells.
    private func cellWidths(
        _ grid: Grid, _ style: PrintStyle, _ output: Output
    ) throws(OutputFailure) -> [Int] {
        var widths = grid.columns.map { _ in 0 }
        for row in 0..<grid.rowCount {
            // Nothing is written yet that would tell.
            if row % 1_024 == 0 { try output.checkInterrupt() }
            for column in widths.indices {
                widths[column] = max(widths[column], DisplayWidth.of(style.line(grid.cell(row, column))))
            }
        }
        return widths
    }

    /// The width of the longest word of a column, as far as words are kept whole.
    private func longestWord(
        _ grid: Grid, _ column: Int, _ style: PrintStyle, _ output: Output
    ) throws(OutputFailure) -> Int {
        var longest = 0
        for row in 0..<grid.rowCount where longest < Self.widestWord {
            if row % 1_024 == 0 { try output.checkInterrupt() }
            longest = max(longest, Self.longestWord(style.line(grid.cell(row, column))))
        }
        return min(longest, Self.widestWord)
    }

    private static func longestWord(_ text: String) -> Int {
        text.split(separator: " ").reduce(0) { max($0, DisplayWidth.of(String($1))) }
    }

    /// The widths at which the columns fit, the widest giving way first; nil if there is no room for all.
    private func fit(_ all: Widths, _ width: Int) -> [Int]? {
        var widths = all.natural
        let room = width - Self.gap.count * (widths.count - 1)
        var excess = widths.reduce(0, +) - room
        while excess > 0 {
            let candidates = widths.indices.filter { widths[$0] > all.least[$0] }
            guard let widest = candidates.map({ widths[$0] }).max() else { return nil }
            let tallest = candidates.filter { widths[$0] == widest }
            let floor = candidates.map { widths[$0] }.filter { $0 < widest } + tallest.map { all.least[$0] }
            let step = min(widest - (floor.max() ?? 0), max(1, excess / tallest.count))
            for column in tallest where excess > 0 {
                widths[column] -= step
                excess -= step
            }
        }
        return widths
    }

    private func printWrapped(
        _ grid: Grid, _ lead: Lead, _ widths: [Int], _ style: PrintStyle,
        beside: (Int) -> String = { _ in "" }, to output: Output
    ) throws(OutputFailure) {
        let indent = String(repeating: " ", count: lead.width)
        let headings = grid.columns.map { style.line($0.name) }
        for line in lines(headings, grid, widths, style) {
            try output.write(indent + style.bold(line) + "\n")
        }
        let rules = widths.map { String(repeating: style.isPlain ? "-" : "─", count: $0) }
        try output.write(indent + style.dim(rules.joined(by: Self.gap)) + "\n")
        let total = widths.reduce(0, +) + Self.gap.count * (widths.count - 1)
        for row in 0..<grid.rowCount {
            let cells = grid.columns.indices.map { style.line(grid.cell(row, $0)) }
            for (index, line) in lines(cells, grid, widths, style).enumerated() {
                let start = index == 0 ? style.dim(lead.text(row, grid)) : indent
                let drawn = index == 0 ? beside(row) : ""
                let blanks = drawn.isEmpty ? 0 : total + Self.gap.count - DisplayWidth.of(line)
                try output.write(start + line + String(repeating: " ", count: max(0, blanks)) + drawn + "\n")
            }
        }
    }

    /// One row as lines, each cell wrapped to its column.
    private func lines(
        _ cells: [String], _ grid: Grid, _ widths: [Int], _ style: PrintStyle
    ) -> [String] {
        let wrapped = cells.indices.map { TextWrap.lines(cells[$0], width: widths[$0]) }
        let height = wrapped.reduce(0) { max($0, $1.count) }
        return (0..<height).map { index in
            let parts = wrapped.indices.map { column in
                let text = index < wrapped[column].count ? wrapped[column][index] : ""
                return Self.padded(
                    style.isolated(text), widths[column], isRight: grid.columns[column].isNumber)
            }
            return Self.trimmed(parts.joined(by: Self.gap))
        }
    }

    private func printLines(_ grid: Grid, _ style: PrintStyle, to output: Output) throws(OutputFailure) {
        let widths = zip(try cellWidths(grid, style, output), grid.columns).map { width, column in
            min(max(width, DisplayWidth.of(style.line(column.name))), Self.widestPadding)
        }
        func line(_ cells: [String]) -> String {
            let parts = cells.indices.map {
                Self.padded(cells[$0], widths[$0], isRight: grid.columns[$0].isNumber)
            }
            return Self.trimmed(parts.joined(by: Self.gap)) + "\n"
        }
        try output.write(line(grid.columns.map { style.line($0.name) }))
        try output.write(line(widths.map { String(repeating: "─", count: $0) }))
        for row in 0..<grid.rowCount {
            try output.write(line(grid.columns.indices.map { style.line(grid.cell(row, $0)) }))
        }
    }

    static func padded(_ text: String, _ width: Int, isRight: Bool = false) -> String {
        let blanks = String(repeating: " ", count: max(0, width - DisplayWidth.of(text)))
        return isRight ? blanks + text : text + blanks
    }

    private static func trimmed(_ line: String) -> String {
        guard let last = line.utf8.lastIndex(where: { $0 != 0x20 }) else { return "" }
        return String(line[...last])
    }
}

// Tables with something drawn in them.
extension TablePrinter {
    /// The rows with a bar beside each, of the first number that is shown.
    private func printChart(
        _ answer: Answer, _ column: Int, _ style: PrintStyle, _ width: Int, to output: Output
    ) throws(OutputFailure) {
        let numbers = (0..<answer.rowCount).map { answer[$0, column].number }
        let all = Grid(rowsOf: answer, besideMarks: true)
        // Where the window has no room for all columns, those that say what is drawn.
        let needed = answer.columns.indices.filter { $0 <= column || answer.columns[$0].role == .group }
        let few = all.choosing(needed)
        for (var grid, mayWrap, least) in [
            (all, false, Bars.narrowest), (few, true, Bars.narrowest), (few, true, Bars.narrowest / 2),
        ] {
            grid.mark = { QuoteMarks.text(answer, $0, style) }
            let lead = Lead(grid)
            let all = try widths(grid, style, output)
            let used = all.natural.reduce(0, +) + Self.gap.count * all.natural.count + lead.width
            guard mayWrap || used + least <= width else { continue }
            let bars = max(least, min(width - used, Self.widestBar))
            guard let widths = fit(all, width - lead.width - bars - Self.gap.count) else {
                continue
            }
            let drawn = Bars(numbers, width: bars, isPlain: style.isPlain)
            return try printWrapped(
                grid, lead, widths, style, beside: { drawn.text(numbers[$0]) }, to: output)
        }
        try CardPrinter().print(all, style, to: output)
    }

    /// The widest bar: more tells nothing more.
    private static let widestBar = 60

    /// A cross table over time with a line of signs for each row, which takes the place of the columns where they
    /// have no room. False if it isn't one.
    private func printSeries(
        _ answer: Answer, _ style: PrintStyle, _ width: Int, to output: Output
    ) throws(OutputFailure) -> Bool {
        guard let cross = CrossTable(answer), cross.isSeries else { return false }
        for form in CrossTable.Series.allCases {
            let grid = cross.series(form, widest: width / 2, isPlain: style.isPlain)
            let lead = Lead(grid)
            guard let widths = try fit(widths(grid, style, output), width - lead.width) else { continue }
            try printWrapped(grid, lead, widths, style, to: output)
            return true
        }
        return false
    }
}

extension Value {
    /// The number; nil for any other value.
    fileprivate var number: Double? {
        switch self {
        case .integer(let number): Double(number)
        case .real(let number): number
        default: nil
        }
    }
}
