import Quoth
import QuothSyntax

/// Days and periods, counted by another method than the program's: Julian day numbers after Fliegel and
/// Van Flandern, and months by their first days.
enum NaiveDates {
    /// Days since 1970-01-01; the date must exist.
    static func day(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let shift = (month - 14) / 12
        let julian =
            (1461 * (year + 4800 + shift)) / 4 + (367 * (month - 2 - 12 * shift)) / 12
            - (3 * ((year + 4900 + shift) / 100)) / 4 + day - 32_075
        return julian - 2_440_588
    }

    /// The first day of the month that comes so many months after January of year 0.
    static func firstDay(ofMonth number: Int) -> Int { day(number / 12, number % 12 + 1, 1) }

    /// The number of the month in which a day lies, and the place of the day in it from 0.
    static func month(of day: Int) -> (number: Int, offset: Int) {
        var low = 0
        var high = 12 * 10_001
        while high - low > 1 {
            let middle = (low + high) / 2
            if firstDay(ofMonth: middle) <= day { low = middle } else { high = middle }
        }
        return (low, day - firstDay(ofMonth: low))
    }

    static func period(_ first: Int, _ last: Int) -> Period? {
        guard let first = Int32(exactly: first), let last = Int32(exactly: last) else { return nil }
        return Period(first: first, last: last)
    }

    /// The period of a year, month or day.
    static func period(year: Int, month: Int?, day: Int?) -> Period? {
        let start = year * 12 + (month ?? 1) - 1
        let first = firstDay(ofMonth: start)
        if let day { return period(first + day - 1, first + day - 1) }
        return period(first, firstDay(ofMonth: start + (month == nil ? 12 : 1)) - 1)
    }

    /// The period of an EDTF text: a year, month or day, qualified or not, or an interval of such.
    static func period(edtf text: String) -> Period? {
        let ends = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard ends.count == 2 else { return ends.count == 1 ? single(text) : nil }
        let isOpen = ends.map { $0.isEmpty || $0 == ".." }
        let first = isOpen[0] ? Int(Period.openStart) : single(ends[0]).map { Int($0.first) }
        let last = isOpen[1] ? Int(Period.openEnd) : single(ends[1]).map { Int($0.last) }
        guard let first, let last, isOpen != [true, true] else { return nil }
        return period(first, last)
    }

    private static func single(_ text: String) -> Period? {
        var text = text
        if let last = text.last, "?~%".contains(last) { text.removeLast() }
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        let widths = parts.map(\.count)
        guard [[4], [4, 2], [4, 2, 2]].contains(widths) else { return nil }
        let numbers = parts.compactMap { Int($0) }
        guard numbers.count == parts.count else { return nil }
        let literal = DateLiteral(
            year: numbers[0], month: numbers.count > 1 ? numbers[1] : nil,
            day: numbers.count > 2 ? numbers[2] : nil)
        return literal.exists ? period(year: literal.year, month: literal.month, day: literal.day) : nil
    }
}

// Functions and arithmetic of dates.
extension NaiveDates {
    /// The year, month, week or day in which a period lies; nil if it spans two.
    static func enclosing(_ unit: DurationUnit, _ period: Period) -> Period? {
        guard period.first != Period.openStart, period.last != Period.openEnd else { return nil }
        let first = Int(period.first)
        let month = month(of: first).number
        let found: Period? =
            switch unit {
            case .day: self.period(first, first)
            case .week: self.period(monday(of: first), monday(of: first) + 6)
            case .month: self.period(firstDay(ofMonth: month), firstDay(ofMonth: month + 1) - 1)
            case .year: self.period(year: month / 12, month: nil, day: nil)
            }
        guard let found, found.last >= period.last else { return nil }
        return found
    }

    private static func monday(of day: Int) -> Int { day - weekday(day) }

    /// 0 for Monday; 1970-01-05 was one.
    static func weekday(_ day: Int) -> Int { (((day - 4) % 7) + 7) % 7 }

    static let weekdayNames = [
        "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
    ]

    /// A period moved; both ends, each clamped to its month's end, and a whole month stays one.
    static func moved(_ period: Period, by amount: Int, _ unit: DurationUnit) throws(NaiveFault) -> Period {
        let first = try moved(period.first, by: amount, unit)
        var last = try moved(period.last, by: amount, unit)
        let isBounded = period.first != Period.openStart && period.last != Period.openEnd
        if isBounded, unit == .month || unit == .year, enclosing(.month, period) == period {
            last = firstDay(ofMonth: month(of: first).number + 1) - 1
        }
        guard let result = self.period(first, last) else { throw NaiveFault(.dateOutOfRange) }
        return result
    }

    /// A day moved; an open end stays open.
    static func moved(_ day: Int32, by amount: Int, _ unit: DurationUnit) throws(NaiveFault) -> Int {
        if day == Period.openStart || day == Period.openEnd { return Int(day) }
        let (size, isMonths) = (
            ["day": 1, "week": 7, "month": 1, "year": 12][unit.rawValue] ?? 1, unit == .month || unit == .year
        )
        let (steps, overflows) = amount.multipliedReportingOverflow(by: size)
        // The range of years has fewer than four million days.
        guard !overflows, steps.magnitude < 4_000_000 else { throw NaiveFault(.dateOutOfRange) }
        var result = Int(day) + steps
        if isMonths {
            let (number, offset) = month(of: Int(day))
            let wanted = number + steps
            guard (12..<120_000).contains(wanted) else { throw NaiveFault(.dateOutOfRange) }
            let start = firstDay(ofMonth: wanted)
            result = min(start + offset, firstDay(ofMonth: wanted + 1) - 1)
        }
        guard (firstDay(ofMonth: 12)..<firstDay(ofMonth: 120_000)).contains(result) else {
            throw NaiveFault(.dateOutOfRange)
        }
        return result
    }
}
