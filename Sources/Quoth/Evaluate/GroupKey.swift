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
    init(_ link: CodedColumn, ends: GroupKey) {
        let firsts = ends.numbers(of: nil, ends.coded.count)
        self.init(
            link, translation: [0] + firsts, ends: ends.coded.offsets.map { _ in ends.coded.lists },
            (ends.values, ends.numberCount))
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
        if coded.offsets != nil {
            coded.lists.writeFirst(rows, from: row, to: &numbers)
        } else {
            coded.codes.write(rows, from: row, to: &numbers)
        }
        guard let translation else { return }
        for place in numbers.indices { numbers[place] = translation[Int(numbers[place])] }
    }

    /// The numbers of some rows, or of so many from 0, each once a row and 0 if a row has none; and for each number the
    /// place of its row among them, nil if each has one.
    func allNumbers(
        of rows: [Int32]?, _ count: Int, _ evaluation: Evaluation
    ) throws(Diagnostic) -> (numbers: [UInt32], places: [Int32]?) {
        guard several != nil else { return (numbers(of: rows, count), nil) }
        guard let ends else {
            return try Self.spread(coded.lists, rows, count, evaluation)
        }
        let codes = [UInt32](count: count) { coded.codes.write(rows?.span, from: 0, to: &$0) }
        return try Self.spread(ends, codes.map { Int32(bitPattern: $0) - 1 }, count, evaluation)
    }

    /// The values of some runs of lists, or of so many from 0; those of run -1 are none.
    private static func spread(
        _ lists: Lists, _ runs: [Int32]?, _ count: Int, _ evaluation: Evaluation
    ) throws(Diagnostic) -> (numbers: [UInt32], places: [Int32]?) {
        try evaluation.claim(count * 8)
        func spread<Code: FixedWidthInteger & BitwiseCopyable>(
            _ codes: Swift.Span<Code>
        ) throws(Diagnostic) -> (numbers: [UInt32], places: [Int32]?) {
            try lists.offsets.withSpan { (offsets) throws(Diagnostic) in
                try Self.spread(codes, offsets, runs, count, evaluation)
            }
        }
        switch lists.values {
        case .narrow(let codes): return try codes.withSpan(spread)
        case .medium(let codes): return try codes.withSpan(spread)
        case .wide(let codes): return try codes.withSpan(spread)
        }
    }

    @inline(__always)
    private static func spread<Code: FixedWidthInteger & BitwiseCopyable>(
        _ codes: Swift.Span<Code>, _ offsets: Swift.Span<UInt32>, _ runs: [Int32]?, _ count: Int,
        _ evaluation: Evaluation
    ) throws(Diagnostic) -> (numbers: [UInt32], places: [Int32]?) {
        var (numbers, places): ([UInt32], [Int32]) = ([], [])
        numbers.reserveCapacity(count)
        places.reserveCapacity(count)
        var seen: Set<UInt32> = []
        for place in 0..<count {
            let run = runs.map { Int($0[place]) } ?? place
            let start = numbers.count
            let (first, last) = run < 0 ? (0, 0) : (Int(offsets[run]), Int(offsets[run + 1]))
            // To look through a few is faster than to hash.
            let isLong = last - first > 16
            if isLong { seen = [] }
            for value in first..<max(first, last) {
                let number = UInt32(codes[value])
                let isNew = isLong ? seen.insert(number).inserted : !numbers[start...].contains(number)
                if isNew { numbers.append(number) }
            }
            if numbers.count == start { numbers.append(0) }
            let more = numbers.count - start
            try evaluation.pass(more)
            if more > 1 { try evaluation.claim((more - 1) * 8) }
            for _ in 0..<more { places.append(Int32(truncatingIfNeeded: place)) }
        }
        return (numbers, places)
    }

    /// Counts by numbers what has been counted by codes.
    func translated(_ byCode: [Int], _ evaluation: Evaluation) throws(Diagnostic) -> [Int] {
        guard let translation else { return byCode }
        var counts = [Int](repeating: 0, count: numberCount + 1)
        if let ends {
            let runs = byCode.indices.map { Int32($0) - 1 }
            let (numbers, codes) = try Self.spread(ends, runs, runs.count, evaluation)
            for (number, code) in zip(numbers, codes ?? []) { counts[Int(number)] += byCode[Int(code)] }
        } else {
            for code in byCode.indices { counts[Int(translation[code])] += byCode[code] }
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
    func indexedKeys(
        _ columns: [Plan.ShownColumn], _ frame: Frame, for selected: Int
    ) throws(Diagnostic) -> [GroupKey]? {
        guard frame.rows == nil, case .none = frame.outer else { return nil }
        var keys: [GroupKey] = []
        for column in columns {
            guard let key = try indexedKey(column.operand, frame, selected) else { return nil }
            keys.append(key)
        }
        return keys
    }

    private func indexedKey(
        _ operand: Operand, _ frame: Frame, _ selected: Int
    ) throws(Diagnostic) -> GroupKey? {
        switch operand.kind {
        case .path(let path):
            guard !path.isOuter else { return nil }
            if path.columns.count > 1 { return try linkedKey(columns(path, from: frame.table), selected) }
            guard path.columns.count == 1 else { return nil }
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

    /// Values over links of one record each: rows are counted by the first, of whose ends there are fewer.
    private func linkedKey(_ columns: [Column], _ selected: Int) throws(Diagnostic) -> GroupKey? {
        guard columns.first?.index != nil, columns.dropFirst().allSatisfy({ $0.judged == nil }),
            let last = columns.last
        else { return nil }
        let links = columns.dropLast().compactMap { CodedColumn(link: $0, back: nil) }
        guard links.count == columns.count - 1, links.allSatisfy({ $0.offsets == nil }) else { return nil }
        let values = vector(last)
        // To number values that have no codes takes longer than to look at fewer rows.
        guard CodedColumn(values) != nil || values.count <= selected else { return nil }
        var key = try GroupKey(values, self)
        // What has several values is told of one link.
        guard links.count == 1 || key.several == nil else { return nil }
        for link in links.reversed() { key = GroupKey(link, ends: key) }
        return key
    }
}
