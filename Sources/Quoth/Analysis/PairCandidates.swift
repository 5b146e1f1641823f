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

/// Rows divided by the values of keys: each row with a value in every key is in a group for each combination.
struct PairGroups {
    private(set) var offsets: [UInt32]
    private(set) var groups: [UInt32]
    private(set) var count = 1

    /// All rows in one group.
    init(rowCount: Int) {
        offsets = (0...UInt32(rowCount)).map { $0 }
        groups = .init(repeating: 0, count: rowCount)
    }

    /// Divides each group by the values of one more key.
    mutating func divide(by key: Vector) {
        let identities = Identities(key)
        let known = key.known
        var numbers: [UInt64: UInt32] = [:]
        var divided: [UInt32] = []
        var ends: [UInt32] = [0]
        ends.reserveCapacity(offsets.count)
        divided.reserveCapacity(groups.count)
        // The values of the only key so far are numbers of groups already.
        let isFirst = count == 1
        for row in 0..<(offsets.count - 1) {
            let start = divided.count
            let places = key.range(row, known)
            for group in groups[Int(offsets[row])..<Int(offsets[row + 1])] {
                for place in places {
                    let value = identities.codes[place]
                    var number = value - 1
                    if !isFirst {
                        let combination = UInt64(group) << 32 | UInt64(value)
                        number = numbers[combination] ?? UInt32(numbers.count)
                        numbers[combination] = number
                    }
                    // Two places of a list may have the same value.
                    if places.count == 1 || !divided[start...].contains(number) { divided.append(number) }
                }
            }
            ends.append(UInt32(divided.count))
        }
        (offsets, groups) = (ends, divided)
        count = isFirst ? identities.examples.count : numbers.count
    }

    func range(_ row: Int) -> Range<Int> { Int(offsets[row])..<Int(offsets[row + 1]) }
}
