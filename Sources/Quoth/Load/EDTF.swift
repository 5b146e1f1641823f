/// Reads dates of the Extended Date/Time Format (ISO 8601-2) as the period of all days that they may be.
///
/// Years, months, days and times of day; intervals with open ends; the qualifiers `?`, `~` and `%`, which change
/// no day; unspecified digits (`201X`, `2025-02-XX`); seasons (21–24), quarters (33–36) and halves (40, 41).
/// Not read: years outside 1–9999, sets, and significant digits.
package enum EDTF {
    /// The period of a date; nil if the text is none.
    package static func period(of text: some RandomAccessCollection<UInt8>) -> Period? {
        // The longest is an interval of two qualified times of day.
        guard !text.isEmpty, text.count <= 64 else { return nil }
        if text.count == 10, let day = plainDay(text) { return Period(day: day) }
        guard let slash = text.firstIndex(of: UInt8(ascii: "/")) else { return date(Array(text)) }
        let left = Array(text[..<slash])
        let right = Array(text[text.index(after: slash)...])
        guard let first = bound(left), let last = bound(right) else { return nil }
        switch (first, last) {
        case (.open, .open): return nil
        case (.open, .period(let last)): return Period(first: Period.openStart, last: last.last)
        case (.period(let first), .open): return Period(first: first.first, last: Period.openEnd)
        case (.period(let first), .period(let last)):
            return Period(first: first.first, last: last.last)
        }
    }

    /// The period of a date; nil if the text is none.
    package static func period(of text: String) -> Period? {
        period(of: Array(text.utf8))
    }

    /// The day of `2025-02-07`, by far the most common form; nil for others and for days that don't exist.
    private static func plainDay(_ text: some RandomAccessCollection<UInt8>) -> Int32? {
        var numbers = (0, 0, 0)
        var place = 0
        for byte in text {
            let digit = Int(byte) - 0x30
            switch place {
            case 4, 7: guard byte == UInt8(ascii: "-") else { return nil }
            case _ where !(0...9).contains(digit): return nil
            case 0..<4: numbers.0 = numbers.0 * 10 + digit
            case 5, 6: numbers.1 = numbers.1 * 10 + digit
            default: numbers.2 = numbers.2 * 10 + digit
            }
            place += 1
        }
        return Calendar.day(numbers.0, numbers.1, numbers.2)
    }

    private enum Bound {
        case open
        case period(Period)
    }

    private static func bound(_ text: [UInt8]) -> Bound? {
        if text.isEmpty || text == [UInt8(ascii: "."), UInt8(ascii: ".")] { return .open }
        return date(text).map(Bound.period)
    }

    private static func date(_ text: [UInt8]) -> Period? {
        var text = text[...]
        if let mark = text.firstIndex(of: UInt8(ascii: "T")) {
            guard isTime(text[(mark + 1)...]) else { return nil }
            text = text[..<mark]
            // A time of day belongs to a whole date.
            guard text.count == 10, !text.contains(UInt8(ascii: "X")) else { return nil }
        }
        let parts = text.split(separator: UInt8(ascii: "-"), maxSplits: 3, omittingEmptySubsequences: false)
        guard (1...3).contains(parts.count), let year = digits(parts[0], count: 4) else { return nil }
        guard parts.count > 1 else { return years(year) }
        guard let month = digits(parts[1], count: 2) else { return nil }
        guard parts.count > 2 else { return months(year, month) }
        guard let day = digits(parts[2], count: 2) else { return nil }
        return days(year, month, day)
    }

    /// The digits of one part without its qualifiers; an X is -1.
    private static func digits(_ part: ArraySlice<UInt8>, count: Int) -> [Int]? {
        var part = part
        if let last = part.last, isQualifier(last) { part = part.dropLast() }
        if let first = part.first, isQualifier(first) { part = part.dropFirst() }
        guard part.count == count else { return nil }
        var result: [Int] = []
        for byte in part {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): result.append(Int(byte) - 0x30)
            case UInt8(ascii: "X"): result.append(-1)
            default: return nil
            }
        }
        return result
    }

    private static func isQualifier(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "?") || byte == UInt8(ascii: "~") || byte == UInt8(ascii: "%")
    }

    /// `hh:mm`, `hh:mm:ss`, with nothing, `Z`, `±hh` or `±hh:mm` after it.
    private static func isTime(_ text: ArraySlice<UInt8>) -> Bool {
        var shape = String(decoding: text, as: UTF8.self)
        if shape.hasSuffix("Z") {
            shape.removeLast()
        } else if let sign = shape.lastIndex(where: { $0 == "+" || $0 == "-" }) {
            guard isClock(shape[shape.index(after: sign)...], parts: 1...2) else { return false }
            shape = String(shape[..<sign])
        }
        return isClock(shape[...], parts: 2...3)
    }

    private static func isClock(_ text: Substring, parts: ClosedRange<Int>) -> Bool {
        let numbers = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.contains(numbers.count) else { return false }
        return zip(numbers, [24, 60, 61]).allSatisfy { number, limit in
            guard number.utf8.count == 2, number.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
                return false
            }
            return Int(number).map { $0 < limit } ?? false
        }
    }
}

