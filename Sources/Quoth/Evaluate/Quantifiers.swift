import QuothSyntax

extension Evaluation {
    /// `any`, `no` or `all` over the ends of a path.
    func quantified(
        _ quantifier: Quantifier, _ path: ResolvedPath, _ inner: Condition?, _ frame: Frame, _ mask: Mask?
    ) throws(Diagnostic) -> Truth {
        guard let inner else {
            let operand = Operand(
                kind: .path(path), type: .text, isMany: true, text: path.text, span: Span(start: 0, end: 0))
            let (known, stated) = try self.known(operand, frame, mask)
            return quantifier == .no ? Truth(holds: known.complement) : Truth(holds: known, stated: stated)
        }
        return inner.usesOuter
            ? try pairwise(quantifier, path, inner, frame, mask)
            : try setwise(quantifier, path, inner, frame, mask)
    }

    /// A condition that doesn't look outside is a set of records, which is followed back along the links.
    private func setwise(
        _ quantifier: Quantifier, _ path: ResolvedPath, _ inner: Condition, _ frame: Frame, _ mask: Mask?
    ) throws(Diagnostic) -> Truth {
        let (start, places) = origin(path, frame)
        let links = self.links(path, from: start)
        guard let last = columns(path, from: start.table).last, let (table, collection) = target(last) else {
            return Truth(holds: Bitmap(count: frame.count, filled: quantifier == .no))
        }
        let outermost = start.rows == nil && places == nil && frame.isMasked ? mask : nil
        // Ends that no row looked at leads to must not raise errors.
        let reached = inner.canFail ? Mask(try reachable(path, frame, mask, table.rowCount)) : nil
        let truth = try self.truth(inner, Frame(table: table, collection: collection), reached)
        let ends = QuantifiedEnds(truth: truth, isJudged: links.contains { $0.judged != nil }) {
            set, statedOnly in
            var set = set
            for (place, link) in links.enumerated().reversed() {
                set = link.rows(set, statedOnly: statedOnly, within: place == 0 ? outermost : nil)
            }
            var rows = set ?? Bitmap(count: start.table.rowCount)
            if let chosen = start.rows { rows = rows.gathered(chosen) }
            return places.map(rows.gathered) ?? rows
        }
        return ends.truth(quantifier)
    }

    private func reachable(
        _ path: ResolvedPath, _ frame: Frame, _ mask: Mask?, _ count: Int
    ) throws(Diagnostic) -> Bitmap {
        let linked = try ends(path, frame)
        var reached = Bitmap(count: count)
        for row in 0..<frame.count where mask?.rows[row] ?? true {
            for place in Int(linked.offsets[row])..<Int(linked.offsets[row + 1]) {
                reached[Int(linked.rows[place])] = true
            }
        }
        return reached
    }

    /// The records at the ends of a path, for each row of a frame.
    func ends(_ path: ResolvedPath, _ frame: Frame) throws(Diagnostic) -> LinkedRows {
        let (start, places) = origin(path, frame)
        var rows = start.rows ?? Selection.all(start.table.rowCount).rows
        if let places { rows = places.map { rows[Int($0)] } }
        return try linkedRows(columns(path, from: start.table), from: rows)
    }

    /// A condition that looks at the row outside is evaluated for every pair of a row and one of its ends.
    private func pairwise(
        _ quantifier: Quantifier, _ path: ResolvedPath, _ inner: Condition, _ frame: Frame, _ mask: Mask?
    ) throws(Diagnostic) -> Truth {
        let (linked, pairs) = try pairFrame(path, frame)
        guard let pairs else { return Truth(holds: Bitmap(count: frame.count, filled: quantifier == .no)) }
        var places: [Int32] = []
        if case .rows(_, let outer) = pairs.outer { places = outer }
        let truth = try self.truth(inner, pairs, mask?.gathered(places))
        let judged = linked.judged.map { judged in
            Bitmap(count: judged.count, rows: judged.indices.lazy.filter { judged[$0] })
        }
        let offsets = Buffer(linked.offsets)
        let ends = QuantifiedEnds(truth: truth, isJudged: judged != nil) { set, statedOnly in
            var bits = set ?? Bitmap(count: linked.rows.count, filled: true)
            if statedOnly, let judged { bits = bits.subtracting(judged) }
            return bits.anyInRuns(offsets)
        }
        return ends.truth(quantifier)
    }

    /// A frame with a row for every pair of a row and one of the ends of a path.
    func pairFrame(
        _ path: ResolvedPath, _ frame: Frame
    ) throws(Diagnostic) -> (LinkedRows, Frame?) {
        let linked = try ends(path, frame)
        let (start, _) = origin(path, frame)
        guard let last = columns(path, from: start.table).last, let (table, collection) = target(last) else {
            return (linked, nil)
        }
        try claim(linked.rows.count * 4)
        var places: [Int32] = []
        places.reserveCapacity(linked.rows.count)
        for row in 0..<frame.count {
            for _ in linked.offsets[row]..<linked.offsets[row + 1] { places.append(Int32(row)) }
        }
        return (
            linked,
            Frame(
                table: table, collection: collection, rows: linked.rows, outer: .rows(frame, places: places))
        )
    }
}

