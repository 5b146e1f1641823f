import QuothSyntax

// Functions of one value, and arithmetic. What has no result is missing, or an error for rows that are looked at.
extension Evaluation {
    func applied(
        _ function: Function, _ vector: Vector, _ span: Span, _ mask: Mask?
    ) throws(Diagnostic) -> Vector {
        let known = vector.known
        let judged = vector.judged
        switch function {
        case .year, .month, .week, .day:
            guard case .dates(let dates) = vector.data else { return vector }
            return Vector(.dates(dates.mapped { Self.period(function, $0) }), judged: judged)
        case .weekday:
            guard case .dates(let dates) = vector.data else { return vector }
            let weekdays = dates.weekdays
            return Vector(
                .codes(dates.codes.translated(weekdays.table), .terms(weekdays.dictionary)), judged: judged)
        case .length: return try measured(vector) { $0.characterCount }
        case .words:
            let counter = WordCounter()
            return try measured(vector) { counter.count($0) }
        case .lower, .upper:
            try claim(2 * vector.textBytes)
            return try terms(vector.count, judged) { row in
                guard known?[row] ?? true else { return nil }
                return function == .lower ? vector.text(row).lowercased() : vector.text(row).uppercased()
            }
        case .abs, .round: return try rounded(function, vector, span, mask)
        }
    }

    /// A number for each text.
    private func measured(
        _ vector: Vector, _ number: (Swift.Span<UInt8>) -> Int
    ) throws(Diagnostic) -> Vector {
        try claim(vector.count * 12)
        guard let texts = vector.chosenTexts else { return vector }
        let known = vector.known
        var numbers: [Int] = []
        numbers.reserveCapacity(vector.count)
        for row in 0..<vector.count {
            try pass(16)
            numbers.append(known?[row] ?? true ? texts.withBytes(row, number) : 0)
        }
        return Vector(.integers(Buffer(numbers), valid: known), judged: vector.judged)
    }

    /// Computed texts, coded as they come: a million of them by themselves would take long to take apart again.
    func terms(
        _ count: Int, _ judged: Bitmap?, _ text: (Int) -> String?
    ) throws(Diagnostic) -> Vector {
        try claim(count * 4)
        var interner = ByteInterner()
        var codes: [UInt32] = []
        codes.reserveCapacity(count)
        for row in 0..<count {
            try pass(16)
            codes.append(text(row).map { interner.insert($0) } ?? 0)
        }
        return Vector(
            .codes(Codes(codes, limit: interner.count), .terms(interner.dictionary(isSearched: false))),
            judged: judged)
    }

    /// The year, month, week or day in which a whole period lies; nil if it spans two.
    static func period(_ function: Function, _ period: Period) -> Period? {
        guard period.first != Period.openStart, period.last != Period.openEnd else { return nil }
        let date = Calendar.date(period.first)
        let whole: Period?
        switch function {
        case .year: whole = Calendar.period(date.year)
        case .month: whole = Calendar.period(date.year, date.month)
        case .week:
            let monday = period.first - Int32(Calendar.weekday(period.first))
            whole = Period(first: monday, last: monday + 6)
        default: whole = Period(day: period.first)
        }
        guard let whole, period.last <= whole.last else { return nil }
        return whole
    }

    private func rounded(
        _ function: Function, _ vector: Vector, _ span: Span, _ mask: Mask?
    ) throws(Diagnostic) -> Vector {
        switch (function, vector.data) {
        case (.abs, .reals(let numbers, let valid)):
            return Vector(.reals(Buffer(numbers.map(\.magnitude)), valid: valid), judged: vector.judged)
        case (.abs, .integers(let numbers, let valid)):
            let fails = Kernel.fill(numbers.count) { numbers[$0] == .min && valid?[$0] ?? true }
            try raise(.overflow, fails, mask, span)
            let results = numbers.map { $0 == .min ? 0 : Swift.abs($0) }
            return Vector(.integers(Buffer(results), valid: valid), judged: vector.judged)
        case (.round, .reals(let numbers, let valid)):
            let results = numbers.map { Int(exactly: $0.rounded(.toNearestOrAwayFromZero)) }
            let fails = Kernel.fill(numbers.count) { results[$0] == nil && valid?[$0] ?? true }
            try raise(.overflow, fails, mask, span)
            return Vector(.integers(Buffer(results.map { $0 ?? 0 }), valid: valid), judged: vector.judged)
        default: return vector
        }
    }

