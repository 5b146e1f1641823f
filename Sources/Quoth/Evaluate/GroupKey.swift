import QuothSyntax

/// One expression by which rows are grouped: a number for each value, 0 for none.
struct GroupKey {
    /// The values, one a row or many, as codes that stand for numbers; or a link to records that have them.
    let coded: CodedColumn
    /// The number of each code, 0 included, or the first of several; nil if codes are numbers themselves.
    let translation: [UInt32]?
    /// Of a link to records that may have several values each: the numbers of code k in run k - 1.
    let ends: Lists?
    /// The largest number.
    let numberCount: Int
    private let values: Values
    /// Whether a code without a number is a date that spans two periods, and not just a record without a value.
    let isOfPeriods: Bool

    private enum Values {
        /// The values stand in a vector; for each number, less one, where.
        case examples(Vector, [Int32])
        case meaning(Vector.Meaning)
        case periods(DateColumn)
    }

    private init(
        _ coded: CodedColumn, translation: [UInt32]? = nil, ends: Lists? = nil,
        _ values: (Values, count: Int),
        isOfPeriods: Bool = false
    ) {
        self.coded = coded
        self.translation = translation
        self.ends = ends
        (self.values, numberCount) = values
        self.isOfPeriods = isOfPeriods
    }

    /// A key whose values are at hand.
    init(_ vector: Vector, _ evaluation: Evaluation) throws(Diagnostic) {
        if let coded = CodedColumn(vector) {
            self.init(coded, Self.values(vector.values))
            return
        }
        let identities = try Identities(vector, evaluation)
        let count = identities.examples.count
        let codes = Vector.Storage.codes(Codes(identities.codes, limit: count), .terms(.empty))
        var numbered = Vector(codes, judged: vector.judged)
        if case .lists(let offsets, _) = vector.data {
            numbered = Vector(.lists(offsets: offsets, Vector(codes)), judged: vector.judged)
        }
        self.init(
            CodedColumn(numbered) ?? CodedColumn(codes: .narrow([])),
            (.examples(vector.values, identities.examples), count))
    }

    /// What a function makes of each period of a column of dates.
    init(_ function: Function, _ dates: DateColumn, _ coded: CodedColumn) {
        if function == .weekday {
            let weekdays = dates.weekdays
            self.init(
                coded, translation: weekdays.table, Self.values(.terms(weekdays.dictionary)),
                isOfPeriods: true)
            return
        }
        // Dates come in order, so that most lie in the same year, month or week as the one before.
        var whole: Period?
        let periods = dates.mappedPeriods { period in
            if let whole, whole.first <= period.first, period.first <= whole.last {
                return period.last <= whole.last ? whole : nil
            }
            let found = Evaluation.period(function, period)
            whole = found ?? whole
            return found
        }
        self.init(
            coded, translation: periods.codes.table, (.periods(periods), periods.periodCount),
            isOfPeriods: true)
    }

    /// The values that records at the end of a link have.
    init(_ link: CodedColumn, ends: CodedColumn, _ values: Vector) {
        let values = Self.values(values.values)
        guard let offsets = ends.offsets else {
            self.init(link, translation: ends.codes.table, values)
            return
        }
        let lists = Lists(offsets: offsets, values: ends.codes)
        let firsts = [UInt32](count: lists.count) { lists.writeFirst(nil, from: 0, to: &$0) }
        self.init(link, translation: [0] + firsts, ends: lists, values)
    }

    private static func values(_ vector: Vector) -> (Values, count: Int) {
        switch vector.data {
        case .codes(_, let meaning): values(meaning)
        case .dates(let dates): (.periods(dates), dates.periodCount)
        default: (.examples(vector, []), 0)
        }
    }

    private static func values(_ meaning: Vector.Meaning) -> (Values, count: Int) {
        (.meaning(meaning), meaning.entryCount)
    }

    /// The values of some numbers.
    func vector(_ numbers: [UInt32]) -> Vector {
        switch values {
        case .examples(let vector, let places):
            return vector.taking(numbers.map { $0 == 0 ? -1 : places[Int($0) - 1] })
        case .meaning(let meaning): return Vector(.codes(Codes(numbers, limit: numberCount), meaning))
        case .periods(let dates):
            let codes = Codes(numbers, limit: numberCount)
            return Vector(.dates(DateColumn(codes: codes, firsts: dates.firsts, lasts: dates.lasts)))
        }
    }
}

// The numbers of rows.
extension GroupKey {
    /// The number of each of some rows, or of so many from 0; the first if a row has several.
    func numbers(of rows: [Int32]?, _ count: Int) -> [UInt32] {
        [UInt32](count: count) { numbers in write(rows?.span, from: 0, to: &numbers) }
    }

    /// Writes the numbers of some rows, or of those from a row on; the first of each if it has several.
    func write(_ rows: Swift.Span<Int32>?, from row: Int, to numbers: inout MutableSpan<UInt32>) {
        if let offsets = coded.offsets {
            Lists(offsets: offsets, values: coded.codes).writeFirst(rows, from: row, to: &numbers)
        } else {
            coded.codes.write(rows, from: row, to: &numbers)
        }
        guard let translation else { return }
        for place in numbers.indices { numbers[place] = translation[Int(numbers[place])] }
    }

