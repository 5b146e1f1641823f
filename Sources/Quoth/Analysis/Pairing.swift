import QuothSyntax

// Pairs of quotes or stances: a window over each group of rows that agree, sorted by date, and never all with all.
extension Evaluation {
    /// Makes a row of each pair.
    func pair(_ pairs: Plan.Pairs, _ progress: inout Progress) throws(Diagnostic) {
        let rows = progress.rows
        let candidates = try candidates(pairs, rows, &progress)
        var found = PairList()
        progress.accounting.pairing?.possibly = try find(candidates, pairs, &found)
        progress.accounting.pairing?.made = found.rowCount
        func column(_ name: String, _ ranks: [UInt32]) -> Column {
            let codes = ranks.map { UInt32(rows[Int(candidates.places[Int($0)])]) + 1 }
            return Column(
                name: name, data: .codes(.wide(Buffer(codes)), .rows(pairs.collection)), role: .own)
        }
        progress.become(
            Table(
                rowCount: found.rowCount, columns: [column("a", found.earlier), column("b", found.later)]))
    }

    /// Finds the pairs, in the order of the earlier and then of the later, and counts those that possibly match.
    func find<Sink: PairSink>(
        _ candidates: PairCandidates, _ pairs: Plan.Pairs, _ sink: inout Sink
    ) throws(Diagnostic) -> Int {
        var possibly = 0
        // Where in each group the candidates after the one at hand begin.
        var next = candidates.starts
        var near: [UInt32] = []
        for rank in 0..<candidates.count {
            near.removeAll(keepingCapacity: true)
            let groups = Int(candidates.offsets[rank])..<Int(candidates.offsets[rank + 1])
            let farReach = candidates.farReach[rank]
            for entry in groups {
                let group = Int(candidates.groups[entry])
                next[group] += 1
                let start = Int(next[group])
                let end = Int(candidates.starts[group + 1])
                var place = start
                while place < end, candidates.first[Int(candidates.members[place])] <= farReach {
                    let other = candidates.members[place]
                    if candidates.fits(rank, Int(other), pairs.relation) { near.append(other) }
                    place += 1
                }
                try pass(1 + place - start)
            }
            if groups.count > 1 { near = near.sortedWithoutRepeats }
            for other in near {
                if candidates.isNear(rank, Int(other)) {
                    sink.add(rank, Int(other))
                } else {
                    possibly += 1
                }
            }
            try claim(sink.takeBytes())
            guard sink.rowCount <= limits.maximumRows else { throw tooManyPairs }
        }
        return possibly
    }

    private var tooManyPairs: Diagnostic {
        Diagnostic(
            .rowLimit, at: Span(start: 0, end: 0), in: source,
            found: "\(Phrase.number(limits.maximumRows)) pairs, and more")
    }
}

/// What becomes of pairs as they are found.
protocol PairSink {
    /// The rows that it has made of them.
    var rowCount: Int { get }
    mutating func add(_ earlier: Int, _ later: Int)
    /// The bytes taken since this was last asked.
    mutating func takeBytes() -> Int
}

/// Pairs as ranks.
struct PairList: PairSink {
    private(set) var earlier: [UInt32] = []
    private(set) var later: [UInt32] = []
    private var claimed = 0
    /// Two ranks, and two codes in the columns.
    private static let bytesPerPair = 16

    var rowCount: Int { earlier.count }

    mutating func add(_ earlier: Int, _ later: Int) {
        self.earlier.append(UInt32(earlier))
        self.later.append(UInt32(later))
    }

    mutating func takeBytes() -> Int {
        defer { claimed = rowCount }
        return (rowCount - claimed) * Self.bytesPerPair
    }
}

extension [UInt32] {
    fileprivate var sortedWithoutRepeats: [UInt32] {
        var result: [UInt32] = []
        for number in sorted() where number != result.last { result.append(number) }
        return result
    }
}
