import QuothSyntax

extension Evaluation {
    /// The records of the pairs that are in some groups of a count of pairs, each group given by tests of its keys. The
    /// pairs are gone over and not made.
    func paired(
        _ pairs: Plan.Pairs, in groups: [[Test]], _ progress: inout Progress
    ) throws(Diagnostic) -> [Int32] {
        let rows = progress.rows
        let candidates = try candidates(pairs, rows, &progress)
        let entered = candidates.places.map { rows[Int($0)] }
        let records = progress.frame.choosing(entered)
        var found = PairedRecords(count: entered.count)
        for tests in groups {
            try claim(records.count / 4)
            var sides = [Bitmap](repeating: Bitmap(count: records.count, filled: true), count: 2)
            for test in tests {
                guard case .inGroup(let key, let value) = test.kind else { continue }
                let ofRecord = Test(kind: .inGroup(key.ofRecord, value), text: test.text, span: test.span)
                let side = key.pairSide ?? 0
                sides[side] = sides[side].intersection(try truth(.test(ofRecord), records, nil).holds)
            }
            found.groups.append((earlier: sides[0], later: sides[1]))
        }
        _ = try find(candidates, pairs, &found)
        return found.ranks.rows.map { entered[Int($0)] }.sorted()
    }
}

/// The records in any of the pairs that are in some groups.
private struct PairedRecords: PairSink {
    /// What the earlier and the later may be.
    var groups: [(earlier: Bitmap, later: Bitmap)] = []
    private(set) var ranks: Bitmap

    init(count: Int) { ranks = Bitmap(count: count) }

    var rowCount: Int { 0 }

    mutating func add(_ earlier: Int, _ later: Int) {
        guard groups.contains(where: { $0.earlier[earlier] && $0.later[later] }) else { return }
        ranks[earlier] = true
        ranks[later] = true
    }

    mutating func takeBytes() -> Int { 0 }
}
