import QuothSyntax

// Work that may take long or much: it is counted before it is done, and asks now and then whether to go on.
extension Evaluation {
    /// How many of what has to be compared is sorted without asking whether to go on.
    private static let sortedAtOnce = 16_384

    /// Sorts places by a total order.
    func sorted(_ places: [Int], by precedes: (Int, Int) -> Bool) throws(Diagnostic) -> [Int] {
        guard places.count > Self.sortedAtOnce else { return places.sorted(by: precedes) }
        let middle = places.count / 2
        let first = try sorted(Array(places[..<middle]), by: precedes)
        let second = try sorted(Array(places[middle...]), by: precedes)
        try checkLimits()
        var merged: [Int] = []
        merged.reserveCapacity(places.count)
        var (mine, theirs) = (0, 0)
        while mine < first.count, theirs < second.count {
            try pass(1)
            if precedes(second[theirs], first[mine]) {
                merged.append(second[theirs])
                theirs += 1
            } else {
                merged.append(first[mine])
                mine += 1
            }
        }
        return merged + first[mine...] + second[theirs...]
    }

    /// So many texts.
    func texts(_ count: Int, _ text: (Int) -> String) throws(Diagnostic) -> [String] {
        try claim(count * MemoryLayout<String>.size)
        var texts: [String] = []
        texts.reserveCapacity(count)
        for place in 0..<count { texts.append(try counted(text(place))) }
        return texts
    }

    /// So many texts, each once.
    func textSet(_ count: Int, _ text: (Int) -> String) throws(Diagnostic) -> Set<String> {
        try claim(count * MemoryLayout<String>.size * 2)
        // Growing would stop for all that is there so far.
        var texts = Set<String>(minimumCapacity: count)
        for place in 0..<count { texts.insert(try counted(text(place))) }
        return texts
    }

    private func counted(_ text: String) throws(Diagnostic) -> String {
        // Short ones stand in the value itself.
        if text.utf8.count > 15 { try claim(text.utf8.count + 32) }
        try pass(4)
        return text
    }
}

extension Vector {
    /// What the texts of all rows take.
    var textBytes: Int {
        guard case .texts(let column, let rows) = values.data else {
            return values.count * MemoryLayout<String>.size
        }
        let average = column.bytes.count / max(1, column.count)
        return (average + 32) * (rows?.count ?? column.count)
    }

    /// What the values of some rows take.
    func bytes(ofTaking places: [Int32]) -> Int {
        guard case .lists(let offsets, _) = data else { return places.count * 8 }
        return places.reduce(places.count * 4) { $0 + ($1 < 0 ? 0 : 12 * offsets.run(Int($1)).count) }
    }
}
