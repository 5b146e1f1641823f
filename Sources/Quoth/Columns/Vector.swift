/// The values of one expression for a run of rows: typed, flat, and nothing boxed.
package struct Vector: Sendable {
    package let data: Storage
    /// Values that rest on a judgement: a bit a row, or for lists a bit a value. Nil if none does.
    package let judged: Bitmap?
    /// Of the values of a whole column: what is known beforehand about it.
    let index: ColumnIndex?

    package init(_ data: Storage, judged: Bitmap? = nil) {
        self.init(data, judged: judged, index: nil)
    }

    init(_ data: Storage, judged: Bitmap?, index: ColumnIndex?) {
        self.data = data
        self.judged = judged
        self.index = index
    }

    /// How the values lie in memory.
    package indirect enum Storage: Sendable {
        /// Code 0 is a missing value.
        case codes(Codes, Meaning)
        /// The texts of these rows of a column; a row of -1 has none. All rows in order if nil.
        case texts(TextColumn, rows: [Int32]?)
        case integers(Buffer<Int>, valid: Bitmap?)
        case reals(Buffer<Double>, valid: Bitmap?)
        case truths(Bitmap, valid: Bitmap?)
        case dates(DateColumn)
        /// Row r has the values from `offsets[r]` up to `offsets[r + 1]`; none of them is missing.
        case lists(offsets: Buffer<UInt32>, Vector)
    }

    /// What codes stand for.
    package enum Meaning: Sendable {
        case terms(TermDictionary)
        /// Row k - 1 of a collection, and what its records are called.
        case records(Collection, labels: TextColumn)
    }

    package var count: Int {
        switch data {
        case .codes(let codes, _): codes.count
        case .texts(let column, let rows): rows?.count ?? column.count
        case .integers(let numbers, _): numbers.count
        case .reals(let numbers, _): numbers.count
        case .truths(let bits, _): bits.count
        case .dates(let dates): dates.count
        case .lists(let offsets, _): offsets.count - 1
        }
    }

    /// What the values are; of a list, what the values in it are.
    package var type: ValueType {
        switch data {
        case .codes(_, .terms): .text
        case .codes(_, .records(let collection, _)): .record(collection)
        case .texts: .text
        case .integers: .integer
        case .reals: .real
        case .truths: .truth
        case .dates: .date
        case .lists(_, let values): values.type
        }
    }

    /// The value of a row; of a list, its distinct values.
    package func value(_ row: Int) -> Value {
        switch data {
        case .codes(let codes, let meaning):
            let code = codes[row]
            return code == 0 ? .missing : Self.value(code, meaning)
        case .texts(let column, let rows):
            let place = rows.map { Int($0[row]) } ?? row
            return place < 0 ? .missing : column[place].map(Value.text) ?? .missing
        case .integers(let numbers, let valid): return valid?[row] ?? true ? .integer(numbers[row]) : .missing
        case .reals(let numbers, let valid): return valid?[row] ?? true ? .real(numbers[row]) : .missing
        case .truths(let bits, let valid): return valid?[row] ?? true ? .truth(bits[row]) : .missing
        case .dates(let dates): return dates[row].map(Value.period) ?? .missing
        case .lists(let offsets, let values):
            var seen: Set<Value> = []
            let distinct = offsets.run(row).map(values.value).filter { seen.insert($0).inserted }
            return distinct.isEmpty ? .missing : .list(distinct)
        }
    }

    /// Reads all that ``value(_:)`` would, and makes nothing of it.
    func touch() {
        switch data {
        case .codes(let codes, .terms(let dictionary)):
            for row in 0..<codes.count where codes[row] != 0 { dictionary.withBytes(codes[row]) { _ in } }
        case .codes(let codes, .records(_, let labels)):
            for row in 0..<codes.count where codes[row] != 0 { labels.touch(Int(codes[row]) - 1) }
        case .texts(let column, let rows?): column.touch(rows)
        case .texts(let column, nil): for row in 0..<column.count { column.touch(row) }
        case .integers(let numbers, let valid):
            numbers.withSpan { _ in }
            valid?.withWords { _ in }
        case .reals(let numbers, let valid):
            numbers.withSpan { _ in }
            valid?.withWords { _ in }
        case .truths(let bits, let valid):
            bits.withWords { _ in }
            valid?.withWords { _ in }
        case .dates(let dates): for row in 0..<dates.count { _ = dates[row] }
        case .lists(let offsets, let values):
            offsets.withSpan { _ in }
            values.touch()
        }
    }

    package static func value(_ code: UInt32, _ meaning: Meaning) -> Value {
        switch meaning {
        case .terms(let dictionary): return .text(dictionary.term(code))
        case .records(let collection, let labels):
            let row = Int(code) - 1
            return .record(RecordReference(collection: collection, row: row, label: labels[row] ?? ""))
        }
    }
}
