/// What is worked out once about a column, so that queries needn't go through its rows.
package struct ColumnIndex: Sendable {
    /// The rows that have a value; nil if all have.
    package let known: Bitmap?
    /// Of a column with few distinct values: the rows that have each, those of code k at k - 1; else empty.
    package let rowsOfCode: [Bitmap]
    /// The same by values that rest on no judgement; empty if none rests on any.
    package let statedRowsOfCode: [Bitmap]
    /// The rows with a value that rests on a judgement; nil if there are none.
    package let judgedRows: Bitmap?
    /// The rows with more than one value; nil if there are none.
    package let several: Bitmap?
    /// Of a column of dates: the rows of each code, as rows + 1, those of code k in run k - 1.
    package let rowsByCode: Lists?
    /// Of a column of texts that people read: where each word stands.
    package let words: WordIndex?

    package init(
        known: Bitmap?, rowsOfCode: [Bitmap], statedRowsOfCode: [Bitmap], judgedRows: Bitmap?,
        several: Bitmap?,
        rowsByCode: Lists?, words: WordIndex? = nil
    ) {
        self.known = known
        self.rowsOfCode = rowsOfCode
        self.statedRowsOfCode = statedRowsOfCode
        self.judgedRows = judgedRows
        self.several = several
        self.rowsByCode = rowsByCode
        self.words = words
    }

    /// The index of a column of texts.
    init(words: WordIndex) {
        self.init(
            known: nil, rowsOfCode: [], statedRowsOfCode: [], judgedRows: nil, several: nil, rowsByCode: nil,
            words: words)
    }

    /// A column has a bitmap for each value up to this many: more would take more room than the values.
    static let maximumBitmaps = 64
    /// Tables with fewer rows have no indexes: to go through them takes no longer.
    package static let minimumRows = 4096
}

extension ColumnIndex {
    /// The index of a column; nil for one that can't have any.
    init?(_ column: Column) {
        switch column.data {
        case .codes(let codes, let domain):
            self.init(codes, entryCount: domain.termCount, judged: column.judged, rowsByCode: nil)
        case .dates(let dates, _):
            let rows = Self.rowsByCode(dates.codes, entryCount: dates.periodCount)
            self.init(dates.codes, entryCount: dates.periodCount, judged: column.judged, rowsByCode: rows)
        case .lists(let lists, let domain):
            self.init(lists, entryCount: domain.termCount, judged: column.judged)
        case .texts, .integers, .reals, .truths: return nil
        }
    }

    private init(_ codes: Codes, entryCount: Int?, judged: Bitmap?, rowsByCode: Lists?) {
        let known = Kernel.nonzero(codes)
        let rows = Self.bitmaps(entryCount ?? codes.largest, codes.count) { mark in
            for row in 0..<codes.count where codes[row] != 0 { mark(codes[row], row) }
        }
        self.init(
            known: known.isFull ? nil : known, rowsOfCode: rows,
            statedRowsOfCode: judged.map { judged in rows.map { $0.subtracting(judged) } } ?? [],
            judgedRows: judged, several: nil, rowsByCode: rowsByCode)
    }

    private init(_ lists: Lists, entryCount: Int?, judged: Bitmap?) {
        let count = entryCount ?? lists.values.largest
        let known = Bitmap.nonEmptyRuns(lists.offsets)
        let several = Kernel.fill(lists.count) { lists.range($0).count > 1 }
        func rows(_ isWanted: (Int) -> Bool) -> [Bitmap] {
            Self.bitmaps(count, lists.count) { mark in
                for row in 0..<lists.count {
                    for place in lists.range(row) where isWanted(place) { mark(lists.values[place], row) }
                }
            }
        }
        self.init(
            known: known.isFull ? nil : known, rowsOfCode: rows { _ in true },
            statedRowsOfCode: judged.map { judged in rows { !judged[$0] } } ?? [],
            judgedRows: judged?.anyInRuns(lists.offsets), several: several.isEmpty ? nil : several,
            rowsByCode: nil)
    }

    /// A bitmap for each code, of the rows that the body marks; none if there are too many codes.
    private static func bitmaps(
        _ codeCount: Int, _ rowCount: Int, _ body: ((UInt32, Int) -> Void) -> Void
    ) -> [Bitmap] {
        guard codeCount <= maximumBitmaps else { return [] }
        let wordCount = (rowCount + 63) / 64
        var words = [UInt64](repeating: 0, count: wordCount * codeCount)
        body { code, row in
            guard code <= codeCount else { return }
            words[Int(code - 1) * wordCount + row >> 6] |= 1 << UInt64(row & 63)
        }
        return (0..<codeCount).map { code in
            Bitmap(count: rowCount) { (target: inout MutableSpan<UInt64>) in
                for word in 0..<wordCount { target[word] = words[code * wordCount + word] }
            }
        }
    }

    /// Sorts rows by their codes, which keeps the rows of one code in their order.
    private static func rowsByCode(_ codes: Codes, entryCount: Int) -> Lists {
        var offsets = [UInt32](repeating: 0, count: entryCount + 2)
        for row in 0..<codes.count { offsets[Int(codes[row])] += codes[row] == 0 ? 0 : 1 }
        for code in 0...entryCount { offsets[code + 1] += offsets[code] }
        // Run k - 1 is that of code k, and its place moves on from the end of the run before.
        var places = [0] + offsets.prefix(entryCount + 1)
        var rows = [UInt32](repeating: 0, count: Int(offsets[entryCount + 1]))
        for row in 0..<codes.count where codes[row] != 0 {
            let code = Int(codes[row])
            rows[Int(places[code])] = UInt32(row + 1)
            places[code] += 1
        }
        return Lists(
            offsets: Buffer(Array(offsets.prefix(entryCount + 1))), values: Codes(rows, limit: codes.count))
    }
}

extension Domain {
    /// The number of terms; nil for links.
    fileprivate var termCount: Int? {
        if case .terms(let dictionary, _) = self { return dictionary.count }
        return nil
    }
}

extension Codes {
    /// The largest code there is; O(rows).
    fileprivate var largest: Int {
        switch self {
        case .narrow(let codes): Int(codes.max() ?? 0)
        case .medium(let codes): Int(codes.max() ?? 0)
        case .wide(let codes): Int(codes.max() ?? 0)
        }
    }
}

extension Column {
    /// The same column with an index, if it can have one.
    func indexed() -> Column {
        Column(name: name, data: data, role: role, judged: judged, index: ColumnIndex(self) ?? index)
    }
}

extension Table {
    /// The same table with an index for each column that can have one, or with none if it has too few rows.
    package func indexed(minimumRows: Int = ColumnIndex.minimumRows) -> Table {
        guard rowCount > 0, rowCount >= minimumRows else { return self }
        return Table(rowCount: rowCount, columns: columns.map { $0.indexed() }, names: names, ids: ids)
    }
}
