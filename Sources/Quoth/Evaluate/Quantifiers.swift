import QuothSyntax

extension Evaluation {
    /// `any`, `no` or `all` over the ends of a path.
    func quantified(
        _ quantifier: Quantifier, _ path: ResolvedPath, _ inner: Condition?, _ frame: Frame, _ mask: Bitmap?
    ) throws(Diagnostic) -> Truth {
        guard let inner else {
            let operand = Operand(
                kind: .path(path), type: .text, isMany: true, text: path.text, span: Span(start: 0, end: 0))
            let (known, stated) = try self.known(operand, frame, mask)
            return quantifier == .no ? Truth(holds: known.complement) : Truth(holds: known, stated: stated)
        }
        let found =
            inner.usesOuter
            ? try pairwise(path, inner, frame, mask) : try setwise(path, inner, frame, mask)
        return found.truth(quantifier, mask)
    }

    /// A condition that doesn't look outside is a set of records, which is followed back along the links.
    private func setwise(
        _ path: ResolvedPath, _ inner: Condition, _ frame: Frame, _ mask: Bitmap?
    ) throws(Diagnostic) -> QuantifiedEnds {
        let (start, places) = origin(path, frame)
        let links = self.links(path, from: start)
        guard let last = columns(path, from: start.table).last, let (table, collection) = target(last) else {
            return QuantifiedEnds(count: frame.count)
        }
        let outermost = start.rows == nil && places == nil && frame.isMasked ? mask : nil
        // Ends that no row looked at leads to must not raise errors.
        let reached = inner.canFail ? try reachable(path, frame, mask, table.rowCount) : nil
        let truth = try self.truth(inner, Frame(table: table, collection: collection), reached)
        var ends = QuantifiedEnds(truth) { set, statedOnly in
            var set = set
            for (place, link) in links.enumerated().reversed() {
                set = link.rows(set, statedOnly: statedOnly, within: place == 0 ? outermost : nil)
            }
            return set ?? Bitmap(count: start.table.rowCount)
        }
        if let rows = start.rows { ends = ends.gathered(rows) }
        if let places { ends = ends.gathered(places) }
        return ends
    }

    private func reachable(
        _ path: ResolvedPath, _ frame: Frame, _ mask: Bitmap?, _ count: Int
    ) throws(Diagnostic) -> Bitmap {
        let linked = try ends(path, frame)
        var reached = Bitmap(count: count)
        for row in 0..<frame.count where mask?[row] ?? true {
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
        _ path: ResolvedPath, _ inner: Condition, _ frame: Frame, _ mask: Bitmap?
    ) throws(Diagnostic) -> QuantifiedEnds {
        let (linked, pairs) = try pairFrame(path, frame)
        guard let pairs else { return QuantifiedEnds(count: frame.count) }
        var places: [Int32] = []
        if case .rows(_, let outer) = pairs.outer { places = outer }
        let truth = try self.truth(inner, pairs, mask?.gathered(places))
        let judged = linked.judged.map { judged in
            Bitmap(count: judged.count, rows: judged.indices.lazy.filter { judged[$0] })
        }
        return QuantifiedEnds(truth) { set, statedOnly in
            var bits = set ?? Bitmap(count: linked.rows.count, filled: true)
            if statedOnly, let judged { bits = bits.subtracting(judged) }
            return bits.anyInRuns(Buffer(linked.offsets))
        }
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

/// For each row, what a condition is at the ends of its path: the sets of rows with some end that …
struct QuantifiedEnds {
    private var exists: Bitmap
    private var holds: Bitmap
    private var stated: Bitmap
    private var possible: Bitmap
    private var fails: Bitmap
    private var failsStated: Bitmap
    private var failsPossible: Bitmap
    private var certain: Bitmap
    private var certainlyNot: Bitmap
    private var unknown: Bitmap
    private var gaps: [Truth.Gap]

    init(count: Int) {
        let none = Bitmap(count: count)
        (exists, holds, stated, possible, fails) = (none, none, none, none, none)
        (failsStated, failsPossible, certain, certainlyNot, unknown) = (none, none, none, none, none)
        gaps = []
    }

    /// From the truth at each end; the closure gives the rows with some end in a set (nil: any end), with its
    /// second argument by ways that are stated only.
    init(_ truth: Truth, _ rows: (Bitmap?, Bool) -> Bitmap) {
        exists = rows(nil, false)
        holds = rows(truth.holds, false)
        stated = rows(truth.statedOrHolds, true)
        possible = rows(truth.possibleOrHolds, false)
        fails = rows(truth.holds.complement, false)
        failsStated = rows(truth.statedOrHolds.complement, false)
        failsPossible = rows(truth.possibleOrHolds.complement, false)
        certain = rows(truth.certainlyTrue, false)
        certainlyNot = rows(truth.certainlyFalse, false)
        unknown = rows(truth.unknown ?? Bitmap(count: truth.holds.count), false)
        gaps = truth.gaps.map { Truth.Gap(field: $0.field, rows: rows($0.rows, false)) }
    }

    func gathered(_ places: [Int32]) -> QuantifiedEnds {
        var ends = self
        for set in Self.sets { ends[keyPath: set] = self[keyPath: set].gathered(places) }
        ends.gaps = gaps.map { Truth.Gap(field: $0.field, rows: $0.rows.gathered(places)) }
        return ends
    }

    private static var sets: [WritableKeyPath<QuantifiedEnds, Bitmap>] {
        [
            \.exists, \.holds, \.stated, \.possible, \.fails, \.failsStated, \.failsPossible, \.certain,
            \.certainlyNot, \.unknown,
        ]
    }

    /// What the quantifier is for each row.
    func truth(_ quantifier: Quantifier, _ mask: Bitmap?) -> Truth {
        let gaps = self.gaps.map { gap in
            Truth.Gap(field: gap.field, rows: mask.map(gap.rows.intersection) ?? gap.rows)
        }
        switch quantifier {
        case .any:
            return Truth(
                holds: holds, stated: stated, possible: possible, unknown: unknown.subtracting(certain),
                gaps: gaps)
        case .no: return Truth(holds: holds.complement, unknown: unknown.subtracting(certain), gaps: gaps)
        case .all:
            return Truth(
                holds: exists.subtracting(fails), stated: exists.subtracting(failsStated),
                possible: exists.subtracting(failsPossible), unknown: unknown.subtracting(certainlyNot),
                gaps: gaps)
        }
    }
}

extension Condition {
    /// Whether it has a path that begins at the row outside.
    var usesOuter: Bool {
        switch self {
        case .and(let parts), .or(let parts): parts.contains(where: \.usesOuter)
        case .not(let inner): inner.usesOuter
        case .test(let test): test.operands.contains(where: \.usesOuter)
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
        case .test(let test): test.operands.contains(where: \.canFail)
        case .isTrue(let operand): operand.canFail
        case .quantified(_, _, let inner): inner?.canFail ?? false
        }
    }
}

extension Test {
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
        case .constant: false
        case .condition(let condition): condition.usesOuter
        case .function(_, let inner), .negation(let inner), .shifted(let inner, _, _): inner.usesOuter
        case .arithmetic(let left, _, let right): left.usesOuter || right.usesOuter
        }
    }

    fileprivate var canFail: Bool {
        switch kind {
        case .path, .constant, .reduction: false
        case .negation, .arithmetic, .shifted: true
        case .count(_, let condition): condition?.canFail ?? false
        case .condition(let condition): condition.canFail
        case .function(let function, let inner): function == .abs || function == .round || inner.canFail
        }
    }
}
