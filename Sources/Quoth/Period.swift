/// A run of whole days, both ends included: `2025-02` is the period of its 28 days.
///
/// Days are counted from 1970-01-01 in the proleptic Gregorian calendar. A recorded date that is uncertain
/// or longer than a day is the period of all days that it may be.
public struct Period: Sendable, Hashable {
    /// The first day.
    public var first: Int32
    /// The last day.
    public var last: Int32

    /// The day of an open beginning.
    public static let openStart = Int32.min
    /// The day of an open end.
    public static let openEnd = Int32.max

    /// Makes a period; nil unless the first day comes no later than the last.
    public init?(first: Int32, last: Int32) {
        guard first <= last else { return nil }
        self.first = first
        self.last = last
    }

    /// The period of one day.
    public init(day: Int32) {
        first = day
        last = day
    }
}

/// Days and civil dates of the proleptic Gregorian calendar.
///
/// The conversion counts years from March, so that the leap day is the last of its year, and 400-year eras of
/// 146,097 days: see Richards, "Calendars", Explanatory Supplement to the Astronomical Almanac, 3rd ed., 15.11.
public enum Calendar {
    /// The years that can be written, so that a far date is refused and not wrapped around.
    public static let years = 1...9999

    /// The numbers of the days of these years.
    static let days = -719_162...Int32(2_932_896)

    /// The number of days in a month.
    public static func days(inMonth month: Int, of year: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Whether a year has a 29th of February.
    public static func isLeap(_ year: Int) -> Bool {
        year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    }

    /// The day number of a date; nil if there is no such date.
    public static func day(_ year: Int, _ month: Int, _ day: Int) -> Int32? {
        guard years.contains(year), (1...12).contains(month),
            day >= 1, day <= days(inMonth: month, of: year)
        else { return nil }
        let shifted = month > 2 ? year : year - 1
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return Int32(era * 146_097 + dayOfEra - 719_468)
    }

    /// The year, month and day of a day number.
    public static func date(_ day: Int32) -> (year: Int, month: Int, day: Int) {
        let shifted = Int(day) + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return (year, month, dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
    }

    /// The period of a year, of a month, or of a day; nil if there is none such.
    public static func period(_ year: Int, _ month: Int? = nil, _ day: Int? = nil) -> Period? {
        let from = self.day(year, month ?? 1, day ?? 1)
        let lastMonth = month ?? 12
        guard (1...12).contains(lastMonth) else { return nil }
        let to = self.day(year, lastMonth, day ?? days(inMonth: lastMonth, of: year))
        guard let from, let to else { return nil }
        return Period(first: from, last: to)
    }

    /// The weekday of a day, 0 for Monday.
    public static func weekday(_ day: Int32) -> Int {
        ((Int(day) + 3) % 7 + 7) % 7
    }

    /// The names of the weekdays, Monday first.
    public static let weekdays = [
        "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
    ]
}

extension Period: CustomStringConvertible {
    /// The period in EDTF, as short as it can be: `2025`, `2025-02`, `2025-02-07`, `2012/2013`, `2025-02-01/..`.
    public var description: String {
        if first == Self.openStart || last == Self.openEnd {
            let from = first == Self.openStart ? ".." : Self.text(first, parts: 3)
            return from + "/" + (last == Self.openEnd ? ".." : Self.text(last, parts: 3))
        }
        let from = Calendar.date(first)
        let to = Calendar.date(last)
        let endsMonth = to.day == Calendar.days(inMonth: to.month, of: to.year)
        var parts = 3
        if from.day == 1, endsMonth {
            parts = from.month == 1 && to.month == 12 ? 1 : 2
        }
        let start = Self.text(first, parts: parts)
        let end = Self.text(last, parts: parts)
        return start == end ? start : start + "/" + end
    }

    private static func text(_ day: Int32, parts: Int) -> String {
        let date = Calendar.date(day)
        var text = padded(date.year, 4)
        if parts > 1 { text += "-" + padded(date.month, 2) }
        if parts > 2 { text += "-" + padded(date.day, 2) }
        return text
    }

    private static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
