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
    /// The rows without a value, test by test in the order in which they are written.
    var gaps: [Gap] = []

    struct Gap {
        let field: String
        /// The field is a date, but one that spans more than one of these.
        var spans: DurationUnit?
        var rows: Bitmap

        func with(_ rows: Bitmap) -> Gap { Gap(field: field, spans: spans, rows: rows) }
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
            gaps: gaps.map { $0.with($0.rows.gathered(places)) })
    }
}

/// Joins the parts of an `and` or an `or` from left to right.
struct Junction {
    let isAnd: Bool
    private var result: Truth?
    private let count: Int
    /// Rows that no earlier part has decided; nil as long as these are all.
    private var open: Bitmap?
    private var anyUnknown: Bitmap?

    init(isAnd: Bool, count: Int) {
        self.isAnd = isAnd
        self.count = count
    }

    /// The rows at which the next part is looked at: those that aren't decided, and if it raises no errors, those
    /// at which it makes a difference to some set of the whole.
    func mask(for part: Condition, within mask: Bitmap?) -> Bitmap? {
        guard let result, let open, isAnd || part.canFail else { return mask }
        let wanted = part.canFail ? open : result.possible.map(open.union) ?? open
        return mask.map(wanted.intersection) ?? wanted
    }

    mutating func add(_ part: Truth) {
        var part = part
        if let open {
            for place in part.gaps.indices {
                part.gaps[place].rows = part.gaps[place].rows.intersection(open)
            }
        }
        if isAnd {
            let left = part.unknown.map(part.holds.union) ?? part.holds
            open = open?.intersection(left) ?? left
        } else {
            let certain = part.certainlyTrue
            open = open?.subtracting(certain) ?? certain.complement
        }
        if let unknown = part.unknown { anyUnknown = anyUnknown?.union(unknown) ?? unknown }
        guard let before = result else {
            result = part
            return
        }
        let join = isAnd ? Bitmap.intersection : Bitmap.union
        result = Truth(
            holds: join(before.holds)(part.holds),
            stated: Self.joined(before.stated, part.stated, before.statedOrHolds, part.statedOrHolds, join),
            possible: Self.joined(
                before.possible, part.possible, before.possibleOrHolds, part.possibleOrHolds, join),
            unknown: nil, gaps: before.gaps + part.gaps)
    }

    private static func joined(
        _ left: Bitmap?, _ right: Bitmap?, _ leftOrHolds: Bitmap, _ rightOrHolds: Bitmap,
        _ join: (Bitmap) -> (Bitmap) -> Bitmap
    ) -> Bitmap? {
        left == nil && right == nil ? nil : join(leftOrHolds)(rightOrHolds)
    }

    /// What the whole is.
    var truth: Truth {
        var truth = result ?? Truth(holds: Bitmap(count: count, filled: isAnd))
        truth.unknown = open.map { open in anyUnknown?.intersection(open) } ?? anyUnknown
        return truth
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
