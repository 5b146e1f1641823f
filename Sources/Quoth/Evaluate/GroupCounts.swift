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
                let counts = rows.map(selection.population)
                return GroupCounts(numbers: [Array(0..<UInt32(counts.count))], counts: counts).withoutEmpty
            }
            return try histogram(keys[0], selection)
        case 2:
            let most = GroupCounts.maximumBitmapPairs
            guard let first = keys[0].rowsOfNumbers(selection, atMost: most),
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
        default: return nil
        }
    }

    /// Counts by one key without bitmaps; none if rows may have several values.
    private func histogram(_ key: GroupKey, _ selection: Selection) throws(Diagnostic) -> GroupCounts? {
        guard !key.isMany else { return nil }
        let size = key.translation?.count ?? key.numberCount + 1
        try claim(size * 16)
        let byCode = Kernel.histogram(key.coded.codes, size: size, selection)
        guard let translation = key.translation else {
            return GroupCounts(numbers: [Array(0..<UInt32(size))], counts: byCode).withoutEmpty
        }
        var counts = [Int](repeating: 0, count: key.numberCount + 1)
        for code in byCode.indices { counts[Int(translation[code])] += byCode[code] }
        return GroupCounts(numbers: [Array(0..<UInt32(counts.count))], counts: counts).withoutEmpty
    }
}

extension GroupCounts {
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
    /// The rows of each number from 0 on, if there is a bitmap for each; nil if there are none, or too many.
    fileprivate func rowsOfNumbers(_ selection: Selection, atMost most: Int) -> [Bitmap]? {
        guard translation == nil, let index = coded.index, !index.rowsOfCode.isEmpty,
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
