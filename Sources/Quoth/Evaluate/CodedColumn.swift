/// A column or a vector whose values are codes, one a row or many: sets of codes become sets of rows here.
struct CodedColumn: RowsOfCodes {
    let codes: Codes
    /// Where the values of each row begin and end; nil if there is one a row.
    let offsets: Buffer<UInt32>?
    /// A bit a value.
    let judged: Bitmap?
    let index: ColumnIndex?
    /// Where each code stands; nil if that isn't known beforehand.
    let ways: WaysBack?

    /// One code a row, and nothing known about them.
    init(codes: Codes) {
        self.codes = codes
        (offsets, judged, index, ways) = (nil, nil, nil, nil)
    }

    /// Nil if the values aren't codes.
    init?(_ vector: Vector, back ways: WaysBack? = nil) {
        var values = vector.data
        var offsets: Buffer<UInt32>?
        if case .lists(let starts, let inner) = vector.data { (offsets, values) = (starts, inner.data) }
        switch values {
        case .codes(let codes, _): self.codes = codes
        case .dates(let dates): codes = dates.codes
        default: return nil
        }
        self.offsets = offsets
        judged = vector.judged ?? vector.values.judged
        index = vector.index
        self.ways = ways ?? vector.index?.rowsByCode.map(WaysBack.many)
    }

    /// A link; nil if it is none.
    init?(link column: Column, back ways: WaysBack?) {
        switch column.data {
        case .codes(let codes, _): (self.codes, offsets) = (codes, nil)
        case .lists(let lists, _): (codes, offsets) = (lists.values, lists.offsets)
        default: return nil
        }
        judged = column.judged
        index = column.index
        self.ways = ways
    }

    /// The values of each row, if there may be many.
    var lists: Lists { Lists(offsets: offsets ?? [0], values: codes) }

    var count: Int { offsets.map { $0.count - 1 } ?? codes.count }

    /// The rows that have a value; nil if all have.
    var known: Bitmap? {
        if let index { return index.known }
        return offsets.map(Bitmap.nonEmptyRuns) ?? Kernel.nonzero(codes)
    }

    /// The rows that have none; nil if all have one.
    var missing: Bitmap? {
        if let index { return index.missing }
        return known?.complement
    }

    var isJudged: Bool { judged != nil }

    func rows(_ set: Bitmap?, statedOnly: Bool = false, within mask: Mask? = nil) -> Bitmap {
        let judged = statedOnly ? self.judged : nil
        if let index, let rows = index.rows(set, statedOnly: judged != nil, rowCount: count) { return rows }
        if let set, let ways, judged == nil {
            // Of a set with nearly all entries it is the others that are few.
            if offsets == nil, set.count == ways.count, set.population > set.count / 2 {
                if let others = ways.rows(set.complement, rowCount: count) {
                    return known?.subtracting(others) ?? others.complement
                }
            } else if let rows = ways.rows(set, rowCount: count) {
                return rows
            }
        }
        if let mask, mask.rows.population < count / Self.sparse {
            return looked(up: set, judged, at: mask.rows)
        }
        var bits = Kernel.select(codes, set)
        if let judged { bits = bits.subtracting(judged) }
        return offsets.map(bits.anyInRuns) ?? bits
    }

    func statedRows(_ set: Bitmap?, of rows: Bitmap, within mask: Mask?) -> Bitmap? {
        guard let judged else { return nil }
        if let index, let stated = index.rows(set, statedOnly: true, rowCount: count) { return stated }
        // With one value a row, the judged values are the judged rows.
        return offsets == nil ? rows.subtracting(judged) : self.rows(set, statedOnly: true, within: mask)
    }

    /// A set of fewer than one row in so many is gone through row by row instead of the column.
    static let sparse = 16

    private func looked(up set: Bitmap?, _ judged: Bitmap?, at mask: Bitmap) -> Bitmap {
        guard let offsets else {
            let found = Kernel.select(codes, set, at: mask)
            return judged.map(found.subtracting) ?? found
        }
        return Kernel.select(codes, runs: offsets, set, but: judged, at: mask)
    }
}

extension ColumnIndex {
    /// The rows that have a value in a set, if the index tells it at once.
    fileprivate func rows(_ set: Bitmap?, statedOnly: Bool, rowCount: Int) -> Bitmap? {
        if set == nil, !statedOnly { return known ?? Bitmap(count: rowCount, filled: true) }
        let all = statedOnly ? statedRowsOfCode : rowsOfCode
        // A column with too many codes has none of these bitmaps.
        guard !all.isEmpty else { return nil }
        guard let set else { return Self.union(all, rowCount) }
        // Entries beyond the last code are those that no row has.
        var chosen: [Bitmap] = []
        set.forEach { if $0 < all.count { chosen.append(all[$0]) } }
        return chosen.isEmpty ? Bitmap(count: rowCount) : Self.union(chosen, rowCount)
    }

    private static func union(_ chosen: [Bitmap], _ rowCount: Int) -> Bitmap? {
        // To join most of many bitmaps takes longer than to go through the column.
        guard chosen.count <= 16 else { return nil }
        guard let first = chosen.first else { return Bitmap(count: rowCount) }
        return chosen.dropFirst().reduce(first) { $0.union($1) }
    }
}

/// From codes back to the rows that have them, as rows + 1; what code k leads to is at k - 1.
enum WaysBack {
    case single(Codes)
    case many(Lists)

    /// The largest code.
    fileprivate var count: Int {
        switch self {
        case .single(let rows): rows.count
        case .many(let lists): lists.count
        }
    }

    /// The rows that lead to a record, in their order; nil if they may be more than so many.
    func rows(from row: Int, atMost most: Int) -> [Int32]? {
        switch self {
        case .single(let rows):
            guard row < rows.count else { return [] }
            return rows[row] == 0 ? [] : [Int32(bitPattern: rows[row]) - 1]
        case .many(let lists):
            guard row < lists.count else { return [] }
            let places = lists.range(row)
            return places.count > most ? nil : places.map { Int32(bitPattern: lists.values[$0]) - 1 }
        }
    }

    /// The rows of the codes in a set; nil if they are so many that to go through the column is faster.
    fileprivate func rows(_ set: Bitmap, rowCount: Int) -> Bitmap? {
        switch self {
        case .single(let rows):
            guard set.count <= rows.count else { return nil }
            return Kernel.marked(rows, at: set, rowCount)
        case .many(let lists): return lists.rows(set, rowCount: rowCount)
        }
    }
}

extension Lists {
    fileprivate func rows(_ set: Bitmap, rowCount: Int) -> Bitmap? {
        guard set.count <= count else { return nil }
        let most = rowCount / CodedColumn.sparse
        var total = 0
        var runs: [Run] = []
        var isFew = true
        offsets.withSpan { offsets in
            set.forEach { entry in
                guard isFew else { return }
                let start = Int(offsets[entry])
                let run = Run(start..<max(start, Int(offsets[entry + 1])))
                guard !run.isEmpty else { return }
                runs.append(run)
                total += run.count
                isFew = total <= most
            }
        }
        return isFew ? Kernel.marked(values, runs, rowCount) : nil
    }
}
