import QuothSyntax

/// The values of a vector as numbers that sort as they do; missing values come last either way.
struct SortColumn {
    private let keys: [UInt64]
    private let missing: Bitmap?

    init(_ vector: Vector, isDescending: Bool = false) {
        let values = Self.keys(vector.values)
        let known = vector.known
        missing = known?.complement
        var keys = values
        if case .lists = vector.data {
            // A list sorts by its smallest value.
            keys = (0..<vector.count).map { row in vector.range(row, known).map { values[$0] }.min() ?? 0 }
        }
        self.keys = isDescending ? keys.map(~) : keys
    }

    /// Whether row a comes before row b (true), after it (false), or neither (nil).
    func precedes(_ a: Int, _ b: Int) -> Bool? {
        if let missing, missing[a] != missing[b] { return missing[b] }
        if missing?[a] ?? false || keys[a] == keys[b] { return nil }
        return keys[a] < keys[b]
    }

    /// The places from 0 to `count` in the order of the columns; equal ones keep their order.
    static func order(_ columns: [SortColumn], count: Int) -> [Int] {
        (0..<count).sorted { a, b in
            for column in columns {
                if let precedes = column.precedes(a, b) { return precedes }
            }
            return a < b
        }
    }

    private static func keys(_ vector: Vector) -> [UInt64] {
        switch vector.data {
        case .codes(let codes, .terms(let dictionary)): return keys(codes, ranks(dictionary.terms))
        case .codes(let codes, .records(_, let labels)):
            var used = Bitmap(count: labels.count)
            for row in 0..<codes.count where codes[row] != 0 { used[Int(codes[row]) - 1] = true }
            let rows = used.rows.map(Int.init)
            let texts = ranks(rows.map { labels[$0] ?? "" })
            var ranked = [UInt64](repeating: 0, count: labels.count)
            // Records of one name sort in the order of the corpus.
            for (place, row) in rows.enumerated() { ranked[row] = texts[place] << 32 | UInt64(row) }
            return keys(codes, ranked)
        case .texts: return ranks((0..<vector.count).map { vector.text($0) })
        case .integers(let numbers, _): return numbers.map { UInt64(bitPattern: Int64($0)) ^ 1 << 63 }
        case .reals(let numbers, _): return numbers.map(sortable)
        case .truths(let bits, _): return (0..<bits.count).map { bits[$0] ? 1 : 0 }
        case .dates(let dates):
            return (0..<dates.count).map { UInt64(dates.codes[$0]) }
        case .lists(_, let values): return keys(values)
        }
    }

    private static func keys(_ codes: Codes, _ ranks: [UInt64]) -> [UInt64] {
        (0..<codes.count).map { codes[$0] == 0 ? 0 : ranks[Int(codes[$0]) - 1] }
    }

    /// For each text, how many distinct texts come before it.
    private static func ranks(_ texts: [String]) -> [UInt64] {
        let order = texts.indices.sorted { TextOrder.precedes(texts[$0], texts[$1]) }
        var ranks = [UInt64](repeating: 0, count: texts.count)
        var rank: UInt64 = 0
        for (place, index) in order.enumerated() {
            if place > 0, TextOrder.precedes(texts[order[place - 1]], texts[index]) { rank += 1 }
            ranks[index] = rank
        }
        return ranks
    }

    /// The bits of IEEE 754 numbers sort as numbers do once negative ones are turned over.
    private static func sortable(_ number: Double) -> UInt64 {
        let bits = (number == 0 ? 0 : number).bitPattern
        return bits >> 63 == 1 ? ~bits : bits | 1 << 63
    }
}

/// Each distinct value as a number from 1, in the order in which they are met; 0 if missing.
struct Identities {
    var codes: [UInt32] = []
    /// For each number, less one, a place where its value stands.
    var examples: [Int32] = []

    /// Numbers the values of a vector; of one with lists, those in the lists.
    init(_ vector: Vector) {
        let values = vector.values
        let known = values.known
        switch values.data {
        case .codes(let codes, _): number(codes.count, known) { codes[$0] }
        case .integers(let numbers, _): number(numbers.count, known) { numbers[$0] }
        case .reals(let numbers, _): number(numbers.count, known) { numbers[$0] }
        case .truths(let bits, _): number(bits.count, known) { bits[$0] }
        case .dates(let dates): number(dates.count, known) { dates.codes[$0] }
        case .texts, .lists: number(values.count, known) { values.text($0) }
        }
    }

    private mutating func number<Key: Hashable>(_ count: Int, _ known: Bitmap?, _ key: (Int) -> Key) {
        var numbers: [Key: UInt32] = [:]
        codes.reserveCapacity(count)
        for place in 0..<count {
            guard known?[place] ?? true else {
                codes.append(0)
                continue
            }
            let key = key(place)
            if let number = numbers[key] {
                codes.append(number)
            } else {
                examples.append(Int32(place))
                numbers[key] = UInt32(examples.count)
                codes.append(UInt32(examples.count))
            }
        }
    }
}

extension Evaluation {
    /// The rows in the order of some keys.
    func sorted(_ rows: [Int32], by keys: [Plan.SortKey], _ frame: Frame) throws(Diagnostic) -> [Int32] {
        let chosen = frame.choosing(rows)
        var columns: [SortColumn] = []
        for key in keys {
            try claim(rows.count * 16)
            columns.append(
                SortColumn(try vector(key.operand, chosen, nil), isDescending: key.isDescending))
        }
        try checkLimits()
        return SortColumn.order(columns, count: rows.count).map { rows[$0] }
    }

    /// The first row of each combination of values; lists compare as sets.
    func distinct(_ rows: [Int32], by operands: [Operand], _ frame: Frame) throws(Diagnostic) -> [Int32] {
        let chosen = frame.choosing(rows)
        var keys = [[UInt32]](repeating: [], count: rows.count)
        for operand in operands {
            let vector = try self.vector(operand, chosen, nil)
            let known = vector.known
            let identities = Identities(vector)
            for row in rows.indices {
                let values = Set(vector.range(row, known).map { identities.codes[$0] }).sorted()
                keys[row] += values + [.max]
            }
        }
        var seen: Set<[UInt32]> = []
        var kept: [Int32] = []
        for (row, key) in keys.enumerated() where seen.insert(key).inserted { kept.append(rows[row]) }
        return kept
    }
}

extension Frame {
    /// The same table at some of its rows.
    func choosing(_ rows: [Int32]) -> Frame {
        Frame(table: table, collection: collection, rows: rows, outer: outer)
    }
}
