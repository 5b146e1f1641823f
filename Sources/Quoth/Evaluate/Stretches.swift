import QuothSyntax

/// What takes the place of a frame's rows where a condition is looked at in the order of time.
enum TimeView {
    /// The dates themselves, of which there are so many.
    case dates(Int)
    case stretch(Chronology.Stretch)

    var count: Int {
        switch self {
        case .dates(let count): count
        case .stretch(let stretch): stretch.count
        }
    }

    /// A column as it is seen here; nil if nothing is known of it.
    func column(_ position: Int) -> (any RowsOfCodes)? {
        switch self {
        case .dates(let count): DatesAsRows(count: count)
        case .stretch(let stretch): StretchColumn(position, stretch)
        }
    }
}

/// The rows that a `where` keeps, as places in the order of time. Most queries only count them, and which rows they are is
/// found out if somebody asks.
package final class DatedRows: Sendable {
    private let parts: [Part]
    /// How many rows there are.
    let count: Int
    /// How many of them rest on no judgement.
    let statedCount: Int

    fileprivate struct Part: Sendable {
        let stretch: Chronology.Stretch
        let rows: Bitmap
        let stated: Bitmap?
    }

    fileprivate init(_ parts: [Part]) {
        self.parts = parts
        count = parts.reduce(0) { $0 + $1.rows.population }
        statedCount = parts.reduce(0) { $0 + ($1.stated ?? $1.rows).population }
    }

    /// The rows as bits of their table.
    var bitmap: Bitmap { joined { $0.rows } }

    /// Those that rest on no judgement; nil if none rests on any.
    var stated: Bitmap? { statedCount < count ? joined { $0.stated ?? $0.rows } : nil }

    /// How many of the rows have some value in a column; nil if that isn't known in the order of time.
    func population(knownIn position: Int) -> Int? {
        var count = 0
        for part in parts {
            guard let known = part.stretch.chronology.indexes[position]?.known else { return nil }
            count += part.rows.population(with: part.stretch.part(known))
        }
        return count
    }

    /// Whether the rows are the same, which mostly their places tell.
    func isSame(as other: DatedRows) -> Bool {
        let pairs = zip(parts, other.parts)
        guard count == other.count else { return false }
        guard parts.count == other.parts.count, pairs.allSatisfy({ $0.stretch == $1.stretch }) else {
            return bitmap == other.bitmap
        }
        return pairs.allSatisfy { $0.rows == $1.rows }
    }

    private func joined(_ places: (Part) -> Bitmap) -> Bitmap {
        let sets = parts.map { $0.stretch.chronology.rows(at: places($0), of: $0.stretch) }
        return sets.dropFirst().reduce(sets[0]) { $0.union($1) }
    }
}

extension Evaluation {
    /// What a whole `where` comes to, and the rows that it keeps, by the places in the order of time at which its dates
    /// may lie; nil if it isn't of dates and of columns that are known in that order, or if the rows themselves are wanted
    /// and are so many that to find them takes longer.
    func datedVerdict(
        _ condition: Condition, _ frame: Frame, isCounted: Bool
    ) throws(Diagnostic) -> (verdict: Verdict, rows: DatedRows)? {
        guard frame.rows == nil, let chronology = frame.table.chronology,
            condition.tests.allSatisfy({ test in
                test?.onlyColumn.map { chronology.indexes[$0].isAnswering($0, chronology) } ?? false
            }), let dates = try dates(of: condition, frame, chronology)
        else { return nil }
        let stretches = chronology.stretches(of: dates)
        let reached = stretches.reduce(0) { $0 + $1.count }
        guard stretches.count <= Self.maximumStretches,
            reached <= frame.table.rowCount / (isCounted ? 1 : CodedColumn.sparse)
        else { return nil }
        var verdicts: [Verdict] = []
        var parts: [DatedRows.Part] = []
        for stretch in stretches {
            var frame = frame
            frame.view = .stretch(stretch)
            let verdict = try verdict(condition, frame, nil)
            verdicts.append(verdict)
            let stated = verdict.stated.reduce(verdict.holds) { $0.intersection($1) }
            parts.append(
                DatedRows.Part(
                    stretch: stretch, rows: verdict.holds,
                    stated: verdict.stated.isEmpty ? nil : stated))
        }
        guard !parts.isEmpty else { return nil }
        return (Verdict(verdicts), DatedRows(parts))
    }

    /// More of them than that are hardly a period.
    private static let maximumStretches = 16

    /// The dates that rows may have for which the condition holds or possibly holds; nil if it says nothing of them.
    private func dates(
        of condition: Condition, _ frame: Frame, _ chronology: Chronology
    ) throws(Diagnostic) -> Bitmap? {
        guard case .dates(let column, _) = frame.table.columns[chronology.position].data else { return nil }
        var frame = frame
        frame.view = .dates(column.periodCount)
        var dates: Bitmap?
        for part in condition.parts {
            guard case .test(let test) = part, test.isOfPeriods, test.onlyColumn == chronology.position
            else { continue }
            let truth = try truth(part, frame, nil)
            let some = truth.possible.map(truth.holds.union) ?? truth.holds
            dates = dates?.intersection(some) ?? some
        }
        return dates
    }
}

extension ColumnIndex? {
    /// Whether tests of a column are answered by what is known of it in the order of time.
    fileprivate func isAnswering(_ position: Int, _ chronology: Chronology) -> Bool {
        guard let self else { return false }
        return position == chronology.position || !self.rowsOfCode.isEmpty
    }
}

extension Condition {
    /// The parts of an `and`, or the condition itself.
    fileprivate var parts: [Condition] {
        if case .and(let parts) = self { return parts }
        return [self]
    }

    /// All tests in it, in the order in which they are written; nil for whatever is no test.
    fileprivate var tests: [Test?] {
        switch self {
        case .and(let parts), .or(let parts): parts.flatMap(\.tests)
        case .not(let inner): inner.tests
        case .test(let test): [test]
        case .isTrue, .quantified: [nil]
        }
    }
}

extension Test {
    /// The column whose values it compares, of the row itself, with nothing but constants.
    fileprivate var onlyColumn: Int? {
        switch kind {
        case .compare(let left, _, let right, _): right.isConstant ? left.column : nil
        case .oneOf(let left, let values, _, _): values.allSatisfy(\.isConstant) ? left.column : nil
        case .between(let left, let lower, let upper, _):
            lower.isConstant && upper.isConstant ? left.column : nil
        case .underRecord(let left, _, _, _), .underTerm(let left, _), .presence(let left, _),
            .inGroup(let left, _):
            left.column
        case .among, .amongValues, .text: nil
        }
    }

    /// Whether no row without a date passes it.
    fileprivate var isOfPeriods: Bool {
        switch kind {
        case .compare, .oneOf, .between: true
        default: false
        }
    }
}

extension Operand {
    /// The column of the row itself that it is.
    var column: Int? {
        guard case .path(let path) = kind, !path.isOuter, path.columns.count == 1 else { return nil }
        return path.columns[0]
    }
}