    /// Adds the numbers that a row has, each once, and 0 if it has none.
    func appendNumbers(of row: Int, to numbers: inout [UInt32]) {
        if let offsets = coded.offsets { return Self.append(coded.codes, offsets.run(row), to: &numbers) }
        let code = Int(coded.codes[row])
        if let ends { return append(ends, ofCode: code, to: &numbers) }
        numbers.append(translation?[code] ?? UInt32(code))
    }

    /// The same of all rows that a link leads to one record.
    private func append(_ ends: Lists, ofCode code: Int, to numbers: inout [UInt32]) {
        Self.append(ends.values, code == 0 ? 0..<0 : ends.range(code - 1), to: &numbers)
    }

    private static func append(_ codes: Codes, _ run: Range<Int>, to numbers: inout [UInt32]) {
        let start = numbers.count
        var seen: Set<UInt32> = []
        for place in run {
            let number = codes[place]
            // To look through a few is faster than to hash.
            let isNew = run.count > 16 ? seen.insert(number).inserted : !numbers[start...].contains(number)
            if isNew { numbers.append(number) }
        }
        if numbers.count == start { numbers.append(0) }
    }

    /// Counts by numbers what has been counted by codes.
    func translated(_ byCode: [Int], _ evaluation: Evaluation) throws(Diagnostic) -> [Int] {
        guard let translation else { return byCode }
        var counts = [Int](repeating: 0, count: numberCount + 1)
        guard let ends else {
            for code in byCode.indices { counts[Int(translation[code])] += byCode[code] }
            return counts
        }
        var numbers: [UInt32] = []
        for code in byCode.indices where byCode[code] > 0 {
            numbers.removeAll(keepingCapacity: true)
            append(ends, ofCode: code, to: &numbers)
            try evaluation.pass(1 + numbers.count)
            for number in numbers { counts[Int(number)] += byCode[code] }
        }
        return counts
    }

    /// How many codes there are, 0 included.
    var codeCount: Int { translation?.count ?? numberCount + 1 }

    /// The rows that have more than one value; nil if there are none.
    var several: Bitmap? {
        if let ends { return rows { ends.range($0 - 1).count > 1 } }
        guard let offsets = coded.offsets else { return nil }
        if let index = coded.index { return index.several }
        let several = offsets.withSpan { offsets in
            Kernel.fill(offsets.count - 1) { offsets[$0 + 1] > offsets[$0] &+ 1 }
        }
        return several.isEmpty ? nil : several
    }

    /// The rows that have no number though they have a code; nil if there are none.
    var unnumbered: Bitmap? {
        translation.flatMap { translation in rows { translation[$0] == 0 } }
    }

    /// The rows whose codes, which aren't 0, pass a test; nil if there are none.
    private func rows(_ passes: (Int) -> Bool) -> Bitmap? {
        let codes = Bitmap(
            count: codeCount - 1, rows: (1..<max(1, codeCount)).lazy.filter(passes).map { $0 - 1 })
        return codes.isEmpty ? nil : coded.rows(codes)
    }
}

extension Evaluation {
    /// The keys over the whole table, if an index tells all there is to know about each; else nil.
    func indexedKeys(_ columns: [Plan.ShownColumn], _ frame: Frame) throws(Diagnostic) -> [GroupKey]? {
        guard frame.rows == nil, case .none = frame.outer else { return nil }
        var keys: [GroupKey] = []
        for column in columns {
            guard let key = try indexedKey(column.operand, frame) else { return nil }
            keys.append(key)
        }
        return keys
    }

    private func indexedKey(_ operand: Operand, _ frame: Frame) throws(Diagnostic) -> GroupKey? {
        switch operand.kind {
        case .path(let path):
            if path.columns.count == 2 { return linkedKey(path, frame) }
            guard path.columns.count == 1, !path.isOuter else { return nil }
            let vector = vector(frame.table.columns[path.columns[0]])
            return vector.index == nil || CodedColumn(vector) == nil ? nil : try GroupKey(vector, self)
        case .function(let function, let inner):
            guard function.isOfPeriods, case .path(let path) = inner.kind, path.columns.count == 1,
                !path.isOuter
            else { return nil }
            let vector = vector(frame.table.columns[path.columns[0]])
            guard vector.index != nil, case .dates(let dates) = vector.data, let coded = CodedColumn(vector)
            else { return nil }
            return GroupKey(function, dates, coded)
        default: return nil
        }
    }

    /// Values over a link: rows are counted by the link, of whose ends there are fewer.
    private func linkedKey(_ path: ResolvedPath, _ frame: Frame) -> GroupKey? {
        let column = frame.table.columns[path.columns[0]]
        guard !path.isOuter, column.index != nil, let (table, _) = target(column),
            let link = CodedColumn(link: column, back: nil), link.offsets == nil
        else { return nil }
        let vector = vector(table.columns[path.columns[1]])
        guard let ends = CodedColumn(vector), ends.judged == nil else { return nil }
        return GroupKey(link, ends: ends, vector)
    }
}
