import QuothSyntax

extension Evaluation {
    /// Groups of which nothing is asked but how many rows and how many distinct values each has, and which of its dates
    /// is the first or the last; nil if it is another question, or an index doesn't know the values. No list of all rows
    /// is made.
    func valueGroups(
        _ grouping: Plan.Grouping, _ keys: [GroupKey], _ selection: Selection, _ frame: Frame
    ) throws(Diagnostic) -> Table? {
        guard grouping.aggregates.allSatisfy(\.isOfValueNumbers) else { return nil }
        var all: [GroupPlaces?] = []
        for aggregate in grouping.aggregates {
            guard let operand = aggregate.operand else {
                all.append(nil)
                continue
            }
            let column = Plan.ShownColumn(name: aggregate.name, operand: operand)
            guard let value = try indexedKeys([column], frame, for: selection.count)?.first,
                let places = GroupPlaces(keys, value, selection, aggregate.function)
            else { return nil }
            all.append(places)
        }
        guard let groups = try counts(keys, selection) else { return nil }
        var vectors = zip(keys, groups.numbers).map { $0.vector($1) }
        for (aggregate, places) in zip(grouping.aggregates, all) {
            vectors.append(
                try places?.values(in: groups, self)
                    ?? Self.counted(aggregate, groups.counts, of: selection.count))
        }
        return try table(grouping, vectors, groups.counts.count)
    }
}

/// Places for groups, and for each group and value: their numbers are the digits, those of the first key first.
private struct GroupPlaces {
    private let keys: [GroupKey]
    private let value: GroupKey
    private let selection: Selection
    private let function: AggregateFunction
    /// How many places there are for groups.
    private let groupCount: Int

    /// Nil if there are too many places for so many rows.
    init?(_ keys: [GroupKey], _ value: GroupKey, _ selection: Selection, _ function: AggregateFunction) {
        (self.keys, self.value, self.selection, self.function) = (keys, value, selection, function)
        var count = 1
        for key in keys + [value] {
            let (larger, overflow) = count.multipliedReportingOverflow(by: key.numberCount + 1)
            guard !overflow, larger <= Int(UInt32.max) else { return nil }
            count = larger
        }
        groupCount = count / (value.numberCount + 1)
        let (size, most) = function == .distinct ? (count, 128) : (groupCount, 4)
        guard size <= most * max(1024, selection.count) else { return nil }
    }

    /// What the function makes of the values of each group.
    func values(in groups: GroupCounts, _ evaluation: Evaluation) throws(Diagnostic) -> Vector {
        function == .distinct
            ? try distinct(in: groups, evaluation)
            : try ends(in: groups, areLast: function == .maximum, evaluation)
    }

    /// How many numbers a value may have; 0 is that of rows without one.
    private var base: Int { value.numberCount + 1 }

    /// How many values each group has: a bit for each group and value is one if some row has both, so that the values of a
    /// group lie side by side.
    private func distinct(in groups: GroupCounts, _ evaluation: Evaluation) throws(Diagnostic) -> Vector {
        try evaluation.claim(groupCount * base / 8)
        var bits = Bitmap(count: groupCount * base)
        try evaluation.forEachChunk(of: selection) { bits.insert($0.places(keys + [value])) }
        if let (_, places) = try evaluation.furtherPlaces(of: keys + [value], selection) {
            bits.insert(places)
        }
        let counts = groups.counts.indices.map { group in
            let place = place(of: group, in: groups) * base
            return bits.population(of: place + 1..<place + base)
        }
        return Vector(.integers(Buffer(counts), valid: nil))
    }

    /// The first or last value of each group, where numbers are in the order of values.
    private func ends(
        in groups: GroupCounts, areLast: Bool, _ evaluation: Evaluation
    ) throws(Diagnostic) -> Vector {
        try evaluation.claim(groupCount * 4)
        // Of first values one less than the number, so that a row without a value has the largest of all.
        var ends = [UInt32](repeating: areLast ? 0 : .max, count: groupCount)
        try evaluation.forEachChunk(of: selection) { rows in
            Self.add(rows.places([value]), at: rows.places(keys), to: &ends, areLast)
        }
        if let (_, places) = try evaluation.furtherPlaces(of: keys + [value], selection) {
            let base = UInt32(base)
            Self.add(places.map { $0 % base }, at: places.map { $0 / base }, to: &ends, areLast)
        }
        return value.vector(
            groups.counts.indices.map { group in
                let end = ends[place(of: group, in: groups)]
                return areLast ? end : end &+ 1
            })
    }

    private static func add(
        _ numbers: [UInt32], at places: [UInt32], to ends: inout [UInt32], _ areLast: Bool
    ) {
        var ends = ends.mutableSpan
        for (place, number) in zip(places, numbers) {
            let end = ends[Int(place)]
            ends[Int(place)] = areLast ? max(end, number) : min(end, number &- 1)
        }
    }

    private func place(of group: Int, in groups: GroupCounts) -> Int {
        zip(keys, groups.numbers).reduce(0) { $0 * ($1.0.numberCount + 1) + Int($1.1[group]) }
    }
}

extension Plan.Aggregate {
    /// Whether it tells a number of rows or values, or an end of dates, whose numbers are in the order of time.
    fileprivate var isOfValueNumbers: Bool {
        guard let operand else { return true }
        return switch function {
        case .distinct: true
        case .minimum, .maximum: operand.type == .date
        default: false
        }
    }
}
