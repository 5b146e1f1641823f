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
        /// Where the field is written.
        let place: Int
        /// The field is a date, but one that spans more than one of these.
        var spans: DurationUnit?
        /// Nil for all rows for which it isn't known.
        var rows: Bitmap?

        func with(_ rows: Bitmap?) -> Gap { Gap(field: field, place: place, spans: spans, rows: rows) }
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
