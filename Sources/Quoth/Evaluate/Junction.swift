/// Joins the parts of an `and` or an `or` from left to right.
struct Junction {
    let isAnd: Bool
    /// Whether of its gaps only those rows matter that aren't known in the end. So gaps needn't be cut down to the rows
    /// that are open when they are found, which are more.
    let isWhole: Bool
    private var result: Truth?
    private let count: Int
    /// Rows that no earlier part has decided; nil if these are all, or those for which the earlier parts hold.
    private var open: Bitmap?
    /// Rows of which some part isn't known.
    private var unknowns: [Bitmap] = []

    init(isAnd: Bool, isWhole: Bool, count: Int) {
        self.isAnd = isAnd
        self.isWhole = isWhole
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
        if !isWhole, let undecided {
            part.unknown?.formIntersection(undecided)
            for place in part.gaps.indices { part.gaps[place].rows?.formIntersection(undecided) }
        }
        // Of the whole there may be more that isn't known.
        for place in part.gaps.indices where part.gaps[place].rows == nil {
            part.gaps[place].rows = part.unknown
        }
        if isAnd { pass(part) } else { decide(part.certainlyTrue) }
        if let unknown = part.unknown { unknowns.append(unknown) }
        guard var whole = result.take() else {
            result = part
            return
        }
        join(&whole, &part)
        whole.unknown = nil
        whole.gaps += part.gaps
        result = whole
    }

    /// Of an `and`, leaves open the rows for which a part holds or isn't known.
    private mutating func pass(_ part: borrowing Truth) {
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

    private func join(_ whole: inout Truth, _ part: inout Truth) {
        join(&whole.stated, part.stated, whole.holds, part.holds)
        join(&whole.possible, part.possible, whole.holds, part.holds)
        // A set that lies in an index can't be changed where it is.
        if whole.holds.isStored { swap(&whole.holds, &part.holds) }
        join(&whole.holds, part.holds)
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
        guard var rows = open.take() else { return unknowns.dropLast().reduce(last) { $0.union($1) } }
        rows.formIntersection(any: unknowns)
        return rows
    }
}
