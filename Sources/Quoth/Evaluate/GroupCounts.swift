import QuothSyntax

/// The number of rows in each group, for `count` without any value to aggregate.
struct GroupCounts {
    /// For each key, the number of each group's value.
    var numbers: [[UInt32]]
    var counts: [Int]

    /// Up to so many pairs of values are counted by their bitmaps; for more, to go through the rows is faster.
    static let maximumBitmapPairs = 100
}

extension Evaluation {
    /// Counts the selected rows of a table by keys that an index knows; nil if the rows have to be numbered for it.
    func counts(_ keys: [GroupKey], _ selection: Selection) throws(Diagnostic) -> GroupCounts? {
        switch keys.count {
        case 0: return GroupCounts(numbers: [], counts: [selection.count])
        case 1:
            if let rows = keys[0].rowsOfNumbers(selection, atMost: ColumnIndex.maximumBitmaps) {
                return GroupCounts(byNumber: rows.map(selection.population))
            }
            guard keys[0].coded.offsets == nil else { return try counters(keys, selection) }
            guard keys[0].codeCount <= NumberedPairs.fewest * max(256, selection.count) else { return nil }
            try claim(keys[0].codeCount * 16)
            let byCode = Kernel.histogram(keys[0].coded.codes, size: keys[0].codeCount, selection)
            return GroupCounts(byNumber: try keys[0].translated(byCode, self))
        default:
            if let counts = try bitmapCounts(keys, selection) { return counts }
            return try counters(keys, selection)
        }
    }

    /// Counts by two keys of few values by the bitmaps of each; nil if there are none, or too many.
    private func bitmapCounts(
        _ keys: [GroupKey], _ selection: Selection
    ) throws(Diagnostic) -> GroupCounts? {
        let most = GroupCounts.maximumBitmapPairs
        guard keys.count == 2, let first = keys[0].rowsOfNumbers(selection, atMost: most),
            let second = keys[1].rowsOfNumbers(selection, atMost: most / first.count)
        else { return nil }
        var result = GroupCounts(numbers: [[], []], counts: [])
        for (one, rows) in first.enumerated() {
            let rows = selection.intersection(rows).bitmap(rows.count)
            for (other, others) in second.enumerated() {
                result.numbers[0].append(UInt32(one))
                result.numbers[1].append(UInt32(other))
                result.counts.append(rows.population(with: others))
            }
            try pass(rows.count)
        }
        return result.withoutEmpty
    }

    /// Counts by keys of which the numbers are the digits of the place of a counter; nil if there were too many.
    private func counters(_ keys: [GroupKey], _ selection: Selection) throws(Diagnostic) -> GroupCounts? {
        var size = 1
        for key in keys {
            guard let larger = NumberedPairs.tableSize(size, key.numberCount + 1, for: selection.count) else {
                return nil
            }
            size = larger
        }
        try claim(size * 4)
        var counts = [UInt32](repeating: 0, count: size)
        try forEachChunk(of: selection) { rows in
            for place in rows.places(keys) { counts[Int(place)] &+= 1 }
        }
        // Rows with several numbers of a key have been counted by the first of each.
        if let (rows, places) = try furtherPlaces(of: keys, selection) {
            for place in RowChunk(rows: rows).places(keys) { counts[Int(place)] &-= 1 }
            for place in places { counts[Int(place)] &+= 1 }
        }
        return GroupCounts(counts, keys.map { $0.numberCount + 1 })
    }

    /// Calls the body with some of the rows after the others: so few that what it makes of them stays close to the processor.
    func forEachChunk(of selection: Selection, _ body: (RowChunk) -> Void) throws(Diagnostic) {
        let count = selection.count
        var rows: [Int32]?
        if case .all = selection {} else { rows = selection.rows }
        try claim((rows?.count ?? 0) * 4)
        let most = 4096
        for start in stride(from: 0, to: count, by: most) {
            let length = min(most, count - start)
            try pass(length)
            body(RowChunk(rows: rows, start: start, count: length))
        }
    }

    /// The rows with several numbers of a key, and the places that all of their numbers stand for; nil if there are none.
    func furtherPlaces(
        of keys: [GroupKey], _ selection: Selection
    ) throws(Diagnostic) -> (rows: [Int32], places: [UInt32])? {
        let sets = keys.compactMap(\.several)
        guard let several = sets.dropFirst().reduce(sets.first, { $0?.union($1) }) else { return nil }
        let found = selection.intersection(several).rows
        try claim(found.count * 12)
        var rows = found
        var places = [UInt32](repeating: 0, count: rows.count)
        for key in keys {
            let (numbers, entries) = try key.allNumbers(of: rows, rows.count, self)
            if let entries {
                try claim((entries.count - rows.count) * 8)
                rows = entries.map { rows[Int($0)] }
                places = entries.map { places[Int($0)] }
            }
            key.add(numbers, to: &places)
        }
        return (found, places)
    }
}

/// Some rows, one after the other.
struct RowChunk {
    /// Nil for rows in their order.
    private let rows: [Int32]?
    private let start: Int
    private let count: Int

    init(rows: [Int32]?, start: Int, count: Int) {
        (self.rows, self.start, self.count) = (rows, start, count)
    }

    init(rows: [Int32]) { self.init(rows: rows, start: 0, count: rows.count) }

    /// The places that the first numbers of keys stand for, of each row.
    func places(_ keys: [GroupKey]) -> [UInt32] {
        let rows = rows?.span.extracting(start..<start + count)
        var places = [UInt32](repeating: 0, count: count)
        for key in keys {
            let numbers = [UInt32](count: count) { key.write(rows, from: start, to: &$0) }
            key.add(numbers, to: &places)
        }
        return places
    }
}

