import QuothSyntax

// `where`: which rows it keeps, and what it says of the others.
extension Evaluation {
    func apply(_ filter: Plan.Filter, _ progress: inout Progress) throws(Diagnostic) {
        if let row = filter.condition.onlyRow { return lookUp(row, filter, &progress) }
        let count = progress.frame.table.rowCount
        try claim(count)
        var mask: Mask?
        if case .all = progress.selection {} else { mask = Mask(progress.selection.bitmap(count)) }
        let reached = progress.selection.count
        progress.frame.isMasked = !filter.condition.canFail
        let (verdict, rows) = try narrowed(filter.condition, progress, mask)
        progress.frame.isMasked = false
        let held = rows.count
        var account = Accounting.Filter(
            condition: filter.text, reached: reached, held: held, leftOut: verdict.leftOut,
            kept: verdict.kept, possibly: verdict.possibly)
        account.bindings = filter.bindings
        if held == 0, reached > 0 {
            try explain(filter.condition, progress, mask, &account)
        }
        progress.accounting.filters.append(account)
        progress.accounting.relativePeriods += filter.relativePeriods
        progress.selection = rows
        if progress.entered == nil { progress.stated += verdict.stated }
    }

    /// What a condition comes to, and the selected rows that it keeps.
    private func narrowed(
        _ condition: Condition, _ progress: Progress, _ mask: Mask?
    ) throws(Diagnostic) -> (Verdict, Selection) {
        if mask == nil, let found = linkedVerdict(condition, progress.frame) {
            return (found.verdict, .ordered(found.rows))
        }
        if mask == nil,
            let found = try datedVerdict(condition, progress.frame, isCounted: progress.isCountedNext)
        {
            return (found.verdict, .dated(found.rows))
        }
        let verdict = try verdict(condition, progress.frame, mask)
        return (verdict, progress.selection.narrowed(to: verdict.holds))
    }

    /// A condition that a link leads to one record needs no set of all rows, if the way back from there leads to few.
    private func linkedVerdict(_ condition: Condition, _ frame: Frame) -> (verdict: Verdict, rows: [Int32])? {
        guard case .test(let test) = condition, case .compare(let left, .equal, let right, _) = test.kind,
            case .constant(.record(let collection, let row)) = right.kind, let position = left.column
        else { return nil }
        let column = frame.table.columns[position]
        guard column.judged == nil, let index = column.index, target(column)?.1 == collection,
            let rows = waysBack(along: column, frame.collection)?
                .rows(from: row, atMost: frame.table.rowCount / CodedColumn.sparse)
        else { return nil }
        var verdict = Verdict()
        verdict.leaveOut(index.missingCount, Truth.Gap(field: left.field, place: left.span.start))
        return (verdict, rows)
    }

    /// A condition that only one record fulfils needs no look at the others.
    private func lookUp(_ row: Int, _ filter: Plan.Filter, _ progress: inout Progress) {
        let isSelected = progress.selection.contains(row)
        progress.accounting.filters.append(
            Accounting.Filter(
                condition: filter.text, reached: progress.selection.count, held: isSelected ? 1 : 0,
                leftOut: [],
                kept: 0, possibly: 0, bindings: filter.bindings))
        progress.accounting.relativePeriods += filter.relativePeriods
        progress.selection = .ordered(isSelected ? [Int32(truncatingIfNeeded: row)] : [])
    }

}

extension Condition {
    /// The row of the one record that fulfils it, where it is a comparison of the row itself with a record.
    fileprivate var onlyRow: Int? {
        guard case .test(let test) = self, case .compare(let left, .equal, let right, _) = test.kind,
            case .path(let path) = left.kind, path.columns.isEmpty, !path.isOuter,
            case .constant(.record(_, let row)) = right.kind
        else { return nil }
        return row
    }
}
