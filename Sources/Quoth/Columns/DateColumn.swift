/// Recorded dates: each distinct period once, in the order of their first and then their last days, and for each row
/// a code; 0 for a row without days.
///
/// There are far fewer periods than rows, so whatever is asked of dates is asked of the periods, and their codes are
/// looked for; and since codes are in the order of time, rows sort by them.
package struct DateColumn: Sendable {
    package let codes: Codes
    /// The first and last days of code k at k - 1.
    package let firsts: Buffer<Int32>
    package let lasts: Buffer<Int32>
    /// Whether each row has the period of its place, so that sets of periods are sets of rows.
    let isOfPeriods: Bool

    /// Periods in order, none twice, and codes of them.
    package init(codes: Codes, firsts: Buffer<Int32>, lasts: Buffer<Int32>) {
        self.init(codes: codes, firsts: firsts, lasts: lasts, isOfPeriods: false)
    }

    private init(codes: Codes, firsts: Buffer<Int32>, lasts: Buffer<Int32>, isOfPeriods: Bool) {
        self.codes = codes
        self.firsts = firsts
        self.lasts = lasts
        self.isOfPeriods = isOfPeriods
    }

    /// The periods themselves, a row each.
    var periods: DateColumn {
        DateColumn(codes: .identity(periodCount), firsts: firsts, lasts: lasts, isOfPeriods: true)
    }

    /// Periods in any order, some of them more than once, and for each row the number of its period, from 1; rows
    /// without days have 0, as have those after the last code.
    init(_ periods: [Period], codes: Span<UInt32>, count: Int) {
        let distinct = Set(periods).sorted { ($0.first, $0.last) < ($1.first, $1.last) }
        let places = Dictionary(
            uniqueKeysWithValues: distinct.enumerated().map { ($1, UInt32($0 + 1)) })
        let table = [0] + periods.map { places[$0] ?? 0 }
        var translated = BufferBuilder<UInt32>(count: count) { target in
            for row in target.indices { target[row] = row < codes.count ? table[Int(codes[row])] : 0 }
        }
        self.init(
            codes: Codes(taking: &translated, limit: distinct.count),
            firsts: Buffer(distinct.map(\.first)), lasts: Buffer(distinct.map(\.last)))
    }

    /// The first and last day of each row; a row without days has its first day after its last.
    package init(first: [Int32], last: [Int32]) {
        if let inOrder = Self(inOrder: first.count, { Period(first: first[$0], last: last[$0]) }) {
            self = inOrder
            return
        }
        var numbers: [UInt64: UInt32] = [:]
        var provisional: [UInt32] = []
        provisional.reserveCapacity(first.count)
        for row in first.indices {
            guard first[row] <= last[row] else {
                provisional.append(0)
                continue
            }
            let key = Self.key(first[row], last[row])
            let number = numbers[key] ?? UInt32(numbers.count + 1)
            numbers[key] = number
            provisional.append(number)
        }
        let periods = numbers.sorted { $0.key < $1.key }
        var codes = [UInt32](repeating: 0, count: periods.count + 1)
        for (place, period) in periods.enumerated() { codes[Int(period.value)] = UInt32(place + 1) }
        self.init(
            codes: Codes(provisional.map { codes[Int($0)] }, limit: periods.count),
            firsts: Buffer(periods.map { Self.day($0.key >> 32) }),
            lasts: Buffer(periods.map { Self.day($0.key) }))
    }

    /// So many periods that are in order already; nil if they aren't.
    @inline(__always)
    private init?(inOrder count: Int, _ period: (Int) -> Period?) {
        var (firsts, lasts): ([Int32], [Int32]) = ([], [])
        var codes = [UInt32](repeating: 0, count: count)
        var code: UInt32 = 0
        // None comes before it.
        var last = (Int32.min, Int32.min)
        for row in 0..<count {
            guard let next = period(row) else { continue }
            if code == 0 || last != (next.first, next.last) {
                guard last <= (next.first, next.last) else { return nil }
                last = (next.first, next.last)
                firsts.append(next.first)
                lasts.append(next.last)
                code += 1
            }
            codes[row] = code
        }
        self.init(
            codes: Codes(codes, limit: firsts.count), firsts: Buffer(firsts), lasts: Buffer(lasts))
    }

    package init(_ periods: [Period?]) {
        self.init(
            first: periods.map { $0?.first ?? Self.missing.first },
            last: periods.map { $0?.last ?? Self.missing.last })
    }

    /// What stands for a missing date: no day is both the first and the last.
    package static let missing: (first: Int32, last: Int32) = (.max, .min)

    package var count: Int { codes.count }
    /// The number of periods, which is the largest code.
    package var periodCount: Int { firsts.count }

    package subscript(row: Int) -> Period? {
        let code = codes[row]
        return code == 0 ? nil : period(code)
    }

    /// The period of a code, from 1.
    package func period(_ code: UInt32) -> Period? {
        Period(first: firsts[Int(code) - 1], last: lasts[Int(code) - 1])
    }

    /// The dates that a function makes of these; nil makes a row one without days. O(rows + periods log periods).
    package func mapped(_ transform: (Period) -> Period?) -> DateColumn {
        let periods = mappedPeriods(transform)
        return DateColumn(
            codes: codes.translated(periods.codes.table), firsts: periods.firsts, lasts: periods.lasts)
    }

    /// What a function makes of each period, in the order of the codes.
    @inline(__always)
    package func mappedPeriods(_ transform: (Period) -> Period?) -> DateColumn {
        firsts.withSpan { firsts in
            lasts.withSpan { lasts in
                func period(_ place: Int) -> Period? {
                    guard let period = Period(first: firsts[place], last: lasts[place]) else { return nil }
                    return transform(period)
                }
                return DateColumn(inOrder: firsts.count) { period($0) }
                    ?? DateColumn(firsts.indices.map { period($0) })
            }
        }
    }

    /// A number for a pair of days that sorts as the pair does.
    private static func key(_ first: Int32, _ last: Int32) -> UInt64 {
        UInt64(UInt32(bitPattern: first) ^ 1 << 31) << 32 | UInt64(UInt32(bitPattern: last) ^ 1 << 31)
    }

    private static func day(_ half: UInt64) -> Int32 {
        Int32(bitPattern: UInt32(truncatingIfNeeded: half) ^ 1 << 31)
    }
}
