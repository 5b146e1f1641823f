import QuothSyntax

/// Rows numbered by the combinations of their keys' values: an entry for each row and each combination that it has.
struct Combinations {
    /// The place of each entry's row among the rows; nil if each row has one entry.
    private(set) var places: [Int32]?
    /// The group of each entry, from 0.
    private(set) var groups: [UInt32]
    /// For each key and group, the number of the value.
    private(set) var numbers: [[UInt32]] = []
    private(set) var groupCount: Int
    /// Rows with more than one combination.
    private(set) var inSeveral = 0

    /// All rows in one group.
    init(rowCount: Int) {
        groups = [UInt32](repeating: 0, count: rowCount)
        groupCount = 1
    }

    /// Parts the groups by one key more; the key's values are those of `rows`, or of as many rows from 0.
    mutating func divide(by key: GroupKey, _ rows: [Int32]?, _ evaluation: Evaluation) throws(Diagnostic) {
        try evaluation.claim(groups.count * 8)
        let rows =
            places.map { places in rows.map { rows in places.map { rows[Int($0)] } } ?? places } ?? rows
        let (values, entries) = try key.allNumbers(of: rows, groups.count, evaluation)
        if let entries {
            // An entry for each value that a row has.
            try evaluation.claim((entries.count - groups.count) * 8)
            groups = entries.map { groups[Int($0)] }
            places = places.map { places in entries.map { places[Int($0)] } } ?? entries
        }
        let pairs = try NumberedPairs(
            &groups, below: groupCount, values, below: key.numberCount + 1, evaluation)
        numbers = numbers.map { numbers in pairs.firsts.map { numbers[Int($0)] } }
        numbers.append(pairs.seconds)
        groupCount = pairs.count
    }

    /// The places at which a group is met for the first time; each row must have one entry.
    var firstPlaces: [Int32] {
        var seen = [Bool](repeating: false, count: groupCount)
        var first: [Int32] = []
        first.reserveCapacity(groupCount)
        for place in groups.indices where !seen[Int(groups[place])] {
            seen[Int(groups[place])] = true
            first.append(Int32(truncatingIfNeeded: place))
        }
        return first
    }

    /// Counts the rows that stand in more than one group; entries of one row are next to each other.
    mutating func countSeveral() {
        inSeveral = 0
        guard let places else { return }
        for entry in places.indices.dropFirst() where places[entry] == places[entry - 1] {
            if entry < 2 || places[entry - 2] != places[entry] { inSeveral += 1 }
        }
    }
}
