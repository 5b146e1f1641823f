import QuothSyntax

/// Rows divided into groups: an entry for each row and each group that it is in.
struct Groups {
    /// The place of each entry's row among the rows that entered.
    var rows: [Int32] = []
    /// The group of each entry.
    var groups: [UInt32] = []
    /// For each key and group, a place in the key's values where the group's value stands; -1 if it is `(none)`.
    var examples: [[Int32]] = []
    var count = 0
    /// Rows in more than one group.
    var inSeveral = 0
}

extension Evaluation {
    /// What `count` or `summarize` makes of some rows: a table with a row a group.
    func grouped(
        _ grouping: Plan.Grouping, _ rows: [Int32], _ frame: Frame, _ accounting: inout Accounting,
        isFirst: Bool, judged: inout Bitmap
    ) throws(Diagnostic) -> Table {
        let chosen = frame.choosing(rows)
        var keys: [Vector] = []
        for key in grouping.keys { keys.append(try vector(key.operand, chosen, nil)) }
        let groups = try divided(keys, rows.count)
        if isFirst {
            accounting.inSeveralGroups = groups.inSeveral
            accounting.spanning = try spanning(grouping.keys, keys, chosen)
            for key in keys where key.hasJudged { Self.markJudged(key, &judged) }
        } else if accounting.pairing?.isGrouped == false {
            accounting.pairing?.isGrouped = true
            accounting.pairing?.inSeveralGroups = groups.inSeveral
            accounting.pairing?.spanning = try spanning(grouping.keys, keys, chosen)
        }
        var vectors = zip(keys, groups.examples).map { $0.values.taking($1) }
        for aggregate in grouping.aggregates {
            if grouping.isCount, aggregate.name == "share",
                case .integers(let counts, _)? = vectors.last?.data
            {
                let shares = counts.map { rows.isEmpty ? 0 : Double($0) / Double(rows.count) }
                vectors.append(Vector(.reals(Buffer(shares), valid: nil)))
            } else {
                vectors.append(try column(aggregate, groups, chosen))
            }
        }
        let order = Self.order(vectors, grouping, groups.count)
        let names = grouping.keys.map(\.name) + grouping.aggregates.map(\.name)
        let columns = zip(names, vectors).map { name, vector in
            Column(name: name, data: Vector(vector.data).taking(order).storage, role: .own)
        }
        return Table(rowCount: groups.count, columns: columns)
    }

    /// The largest first for `count`; then, or else, by the groups' values.
    private static func order(_ vectors: [Vector], _ grouping: Plan.Grouping, _ count: Int) -> [Int32] {
        var columns = vectors.prefix(grouping.keys.count).map { SortColumn($0) }
        if grouping.isCount {
            columns.insert(SortColumn(vectors[grouping.keys.count], isDescending: true), at: 0)
        }
        return SortColumn.order(columns, count: count).map { Int32($0) }
    }

    /// Marks rows with a group value to which no stated way leads.
    static func markJudged(_ key: Vector, _ judged: inout Bitmap) {
        let known = key.known
        let identities = Identities(key)
        for row in 0..<key.count {
            let places = key.range(row, known)
            guard places.contains(where: key.isJudged) else { continue }
            let stated = Set(places.filter { !key.isJudged($0) }.map { identities.codes[$0] })
            if !places.allSatisfy({ stated.contains(identities.codes[$0]) }) { judged[row] = true }
        }
    }

    /// How many rows have no value in some key since their date spans two periods.
    private func spanning(
        _ columns: [Plan.ShownColumn], _ keys: [Vector], _ frame: Frame
    ) throws(Diagnostic) -> Int {
        var spanning = Bitmap(count: frame.count)
        for (column, key) in zip(columns, keys) {
            guard case .function(let function, let date) = column.operand.kind,
                function.result(.date) == .date
                    || function == .weekday, let missing = key.known?.complement
            else { continue }
            let dated = try vector(date, frame, nil).known
            spanning = spanning.union(dated.map(missing.intersection) ?? missing)
        }
        return spanning.population
    }

    /// Divides rows by the combinations of their keys' values.
    private func divided(_ keys: [Vector], _ count: Int) throws(Diagnostic) -> Groups {
        var groups = Groups()
        guard !keys.isEmpty else {
            groups.rows = Selection.all(count).rows
            groups.groups = .init(repeating: 0, count: count)
            groups.count = 1
            return groups
        }
        let identities = keys.map(Identities.init)
        let known = keys.map(\.known)
        var numbers: [[UInt32]: UInt32] = [:]
        var combinations: [[UInt32]] = []
        for row in 0..<count {
            var own: [[UInt32]] = [[]]
            for (key, vector) in keys.enumerated() {
                var values: [UInt32] = []
                for place in vector.range(row, known[key]) {
                    let value = identities[key].codes[place]
                    if !values.contains(value) { values.append(value) }
                }
                if values.isEmpty { values = [0] }
                own = own.flatMap { start in values.map { start + [$0] } }
            }
            if own.count > 1 { groups.inSeveral += 1 }
            for combination in own {
                let number = numbers[combination] ?? UInt32(combinations.count)
                if number == combinations.count {
                    numbers[combination] = number
                    combinations.append(combination)
                }
                groups.rows.append(Int32(row))
                groups.groups.append(number)
            }
            try pass(own.count)
        }
        try claim(groups.rows.count * 8)
        groups.count = combinations.count
        groups.examples = keys.indices.map { key in
            combinations.map { $0[key] == 0 ? -1 : identities[key].examples[Int($0[key]) - 1] }
        }
        return groups
    }

    private func column(
        _ aggregate: Plan.Aggregate, _ groups: Groups, _ frame: Frame
    ) throws(Diagnostic) -> Vector {
        guard let operand = aggregate.operand else {
            var counts = [Int](repeating: 0, count: groups.count)
            for group in groups.groups { counts[Int(group)] += 1 }
            return Vector(.integers(Buffer(counts), valid: nil))
        }
        let values = try vector(operand, frame, nil)
        let known = values.known
        var places: [Int32] = []
        var owners: [UInt32] = []
        for (entry, row) in groups.rows.enumerated() {
            for place in values.range(Int(row), known) {
                places.append(Int32(place))
                owners.append(groups.groups[entry])
            }
        }
        return try aggregated(
            aggregate.function, values.values.taking(places), owners, groupCount: groups.count, operand)
    }
}

extension Vector {
    /// The vector as the storage of a column; never of one with lists.
    var storage: Column.Storage {
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
            let texts = (0..<count).map { known?[$0] ?? true ? Optional(text($0)) : nil }
            return Vector.terms(texts, judged: nil).storage
        }
    }
}