// Parts with unspecified digits stand for every number that they match.
extension EDTF {
    private static func years(_ year: [Int]) -> Period? {
        let numbers = matches(year, in: Calendar.years)
        guard let first = numbers.first, let last = numbers.last else { return nil }
        return join(Calendar.period(first), Calendar.period(last))
    }

    private static func months(_ year: [Int], _ month: [Int]) -> Period? {
        if !month.contains(-1), let season = season(month[0] * 10 + month[1]) {
            let numbers = matches(year, in: Calendar.years)
            guard let first = numbers.first, let last = numbers.last else { return nil }
            let end = last + (season.upperBound > 12 ? 1 : 0)
            return join(
                Calendar.period(first, season.lowerBound),
                Calendar.period(end, (season.upperBound - 1) % 12 + 1))
        }
        let months = matches(month, in: 1...12)
        let numbers = matches(year, in: Calendar.years)
        guard let from = numbers.first, let to = numbers.last, let first = months.first,
            let last = months.last
        else { return nil }
        return join(Calendar.period(from, first), Calendar.period(to, last))
    }

    private static func days(_ year: [Int], _ month: [Int], _ day: [Int]) -> Period? {
        let years = matches(year, in: Calendar.years)
        let months = matches(month, in: 1...12)
        let days = matches(day, in: 1...31)
        guard let first = firstDay(years, months, days),
            let last = firstDay(years.reversed(), months.reversed(), days.reversed())
        else { return nil }
        return Period(first: first, last: last)
    }

    private static func firstDay(_ years: [Int], _ months: [Int], _ days: [Int]) -> Int32? {
        for year in years {
            for month in months {
                for day in days {
                    if let found = Calendar.day(year, month, day) { return found }
                }
            }
        }
        return nil
    }

    /// The months of a season, quarter or half; a winter goes on into the next year.
    private static func season(_ number: Int) -> ClosedRange<Int>? {
        switch number {
        case 21...24: (number - 20) * 3...(number - 20) * 3 + 2
        case 33...36: (number - 33) * 3 + 1...(number - 33) * 3 + 3
        case 40, 41: (number - 40) * 6 + 1...(number - 40) * 6 + 6
        default: nil
        }
    }

    private static func matches(_ digits: [Int], in range: ClosedRange<Int>) -> [Int] {
        if !digits.contains(-1) {
            let number = digits.reduce(0) { $0 * 10 + $1 }
            return range.contains(number) ? [number] : []
        }
        return range.filter { candidate in
            var rest = candidate
            for digit in digits.reversed() {
                if digit >= 0, digit != rest % 10 { return false }
                rest /= 10
            }
            return true
        }
    }

    private static func join(_ first: Period?, _ last: Period?) -> Period? {
        guard let first, let last else { return nil }
        return Period(first: first.first, last: last.last)
    }
}
