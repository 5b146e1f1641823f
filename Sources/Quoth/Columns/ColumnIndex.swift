/// What is worked out once about a column, so that queries needn't go through its rows.
package final class ColumnIndex: Sendable {
    /// The rows that have a value; nil if all have.
    package let known: Bitmap?
    /// The rows that have none; nil if all have one.
    package let missing: Bitmap?
    /// How many these are. In a snapshot it is a number of its own, to be told and not to be relied on.
    package let missingCount: Int
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
        known: Bitmap? = nil, missing: Bitmap? = nil, missingCount: Int? = nil, rowsOfCode: [Bitmap] = [],
        statedRowsOfCode: [Bitmap] = [], judgedRows: Bitmap? = nil, several: Bitmap? = nil,
        rowsByCode: Lists? = nil, words: WordIndex? = nil
    ) {
        self.known = known
        self.missing = missing
        self.missingCount = missingCount ?? missing?.population ?? 0
        self.rowsOfCode = rowsOfCode
        self.statedRowsOfCode = statedRowsOfCode
        self.judgedRows = judgedRows
        self.several = several
        self.rowsByCode = rowsByCode
        self.words = words
    }

    /// A column has a bitmap for each value up to this many: more would take more room than the values.
    static let maximumBitmaps = 64
    /// Tables with fewer rows have no indexes: to go through them takes no longer.
    package static let minimumRows = 4096
}

extension ColumnIndex {
    /// The index of a column; nil for one that can't have any.
    convenience init?(_ column: Column) {
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

    private convenience init(_ codes: Codes, entryCount: Int?, judged: Bitmap?, rowsByCode: Lists?) {
        let known = Self.unlessFull(Kernel.nonzero(codes))
        let rows = Self.bitmaps(entryCount ?? codes.largest, codes.count) { words in
            codes.forEach { row, code in words.mark(code, row) }
        }
        self.init(
            known: known, missing: known?.complement, rowsOfCode: rows,
            statedRowsOfCode: judged.map { judged in rows.map { $0.subtracting(judged) } } ?? [],
            judgedRows: judged, several: nil, rowsByCode: rowsByCode)
    }

    private convenience init(_ lists: Lists, entryCount: Int?, judged: Bitmap?) {
        let count = entryCount ?? lists.values.largest
        let known = Self.unlessFull(.nonEmptyRuns(lists.offsets))
        let several = lists.offsets.withSpan { offsets in
            Kernel.fill(lists.count) { offsets[$0 + 1] > offsets[$0] &+ 1 }
        }
        let rows = Self.bitmaps(count, lists.count) { words in
            lists.forEach { row, _, code in words.mark(code, row) }
        }
        let stated = judged.map { judged in
            Self.bitmaps(count, lists.count) { words in
                lists.forEach { row, place, code in if !judged[place] { words.mark(code, row) } }
            }
        }
        self.init(
            known: known, missing: known?.complement, rowsOfCode: rows, statedRowsOfCode: stated ?? [],
            judgedRows: judged?.anyInRuns(lists.offsets), several: several.isEmpty ? nil : several,
            rowsByCode: nil)
    }

    /// The same at some places, each of which is that of a row, of a column with few distinct values.
    convenience init?(of column: Column, at order: [Int32]) {
        let codeCount = column.index?.rowsOfCode.count ?? 0
        guard codeCount > 0 else { return nil }
        func bitmaps(but judged: Bitmap?) -> [Bitmap] {
            Self.bitmaps(codeCount, order.count) { words in
                column.data.forEachCode(at: order.span) { place, value, code in
                    if judged?[value] != true { words.mark(code, place) }
                }
            }
        }
        let rows = bitmaps(but: nil)
        guard let first = rows.first else { return nil }
        let known = Self.unlessFull(rows.dropFirst().reduce(first) { $0.union($1) })
        self.init(
            known: known, missing: known?.complement, rowsOfCode: rows,
            statedRowsOfCode: column.judged.map { bitmaps(but: $0) } ?? [])
    }

    private static func unlessFull(_ rows: Bitmap) -> Bitmap? { rows.isFull ? nil : rows }

    /// The bitmaps of all codes, one after the other.
    private struct Words: ~Copyable {
        var words: BufferBuilder<UInt64>
        let wordCount: Int
        let codeCount: Int

        @inline(__always)
        mutating func mark(_ code: UInt32, _ row: Int) {
            guard code > 0, code <= codeCount else { return }
            words[(Int(code) - 1) * wordCount + row >> 6] |= 1 << UInt64(row & 63)
        }
    }

    /// A bitmap for each code, of the rows that the body marks; none if there are too many codes.
    @inline(__always)
    private static func bitmaps(
        _ codeCount: Int, _ rowCount: Int, _ body: (inout Words) -> Void
    ) -> [Bitmap] {
        guard codeCount <= maximumBitmaps else { return [] }
        let wordCount = (rowCount + 63) / 64
        var words = Words(
            words: BufferBuilder(zeros: wordCount * codeCount), wordCount: wordCount, codeCount: codeCount)
        body(&words)
        let all = words.words.take()
        return (0..<codeCount).map { code in
            Bitmap(count: rowCount, stored: all.part(code * wordCount..<(code + 1) * wordCount))
        }
    }

    /// Sorts rows by their codes, which keeps the rows of one code in their order.
    private static func rowsByCode(_ codes: Codes, entryCount: Int) -> Lists {
        // Run k - 1 is that of code k; its place moves on from the end of the run before.
        var places = BufferBuilder<UInt32>(zeros: entryCount + 2)
        codes.forEach { _, code in if code != 0 { places[Int(code) + 1] &+= 1 } }
        for code in 1...entryCount + 1 { places[code] &+= places[code - 1] }
        let offsets = places.withSpan(1..<entryCount + 2) { Buffer(copying: $0) }
        var rows = BufferBuilder<UInt32>(zeros: Int(places[entryCount + 1]))
        codes.forEach { row, code in
            guard code != 0 else { return }
            rows[Int(places[Int(code)])] = UInt32(row + 1)
            places[Int(code)] &+= 1
        }
        return Lists(offsets: offsets, values: Codes(taking: &rows, limit: codes.count))
    }
}

extension Column.Storage {
    /// Calls the body with each code at some rows, the place of its row among them, and its own among all values.
    @inline(__always)
    fileprivate func forEachCode(
        at rows: Span<Int32>, _ body: (_ place: Int, _ value: Int, _ code: UInt32) -> Void
    ) {
        switch self {
        case .codes(let codes, _): codes.forEach(at: rows, body)
        case .lists(let lists, _): lists.forEach(at: rows, body)
        case .dates, .texts, .integers, .reals, .truths: break
        }
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
    func indexed() -> Column { ColumnIndex(self).map(with) ?? self }

    /// The same column with an index.
    func with(_ index: ColumnIndex) -> Column {
        Column(name: name, data: data, role: role, judged: judged, index: index)
    }
}

extension Table {
    /// The same table with other columns.
    func with(_ columns: [Column]) -> Table {
        Table(rowCount: rowCount, columns: columns, names: names, ids: ids, chronology: chronology)
    }

    /// Whether it has so many rows that it has indexes.
    func isIndexed(_ minimumRows: Int) -> Bool { rowCount > 0 && rowCount >= minimumRows }
}