extension GroupCounts {
    /// The counts of all numbers of one key.
    fileprivate init(byNumber counts: [Int]) {
        self = GroupCounts(numbers: [Array(0..<UInt32(counts.count))], counts: counts).withoutEmpty
    }

    /// Counters whose places have a digit for each key, of so many values each.
    fileprivate init(_ counters: [UInt32], _ bases: [Int]) {
        numbers = bases.map { _ in [] }
        counts = []
        for place in counters.indices where counters[place] > 0 {
            counts.append(Int(counters[place]))
            var rest = place
            for key in bases.indices.reversed() {
                let (quotient, digit) = rest.quotientAndRemainder(dividingBy: bases[key])
                numbers[key].append(UInt32(digit))
                rest = quotient
            }
        }
    }

    /// Without the groups that no row is in.
    fileprivate var withoutEmpty: GroupCounts {
        let kept = counts.indices.filter { counts[$0] > 0 }
        guard kept.count < counts.count else { return self }
        return taking(kept)
    }

    func taking(_ places: [Int]) -> GroupCounts {
        GroupCounts(
            numbers: numbers.map { numbers in places.map { numbers[$0] } }, counts: places.map { counts[$0] })
    }

    /// The groups among which the largest so many are: those of a size that so many reach.
    func largest(_ limit: Int) -> GroupCounts {
        guard limit > 0, limit < counts.count else { return limit > 0 ? self : taking([]) }
        // The largest so far, cut to as many as are wanted whenever there are twice as many.
        var best: [Int] = []
        var least = 0
        for count in counts where count > least {
            best.append(count)
            guard best.count >= 2 * limit + 256 else { continue }
            best = Array(best.sorted(by: >).prefix(limit))
            least = best[limit - 1] - 1
        }
        if best.count >= limit { least = best.sorted(by: >)[limit - 1] - 1 }
        return taking(counts.indices.filter { counts[$0] > least })
    }
}

extension GroupKey {
    /// Makes numbers the next digits of places.
    fileprivate func add(_ numbers: [UInt32], to places: inout [UInt32]) {
        let base = UInt32(numberCount + 1)
        for place in places.indices { places[place] = places[place] &* base &+ numbers[place] }
    }

    /// The rows of each number from 0 on, if there is a bitmap for each; nil if there are none, or too many.
    fileprivate func rowsOfNumbers(_ selection: Selection, atMost most: Int) -> [Bitmap]? {
        guard translation == nil, ends == nil, let index = coded.index, !index.rowsOfCode.isEmpty,
            index.rowsOfCode.count < most
        else { return nil }
        // An order of few rows is no work for bitmaps.
        if case .ordered = selection { return nil }
        let none = index.known?.complement ?? Bitmap(count: coded.count)
        return [none] + index.rowsOfCode
    }
}

extension Kernel {
    /// How many of the selected rows have each code.
    static func histogram(_ codes: Codes, size: Int, _ selection: Selection) -> [Int] {
        switch codes {
        case .narrow(let codes): codes.withSpan { histogram($0, size, selection) }
        case .medium(let codes): codes.withSpan { histogram($0, size, selection) }
        case .wide(let codes): codes.withSpan { histogram($0, size, selection) }
        }
    }

    /// Two counters a code in turn, so that a run of one code doesn't wait for its own last sum.
    @inline(__always)
    private static func histogram<Code: FixedWidthInteger & BitwiseCopyable>(
        _ codes: Swift.Span<Code>, _ size: Int, _ selection: Selection
    ) -> [Int] {
        var even = [Int](repeating: 0, count: size)
        switch selection {
        case .all:
            var odd = even
            var row = 0
            while row &+ 1 < codes.count {
                even[Int(codes[row])] &+= 1
                odd[Int(codes[row &+ 1])] &+= 1
                row &+= 2
            }
            if row < codes.count { even[Int(codes[row])] &+= 1 }
            for code in 0..<size { even[code] += odd[code] }
        case .some(let bits):
            precondition(bits.count == codes.count)
            var counts = even.mutableSpan
            bits.withWords { words in
                for index in words.indices where words[index] != 0 {
                    var rest = words[index]
                    let last: UInt64 = 1 &<< UInt64(63 &- rest.leadingZeroBitCount)
                    // Four in a row, of which there may be fewer: how many ones a word has can't be foreseen.
                    while rest != 0 {
                        countNext(of: &rest, last, from: index &<< 6, codes, &counts)
                        countNext(of: &rest, last, from: index &<< 6, codes, &counts)
                        countNext(of: &rest, last, from: index &<< 6, codes, &counts)
                        countNext(of: &rest, last, from: index &<< 6, codes, &counts)
                    }
                }
            }
        case .ordered(let rows): for row in rows { even[Int(codes[Int(row)])] &+= 1 }
        case .dated(let rows): return histogram(codes, size, .some(rows.bitmap))
        }
        return even
    }

    /// Counts the code of the next row of a word, or when there is none any more, nothing for that of the last.
    @inline(__always)
    private static func countNext<Code: FixedWidthInteger & BitwiseCopyable>(
        of rest: inout UInt64, _ last: UInt64, from start: Int, _ codes: Swift.Span<Code>,
        _ counts: inout MutableSpan<Int>
    ) {
        let row = start | (rest | last).trailingZeroBitCount
        counts[Int(codes[unchecked: row])] &+= rest == 0 ? 0 : 1
        rest &= rest &- 1
    }
}
