import QuothSyntax

/// What a test found at the ends of an operand: for each row whether some value, or every value, passes.
struct Ends {
    /// Whether every value must pass; then the first three sets hold the rows with a value that doesn't.
    let isAll: Bool
    /// Rows with a value that passes (or one that doesn't).
    var marked: Bitmap
    /// The same for values that aren't judged; nil if it is the same.
    var stated: Bitmap?
    /// The same if date comparisons are read with `possibly`; nil if it is the same.
    var possible: Bitmap?
    /// For each operand, the rows without a value; nil if there are none.
    var missing: [Bitmap?]
    /// Rows with a value that isn't judged; nil if these are the rows with a value.
    var knownStated: Bitmap?

    init(
        isAll: Bool, marked: Bitmap, stated: Bitmap? = nil, possible: Bitmap? = nil,
        missing: [Bitmap?] = [nil], knownStated: Bitmap? = nil
    ) {
        self.isAll = isAll
        self.marked = marked
        self.stated = stated
        self.possible = possible
        self.missing = missing
        self.knownStated = knownStated
    }

    /// Nothing found in so many rows.
    init(count: Int, isAll: Bool) {
        self.init(isAll: isAll, marked: Bitmap(count: count))
    }

    /// What either found, of the same left operand.
    func union(_ other: Ends) -> Ends {
        Ends(
            isAll: isAll, marked: marked.union(other.marked),
            stated: stated == nil && other.stated == nil
                ? nil : (stated ?? marked).union(other.stated ?? other.marked),
            possible: possible == nil && other.possible == nil
                ? nil : (possible ?? marked).union(other.possible ?? other.marked),
            missing: missing + other.missing.dropFirst(), knownStated: knownStated ?? other.knownStated)
    }

    func gathered(_ places: [Int32]) -> Ends {
        Ends(
            isAll: isAll, marked: marked.gathered(places), stated: stated?.gathered(places),
            possible: possible?.gathered(places), missing: missing.map { $0?.gathered(places) },
            knownStated: knownStated?.gathered(places))
    }

    /// What the test is for each row, but for its gaps.
    var truth: Truth {
        let bits = missing.compactMap { $0 }
        let unknown = bits.dropFirst().reduce(bits.first) { $0?.union($1) }
        var truth = verdict(unknown)
        truth.unknown = unknown
        return truth
    }

    /// The rows without a value, each with the first operand that has none for it, by its place.
    var gaps: [(operand: Int, rows: Bitmap)] {
        var earlier: Bitmap?
        return missing.enumerated().compactMap { place, rows in
            guard let rows else { return nil }
            let gap = earlier.map(rows.subtracting) ?? rows
            if place < missing.count - 1 { earlier = earlier?.union(rows) ?? rows }
            return gap.isEmpty ? nil : (place, gap)
        }
    }

    private func verdict(_ unknown: Bitmap?) -> Truth {
        guard isAll else {
            // A row is marked for a value that it has, so that only those of other operands may lack.
            func within(_ rows: Bitmap) -> Bitmap {
                missing.count == 1 ? rows : unknown.map(rows.subtracting) ?? rows
            }
            return Truth(holds: within(marked), stated: stated.map(within), possible: possible.map(within))
        }
        func without(_ rows: Bitmap) -> Bitmap { (unknown.map(rows.union) ?? rows).complement }
        let holds = without(marked)
        return Truth(
            holds: holds, stated: knownStated.map(holds.intersection), possible: possible.map(without))
    }
}

extension Evaluation {
    /// What a test is for each row; its operands give the gaps their names.
    func truth(
        _ ends: Ends, _ operands: [Operand], _ frame: Frame
    ) throws(Diagnostic) -> Truth {
        var truth = ends.truth
        for (place, rows) in ends.gaps where place < operands.count {
            truth.gaps += try gaps(of: operands[place], rows, frame)
        }
        if ends.missing.count == 1, truth.gaps.count == 1 { truth.gaps[0].rows = nil }
        return truth
    }

    /// Rows without a value, divided into those without a date and those whose date spans two periods.
    private func gaps(
        of operand: Operand, _ rows: Bitmap, _ frame: Frame
    ) throws(Diagnostic) -> [Truth.Gap] {
        let (field, place) = (operand.field, operand.span.start)
        guard let (date, unit) = operand.dated else { return [.init(field: field, place: place, rows: rows)] }
        let dated = try vector(date, frame, nil).known
        let spanning = dated.map(rows.intersection) ?? rows
        let undated = rows.subtracting(spanning)
        return (undated.isEmpty ? [] : [.init(field: field, place: place, rows: undated)])
            + (spanning.isEmpty ? [] : [.init(field: field, place: place, spans: unit, rows: spanning)])
    }
}

extension Operand {
    /// The field that is missing if the operand has no value: the first that it is made of.
    var field: String {
        switch kind {
        case .path(let path): path.text
        case .function(_, let inner), .negation(let inner), .shifted(let inner, _, _): inner.field
        case .arithmetic(let left, _, let right): left.isConstant ? right.field : left.field
        case .reduction(_, let path): path.text
        case .constant, .condition, .count, .relevance: text
        }
    }
    /// The date of which a period is asked, which it may span more than one of: `said` of `weekday(said)`.
    fileprivate var dated: (Operand, DurationUnit)? {
        switch kind {
        case .function(let function, let date):
            switch function {
            case .year: (date, .year)
            case .month: (date, .month)
            case .week: (date, .week)
            case .day, .weekday: (date, .day)
            default: date.dated
            }
        case .negation(let inner), .shifted(let inner, _, _): inner.dated
        case .arithmetic(let left, _, let right): (left.isConstant ? right : left).dated
        default: nil
        }
    }
}
