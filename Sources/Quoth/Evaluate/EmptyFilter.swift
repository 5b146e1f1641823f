import QuothSyntax

// What is said of a `where` that nothing passes.
extension Evaluation {
    func explain(
        _ condition: Condition, _ progress: Progress, _ mask: Mask?, _ account: inout Accounting.Filter
    ) throws(Diagnostic) {
        var emptied = condition
        var reached = progress.selection
        if case .and(let parts) = condition {
            let kept = try kept(by: parts, progress.frame, mask)
            account.parts = kept.map { .init(condition: $0.part.text, held: $0.rows.population) }
            guard let last = kept.last else { return }
            emptied = last.part
            if kept.count > 1 { reached = .some(kept[kept.count - 2].rows) }
        }
        guard case .test(let test) = emptied, let operand = test.operands.first else { return }
        let frame: Frame
        if case .all = reached {
            frame = progress.frame
        } else {
            frame = progress.frame.choosing(reached.rows)
        }
        switch operand.type {
        case .date:
            account.seen = try dates(operand, frame)
            account.period = account.seen.flatMap(test.period)
        case .integer, .real: account.range = try numbers(operand, frame)
        case .text: if test.asksForWholeText(frame.table) { account.wholeText = operand.text }
        case .truth, .record: break
        }
    }

    /// The parts of an `and` up to the one that nothing passes, with the rows that each and those before it keep.
    private func kept(
        by parts: [Condition], _ frame: Frame, _ mask: Mask?
    ) throws(Diagnostic) -> [(part: Condition, rows: Bitmap)] {
        var frame = frame
        var mask = mask
        var kept: [(part: Condition, rows: Bitmap)] = []
        for part in parts {
            frame.isMasked = !part.canFail
            let holds = try truth(part, frame, mask).holds
            let rows = mask.map { holds.intersection($0.rows) } ?? holds
            kept.append((part, rows))
            if rows.isEmpty { break }
            mask = Mask(rows)
        }
        return kept
    }

    private func dates(_ operand: Operand, _ frame: Frame) throws(Diagnostic) -> Accounting.Seen? {
        guard case .path = operand.kind, case .dates(let dates) = try vector(operand, frame, nil).values.data
        else { return nil }
        let known = (0..<dates.count).compactMap { dates[$0] }
        guard let oldest = known.min(by: { ($0.first, $0.last) < ($1.first, $1.last) }),
            let newest = known.max(by: { ($0.last, $0.first) < ($1.last, $1.first) })
        else { return nil }
        return Accounting.Seen(field: operand.text, oldest: oldest, newest: newest)
    }

    private func numbers(_ operand: Operand, _ frame: Frame) throws(Diagnostic) -> Accounting.NumberRange? {
        guard !operand.isConstant else { return nil }
        let vector = try vector(operand, frame, nil).values
        func range<Number: Comparable>(
            _ numbers: Buffer<Number>, _ valid: Bitmap?, _ value: (Number) -> Value
        ) -> Accounting.NumberRange? {
            let known = (0..<numbers.count).lazy.filter { valid?[$0] ?? true }.map { numbers[$0] }
            guard let least = known.min(), let greatest = known.max() else { return nil }
            return .init(field: operand.text, least: value(least), greatest: value(greatest))
        }
        switch vector.data {
        case .integers(let numbers, let valid): return range(numbers, valid, Value.integer)
        case .reals(let numbers, let valid): return range(numbers, valid, Value.real)
        default: return nil
        }
    }
}

extension Test {
    /// The month or year after which it asks for dates, if some lie in it.
    fileprivate func period(missing seen: Accounting.Seen) -> Period? {
        guard case .compare(_, .greater, let right, _) = kind,
            case .constant(.period(let period)) = right.kind,
            period.last > period.first, seen.newest.last >= period.first, seen.newest.last <= period.last
        else { return nil }
        return period
    }

    /// Whether it asks what a free text is as a whole, where a part of it was perhaps meant.
    fileprivate func asksForWholeText(_ table: Table) -> Bool {
        guard case .compare(let left, .equal, _, _) = kind, case .path(let path) = left.kind, !path.isOuter,
            path.columns.count == 1, case .texts = table.columns[path.columns[0]].data
        else { return false }
        return true
    }
}
