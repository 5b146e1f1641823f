import Quoth
import QuothSyntax

/// Cells for people to read: what tables, cards and Markdown have in common.
struct Grid {
    var columns: [Column]
    var rowCount: Int
    /// So many of the rows have numbers; a row of totals has none.
    var numberedRows: Int
    /// The text of a cell, on as many lines as it has.
    var cell: (_ row: Int, _ column: Int) -> String
    /// What stands before a row: where its words come from.
    var mark: ((_ row: Int) -> String)?

    struct Column {
        var name: String
        /// Numbers stand at the right and are never wrapped.
        var isNumber: Bool
    }

    /// The rows of an answer, or its cross table.
    init(_ answer: Answer, besideMarks: Bool = false) {
        self = CrossTable(answer)?.grid ?? Grid(rowsOf: answer, besideMarks: besideMarks)
    }

    /// The rows of an answer as they are, beside marks of them or without.
    init(rowsOf answer: Answer, besideMarks: Bool) {
        columns = answer.columns.map { column in
            Column(name: column.name, isNumber: column.type == .integer || column.type == .real)
        }
        rowCount = answer.rowCount
        numberedRows = rowCount
        cell = { row, column in
            let role = answer.columns[column].role
            return QuoteMarks.cell(answer, row, column, besideRow: besideMarks)
                + CellText.shown(answer[row, column], isShare: role == .share, isGroup: role == .group)
        }
    }

    /// Some of the columns.
    func choosing(_ chosen: [Int]) -> Grid {
        Grid(columns: chosen.map { columns[$0] }, rowCount: rowCount) { cell($0, chosen[$1]) }
    }

    init(columns: [Column], rowCount: Int, cell: @escaping (Int, Int) -> String) {
        self.columns = columns
        self.rowCount = rowCount
        numberedRows = rowCount
        self.cell = cell
    }
}

/// Values as people read them.
enum CellText {
    /// A value in a table. Numbers have at most four decimals; shares are percents.
    static func shown(_ value: Value, isShare: Bool = false, isGroup: Bool = false) -> String {
        switch value {
        case .missing: isGroup ? "(none)" : ""
        case .real(let number): isShare ? percent(number) : rounded(number)
        case .list(let values): values.map { shown($0) }.joined(by: "; ")
        default: value.description
        }
    }

    /// `0.3416` as `34.2%`.
    static func percent(_ share: Double) -> String {
        let tenths = (share * 1_000).rounded()
        guard tenths.magnitude < 1e15 else { return Value.real(share * 100).description + "%" }
        let whole = Int(tenths)
        return "\(whole / 10).\(whole.magnitude % 10)%"
    }

    private static func rounded(_ number: Double) -> String {
        guard number.magnitude < 1e11 else { return Value.real(number).description }
        let rounded = (number * 10_000).rounded() / 10_000
        // A number too small for four decimals isn't nothing.
        return Value.real(rounded == 0 && number != 0 ? number : rounded).description
    }
}
