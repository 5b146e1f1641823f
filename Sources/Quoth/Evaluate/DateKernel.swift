import QuothSyntax

/// Recorded dates against periods: a comparison holds if it holds for every recorded day, and possibly holds if
/// it holds for some.
enum DateKernel {
    /// Marks the dates that pass, or for `!=` those that fail; and the same under `possibly` if that differs.
    static func mark(
        _ dates: DateColumn, _ sign: ComparisonOperator, _ period: Period, possibly: Bool
    ) -> (marked: Bitmap, possible: Bitmap?) {
        let isAll = sign == .notEqual
        func periods(_ holds: (Int32, Int32, ComparisonOperator, Period) -> Bool) -> Bitmap {
            dates.firsts.withSpan { firsts in
                dates.lasts.withSpan { lasts in
                    Kernel.fill(dates.periodCount) { holds(firsts[$0], lasts[$0], sign, period) != isAll }
                }
            }
        }
        return mark(
            dates, definite: periods(holds(_:_:_:literal:)), some: periods(possiblyHolds(_:_:_:literal:)),
            possibly: possibly)
    }

    /// Marks the dates that are among recorded ones, or for `not in` those that aren't surely among none of them.
    static func mark(
        _ dates: DateColumn, among set: PeriodSet, isNegated: Bool, possibly: Bool
    ) -> (marked: Bitmap, possible: Bitmap?) {
        func periods(_ holds: (Int32, Int32) -> Bool) -> Bitmap {
            Kernel.fill(dates.periodCount) { holds(dates.firsts[$0], dates.lasts[$0]) }
        }
        let equal = periods(set.equals)
        let meeting = periods(set.meets)
        return mark(
            dates, definite: isNegated ? meeting : equal, some: isNegated ? equal : meeting,
            possibly: possibly || set.isExtent)
    }

    private static func mark(
        _ dates: DateColumn, definite: Bitmap, some: Bitmap, possibly: Bool
    ) -> (marked: Bitmap, possible: Bitmap?) {
        func rows(_ periods: Bitmap) -> Bitmap {
            dates.isOfPeriods ? periods : Kernel.select(dates.codes, periods)
        }
        return (rows(possibly ? some : definite), possibly || some == definite ? nil : rows(some))
    }

    /// Whether the comparison with a period in the query holds for every day.
    static func holds(_ first: Int32, _ last: Int32, _ sign: ComparisonOperator, literal: Period) -> Bool {
        switch sign {
        case .equal: first >= literal.first && last <= literal.last
        case .notEqual: last < literal.first || first > literal.last
        case .less: last < literal.first
        case .lessOrEqual: last <= literal.last
        case .greater: first > literal.last
        case .greaterOrEqual: first >= literal.first
        }
    }

    /// Whether it holds for some day.
    static func possiblyHolds(
        _ first: Int32, _ last: Int32, _ sign: ComparisonOperator, literal: Period
    ) -> Bool {
        switch sign {
        case .equal: first <= literal.last && last >= literal.first
        case .notEqual: first < literal.first || last > literal.last
        case .less: first < literal.first
        case .lessOrEqual: first <= literal.last
        case .greater: last > literal.last
        case .greaterOrEqual: last >= literal.first
        }
    }

    /// Whether the comparison of two recorded dates holds for all pairs of their days.
    static func holds(_ left: Period, _ sign: ComparisonOperator, recorded right: Period) -> Bool {
        switch sign {
        case .equal: left.first == left.last && left == right
        case .notEqual: left.last < right.first || left.first > right.last
        case .less: left.last < right.first
        case .lessOrEqual: left.last <= right.first
        case .greater: left.first > right.last
        case .greaterOrEqual: left.first >= right.last
        }
    }

    /// Whether it holds for some pair.
    static func possiblyHolds(_ left: Period, _ sign: ComparisonOperator, recorded right: Period) -> Bool {
        switch sign {
        case .equal: left.first <= right.last && left.last >= right.first
        case .notEqual: !(left.first == left.last && left == right)
        case .less: left.first < right.last
        case .lessOrEqual: left.first <= right.last
        case .greater: left.last > right.first
        case .greaterOrEqual: left.last >= right.first
        }
    }
}

/// Recorded periods, to be looked up.
struct PeriodSet {
    /// Whether they are extents, which are always read with `possibly`.
    let isExtent: Bool
    private let days: Set<Int32>
    /// The days of all, as stretches that lie apart, in their order.
    private var stretches: [(first: Int32, last: Int32)] = []

    init(_ periods: Set<Period>, isExtent: Bool) {
        self.isExtent = isExtent
        days = Set(periods.lazy.filter { $0.first == $0.last }.map(\.first))
        for period in periods.sorted(by: { $0.first < $1.first }) {
            if let last = stretches.last?.last, period.first <= last {
                stretches[stretches.count - 1].last = max(last, period.last)
            } else {
                stretches.append((period.first, period.last))
            }
        }
    }

    /// Whether all pairs of days are equal for one of the periods: both are one day.
    func equals(_ first: Int32, _ last: Int32) -> Bool { first == last && days.contains(first) }

    /// Whether some pair of days is equal for one of the periods.
    func meets(_ first: Int32, _ last: Int32) -> Bool {
        let place = stretches.indices.partitionPoint { stretches[$0].last < first }
        return place < stretches.count && stretches[place].first <= last
    }
}
