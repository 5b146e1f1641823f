import QuothSyntax

extension Evaluation {
    /// Some of the selected rows among which the first few in an order surely are, in the order of the table: where an
    /// index knows the rows of each date, those of as many of the first or last dates as it takes. Nil if no index tells
    /// them, or it would take longer than to go through the rows.
    func foremost(
        _ selection: Selection, by key: Plan.SortKey, first: Int, _ frame: Frame
    ) throws(Diagnostic) -> [Int32]? {
        guard frame.rows == nil, case .path(let path) = key.operand.kind, path.columns.count == 1,
            !path.isOuter, let rowsByDate = frame.table.columns[path.columns[0]].index?.rowsByCode,
            selection.isUnordered, selection.count > frame.table.rowCount / CodedColumn.sparse
        else { return nil }
        var rows: [Int32] = []
        for place in 0..<rowsByDate.count {
            let range = rowsByDate.range(key.isDescending ? rowsByDate.count - 1 - place : place)
            try pass(range.count)
            try claim(range.count * MemoryLayout<Int32>.size)
            for place in range {
                // Rows are held as rows + 1.
                let row = Int(rowsByDate.values[place]) - 1
                if row >= 0, selection.contains(row) { rows.append(Int32(truncatingIfNeeded: row)) }
            }
            if rows.count >= first { return rows.sorted() }
        }
        // Rows without a date come last.
        return nil
    }
}

extension Selection {
    fileprivate var isUnordered: Bool {
        if case .ordered = self { return false }
        return true
    }
}
