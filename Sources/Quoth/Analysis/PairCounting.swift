import QuothSyntax

extension Evaluation {
    /// Counts pairs by what each of the two is, and makes no row of a pair.
    func count(
        _ pairs: Plan.Pairs, _ grouping: Plan.Grouping, _ progress: inout Progress
    ) throws(Diagnostic) {
        let rows = progress.rows
        let frame = progress.frame
        let candidates = try candidates(pairs, rows, &progress)
        let records = frame.choosing(candidates.places.map { rows[Int($0)] })
        let sides = grouping.keys.map { $0.operand.pairSide ?? 0 }
        let keys = grouping.keys.map { Plan.ShownColumn(name: $0.name, operand: $0.operand.ofRecord) }
        var vectors: [Vector] = []
        for (index, key) in keys.enumerated() {
            // `a.faction` and `b.faction` are the same of every record.
            if let known = keys[..<index].firstIndex(where: { $0.operand.isSamePath(key.operand) }) {
                vectors.append(vectors[known])
            } else {
                vectors.append(try vector(key.operand, records, nil))
            }
        }
        var kinds: [PairKinds] = []
        for side in 0...1 {
            let own = keys.indices.filter { sides[$0] == side }
            let spanning = try spanningRows(own.map { keys[$0] }, own.map { vectors[$0] }, records)
            kinds.append(
                try PairKinds(own.map { vectors[$0] }, candidates.count, spanning: spanning, self))
        }
        var counts = PairCounts(kinds[0], kinds[1])
        progress.accounting.pairing?.possibly = try find(candidates, pairs, &counts)
        progress.accounting.pairing?.made = counts.pairs
        progress.accounting.pairing?.isGrouped = true
        progress.accounting.pairing?.inSeveralGroups = counts.inSeveral
        progress.accounting.pairing?.spanning = counts.spanning
        progress.become(try table(grouping, sides, counts))
    }

    private func table(
        _ grouping: Plan.Grouping, _ sides: [Int], _ counts: PairCounts
    ) throws(Diagnostic) -> Table {
        var groups = counts.groups
        // Without keys there is one group, also of nothing.
        if sides.isEmpty { groups = [(0, 0, counts.pairs)] }
        var seen = [0, 0]
        var vectors = sides.map { side in
            let kinds = side == 0 ? counts.first : counts.second
            let place = seen[side]
            seen[side] += 1
            let numbers = kinds.numbers[place]
            return kinds.keys[place].vector(groups.map { numbers[side == 0 ? $0.first : $0.second] })
        }
        vectors.append(Vector(.integers(Buffer(groups.map(\.count)), valid: nil)))
        if !sides.isEmpty {
            let all = Double(max(1, counts.pairs))
            vectors.append(Vector(.reals(Buffer(groups.map { Double($0.count) / all }), valid: nil)))
        }
        return try table(grouping, vectors, groups.count)
    }
}

/// What each candidate is as one of two: combinations of the values of keys, numbered.
struct PairKinds {
    let keys: [GroupKey]
    /// The kinds of each rank, one at least.
    let runs: GroupRuns
    let count: Int
    /// For each key and kind, the number of its value.
    let numbers: [[UInt32]]
    /// The ranks that lack a value since their date spans two periods.
    let spanning: Bitmap

    init(
        _ vectors: [Vector], _ rowCount: Int, spanning: Bitmap, _ evaluation: Evaluation
    ) throws(Diagnostic) {
        var combinations = Combinations(rowCount: rowCount)
        var keys: [GroupKey] = []
        for vector in vectors { keys.append(try GroupKey(vector, evaluation)) }
        self.keys = keys
        for key in keys { try combinations.divide(by: key, nil, evaluation) }
        runs = combinations.runs(of: rowCount)
        count = combinations.groupCount
        numbers = combinations.numbers
        self.spanning = spanning
    }

    func range(_ rank: Int) -> Range<Int> { Int(runs.offsets[rank])..<Int(runs.offsets[rank + 1]) }
}

/// The number of pairs of each two kinds.
struct PairCounts: PairSink {
    let first: PairKinds
    let second: PairKinds
    private(set) var pairs = 0
    private(set) var inSeveral = 0
    private(set) var spanning = 0
    /// All kinds with all kinds if they are few, else those that occur.
    private var table: [Int]
    private var found: [UInt64: Int] = [:]
    private var claimed = 0

    private static let largestTable = 1 << 20
    private static let bytesPerGroup = 32

    init(_ first: PairKinds, _ second: PairKinds) {
        self.first = first
        self.second = second
        let isSmall = first.count <= Self.largestTable / max(1, second.count)
        table = isSmall ? .init(repeating: 0, count: first.count * second.count) : []
    }

    var rowCount: Int { found.count }

    mutating func add(_ earlier: Int, _ later: Int) {
        pairs += 1
        let (mine, theirs) = (first.range(earlier), second.range(later))
        if mine.count * theirs.count > 1 { inSeveral += 1 }
        if first.spanning[earlier] || second.spanning[later] { spanning += 1 }
        for i in mine {
            for j in theirs {
                let (kind, other) = (first.runs.groups[i], second.runs.groups[j])
                if table.isEmpty {
                    found[UInt64(kind) << 32 | UInt64(other), default: 0] += 1
                } else {
                    table[Int(kind) * second.count + Int(other)] += 1
                }
            }
        }
    }

    mutating func takeBytes() -> Int {
        defer { claimed = found.count }
        return (found.count - claimed) * Self.bytesPerGroup
    }

    /// The kinds that occur together, and how often.
    var groups: [(first: Int, second: Int, count: Int)] {
        guard table.isEmpty else {
            return table.indices.filter { table[$0] > 0 }.map {
                ($0 / second.count, $0 % second.count, table[$0])
            }
        }
        return found.sorted { $0.key < $1.key }.map {
            (Int($0.key >> 32), Int($0.key & 0xFFFF_FFFF), $0.value)
        }
    }
}

// Expressions about one of the two records of a pair.
extension Operand {
    /// Which of the two it is about: 0 for `a`, 1 for `b`; nil if that is not one of them alone.
    var pairSide: Int? {
        switch kind {
        case .path(let path): path.isOuter ? nil : path.columns.first
        case .function(_, let inner), .shifted(let inner, _, _): inner.pairSide
        default: nil
        }
    }

    /// The same, asked of the record itself.
    var ofRecord: Operand {
        var operand = self
        switch kind {
        case .path(var path):
            path.columns.removeFirst()
            operand.kind = .path(path)
        case .function(let function, let inner): operand.kind = .function(function, inner.ofRecord)
        case .shifted(let inner, let amount, let unit): operand.kind = .shifted(inner.ofRecord, amount, unit)
        default: break
        }
        return operand
    }

    fileprivate func isSamePath(_ other: Operand) -> Bool {
        guard case .path(let path) = kind, case .path(let second) = other.kind else { return false }
        return path.columns == second.columns
    }
}
