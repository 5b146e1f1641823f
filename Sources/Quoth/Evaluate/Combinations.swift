import QuothSyntax

/// Rows numbered by the combinations of their keys' values: an entry for each row and each combination that it has.
struct Combinations {
    /// The place of each entry's row among the rows.
    private(set) var places: [Int32]
    /// The group of each entry, from 0.
    private(set) var groups: [UInt32]
    /// For each key and group, the number of the value.
    private(set) var numbers: [[UInt32]] = []
    private(set) var groupCount: Int
    /// Rows with more than one combination.
    private(set) var inSeveral = 0

    /// All rows in one group.
    init(rowCount: Int) {
        places = (0..<Int32(rowCount)).map { $0 }
        groups = [UInt32](repeating: 0, count: rowCount)
        groupCount = 1
    }

    /// Parts the groups by one key more; the key's values are those of `rows`, or of as many rows from 0.
    mutating func divide(by key: GroupKey, _ rows: [Int32]?, _ evaluation: Evaluation) throws(Diagnostic) {
        var renumbering = Renumbering(first: groupCount, second: key.numberCount + 1)
        var (newPlaces, newGroups): ([Int32], [UInt32]) = ([], [])
        try evaluation.claim(places.count * 8)
        newPlaces.reserveCapacity(places.count)
        newGroups.reserveCapacity(places.count)
        var values: [UInt32] = []
        for (entry, place) in places.enumerated() {
            try evaluation.pass(1)
            let row = rows.map { Int($0[Int(place)]) } ?? Int(place)
            let group = groups[entry]
            guard let offsets = key.coded.offsets else {
                newPlaces.append(place)
                newGroups.append(renumbering.number(group, key.number(row)))
                continue
            }
            values.removeAll(keepingCapacity: true)
            for value in offsets.run(row) {
                let number = key.number(value)
                if !values.contains(number) { values.append(number) }
            }
            if values.isEmpty { values.append(0) }
            try evaluation.claim((values.count - 1) * 8)
            for number in values {
                newPlaces.append(place)
                newGroups.append(renumbering.number(group, number))
            }
            try evaluation.pass(values.count)
        }
        (places, groups) = (newPlaces, newGroups)
        numbers = numbers.map { numbers in renumbering.pairs.map { numbers[Int($0.first)] } }
        numbers.append(renumbering.pairs.map(\.second))
        groupCount = renumbering.pairs.count
        try evaluation.claim(groupCount * 8)
    }

    /// Counts the rows that stand in more than one group; entries of one row are next to each other.
    mutating func countSeveral() {
        inSeveral = 0
        for entry in places.indices.dropFirst() where places[entry] == places[entry - 1] {
            if entry < 2 || places[entry - 2] != places[entry] { inSeveral += 1 }
        }
    }
}

/// Pairs of numbers to numbers from 0, in the order in which they are met.
private struct Renumbering {
    private(set) var pairs: [(first: UInt32, second: UInt32)] = []
    private let second: Int
    /// The number, plus one, of each pair; empty if there may be too many pairs for a table.
    private var table: [UInt32] = []
    private var known: [UInt64: UInt32] = [:]

    init(first: Int, second: Int) {
        self.second = second
        let (size, overflow) = first.multipliedReportingOverflow(by: second)
        if !overflow, size <= 1 << 22 { table = [UInt32](repeating: 0, count: size) }
    }

    mutating func number(_ first: UInt32, _ second: UInt32) -> UInt32 {
        guard !table.isEmpty else {
            let pair = UInt64(first) << 32 | UInt64(second)
            if let number = known[pair] { return number }
            known[pair] = UInt32(pairs.count)
            return add(first, second)
        }
        let place = Int(first) * self.second + Int(second)
        if table[place] != 0 { return table[place] - 1 }
        table[place] = UInt32(pairs.count + 1)
        return add(first, second)
    }

    private mutating func add(_ first: UInt32, _ second: UInt32) -> UInt32 {
        pairs.append((first, second))
        return UInt32(pairs.count - 1)
    }
}
