import QuothSyntax

/// A test of single values, for a whole vector of them at once.
struct ElementTest {
    /// Whether every value of a row must pass; the test then marks the values that fail.
    let isAll: Bool
    /// What it looks for, where that tells the records that pass.
    var subject = Subject.values
    /// Marks values; missing ones are never marked. The second set is the marks under `possibly`, if they differ.
    /// The collection is that of the records whose values they are, row by row, where it is known.
    let mark: (Vector, Collection?) throws(Diagnostic) -> (marked: Bitmap, possible: Bitmap?)

    enum Subject {
        /// Any value.
        case presence
        case record(Int)
        case records(Bitmap)
        /// Whatever `mark` says.
        case values
    }

    /// Marks every value there is.
    static var present: ElementTest {
        ElementTest(isAll: false, subject: .presence) { (vector, _) throws(Diagnostic) in
            (vector.known ?? Bitmap(count: vector.count, filled: true), nil)
        }
    }

    /// Comparison with a value that stands in the query.
    static func compare(
        _ sign: ComparisonOperator, _ constant: Constant, possibly: Bool, _ evaluation: Evaluation
    ) -> ElementTest {
        var subject = Subject.values
        if case .record(_, let row) = constant { subject = .record(row) }
        return ElementTest(isAll: sign == .notEqual, subject: subject) { (vector, _) throws(Diagnostic) in
            if case .period(let period) = constant, case .dates(let dates) = vector.data {
                return DateKernel.mark(dates, sign, period, possibly: possibly)
            }
            // Elsewhere failing `!=` is being equal.
            let sign = sign == .notEqual ? .equal : sign
            return (try vector.marked(sign, constant, evaluation), nil)
        }
    }

    /// Being the same value, by which groups are made: of dates the same days and no fewer.
    static func identical(to constant: Constant, _ evaluation: Evaluation) -> ElementTest {
        ElementTest(isAll: false) { (vector, _) throws(Diagnostic) in
            guard case .period(let period) = constant, case .dates(let dates) = vector.data else {
                return (try vector.marked(.equal, constant, evaluation), nil)
            }
            let code = (0..<UInt32(dates.periodCount)).first { dates.period($0 + 1) == period }
            return (code.map { Kernel.equal(dates.codes, $0 + 1) } ?? Bitmap(count: vector.count), nil)
        }
    }

    /// Membership in a set of values.
    static func belongs(
        _ set: ValueSet, isNegated: Bool, possibly: Bool, _ evaluation: Evaluation
    ) -> ElementTest {
        var subject = Subject.values
        if case .rows(let rows) = set { subject = .records(rows) }
        return ElementTest(isAll: isNegated, subject: subject) { (vector, _) throws(Diagnostic) in
            if case .periods(let periods) = set, case .dates(let dates) = vector.data {
                return DateKernel.mark(dates, among: periods, isNegated: isNegated, possibly: possibly)
            }
            return (try vector.marked(in: set, evaluation), nil)
        }
    }

    /// From one period, number or text to another, both included.
    static func between(
        _ lower: Constant, _ upper: Constant, possibly: Bool, _ evaluation: Evaluation
    ) -> ElementTest {
        ElementTest(isAll: false) { (vector, _) throws(Diagnostic) in
            if case .dates(let dates) = vector.data, case .period(let from) = lower,
                case .period(let to) = upper
            {
                guard let period = Period(first: from.first, last: to.last) else {
                    return (Bitmap(count: vector.count), nil)
                }
                return DateKernel.mark(dates, .equal, period, possibly: possibly)
            }
            let above = try vector.marked(.greaterOrEqual, lower, evaluation)
            return (above.intersection(try vector.marked(.lessOrEqual, upper, evaluation)), nil)
        }
    }
}

/// The values of the only column of a query, to be looked up.
enum ValueSet {
    case rows(Bitmap)
    /// A term and all terms under it.
    case branch(String)
    case texts(TextNumbers)
    case numbers(Set<Double>)
    case periods(PeriodSet)
    case truths(Set<Bool>)
}

extension Vector {
    /// The rows that have a value; nil if all have.
    var known: Bitmap? {
        switch data {
        case .codes(let codes, _): return index.map(\.known) ?? Kernel.nonzero(codes)
        case .texts(let column, let rows):
            guard let rows else { return column.valid }
            return Kernel.fill(rows.count) { rows[$0] >= 0 && column.isValid(Int(rows[$0])) }
        case .integers(_, let valid), .reals(_, let valid), .truths(_, let valid): return valid
        case .dates(let dates): return index.map(\.known) ?? Kernel.nonzero(dates.codes)
        case .lists(let offsets, _): return index.map(\.known) ?? .nonEmptyRuns(offsets)
        }
    }

