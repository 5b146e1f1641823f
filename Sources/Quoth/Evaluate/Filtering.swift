import QuothSyntax

// `where`: which rows it keeps, and what it says of the others.
extension Evaluation {
    func apply(_ filter: Plan.Filter, _ progress: inout Progress) throws(Diagnostic) {
        if let row = filter.condition.onlyRow { return lookUp(row, filter, &progress) }
        let count = progress.frame.table.rowCount
        try claim(count)
        var mask: Bitmap?
        if case .all = progress.selection {} else { mask = progress.selection.bitmap(count) }
        func reaching(_ rows: Bitmap) -> Bitmap { mask.map(rows.intersection) ?? rows }
        let reached = progress.selection.count
        progress.frame.isMasked = !filter.condition.canFail
        let truth = try self.truth(filter.condition, progress.frame, mask, isWhole: true)
        progress.frame.isMasked = false
        let holds = reaching(truth.holds).counted
        let held = holds.population
        var account = Accounting.Filter(
            condition: filter.text, reached: reached, held: held, leftOut: [], kept: 0,
            possibly: truth.possible.map { possible in
                let possible = reaching(possible)
                return possible.population - possible.population(with: holds)
            } ?? 0)
        account.bindings = filter.bindings
        if let unknown = truth.unknown.map(reaching) {
            account.kept = unknown.population(with: holds)
            account.leftOut = Self.gaps(
                truth.gaps, among: account.kept == 0 ? unknown : unknown.subtracting(holds))
        }
        if held == 0, reached > 0 {
            try explain(filter.condition, progress, mask, &account)
        }
        progress.accounting.filters.append(account)
        progress.accounting.relativePeriods += filter.relativePeriods
        progress.selection = progress.selection.narrowed(to: holds)
        if progress.entered == nil, let stated = truth.stated {
            progress.judge(holds.subtracting(stated))
        }
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

    /// Counts the rows left out, each under the first test that has no value for it.
    private static func gaps(_ gaps: [Truth.Gap], among rows: Bitmap) -> [Accounting.Gap] {
        var rest = rows
        var counted: [Accounting.Gap] = []
        for (place, gap) in gaps.enumerated() {
            let count = gap.rows.map { rest.population(with: $0) } ?? rest.population
            guard count > 0 else { continue }
            if place < gaps.count - 1 { rest = gap.rows.map(rest.subtracting) ?? Bitmap(count: rest.count) }
            if let known = counted.firstIndex(where: { $0.field == gap.field && $0.spans == gap.spans }) {
                counted[known].count += count
            } else {
                counted.append(.init(field: gap.field, spans: gap.spans, count: count))
            }
        }
        return counted
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