/// What a condition is at the ends of a path, and the way from sets of ends to the rows that lead to them.
private struct QuantifiedEnds {
    let truth: Truth
    /// Whether some way to an end rests on a judgement.
    let isJudged: Bool
    /// The rows with some end in a set (nil: any end), with the second argument by ways that are stated only.
    let rows: (Bitmap?, Bool) -> Bitmap

    /// What the quantifier is for each row. Sets that are the same as others aren't looked for.
    func truth(_ quantifier: Quantifier) -> Truth {
        var found: [(set: Bitmap, rows: Bitmap)] = []
        func rows(_ set: Bitmap?, _ statedOnly: Bool) -> Bitmap {
            guard let set, !statedOnly else { return self.rows(set, statedOnly) }
            if let known = found.first(where: { $0.set == set }) { return known.rows }
            let rows = self.rows(set, false)
            found.append((set, rows))
            return rows
        }
        var result = Truth(holds: Bitmap(count: 0))
        let decisive: Bitmap
        switch quantifier {
        case .any, .no:
            let holds = rows(truth.holds, false)
            decisive = truth.certainlyTrue
            guard quantifier == .any else {
                result.holds = holds.complement
                break
            }
            result.holds = holds
            if truth.stated != nil || isJudged { result.stated = rows(truth.statedOrHolds, true) }
            result.possible = truth.possible.map { rows($0, false) }
        case .all:
            let exists = rows(nil, false)
            decisive = truth.certainlyFalse
            func all(_ holds: Bitmap) -> Bitmap { exists.subtracting(rows(holds.complement, false)) }
            result.holds = all(truth.holds)
            result.stated = truth.stated.map(all)
            result.possible = truth.possible.map(all)
        }
        guard let unknown = truth.unknown else { return result }
        result.unknown = rows(unknown, false).subtracting(rows(decisive, false))
        result.gaps = truth.gaps.map { $0.with(rows($0.rows ?? unknown, false)) }
        return result
    }
}

extension Condition {
    /// Whether it has a path that begins at the row outside.
    var usesOuter: Bool {
        switch self {
        case .and(let parts), .or(let parts): parts.contains(where: \.usesOuter)
        case .not(let inner): inner.usesOuter
        case .test(let test): test.hasOperand(where: \.usesOuter)
        case .isTrue(let operand): operand.usesOuter
        // What is inside the inner quantifier looks at this row, not at the one outside it.
        case .quantified(_, let path, _): path.isOuter
        }
    }

    /// Whether it can raise an error for a row.
    var canFail: Bool {
        switch self {
        case .and(let parts), .or(let parts): parts.contains(where: \.canFail)
        case .not(let inner): inner.canFail
        case .test(let test): test.canFail
        case .isTrue(let operand): operand.canFail
        case .quantified(_, _, let inner): inner?.canFail ?? false
        }
    }
}

extension Test {
    fileprivate var canFail: Bool {
        switch kind {
        case .among(let left, let plan, _), .amongValues(let left, let plan, _): left.canFail || plan.canFail
        default: hasOperand(where: \.canFail)
        }
    }
}

extension Plan {
    /// Whether some part of it can raise an error for a row.
    var hasFailingParts: Bool {
        operations.contains(where: \.canFail) || (shown ?? []).contains { $0.operand.canFail }
    }
}

extension Plan.Operation {
    fileprivate var canFail: Bool {
        switch self {
        case .filter(let filter): filter.condition.canFail
        case .sort(let keys), .top(let keys, _): keys.contains { $0.operand.canFail }
        case .distinct(let operands): operands.contains(where: \.canFail)
        case .limit, .skip: false
        // A sum may overflow.
        case .group, .pairs, .pairCount: true
        }
    }
}

extension Test {
    /// Whether an operand is such; of most tests this is asked before they are run, and no list is made for it.
    func hasOperand(where isSuch: (Operand) -> Bool) -> Bool {
        switch kind {
        case .compare(let left, _, let right, _), .text(let left, _, let right, _):
            isSuch(left) || isSuch(right)
        default: operands.contains(where: isSuch)
        }
    }

    var operands: [Operand] {
        switch kind {
        case .compare(let left, _, let right, _), .text(let left, _, let right, _): [left, right]
        case .oneOf(let left, let values, _, _): [left] + values
        case .between(let left, let lower, let upper, _): [left, lower, upper]
        case .among(let left, _, _), .amongValues(let left, _, _), .underRecord(let left, _, _, _),
            .underTerm(let left, _), .presence(let left, _), .inGroup(let left, _):
            [left]
        }
    }
}

extension Operand {
    fileprivate var usesOuter: Bool {
        switch kind {
        case .path(let path), .count(let path, _), .reduction(_, let path): path.isOuter
        case .constant, .relevance: false
        case .condition(let condition): condition.usesOuter
        case .function(_, let inner), .negation(let inner), .shifted(let inner, _, _): inner.usesOuter
        case .arithmetic(let left, _, let right): left.usesOuter || right.usesOuter
        }
    }

    fileprivate var canFail: Bool {
        switch kind {
        case .path, .constant, .reduction, .relevance: false
        case .negation, .arithmetic, .shifted: true
        case .count(_, let condition): condition?.canFail ?? false
        case .condition(let condition): condition.canFail
        case .function(let function, let inner): function == .abs || function == .round || inner.canFail
        }
    }
}
