import QuothSyntax

// `where`: which rows it keeps, and what it says of the others.
extension Evaluation {
    func apply(_ filter: Plan.Filter, _ progress: inout Progress) throws(Diagnostic) {
        let count = progress.frame.table.rowCount
        let selection = progress.selection
        var mask: Mask?
        if case .all = selection {} else { mask = Mask { selection.bitmap(count) } }
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
        // One record that is looked up needs no look at the others.
        if let row = condition.onlyRow {
            let isSelected = progress.selection.contains(row)
            return (Verdict(), .ordered(isSelected ? [Int32(truncatingIfNeeded: row)] : []))
        }
        try claim(progress.frame.table.rowCount)
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
