import QuothSyntax

extension Evaluation {
    /// Groups of all rows by one or two columns that are known in the order of time, of which nothing is asked but how many
    /// rows there are and which date is the first or the last; nil if it is another question. A date is that of the first
    /// or last place which a group has, so that no row is looked at.
    func datedGroups(
        _ grouping: Plan.Grouping, _ keys: [GroupKey], _ frame: Frame
    ) throws(Diagnostic) -> Table? {
        guard let chronology = frame.table.chronology,
            case .dates(let dates, _) = frame.table.columns[chronology.position].data,
            grouping.aggregates.contains(where: { $0.operand != nil }),
            grouping.aggregates.allSatisfy({ $0.isDated(by: chronology.position) }),
            keys.allSatisfy({ $0.translation == nil && $0.ends == nil })
        else { return nil }
        let sets = grouping.keys.compactMap { $0.operand.column.flatMap(chronology.rowsOfNumbers) }
        guard sets.count == grouping.keys.count,
            let groups = DatedGroups(chronology, sets, most: GroupCounts.maximumBitmapPairs)
        else { return nil }
        try claim(groups.counts.count * (grouping.keys.count + grouping.aggregates.count) * 8)
        var vectors = zip(keys, groups.numbers).map { $0.vector($1) }
        for aggregate in grouping.aggregates {
            guard aggregate.operand != nil else {
                vectors.append(Self.counted(aggregate, groups.counts, of: frame.table.rowCount))
                continue
            }
            let codes = aggregate.function == .minimum ? groups.firsts : groups.lasts
            vectors.append(
                Vector(
                    .dates(
                        DateColumn(
                            codes: Codes(codes, limit: dates.periodCount), firsts: dates.firsts,
                            lasts: dates.lasts))))
        }
        return try table(grouping, vectors, groups.counts.count)
    }
}

/// Groups with the codes of their first and last dates, 0 for none.
private struct DatedGroups {
    /// For each key, the number of each group's value.
    var numbers: [[UInt32]]
    var counts: [Int] = []
    var firsts: [UInt32] = []
    var lasts: [UInt32] = []

    /// Nil if there are other than one or two keys, or too many pairs of values.
    init?(_ chronology: Chronology, _ sets: [[Bitmap?]], most: Int) {
        guard 1...2 ~= sets.count, sets.reduce(1, { $0 * $1.count }) <= most else { return nil }
        numbers = sets.map { _ in [] }
        for (one, rows) in sets[0].enumerated() {
            guard let rows else { continue }
            for (other, others) in (sets.count == 1 ? [rows] : sets[1]).enumerated() {
                guard let others else { continue }
                let count = rows.population(with: others)
                guard count > 0 else { continue }
                counts.append(count)
                numbers[0].append(UInt32(one))
                if sets.count > 1 { numbers[1].append(UInt32(other)) }
                let dated = rows.ends(with: others, before: chronology.datedCount)
                firsts.append(dated.map { chronology.date(at: $0.lowerBound) } ?? 0)
                lasts.append(dated.map { chronology.date(at: $0.upperBound) } ?? 0)
            }
        }
    }
}

extension Chronology {
    /// The rows of each number of a column, from 0 for none, in this order; nil if they aren't known. A set that is empty
    /// may be nil.
    fileprivate func rowsOfNumbers(_ position: Int) -> [Bitmap?]? {
        guard let index = indexes[position], !index.rowsOfCode.isEmpty else { return nil }
        return [index.missing] + index.rowsOfCode
    }
}

extension Bitmap {
    /// From the first to the last row before some row that is in another set, too; nil if there is none.
    fileprivate func ends(with other: Bitmap, before end: Int) -> ClosedRange<Int>? {
        withWords { mine in
            other.withWords { theirs in
                (0..<(end + 63) >> 6).ends { index in
                    let word = mine[index] & theirs[index]
                    return (index + 1) << 6 > end ? word & ~(.max << UInt64(end & 63)) : word
                }
            }
        }
    }
}

extension Plan.Aggregate {
    /// Whether it is a number of rows, or the first or last of a column of dates.
    fileprivate func isDated(by position: Int) -> Bool {
        guard let operand else { return true }
        return (function == .minimum || function == .maximum) && operand.column == position
    }
}
