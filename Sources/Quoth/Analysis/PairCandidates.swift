import QuothSyntax

/// The rows that may be in a pair, in the order of their dates, and what they may be paired by.
///
/// A row is called by its rank, its place in that order, so that of two rows the lower rank is the earlier one.
struct PairCandidates {
    /// For each rank, the place of its row among the rows that entered.
    var places: [Int32]
    /// For each rank, the days on which it may have been said; beyond all days if that is missing.
    var first: [Int32]
    var last: [Int32]
    /// The last day that is near enough to the first day; the largest number if any is.
    var reach: [Int32]
    /// The last day that is near enough to the last day.
    var farReach: [Int32]
    /// 1 for support, 2 for opposition; empty if positions don't matter.
    var sides: [UInt8]
    /// The groups of each rank: those from `offsets[rank]` up to `offsets[rank + 1]`.
    var offsets: [UInt32]
    var groups: [UInt32]
    /// The ranks in each group, in order: those from `starts[group]` up to `starts[group + 1]`.
    var starts: [UInt32]
    var members: [UInt32]

    var count: Int { places.count }

    /// Whether a later candidate of the same group is near enough, whatever day each was said.
    @inline(__always)
    func isNear(_ earlier: Int, _ later: Int) -> Bool {
        last[later] <= reach[earlier] && last[earlier] <= reach[later]
    }

    /// Whether the positions of two candidates stand to each other as they should.
    @inline(__always)
    func fits(_ earlier: Int, _ later: Int, _ relation: PairRelation?) -> Bool {
        switch relation {
        case nil: true
        case .opposed: sides[earlier] != sides[later]
        case .agreeing: sides[earlier] == sides[later]
        }
    }
}

/// For each row a run of groups: those from `offsets[row]` up to `offsets[row + 1]`.
struct GroupRuns {
    var offsets: [UInt32]
    var groups: [UInt32]

    /// Those of some rows, in their order.
    func taking(_ rows: [Int32]) -> (offsets: [UInt32], groups: [UInt32]) {
        guard groups.count >= offsets.count else {
            // One a row: the usual case, in which a run is a place.
            return ((0...UInt32(rows.count)).map { $0 }, rows.map { groups[Int($0)] })
        }
        var ends: [UInt32] = [0]
        var taken: [UInt32] = []
        ends.reserveCapacity(rows.count + 1)
        for row in rows {
            for entry in Int(offsets[Int(row)])..<Int(offsets[Int(row) + 1]) { taken.append(groups[entry]) }
            ends.append(UInt32(taken.count))
        }
        return (ends, taken)
    }
}

extension Combinations {
    /// The groups of each of so many rows, which all have one at least.
    func runs(of rowCount: Int) -> GroupRuns {
        guard let places else {
            return GroupRuns(offsets: (0...UInt32(rowCount)).map { $0 }, groups: groups)
        }
        var offsets = [UInt32](repeating: 0, count: rowCount + 1)
        for place in places { offsets[Int(place) + 1] += 1 }
        for row in 0..<rowCount { offsets[row + 1] += offsets[row] }
        return GroupRuns(offsets: offsets, groups: groups)
    }
}
