/// Where the values of a column are known by their codes: sets of codes become sets of rows.
protocol RowsOfCodes {
    /// Whether some value rests on a judgement.
    var isJudged: Bool { get }
    /// The rows that have no value; nil if all have one.
    var missing: Bitmap? { get }
    /// The rows that have a value in a set of entries, code k being entry k - 1 (nil: any value at all).
    ///
    /// With `statedOnly`, values that rest on a judgement don't count. Rows outside the mask may come out either way.
    func rows(_ set: Bitmap?, statedOnly: Bool, within mask: Mask?) -> Bitmap
    /// Of the rows that have a value in a set, those that have a stated one; nil if all are stated.
    func statedRows(_ set: Bitmap?, of rows: Bitmap, within mask: Mask?) -> Bitmap?
}

/// The dates of a column, each as a row.
struct DatesAsRows: RowsOfCodes {
    let count: Int
    var isJudged: Bool { false }
    var missing: Bitmap? { nil }

    func rows(_ set: Bitmap?, statedOnly: Bool, within mask: Mask?) -> Bitmap {
        set ?? Bitmap(count: count, filled: true)
    }

    func statedRows(_ set: Bitmap?, of rows: Bitmap, within mask: Mask?) -> Bitmap? { nil }
}

/// A column in the order of time, at the places of a stretch.
struct StretchColumn: RowsOfCodes {
    private let stretch: Chronology.Stretch
    private let index: ColumnIndex
    private let isDate: Bool

    /// Nil if nothing is known of the column.
    init?(_ position: Int, _ stretch: Chronology.Stretch) {
        guard let index = stretch.chronology.indexes[position] else { return nil }
        self.stretch = stretch
        self.index = index
        isDate = position == stretch.chronology.position
    }

    var isJudged: Bool { isDate ? index.judgedRows != nil : !index.statedRowsOfCode.isEmpty }

    var missing: Bitmap? {
        guard isDate else { return index.missing.map(stretch.part) }
        let dated = stretch.chronology.datedCount
        guard dated < stretch.places.upperBound else { return nil }
        return bits([dated..<stretch.places.upperBound])
    }

    func rows(_ set: Bitmap?, statedOnly: Bool, within mask: Mask?) -> Bitmap {
        if isDate {
            let rows = dated(set)
            return statedOnly ? index.judgedRows.map { rows.subtracting(stretch.part($0)) } ?? rows : rows
        }
        let isStated = statedOnly && isJudged
        if set == nil, !isStated {
            return index.known.map(stretch.part) ?? Bitmap(count: stretch.count, filled: true)
        }
        let all = isStated ? index.statedRowsOfCode : index.rowsOfCode
        var found: Bitmap?
        for code in all.indices where set.map({ code < $0.count && $0[code] }) ?? true {
            let rows = stretch.part(all[code])
            found = found?.union(rows) ?? rows
        }
        return found ?? Bitmap(count: stretch.count)
    }

    func statedRows(_ set: Bitmap?, of rows: Bitmap, within mask: Mask?) -> Bitmap? {
        guard isJudged else { return nil }
        return isDate
            ? index.judgedRows.map { rows.subtracting(stretch.part($0)) }
            : self.rows(set, statedOnly: true, within: mask)
    }

    private func dated(_ set: Bitmap?) -> Bitmap {
        let chronology = stretch.chronology
        guard let set else { return bits([0..<chronology.datedCount]) }
        var runs: [Range<Int>] = []
        set.forEach { code in
            let places = chronology.places(ofDate: code)
            if let last = runs.last, last.upperBound == places.lowerBound {
                runs[runs.count - 1] = last.lowerBound..<places.upperBound
            } else {
                runs.append(places)
            }
        }
        return bits(runs)
    }

    /// The bits of places, some of which may lie outside the stretch.
    private func bits(_ runs: [Range<Int>]) -> Bitmap {
        Bitmap(count: stretch.count) { (words: inout MutableSpan<UInt64>) in
            for run in runs {
                let places = run.clamped(to: stretch.places)
                let start = stretch.places.lowerBound
                words.fill(places.lowerBound - start..<places.upperBound - start)
            }
        }
    }
}
