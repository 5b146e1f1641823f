import QuothSyntax

// Pairs of quotes or stances: a window over each group of rows that agree, sorted by date, and never all with all.
extension Evaluation {
    /// Makes a row of each pair.
    func pair(_ pairs: Plan.Pairs, _ progress: inout Progress) throws(Diagnostic) {
        let rows = progress.rows
        let candidates = try candidates(pairs, rows, &progress)
        let found = try found(candidates, pairs)
        progress.accounting.pairing?.made = found.earlier.count
        progress.accounting.pairing?.possibly = found.possibly
        func column(_ name: String, _ ranks: [UInt32]) -> Column {
            let codes = ranks.map { UInt32(rows[Int(candidates.places[Int($0)])]) + 1 }
            return Column(
                name: name, data: .codes(.wide(Buffer(codes)), .rows(pairs.collection)), role: .own)
        }
        progress.become(
            Table(
                rowCount: found.earlier.count,
                columns: [column("a", found.earlier), column("b", found.later)]))
    }

    /// Pairs as ranks, in the order of the earlier and then of the later.
    private struct Found {
        var earlier: [UInt32] = []
        var later: [UInt32] = []
        var possibly = 0
    }

    private func found(
        _ candidates: PairCandidates, _ pairs: Plan.Pairs
    ) throws(Diagnostic) -> Found {
        var found = Found()
        // Where in each group the candidates after the one at hand begin.
        var next = candidates.starts
        var near: [UInt32] = []
        for rank in 0..<candidates.count {
            near.removeAll(keepingCapacity: true)
            let groups = Int(candidates.offsets[rank])..<Int(candidates.offsets[rank + 1])
            let farReach = candidates.farReach[rank]
            for group in groups {
                let group = Int(candidates.groups[group])
                next[group] += 1
                var place = Int(next[group])
                let end = Int(candidates.starts[group + 1])
                while place < end, candidates.first[Int(candidates.members[place])] <= farReach {
                    let other = candidates.members[place]
                    if candidates.fits(rank, Int(other), pairs.relation) { near.append(other) }
                    place += 1
                }
                try pass(place - Int(next[group]))
            }
            if groups.count > 1 { near = near.sortedWithoutRepeats }
            try claim(near.count * Self.bytesPerPair)
            for other in near {
                guard candidates.isNear(rank, Int(other)) else {
                    found.possibly += 1
                    continue
                }
                found.earlier.append(UInt32(rank))
                found.later.append(other)
            }
            guard found.earlier.count <= limits.maximumRows else { throw tooManyPairs }
            try pass(near.count + groups.count)
        }
        return found
    }

    /// Two ranks, and two codes in the columns.
    private static let bytesPerPair = 16

    var tooManyPairs: Diagnostic {
        Diagnostic(
            .rowLimit, at: Span(start: 0, end: 0), in: source,
            found: "\(Phrase.number(limits.maximumRows)) pairs, and more")
    }
}

extension [UInt32] {
    fileprivate var sortedWithoutRepeats: [UInt32] {
        var result: [UInt32] = []
        for number in sorted() where number != result.last { result.append(number) }
        return result
    }
}
