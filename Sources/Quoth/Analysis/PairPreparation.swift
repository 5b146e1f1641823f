import QuothSyntax

// What pairs are made from: rows with values in all that is asked for, sorted by date and divided into groups.
extension Evaluation {
    /// Finds the rows that may be in a pair, and takes down what keeps the others out.
    func candidates(
        _ pairs: Plan.Pairs, _ rows: [Int32], _ progress: inout Progress
    ) throws(Diagnostic) -> PairCandidates {
        let chosen = progress.frame.choosing(rows)
        try claim(rows.count * 48)
        var groups = Combinations(rowCount: rows.count)
        var judged = Bitmap(count: rows.count)
        var left = Bitmap(count: rows.count, filled: true)
        var pairing = Accounting.Pairing(
            stage: pairs.text, filtersBefore: progress.accounting.filters.count, made: 0, leftOut: [],
            possibly: 0)
        func require(_ vector: Vector, _ operand: Operand) {
            guard let known = vector.known else { return }
            let missing = left.subtracting(known).population
            if missing > 0 { pairing.leftOut.append(.init(field: operand.field, count: missing)) }
            left = left.intersection(known)
        }
        for key in pairs.keys {
            let values = try vector(key, chosen, nil)
            require(values, key)
            if values.hasJudged { try markJudged(values, &judged) }
            try groups.divide(by: try GroupKey(values, self), nil, self)
        }
        let dates = try vector(pairs.date, chosen, nil)
        if pairs.within != nil {
            require(dates, pairs.date)
            if dates.hasJudged { try markJudged(dates, &judged) }
        }
        var sides: [UInt8]?
        if let position = pairs.position {
            let values = try vector(position, chosen, nil)
            if values.hasJudged { try markJudged(values, &judged) }
            let found = Self.sides(values)
            left = left.intersection(Kernel.fill(rows.count) { found[$0] != 0 })
            sides = found
        }
        progress.enter(
            judged: Bitmap(
                count: progress.frame.table.rowCount, rows: judged.rows.lazy.map { Int(rows[Int($0)]) }))
        progress.accounting.pairing = pairing
        guard case .dates(let days) = dates.data else { throw error(.noDates, at: pairs.date.span) }
        try checkLimits()
        return PairCandidates(left, days, sides, groups, pairs.within)
    }

    /// 1 for each row that supports, 2 for each that opposes, 0 for any other.
    private static func sides(_ positions: Vector) -> [UInt8] {
        guard case .codes(let codes, .terms(let terms)) = positions.data else {
            return .init(repeating: 0, count: positions.count)
        }
        var sideOf = [UInt8](repeating: 0, count: terms.terms.count + 1)
        for (place, term) in terms.terms.enumerated() {
            sideOf[place + 1] = term == "support" ? 1 : term == "oppose" ? 2 : 0
        }
        return (0..<codes.count).map { sideOf[Int(codes[$0])] }
    }
}

extension PairCandidates {
    init(
        _ left: Bitmap, _ days: DateColumn, _ sides: [UInt8]?, _ all: Combinations, _ within: Stage.Duration?
    ) {
        let order = Self.sorted(left.rows, days.codes.widened, days.periodCount)
        places = order.places
        let reaches = Self.reaches(days, within)
        first = order.codes.map { $0 == 0 ? DateColumn.missing.first : days.firsts[Int($0) - 1] }
        last = order.codes.map { $0 == 0 ? DateColumn.missing.last : days.lasts[Int($0) - 1] }
        reach = order.codes.map { reaches.first[Int($0)] }
        farReach = order.codes.map { reaches.last[Int($0)] }
        self.sides = sides.map { sides in order.places.map { sides[Int($0)] } } ?? []
        (offsets, groups) = all.runs(of: days.count).taking(order.places)
        (starts, members) = Self.members(offsets, groups, all.groupCount)
    }

    /// By the first day, then the last; equal ones keep their order, and undated ones are last.
    private static func sorted(
        _ places: [Int32], _ codes: [UInt32], _ periodCount: Int
    ) -> (places: [Int32], codes: [UInt32]) {
        // Codes of dates are in the order of time.
        func position(_ place: Int32) -> Int {
            let code = Int(codes[Int(place)])
            return code == 0 ? periodCount : code - 1
        }
        var next = [Int](repeating: 0, count: periodCount + 2)
        for place in places { next[position(place) + 1] += 1 }
        for position in 0...periodCount { next[position + 1] += next[position] }
        var sorted = places
        for place in places {
            sorted[next[position(place)]] = place
            next[position(place)] += 1
        }
        return (sorted, sorted.map { codes[Int($0)] })
    }

    /// For each code of a date, the last day that is near enough to its first day, and to its last.
    private static func reaches(
        _ days: DateColumn, _ within: Stage.Duration?
    ) -> (first: [Int32], last: [Int32]) {
        guard let within else {
            let all = [Int32](repeating: .max, count: days.periodCount + 1)
            return (all, all)
        }
        func moved(_ day: Int32) -> Int32 {
            // No day is near to an open end, and all days before it possibly are.
            if day == Period.openStart || day == Period.openEnd { return day }
            return CalendarShift.day(day, by: within.amount, within.unit) ?? Period.openEnd - 1
        }
        return ([.min] + days.firsts.map(moved), [.min] + days.lasts.map(moved))
    }

    /// The ranks in each group, in order.
    private static func members(
        _ offsets: [UInt32], _ groups: [UInt32], _ count: Int
    ) -> (starts: [UInt32], members: [UInt32]) {
        var starts = [UInt32](repeating: 0, count: count + 1)
        for group in groups { starts[Int(group) + 1] += 1 }
        for group in 0..<count { starts[group + 1] += starts[group] }
        var members = [UInt32](repeating: 0, count: groups.count)
        var next = starts
        for rank in 0..<(offsets.count - 1) {
            for group in groups[Int(offsets[rank])..<Int(offsets[rank + 1])] {
                members[Int(next[Int(group)])] = UInt32(rank)
                next[Int(group)] += 1
            }
        }
        return (starts, members)
    }
}
