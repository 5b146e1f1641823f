import QuothSyntax

/// What `count` or `summarize` makes of some rows.
struct Grouped {
    /// A row a group.
    var table: Table
    /// Rows in more than one group.
    var inSeveral = 0
    /// Rows in the group `(none)` of some key since their date spans two periods.
    var spanning = 0
    /// Rows with a group value to which no stated way leads, as bits of the table that was grouped; nil if none.
    var judged: Bitmap?
}

extension Evaluation {
    /// Groups the selected rows of a frame.
    func grouped(
        _ grouping: Plan.Grouping, _ selection: Selection, _ frame: Frame
    ) throws(Diagnostic) -> Grouped {
        let indexed = try indexedKeys(grouping.keys, frame, for: selection.count)
        if let indexed, let table = try table(grouping, indexed, selection, frame) {
            var result = Grouped(table: table)
            account(for: indexed, selection, &result)
            return result
        }
        let chosen = frame.choosing(selection)
        let rows = chosen.rows ?? selection.rows
        try claim(rows.count * 12)
        var vectors: [Vector] = []
        var keys = indexed ?? []
        if indexed == nil {
            for key in grouping.keys { vectors.append(try vector(key.operand, chosen, nil)) }
            for vector in vectors { keys.append(try GroupKey(vector, self)) }
        }
        var combinations = Combinations(rowCount: rows.count)
        for key in keys { try combinations.divide(by: key, indexed == nil ? nil : chosen.rows, self) }
        combinations.countSeveral()
        var result = Grouped(
            table: try table(grouping, combinations, keys, chosen, of: rows.count),
            inSeveral: combinations.inSeveral)
        if indexed == nil {
            result.spanning = try spanning(grouping.keys, vectors, chosen)
            var judged = Bitmap(count: rows.count)
            for vector in vectors where vector.hasJudged { try markJudged(vector, &judged) }
            if !judged.isEmpty {
                result.judged = Bitmap(
                    count: frame.table.rowCount, rows: judged.rows.lazy.map { Int(rows[Int($0)]) })
            }
        } else {
            account(for: keys, selection, &result)
        }
        return result
    }

    /// The table of groups by keys that an index knows; nil if the rows have to be numbered for it.
    private func table(
        _ grouping: Plan.Grouping, _ keys: [GroupKey], _ selection: Selection, _ frame: Frame
    ) throws(Diagnostic) -> Table? {
        if grouping.isOnlyCounted {
            guard let counts = try counts(keys, selection) else { return nil }
            return try table(grouping, counts, keys, of: selection.count)
        }
        if case .all = selection, let table = try datedGroups(grouping, keys, frame) { return table }
        return try valueGroups(grouping, keys, selection, frame)
    }

    /// The table of groups of rows.
    private func table(
        _ grouping: Plan.Grouping, _ groups: Combinations, _ keys: [GroupKey], _ frame: Frame, of total: Int
    ) throws(Diagnostic) -> Table {
        if grouping.isOnlyCounted {
            let counts = GroupCounts(
                numbers: groups.numbers, counts: Self.counts(groups.groups, groups.groupCount))
            return try table(grouping, counts, keys, of: total)
        }
        var vectors = zip(keys, groups.numbers).map { $0.vector($1) }
        for aggregate in grouping.aggregates {
            vectors.append(try column(aggregate, groups, frame, total))
        }
        return try table(grouping, vectors, groups.groupCount)
    }

    /// The table of groups that are only counted.
    private func table(
        _ grouping: Plan.Grouping, _ counts: GroupCounts, _ keys: [GroupKey], of total: Int
    ) throws(Diagnostic) -> Table {
        let kept = grouping.isCount ? grouping.limit.map(counts.largest) ?? counts : counts
        var vectors = zip(keys, kept.numbers).map { $0.vector($1) }
        for aggregate in grouping.aggregates {
            vectors.append(Self.counted(aggregate, kept.counts, of: total))
        }
        return try table(grouping, vectors, kept.counts.count)
    }

    /// What the accounting says of keys that an index knows.
    private func account(for keys: [GroupKey], _ selection: Selection, _ result: inout Grouped) {
        var (several, spanning): (Bitmap?, Bitmap?)
        for key in keys {
            if let rows = key.several { several = several?.union(rows) ?? rows }
            let unnumbered = key.unnumbered
            if key.isOfPeriods, let unnumbered { spanning = spanning?.union(unnumbered) ?? unnumbered }
            if var judged = key.coded.index?.judgedRows {
                if let unnumbered { judged = judged.subtracting(unnumbered) }
                judged = selection.intersection(judged).bitmap(judged.count)
                result.judged = result.judged?.union(judged) ?? judged
            }
        }
        result.inSeveral = several.map(selection.population) ?? 0
        result.spanning = spanning.map(selection.population) ?? 0
    }

    func table(
        _ grouping: Plan.Grouping, _ vectors: [Vector], _ count: Int
    ) throws(Diagnostic) -> Table {
        try claim(count * vectors.count * 8)
        let order = try order(vectors, grouping, count)
        let names = grouping.keys.map(\.name) + grouping.aggregates.map(\.name)
        var columns: [Column] = []
        for (name, vector) in zip(names, vectors) {
            let data = try Vector(vector.data).taking(order).storage(self)
            columns.append(Column(name: name, data: data, role: .own))
        }
        return Table(rowCount: order.count, columns: columns)
    }

    /// The largest first for `count`; then, or else, by the groups' values.
    private func order(
        _ vectors: [Vector], _ grouping: Plan.Grouping, _ count: Int
    ) throws(Diagnostic) -> [Int32] {
        var columns: [SortColumn] = []
        if grouping.isCount {
            columns.append(try SortColumn(vectors[grouping.keys.count], isDescending: true, self))
        }
        for vector in vectors.prefix(grouping.keys.count) { columns.append(try SortColumn(vector, self)) }
        return try SortColumn.order(columns, count: count, first: grouping.limit, self).map { Int32($0) }
    }

