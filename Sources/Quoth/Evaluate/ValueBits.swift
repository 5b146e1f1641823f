import QuothSyntax

extension Evaluation {
    /// Groups of which nothing is asked but how many rows and how many distinct values each has, and which of its dates
    /// is the first or the last; nil if it is another question, or an index doesn't know the values.
    func valueGroups(
        _ grouping: Plan.Grouping, _ keys: [GroupKey], _ selection: Selection, _ frame: Frame
    ) throws(Diagnostic) -> Table? {
        guard grouping.aggregates.allSatisfy(\.isOfValueBits), let groups = try counts(keys, selection) else {
            return nil
        }
        var vectors = zip(keys, groups.numbers).map { $0.vector($1) }
        var known: (operand: String, bits: ValueBits)?
        for aggregate in grouping.aggregates {
            guard let operand = aggregate.operand else {
                vectors.append(Self.counted(aggregate, groups.counts, of: selection.count))
                continue
            }
            if known?.operand != operand.text {
                let column = Plan.ShownColumn(name: aggregate.name, operand: operand)
                guard let value = try indexedKeys([column], frame, for: selection.count)?.first,
                    let bits = try ValueBits(of: value, by: keys, selection, self)
                else { return nil }
                known = (operand.text, bits)
            }
            if let bits = known?.bits { vectors.append(bits.values(aggregate.function, of: groups)) }
        }
        return try table(grouping, vectors, groups.counts.count)
    }
}

/// A bit for each group and each value, which is one if some row has both. So there is no list of all rows, and the values
/// of a group lie side by side.
private struct ValueBits {
    private let keys: [GroupKey]
    private let value: GroupKey
    private var bits: Bitmap

    /// Nil if there are too many for so many rows.
    init?(
        of value: GroupKey, by keys: [GroupKey], _ selection: Selection, _ evaluation: Evaluation
    ) throws(Diagnostic) {
        (self.keys, self.value) = (keys, value)
        let all = keys + [value]
        var size = 1
        for key in all {
            let (larger, overflow) = size.multipliedReportingOverflow(by: key.numberCount + 1)
            guard !overflow, larger <= min(Int(UInt32.max), 128 * max(32, selection.count)) else {
                return nil
            }
            size = larger
        }
        try evaluation.claim(size / 8)
        var bits = Bitmap(count: size)
        try evaluation.forEachPlace(of: all, selection) { bits.insert($0) }
        if let (_, places) = try evaluation.furtherPlaces(of: all, selection) { bits.insert(places) }
        self.bits = bits
    }

    /// What a function makes of the values of each group.
    func values(_ function: AggregateFunction, of groups: GroupCounts) -> Vector {
        let runs = groups.counts.indices.map { run(of: $0, in: groups) }
        guard function != .distinct else {
            return Vector(.integers(Buffer(runs.map(bits.population)), valid: nil))
        }
        return value.vector(
            runs.map { run in
                let ends = bits.ends(in: run)
                return (function == .minimum ? ends?.first : ends?.last)
                    .map { UInt32($0 - run.lowerBound + 1) } ?? 0
            })
    }

    /// The bits of the values of a group from number 1: number 0 is of rows without a value.
    private func run(of group: Int, in groups: GroupCounts) -> Range<Int> {
        var place = 0
        for (key, numbers) in zip(keys, groups.numbers) {
            place = place * (key.numberCount + 1) + Int(numbers[group])
        }
        return place * (value.numberCount + 1) + 1..<(place + 1) * (value.numberCount + 1)
    }
}

extension Plan.Aggregate {
    /// Whether it tells a number of rows or values, or an end of dates, whose numbers are in the order of time.
    fileprivate var isOfValueBits: Bool {
        guard let operand else { return true }
        return switch function {
        case .distinct: true
        case .minimum, .maximum: operand.type == .date
        default: false
        }
    }
}