    /// Raises an error if a row that is looked at fails.
    private func raise(
        _ code: DiagnosticCode, _ fails: Bitmap, _ mask: Mask?, _ span: Span
    ) throws(Diagnostic) {
        guard (mask.map { fails.intersection($0.rows) } ?? fails).isEmpty else { throw error(code, at: span) }
    }

    func shifted(
        _ vector: Vector, _ amount: Int, _ unit: DurationUnit, _ span: Span, _ mask: Mask?
    ) throws(Diagnostic) -> Vector {
        guard case .dates(let dates) = vector.data else { return vector }
        try claim(dates.count * 4)
        let moved = dates.mapped { CalendarShift.period($0, by: amount, unit) }
        let fails = Kernel.nonzero(dates.codes).subtracting(Kernel.nonzero(moved.codes))
        try raise(.dateOutOfRange, fails, mask, span)
        return Vector(.dates(moved), judged: vector.judged)
    }

    func arithmetic(
        _ left: Vector, _ sign: ArithmeticOperator, _ right: Vector, _ operand: Operand, _ mask: Mask?
    ) throws(Diagnostic) -> Vector {
        let known: Bitmap? =
            switch (left.known, right.known) {
            case (nil, let other): other
            case (let one, nil): one
            case (let one?, let other?): one.intersection(other)
            }
        let judged = left.judged.map { right.judged.map($0.union) ?? $0 } ?? right.judged
        try claim(left.count * 24)
        if sign == .divide {
            let zero = Kernel.fill(right.count) { known?[$0] ?? true && right.number($0) == 0 }
            try raise(.divisionByZero, zero, mask, operand.span)
        }
        if operand.type == .integer, case .integers(let a, _) = left.data,
            case .integers(let b, _) = right.data
        {
            let results = zip(a, b).map { Self.whole($0, sign, $1) }
            try raise(
                .overflow, Kernel.fill(a.count) { results[$0].1 && known?[$0] ?? true }, mask, operand.span)
            return Vector(.integers(Buffer(results.map(\.0)), valid: known), judged: judged)
        }
        let results = (0..<left.count).map { Self.decimal(left.number($0), sign, right.number($0)) }
        let fails = Kernel.fill(left.count) { !results[$0].isFinite && known?[$0] ?? true }
        // A division by zero has been reported for the rows that are looked at.
        try raise(.overflow, fails, mask, operand.span)
        let finite =
            fails.isEmpty ? known : (known ?? Bitmap(count: left.count, filled: true)).subtracting(fails)
        return Vector(.reals(Buffer(results.map { $0.isFinite ? $0 : 0 }), valid: finite), judged: judged)
    }

    private static func whole(_ left: Int, _ sign: ArithmeticOperator, _ right: Int) -> (Int, Bool) {
        switch sign {
        case .add: left.addingReportingOverflow(right)
        case .subtract: left.subtractingReportingOverflow(right)
        case .multiply, .divide: left.multipliedReportingOverflow(by: right)
        }
    }

    private static func decimal(_ left: Double, _ sign: ArithmeticOperator, _ right: Double) -> Double {
        switch sign {
        case .add: left + right
        case .subtract: left - right
        case .multiply: left * right
        case .divide: left / right
        }
    }
}

extension DateColumn {
    /// The name of the day of each code, 0 included, as a code of its own; 0 for none and for more days than one.
    var weekdays: (table: [UInt32], dictionary: TermDictionary) {
        var names = ByteInterner()
        let codes = Calendar.weekdays.map { names.insert($0) }
        let table = zip(firsts, lasts).map { $0 == $1 ? codes[Calendar.weekday($0)] : 0 }
        return ([0] + table, names.dictionary(isSearched: false))
    }
}
