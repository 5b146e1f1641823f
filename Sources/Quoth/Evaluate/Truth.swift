import QuothSyntax

/// What a condition is for each row of a frame; the definitions are in decision 1.
struct Truth {
    /// Rows for which it holds.
    var holds: Bitmap
    /// Rows for which it holds on stated values alone; nil if it is the same.
    var stated: Bitmap?
    /// Rows for which it holds if date comparisons are read with `possibly`; nil if it is the same.
    var possible: Bitmap?
    /// Rows for which three-valued logic would not know; nil if there are none.
    var unknown: Bitmap?
    /// The rows without a value, test by test in the order in which they are written; those outside a mask among them.
    var gaps: [Gap] = []

    struct Gap {
        let field: String
        /// The field is a date, but one that spans more than one of these.
        var spans: DurationUnit?
        /// Nil for all rows for which it isn't known.
        var rows: Bitmap?

        func with(_ rows: Bitmap?) -> Gap { Gap(field: field, spans: spans, rows: rows) }
    }

    var statedOrHolds: Bitmap { stated ?? holds }
    var possibleOrHolds: Bitmap { possible ?? holds }

    /// Rows for which it is true and known to be.
    var certainlyTrue: Bitmap { unknown.map(holds.subtracting) ?? holds }
    /// Rows for which it is false and known to be.
    var certainlyFalse: Bitmap { (unknown.map(holds.union) ?? holds).complement }

    var complement: Truth {
        Truth(holds: holds.complement, stated: nil, possible: nil, unknown: unknown, gaps: gaps)
    }

    /// The rows of another frame, each of which is at a place of this one.
    func gathered(_ places: [Int32]) -> Truth {
        Truth(
            holds: holds.gathered(places), stated: stated?.gathered(places),
            possible: possible?.gathered(places), unknown: unknown?.gathered(places),
            gaps: gaps.map { $0.with($0.rows?.gathered(places)) })
    }
}

/// Joins the parts of an `and` or an `or` from left to right.
struct Junction {
    let isAnd: Bool
    private var result: Truth?
    private let count: Int
    /// Rows that no earlier part has decided; nil if these are all, or those for which the earlier parts hold.
    private var open: Bitmap?
    /// Rows of which some part isn't known.
    private var unknowns: [Bitmap] = []

    init(isAnd: Bool, count: Int) {
        self.isAnd = isAnd
        self.count = count
    }

    /// The rows at which the next part is looked at: those that aren't decided, and if it raises no errors, those
    /// at which it makes a difference to some set of the whole.
    func mask(for part: Condition, within mask: Bitmap?) -> Bitmap? {
        guard let result, let undecided, isAnd || part.canFail else { return mask }
        let wanted = part.canFail ? undecided : result.possible.map(undecided.union) ?? undecided
        return mask.map(wanted.intersection) ?? wanted
    }

    private var undecided: Bitmap? { open ?? (isAnd ? result?.holds : nil) }

    /// It takes over the part, so that its sets are changed where they are.
    mutating func add(_ part: consuming Truth) {
        if let undecided {
            part.unknown?.formIntersection(undecided)
            for place in part.gaps.indices { part.gaps[place].rows?.formIntersection(undecided) }
        }
        // Of the whole there may be more that isn't known.
        for place in part.gaps.indices where part.gaps[place].rows == nil {
            part.gaps[place].rows = part.unknown
        }
        if isAnd { pass(part) } else { decide(part.certainlyTrue) }
        if let unknown = part.unknown { unknowns.append(unknown) }
        guard var whole = result else {
            result = part
            return
        }
        result = nil
        join(&whole.stated, part.stated, whole.holds, part.holds)
        join(&whole.possible, part.possible, whole.holds, part.holds)
        join(&whole.holds, part.holds)
        whole.unknown = nil
        whole.gaps += part.gaps
        result = whole
    }

    /// Of an `and`, leaves open the rows for which a part holds or isn't known.
    private mutating func pass(_ part: Truth) {
        guard let unknown = part.unknown else {
            open?.formIntersection(part.holds)
            return
        }
        guard open == nil else {
            open?.formIntersection(part.holds, or: unknown)
            return
        }
        var passing = part.holds.union(unknown)
        if let result { passing.formIntersection(result.holds) }
        open = passing
    }

    /// Of an `or`, leaves open the rows for which a part isn't certainly true.
    private mutating func decide(_ certain: Bitmap) {
        open = open?.subtracting(certain) ?? certain.complement
    }

    private func join(_ set: inout Bitmap, _ part: Bitmap) {
        if isAnd { set.formIntersection(part) } else { set.formUnion(part) }
    }

    /// Joins sets that are the same as where the parts hold if they are nil.
    private func join(_ set: inout Bitmap?, _ part: Bitmap?, _ holds: Bitmap, _ partHolds: Bitmap) {
        if var known = set.take() {
            join(&known, part ?? partHolds)
            set = known
        } else if let part {
            set = isAnd ? holds.intersection(part) : holds.union(part)
        }
    }

    /// What the whole is, when all parts were added.
    mutating func finish() -> Truth {
        var truth = result.take() ?? Truth(holds: Bitmap(count: count, filled: isAnd))
        truth.unknown = openUnknown()
        return truth
    }

    /// The rows that aren't decided and of which some part isn't known.
    private mutating func openUnknown() -> Bitmap? {
        guard let last = unknowns.last else { return nil }
        let others = unknowns.dropLast()
        guard var rows = open.take() else { return others.reduce(last) { $0.union($1) } }
        if let first = others.first {
            rows.formIntersection(others.dropFirst().reduce(first) { $0.union($1) }, or: last)
        } else {
            rows.formIntersection(last)
        }
        return rows
    }
}

extension Bitmap {
    /// The bits at places, in their order; a place of -1 gives zero.
    func gathered(_ places: [Int32]) -> Bitmap {
        Bitmap(count: places.count) { (words: inout MutableSpan<UInt64>) in
            for (row, place) in places.enumerated() where place >= 0 && self[Int(place)] {
                words[row >> 6] |= 1 << UInt64(row & 63)
            }
        }
    }
}
