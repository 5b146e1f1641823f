import Quoth

/// Days along a line: each has a column, and some are named above it.
///
/// Where long nothing happens the line is broken, so that one old day doesn't press all others together.
struct TimeAxis {
    /// The columns that days are given.
    let width: Int
    /// The stretches of days that are drawn, in order.
    let parts: [Part]

    /// Some days and the columns that they have.
    struct Part: Equatable {
        let days: ClosedRange<Int32>
        let columns: Range<Int>

        func column(_ day: Int32) -> Int {
            let span = Int(days.upperBound) - Int(days.lowerBound)
            let offset = min(max(Int(day) - Int(days.lowerBound), 0), span)
            return columns.lowerBound + (span == 0 ? 0 : offset * (columns.count - 1) / span)
        }
    }

    /// The columns of a break.
    static let breakWidth = 2
    private static let mostBreaks = 3
    private static let narrowestPart = 8

    /// The line of some periods, whose open ends don't count; nil if they have no days.
    init?(_ periods: [Period], width: Int) {
        self.width = max(1, width)
        let most = self.width / (Self.narrowestPart + Self.breakWidth)
        let stretches = Self.stretches(periods, breaks: min(Self.mostBreaks, max(0, most - 1)))
        guard !stretches.isEmpty else { return nil }
        let room = max(stretches.count, self.width - Self.breakWidth * (stretches.count - 1))
        let least = min(Self.narrowestPart, room / stretches.count)
        let lengths = stretches.map { Int($0.upperBound) - Int($0.lowerBound) + 1 }
        let length = lengths.reduce(0, +)
        var made: [Part] = []
        var start = 0
        for (stretch, days) in zip(stretches, lengths) {
            let own = (room - least * stretches.count) * days / length
            let isLast = made.count == stretches.count - 1
            let end = max(start + 1, isLast ? self.width : start + least + own)
            made.append(Part(days: stretch, columns: start..<end))
            start = end + Self.breakWidth
        }
        parts = made
    }

    /// The days from the first to the last, without the longest times in which there is nothing.
    private static func stretches(_ periods: [Period], breaks most: Int) -> [ClosedRange<Int32>] {
        // Many rows have few dates.
        let periods = Set(periods)
        let ends = periods.flatMap { [$0.first, $0.last] }
            .filter { $0 != Period.openStart && $0 != Period.openEnd }
        guard let first = ends.min(), let last = ends.max() else { return [] }
        var covered: [ClosedRange<Int32>] = []
        for period in periods.sorted(by: { $0.first < $1.first }) {
            let (start, end) = (max(period.first, first), min(period.last, last))
            if let before = covered.last, Int(start) <= Int(before.upperBound) + 1 {
                covered[covered.count - 1] = before.lowerBound...max(before.upperBound, end)
            } else {
                covered.append(start...end)
            }
        }
        func gap(_ place: Int) -> Int { Int(covered[place].lowerBound) - Int(covered[place - 1].upperBound) }
        var length = Int(last) - Int(first)
        var breaks: [Int] = []
        for place in covered.indices.dropFirst().sorted(by: { gap($0) > gap($1) }).prefix(most) {
            guard gap(place) * 5 > length * 3 else { break }
            breaks.append(place)
            length -= gap(place)
        }
        let starts = [0] + breaks.sorted()
        return zip(starts, starts.dropFirst() + [covered.count]).map {
            covered[$0].lowerBound...covered[$1 - 1].upperBound
        }
    }

    /// The column of a day; open ends are at the ends.
    func column(_ day: Int32) -> Int {
        (parts.first { day <= $0.days.upperBound } ?? parts.last)?.column(day) ?? 0
    }

    /// A named place of the line.
    struct Tick: Equatable {
        let column: Int
        let label: String
    }

    /// The finest of the usual divisions whose names have room, from days to centuries.
    var ticks: [Tick] {
        let days = parts.reduce(0) { $0 + Int($1.days.upperBound) - Int($1.days.lowerBound) }
        for step in CalendarStep.all where days <= step.days * width {
            let named = parts.flatMap { ticks(step, $0) }
            let ends = named.dropFirst().map { $0.column - 1 } + [width]
            if zip(named, ends).allSatisfy({ $0.column + $0.label.count <= $1 }) { return named }
        }
        return []
    }

    private func ticks(_ step: CalendarStep, _ part: Part) -> [Tick] {
        var periods = step.periods(part.days).filter { part.days.contains($0.first) }
        // A name near the end of the line would go beyond it.
        periods.removeAll { part.column($0.first) + $0.description.count > width }
        if periods.isEmpty, parts.count > 1 { periods = [step.around(part.days.lowerBound)] }
        return periods.map { Tick(column: part.column($0.first), label: $0.description) }
    }
}

/// A division of the calendar: every so many days, months or years.
private enum CalendarStep {
    case day(Int), month(Int), year(Int)

    static let all: [CalendarStep] =
        [.day(1), .day(7)] + [1, 3, 6].map { .month($0) }
        + [1, 2, 5, 10, 20, 50, 100, 500, 1_000].map { .year($0) }

    /// About how many days.
    var days: Int {
        switch self {
        case .day(let count): count
        case .month(let count): 28 * count
        case .year(let count): 365 * count
        }
    }

    /// The periods that begin between two days, and perhaps one before.
    func periods(_ days: ClosedRange<Int32>) -> [Period] {
        let (from, to) = (Calendar.date(days.lowerBound), Calendar.date(days.upperBound))
        switch self {
        case .day(let count):
            // Weeks begin on Mondays.
            let shift = count == 7 ? (7 - Calendar.weekday(days.lowerBound)) % 7 : 0
            return stride(from: Int(days.lowerBound) + shift, through: Int(days.upperBound), by: count)
                .map { Period(day: Int32($0)) }
        case .month(let count):
            let months = (from.year * 12 + from.month - 1)...(to.year * 12 + to.month - 1)
            return months.filter { $0 % count == 0 }.compactMap { Calendar.period($0 / 12, $0 % 12 + 1) }
        case .year(let count):
            return (from.year...to.year).filter { $0 % count == 0 }.compactMap { Calendar.period($0) }
        }
    }

    /// The day, month or year around a day.
    func around(_ day: Int32) -> Period {
        let date = Calendar.date(day)
        let period =
            switch self {
            case .day: Period(day: day)
            case .month: Calendar.period(date.year, date.month)
            case .year: Calendar.period(date.year)
            }
        return period ?? Period(day: day)
    }
}