    /// The rows whose value stands in such a relation to a constant; not for dates, nor for `!=`.
    func marked(
        _ sign: ComparisonOperator, _ constant: Constant, _ evaluation: Evaluation
    ) throws(Diagnostic) -> Bitmap {
        switch (data, constant) {
        case (.codes(let codes, .records), .record(_, let row)):
            return Kernel.equal(codes, UInt32(row + 1))
        case (.codes(let codes, .terms(let dictionary)), .text(let text)):
            if sign == .equal {
                return dictionary.code(of: text).map { Kernel.equal(codes, $0) } ?? Bitmap(count: count)
            }
            let wanted = Array(text.utf8)
            let terms = ChosenTexts(dictionary.texts, rows: nil)
            return Kernel.select(
                codes, try terms.marked(nil, evaluation) { TextOrder.holds($0, sign, wanted.span) })
        case (.texts(let column, let rows), .text(let text)):
            let wanted = Array(text.utf8)
            return try ChosenTexts(column, rows: rows).marked(known, evaluation) {
                TextOrder.holds($0, sign, wanted.span)
            }
        case (.integers(let numbers, let valid), .integer(let number)):
            return Kernel.fill(count) { valid?[$0] ?? true && numbers[$0].holds(sign, number) }
        case (.integers(let numbers, let valid), .real(let number)):
            return Kernel.fill(count) { valid?[$0] ?? true && Double(numbers[$0]).holds(sign, number) }
        case (.reals(let numbers, let valid), .real(let number)):
            return Kernel.fill(count) { valid?[$0] ?? true && numbers[$0].holds(sign, number) }
        case (.reals(let numbers, let valid), .integer(let number)):
            return Kernel.fill(count) { valid?[$0] ?? true && numbers[$0].holds(sign, Double(number)) }
        case (.truths(let bits, let valid), .truth(let truth)):
            let equal = truth ? bits : bits.complement
            return valid.map(equal.intersection) ?? equal
        default: return Bitmap(count: count)
        }
    }

    /// The rows whose value is in a set; not for dates.
    func marked(in set: ValueSet, _ evaluation: Evaluation) throws(Diagnostic) -> Bitmap {
        switch (data, set) {
        case (.codes(let codes, .records), .rows(let rows)): return Kernel.select(codes, rows)
        case (.codes(let codes, .terms(let dictionary)), .branch(let term)):
            return Kernel.select(codes, dictionary.entries { $0 == term || $0.hasPrefix(term + "/") })
        case (.codes(let codes, .terms(let dictionary)), .texts(let texts)):
            let terms = ChosenTexts(dictionary.texts, rows: nil)
            return Kernel.select(codes, try terms.marked(nil, evaluation, texts.contains))
        case (.texts(let column, let rows), .texts(let texts)):
            return try ChosenTexts(column, rows: rows).marked(known, evaluation, texts.contains)
        case (.integers(let numbers, let valid), .numbers(let set)):
            return Kernel.fill(count) { valid?[$0] ?? true && set.contains(Double(numbers[$0])) }
        case (.reals(let numbers, let valid), .numbers(let set)):
            return Kernel.fill(count) { valid?[$0] ?? true && set.contains(numbers[$0]) }
        case (.truths(let bits, let valid), .truths(let truths)):
            return Kernel.fill(count) { valid?[$0] ?? true && truths.contains(bits[$0]) }
        default: return Bitmap(count: count)
        }
    }

    /// The text of a row that has one; of a record, what it is called.
    func text(_ row: Int) -> String {
        switch data {
        case .texts(let column, let rows):
            let place = rows.map { Int($0[row]) } ?? row
            return place < 0 ? "" : column[place] ?? ""
        case .codes(let codes, let meaning):
            let code = codes[row]
            guard code != 0 else { return "" }
            switch meaning {
            case .terms(let dictionary): return dictionary.term(code)
            case .records(_, let labels): return labels[Int(code) - 1] ?? ""
            }
        default: return value(row).description
        }
    }
}

extension TermDictionary {
    /// The entries for which a test holds, entry k - 1 for code k.
    func entries(_ test: (String) -> Bool) -> Bitmap {
        Kernel.fill(count) { test(term(UInt32($0 + 1))) }
    }
}

/// Texts in UTF-8 in the order of their Unicode scalars, which is that of their bytes; equal only if all are.
enum TextOrder {
    static func holds(
        _ left: Swift.Span<UInt8>, _ sign: ComparisonOperator, _ right: Swift.Span<UInt8>
    ) -> Bool {
        switch sign {
        case .equal: left.isSame(as: right)
        case .notEqual: !left.isSame(as: right)
        case .less: precedes(left, right)
        case .lessOrEqual: !precedes(right, left)
        case .greater: precedes(right, left)
        case .greaterOrEqual: !precedes(left, right)
        }
    }

    static func precedes(_ left: Swift.Span<UInt8>, _ right: Swift.Span<UInt8>) -> Bool {
        for index in 0..<min(left.count, right.count) where left[index] != right[index] {
            return left[index] < right[index]
        }
        return left.count < right.count
    }
}

extension Comparable {
    func holds(_ sign: ComparisonOperator, _ other: Self) -> Bool {
        switch sign {
        case .equal: self == other
        case .notEqual: self != other
        case .less: self < other
        case .lessOrEqual: self <= other
        case .greater: self > other
        case .greaterOrEqual: self >= other
        }
    }
}
