import QuothSyntax

extension Evaluation {
    /// What a condition is for each row of a frame.
    ///
    /// Rows outside the mask are not looked at: they raise no error, and what they come to means nothing.
    func truth(_ condition: Condition, _ frame: Frame, _ mask: Mask?) throws(Diagnostic) -> Truth {
        try pass(frame.count)
        try claim(frame.count / 4)
        switch condition {
        case .and(let parts): return try junction(of: parts, isAnd: true, frame, mask).truth
        case .or(let parts): return try junction(of: parts, isAnd: false, frame, mask).truth
        case .not(let inner): return try truth(inner, frame, mask).complement
        case .test(let test): return try truth(test, frame, mask)
        case .isTrue(let operand):
            if case .condition(let inner) = operand.kind { return try truth(inner, frame, mask) }
            let yes = Operand(
                kind: .constant(.truth(true)), type: .truth, isMany: false, text: "yes", span: operand.span)
            let test = Test(
                kind: .compare(operand, .equal, yes, possibly: false), text: operand.text, span: operand.span)
            return try truth(test, frame, mask)
        case .quantified(let quantifier, let path, let inner):
            return try quantified(quantifier, path, inner, frame, mask)
        }
    }

    /// What a whole `where` comes to.
    func verdict(_ condition: Condition, _ frame: Frame, _ mask: Mask?) throws(Diagnostic) -> Verdict {
        var parts = [condition]
        if case .and(let conditions) = condition { parts = conditions }
        return try junction(of: parts, isAnd: true, frame, mask).verdict(within: mask)
    }

    private func junction(
        of parts: [Condition], isAnd: Bool, _ frame: Frame, _ mask: Mask?
    ) throws(Diagnostic) -> Junction {
        let junction = Junction(isAnd: isAnd, count: frame.count)
        for part in parts { junction.add(try truth(part, frame, junction.mask(for: part, within: mask))) }
        return junction
    }

    private func truth(_ test: Test, _ frame: Frame, _ mask: Mask?) throws(Diagnostic) -> Truth {
        switch test.kind {
        case .compare(let left, let sign, let right, let possibly):
            let ends = try compared(left, sign, right, possibly, frame, mask)
            return try truth(ends, [left, right], frame)
        case .oneOf(let left, let values, let isNegated, let possibly):
            var ends: Ends?
            for value in values {
                let next = try compared(left, isNegated ? .notEqual : .equal, value, possibly, frame, mask)
                ends = ends.map { $0.union(next) } ?? next
            }
            let found = ends ?? Ends(count: frame.count, isAll: isNegated)
            return try truth(found, [left] + values, frame)
        case .between(let left, let lower, let upper, let possibly):
            let ends = try between(left, lower, upper, possibly, frame, mask)
            return try truth(ends, [left, lower, upper], frame)
        case .among(let left, let plan, let isNegated):
            let rows = try asked(frame, mask) { () throws(Diagnostic) in try selection(plan) }
            guard let rows else { return Truth(holds: Bitmap(count: frame.count)) }
            return try belongs(left, to: .rows(rows.bitmap(plan, corpus)), isNegated, frame, mask)
        case .amongValues(let left, let plan, let isNegated):
            let values = try asked(frame, mask) { () throws(Diagnostic) in try valueSet(plan) }
            guard let values else { return Truth(holds: Bitmap(count: frame.count)) }
            return try belongs(left, to: values, isNegated, frame, mask)
        case .underRecord(let left, let collection, let row, let parent):
            let below = descendants(of: row, in: corpus.table(collection), parent)
            return try belongs(left, to: .rows(below), false, frame, mask)
        case .underTerm(let left, let term):
            return try belongs(left, to: .branch(term), false, frame, mask)
        case .text(let left, let sign, let right, let pattern):
            let ends = try textTest(left, sign, right, pattern, frame, mask)
            return try truth(ends, [left, right], frame)
        case .presence(let operand, let isKnown):
            let known = try self.known(operand, frame, mask)
            guard isKnown else { return Truth(holds: known.known.complement) }
            return Truth(holds: known.known, stated: known.stated)
        case .inGroup(let operand, let value):
            guard let value else { return Truth(holds: try known(operand, frame, mask).known.complement) }
            return try truth(ends(operand, .identical(to: value, self), frame, mask), [operand], frame)
        }
    }

    /// What another query comes to; nil if it fails while no row is looked at here, so that it wasn't asked at all.
    private func asked<Result>(
        _ frame: Frame, _ mask: Mask?, _ query: () throws(Diagnostic) -> Result
    ) throws(Diagnostic) -> Result? {
        do throws(Diagnostic) { return try query() } catch {
            let isLookedAt = mask.map { !$0.rows.isEmpty } ?? (frame.count > 0)
            guard !isLookedAt, error.isOfRows else { throw error }
            return nil
        }
    }

    /// The rows at and below one, following a link upwards.
    private func descendants(of root: Int?, in table: Table, _ parent: Int) -> Bitmap {
        guard let root, case .codes(let codes, _) = table.columns[parent].data else {
            return Bitmap(count: table.rowCount)
        }
        // 0: not known yet; 1: below; 2: not below.
        var state = [UInt8](repeating: 0, count: table.rowCount)
        state[root] = 1
        for start in 0..<table.rowCount {
            var path: [Int] = []
            var row = start
            while state[row] == 0 {
                path.append(row)
                state[row] = 2
                let code = codes[row]
                if code == 0 { break }
                row = Int(code) - 1
            }
            let verdict = state[row]
            for step in path { state[step] = verdict }
        }
        return Bitmap(count: table.rowCount, rows: state.indices.lazy.filter { state[$0] == 1 })
    }
}

extension Selection {
    /// The selected records of a plan whose rows are records.
    fileprivate func bitmap(_ plan: Plan, _ corpus: Corpus) -> Bitmap {
        guard case .records(let collection) = plan.shape else { return Bitmap(count: 0) }
        return bitmap(corpus.table(collection).rowCount)
    }
}

extension Diagnostic {
    /// Whether it is about a row that is looked at.
    fileprivate var isOfRows: Bool {
        switch code {
        case .divisionByZero, .overflow, .dateOutOfRange: true
        default: false
        }
    }
}
