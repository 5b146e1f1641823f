import QuothSyntax

/// One expression by which rows are grouped: a number for each value, 0 for none.
struct GroupKey {
    /// The values, one a row or many, as codes that stand for numbers.
    let coded: CodedColumn
    /// The number of each code, 0 included; nil if codes are numbers themselves.
    let translation: [UInt32]?
    /// The largest number.
    let numberCount: Int
    private let values: Values
    /// Whether a code without a number is a date that spans two periods, and not just no value.
    private let isOfPeriods: Bool

    private enum Values {
        /// The values stand in a vector; for each number, less one, where.
        case examples(Vector, [Int32])
        case meaning(Vector.Meaning)
        case periods(DateColumn)
    }

    /// A key whose values are at hand.
    init(_ vector: Vector, _ evaluation: Evaluation) throws(Diagnostic) {
        translation = nil
        isOfPeriods = false
        if let coded = CodedColumn(vector) {
            self.coded = coded
            (values, numberCount) = Self.values(vector.values)
            return
        }
        let identities = try Identities(vector, evaluation)
        let codes = Vector.Storage.codes(
            Codes(identities.codes, limit: identities.examples.count), .terms(.empty))
        numberCount = identities.examples.count
        values = .examples(vector.values, identities.examples)
        var numbered = Vector(codes, judged: vector.judged)
        if case .lists(let offsets, _) = vector.data {
            numbered = Vector(.lists(offsets: offsets, Vector(codes)), judged: vector.judged)
        }
        coded = CodedColumn(numbered) ?? CodedColumn(codes: .narrow([]))
    }

    /// The periods that a function makes of a column of dates.
    init(_ dates: CodedColumn, _ periods: DateColumn) {
        coded = dates
        translation = periods.codes.table
        numberCount = periods.periodCount
        values = .periods(periods)
        isOfPeriods = true
    }

    /// The values that records at the end of a link have, one each.
    init(_ link: CodedColumn, ends: CodedColumn, _ values: Vector) {
        coded = link
        translation = ends.codes.table
        isOfPeriods = false
        (self.values, numberCount) = Self.values(values)
    }

    private static func values(_ vector: Vector) -> (Values, Int) {
        switch vector.data {
        case .codes(_, let meaning): (.meaning(meaning), meaning.entryCount)
        case .dates(let dates): (.periods(dates), dates.periodCount)
        default: (.examples(vector, []), 0)
        }
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

    var isMany: Bool { coded.offsets != nil }

    @inline(__always)
    func number(_ place: Int) -> UInt32 {
        let code = coded.codes[place]
        return translation.map { $0[Int(code)] } ?? code
    }

    /// The codes that have no number though they have a value: dates that span two periods.
    var spanningCodes: Bitmap? {
        guard isOfPeriods, let translation else { return nil }
        let codes = Bitmap(
            count: translation.count - 1,
            rows: (1..<max(1, translation.count)).lazy.filter { translation[$0] == 0 }.map { $0 - 1 })
        return codes.isEmpty ? nil : codes
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
            guard function.result(.date) == .date, case .path(let path) = inner.kind, path.columns.count == 1,
                !path.isOuter
            else { return nil }
            let vector = vector(frame.table.columns[path.columns[0]])
            guard vector.index != nil, case .dates(let dates) = vector.data, let coded = CodedColumn(vector)
            else { return nil }
            // Dates come in order, so that most lie in the same year, month or week as the one before.
            var whole: Period?
            let periods = dates.mappedPeriods { period in
                if let whole, whole.first <= period.first, period.first <= whole.last {
                    return period.last <= whole.last ? whole : nil
                }
                let found = Self.period(function, period)
                whole = found ?? whole
                return found
            }
            return GroupKey(coded, periods)
        default: return nil
        }
    }

    /// Values over a link: the rows are counted by the link, of whose ends there are fewer.
    private func linkedKey(_ path: ResolvedPath, _ frame: Frame) -> GroupKey? {
        let column = frame.table.columns[path.columns[0]]
        guard !path.isOuter, column.index != nil, let (table, _) = target(column),
            let link = CodedColumn(link: column, back: nil), link.offsets == nil, link.judged == nil
        else { return nil }
        let vector = vector(table.columns[path.columns[1]])
        guard let ends = CodedColumn(vector), ends.offsets == nil, ends.judged == nil else { return nil }
        return GroupKey(link, ends: ends, vector)
    }
}