    /// Marks rows with a group value to which no stated way leads.
    func markJudged(_ key: Vector, _ judged: inout Bitmap) throws(Diagnostic) {
        let known = key.known
        guard case .lists(let offsets, let values) = key.data else {
            guard let bits = key.judged else { return }
            judged = judged.union(known.map(bits.intersection) ?? bits)
            return
        }
        guard let bits = key.judged ?? values.judged else { return }
        try pass(key.count)
        // Most rows have one value, if any, of which nothing more is asked.
        let (single, several) = offsets.withSpan { offsets in
            func judgedRows(_ isWanted: (Int) -> Bool) -> Bitmap {
                Kernel.fill(key.count) { row in
                    let run = Int(offsets[row])..<Int(max(offsets[row], offsets[row + 1]))
                    return isWanted(run.count) && run.contains { bits[$0] }
                }
            }
            return (judgedRows { $0 == 1 }, judgedRows { $0 > 1 })
        }
        judged = judged.union(single)
        guard !several.isEmpty else { return }
        let identities = try Identities(key, self)
        for row in several.rows.lazy.map(Int.init) {
            let places = key.range(row, known)
            try pass(1 + places.count)
            let stated = Set(places.filter { !key.isJudged($0) }.map { identities.codes[$0] })
            if !places.allSatisfy({ stated.contains(identities.codes[$0]) }) { judged[row] = true }
        }
    }

    /// How many rows have no value in some key since their date spans two periods.
    private func spanning(
        _ columns: [Plan.ShownColumn], _ keys: [Vector], _ frame: Frame
    ) throws(Diagnostic) -> Int {
        try spanningRows(columns, keys, frame).population
    }

    /// The rows that have no value in some key since their date spans two periods.
    func spanningRows(
        _ columns: [Plan.ShownColumn], _ keys: [Vector], _ frame: Frame
    ) throws(Diagnostic) -> Bitmap {
        var spanning = Bitmap(count: frame.count)
        for (column, key) in zip(columns, keys) {
            guard case .function(let function, let date) = column.operand.kind, function.isOfPeriods,
                let missing = key.known?.complement
            else { continue }
            let dated = try vector(date, frame, nil).known
            spanning = spanning.union(dated.map(missing.intersection) ?? missing)
        }
        return spanning
    }

    /// A number of rows, or the part that it is of all rows.
    static func counted(_ aggregate: Plan.Aggregate, _ counts: [Int], of total: Int) -> Vector {
        guard aggregate.type == .real else { return Vector(.integers(Buffer(counts), valid: nil)) }
        return Vector(.reals(Buffer(counts.map { total == 0 ? 0 : Double($0) / Double(total) }), valid: nil))
    }

    private func column(
        _ aggregate: Plan.Aggregate, _ groups: Combinations, _ frame: Frame, _ total: Int
    ) throws(Diagnostic) -> Vector {
        guard let operand = aggregate.operand else {
            return Self.counted(aggregate, Self.counts(groups.groups, groups.groupCount), of: total)
        }
        let (values, owners) = try owned(try vector(operand, frame, nil), groups)
        return try aggregated(aggregate.function, values, owners, groupCount: groups.groupCount, operand)
    }

    /// The values that rows in groups have, none of which is missing, and the group of each.
    private func owned(
        _ values: Vector, _ groups: Combinations
    ) throws(Diagnostic) -> (Vector, owners: [UInt32]) {
        let known = values.known
        if !values.isList, known?.isFull ?? true {
            return (groups.places.map(values.taking) ?? values, groups.groups)
        }
        if !values.isList, groups.places == nil, let known {
            let places = known.rows
            try claim(places.count * 16)
            return (values.taking(places), places.map { groups.groups[Int($0)] })
        }
        var places: [Int32] = []
        var owners: [UInt32] = []
        for (entry, group) in groups.groups.enumerated() {
            let range = values.range(groups.places.map { Int($0[entry]) } ?? entry, known)
            try pass(1 + range.count)
            try claim(range.count * 16)
            for place in range {
                places.append(Int32(place))
                owners.append(group)
            }
        }
        return (values.values.taking(places), owners)
    }
}

extension Function {
    /// Whether a date that spans two of its periods has no result.
    var isOfPeriods: Bool { result(.date) == .date || self == .weekday }
}

extension Plan.Grouping {
    /// Whether rows are counted and no values looked at.
    var isOnlyCounted: Bool { aggregates.allSatisfy { $0.operand == nil } }
}

extension Vector {
    fileprivate var isList: Bool {
        if case .lists = data { return true }
        return false
    }

    /// The vector as the storage of a column; never of one with lists.
    func storage(_ evaluation: Evaluation) throws(Diagnostic) -> Column.Storage {
        switch data {
        case .codes(let codes, .terms(let dictionary)):
            return .codes(codes, .terms(dictionary, hierarchical: true))
        case .codes(let codes, .records(let collection, _)): return .codes(codes, .rows(collection))
        case .integers(let numbers, let valid): return .integers(numbers, valid: valid)
        case .reals(let numbers, let valid): return .reals(numbers, valid: valid)
        case .truths(let bits, let valid): return .truths(bits, valid: valid)
        case .dates(let dates): return .dates(dates, extent: false)
        case .texts, .lists:
            let known = self.known
            try evaluation.claim(2 * textBytes)
            return try evaluation.terms(count, nil) { known?[$0] ?? true ? text($0) : nil }
                .storage(evaluation)
        }
    }
}
