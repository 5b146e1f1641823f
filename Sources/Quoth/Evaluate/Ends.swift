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
    /// For each operand, the rows that have a value; nil if all have.
    var known: [Bitmap?]
    /// Rows with a value that isn't judged; nil if these are the rows with a value.
    var knownStated: Bitmap?

    init(
        isAll: Bool, marked: Bitmap, stated: Bitmap? = nil, possible: Bitmap? = nil,
        known: [Bitmap?] = [nil], knownStated: Bitmap? = nil
    ) {
        self.isAll = isAll
        self.marked = marked
        self.stated = stated
        self.possible = possible
        self.known = known
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
            known: known + other.known.dropFirst(), knownStated: knownStated ?? other.knownStated)
    }

    func gathered(_ places: [Int32]) -> Ends {
        Ends(
            isAll: isAll, marked: marked.gathered(places), stated: stated?.gathered(places),
            possible: possible?.gathered(places), known: known.map { $0?.gathered(places) },
            knownStated: knownStated?.gathered(places))
    }

    /// What the test is for each row; the operands give the gaps their names.
    func truth(_ mask: Bitmap?, _ operands: [Operand]) -> Truth {
        var allKnown: Bitmap?
        var gaps: [Truth.Gap] = []
        for (place, bits) in known.enumerated() {
            guard let bits else { continue }
            var missing = bits.complement
            if let before = allKnown { missing = missing.intersection(before) }
            if let mask { missing = missing.intersection(mask) }
            if place < operands.count, !missing.isEmpty {
                gaps.append(.init(field: operands[place].field, rows: missing))
            }
            allKnown = allKnown?.intersection(bits) ?? bits
        }
        var truth = verdict(allKnown)
        truth.unknown = allKnown?.complement
        truth.gaps = gaps
        return truth
    }

    private func verdict(_ allKnown: Bitmap?) -> Truth {
        func within(_ rows: Bitmap) -> Bitmap { allKnown.map(rows.intersection) ?? rows }
        guard isAll else {
            return Truth(holds: within(marked), stated: stated.map(within), possible: possible.map(within))
        }
        let holds = within(marked.complement)
        return Truth(
            holds: holds, stated: knownStated.map(holds.intersection),
            possible: possible.map { within($0.complement) })
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
        case .constant, .condition, .count: text
        }
    }
}
