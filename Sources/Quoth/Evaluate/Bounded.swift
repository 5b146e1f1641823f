import QuothSyntax

// Work that may take long or much: it is counted before it is done, and asks now and then whether to go on.
extension Evaluation {
    /// How many of what has to be compared is sorted without asking whether to go on.
    private static let sortedAtOnce = 16_384

    /// Sorts places by a total order.
    func sorted<Place>(
        _ places: [Place], by precedes: (Place, Place) -> Bool
    ) throws(Diagnostic) -> [Place] {
        guard places.count > Self.sortedAtOnce else { return places.sorted(by: precedes) }
        let middle = places.count / 2
        let first = try sorted(Array(places[..<middle]), by: precedes)
        let second = try sorted(Array(places[middle...]), by: precedes)
        try checkLimits()
        var merged: [Place] = []
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

    /// The texts at some places, each once.
    func textSet(_ texts: ChosenTexts, _ places: [Int]) throws(Diagnostic) -> TextNumbers {
        try claim(places.count * TextNumbers.bytesEach)
        var numbers = TextNumbers(texts)
        for place in places {
            try pass(4)
            _ = numbers.insert(place)
        }
        return numbers
    }

    /// The values at some places, each once.
    func valueSet<Value: Hashable>(
        _ places: [Int], _ value: (Int) -> Value?
    ) throws(Diagnostic) -> Set<Value> {
        var values: Set<Value> = []
        for place in places {
            try pass(4)
            if let value = value(place) { values.insert(value) }
        }
        return values
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
