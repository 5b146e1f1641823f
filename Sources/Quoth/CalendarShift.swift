import QuothSyntax

/// Dates moved by days, weeks, months and years.
enum CalendarShift {
    /// A day moved; months and years clamp to the month's end. Nil beyond the years 1 to 9999.
    static func day(_ day: Int32, by amount: Int, _ unit: DurationUnit) -> Int32? {
        switch unit {
        case .day, .week:
            let (days, overflow) = amount.multipliedReportingOverflow(by: unit == .week ? 7 : 1)
            guard !overflow, days.magnitude < 10_000_000 else { return nil }
            let moved = Int(day) + days
            guard let first = Calendar.day(1, 1, 1), let last = Calendar.day(9999, 12, 31),
                moved >= Int(first), moved <= Int(last)
            else { return nil }
            return Int32(moved)
        case .month, .year:
            let (months, overflow) = amount.multipliedReportingOverflow(by: unit == .year ? 12 : 1)
            guard !overflow, months.magnitude < 1_000_000 else { return nil }
            let date = Calendar.date(day)
            let total = date.year * 12 + date.month - 1 + months
            guard total >= 12 else { return nil }
            let (year, month) = (total / 12, total % 12 + 1)
            return Calendar.day(year, month, min(date.day, Calendar.days(inMonth: month, of: year)))
        }
    }

    /// A period moved: both ends; what was whole months or years stays so. Open ends stay open.
    static func period(_ period: Period, by amount: Int, _ unit: DurationUnit) -> Period? {
        let isOpenEnd = period.last == Period.openEnd
        let first = period.first == Period.openStart ? period.first : day(period.first, by: amount, unit)
        var last = isOpenEnd ? period.last : day(period.last, by: amount, unit)
        if !isOpenEnd, unit == .month || unit == .year, let moved = last, isWholeMonths(period) {
            let date = Calendar.date(moved)
            last = Calendar.day(date.year, date.month, Calendar.days(inMonth: date.month, of: date.year))
        }
        guard let first, let last else { return nil }
        return Period(first: first, last: last)
    }

    private static func isWholeMonths(_ period: Period) -> Bool {
        guard period.first != Period.openStart else { return false }
        let (from, to) = (Calendar.date(period.first), Calendar.date(period.last))
        return from.day == 1 && to.day == Calendar.days(inMonth: to.month, of: to.year)
    }
}
