// Inner loops over a few of the rows; of a mapped file no more is looked at than where these lie.
extension Kernel {
    /// The rows of a mask whose code is in a set of entries (nil: any code but 0).
    static func select(_ codes: Codes, _ set: Bitmap?, at mask: Bitmap) -> Bitmap {
        switch codes {
        case .narrow(let codes): select(codes, set, at: mask)
        case .medium(let codes): select(codes, set, at: mask)
        case .wide(let codes): select(codes, set, at: mask)
        }
    }

    /// The rows of a mask with a code in a set among those of their run, but for values that are left out.
    static func select(
        _ codes: Codes, runs offsets: Buffer<UInt32>, _ set: Bitmap?, but leftOut: Bitmap?, at mask: Bitmap
    ) -> Bitmap {
        switch codes {
        case .narrow(let codes): select(codes, offsets, set, leftOut, at: mask)
        case .medium(let codes): select(codes, offsets, set, leftOut, at: mask)
        case .wide(let codes): select(codes, offsets, set, leftOut, at: mask)
        }
    }

    /// The rows, held as rows + 1, that stand in some runs.
    static func marked(_ rows: Codes, _ runs: [Run], _ rowCount: Int) -> Bitmap {
        switch rows {
        case .narrow(let rows): marked(rows, runs, rowCount)
        case .medium(let rows): marked(rows, runs, rowCount)
        case .wide(let rows): marked(rows, runs, rowCount)
        }
    }

    /// The rows, held as rows + 1, that stand at some places.
    static func marked(_ rows: Codes, at places: Bitmap, _ rowCount: Int) -> Bitmap {
        switch rows {
        case .narrow(let rows): marked(rows, places, rowCount)
        case .medium(let rows): marked(rows, places, rowCount)
        case .wide(let rows): marked(rows, places, rowCount)
        }
    }

    @inline(__always)
    private static func select<Code: FixedWidthInteger & BitwiseCopyable>(
        _ codes: Buffer<Code>, _ set: Bitmap?, at mask: Bitmap
    ) -> Bitmap {
        testing(set) { isWanted in
            mask.selecting { rows, words, result in
                codes.withSpan(rows) { codes in
                    for index in words.indices where words[index] != 0 {
                        codes.prefetch(index << 6 | words[index].trailingZeroBitCount)
                    }
                    for index in words.indices where words[index] != 0 {
                        // As many rows as there are codes can have ones.
                        result[rows.lowerBound >> 6 &+ index] = kept(words[index]) {
                            isWanted(Int(codes[unchecked: index &<< 6 | $0]))
                        }
                    }
                }
            }
        }
    }

    @inline(__always)
    private static func select<Code: FixedWidthInteger & BitwiseCopyable>(
        _ codes: Buffer<Code>, _ offsets: Buffer<UInt32>, _ set: Bitmap?, _ leftOut: Bitmap?, at mask: Bitmap
    ) -> Bitmap {
        testing(set) { isWanted in
            mask.selecting { rows, words, result in
                offsets.withSpan(rows.lowerBound..<min(rows.upperBound + 1, offsets.count)) { offsets in
                    let first = Int(offsets[0])
                    codes.withSpan(first..<max(first, Int(offsets[offsets.count - 1]))) { codes in
                        for index in words.indices where words[index] != 0 {
                            result[rows.lowerBound >> 6 &+ index] = kept(words[index]) { bit in
                                let row = index << 6 | bit
                                let run = (
                                    start: Int(offsets[row]) - first, end: Int(offsets[row + 1]) - first
                                )
                                // A damaged file may have offsets out of order.
                                guard run.start >= 0, run.end <= codes.count, run.start < run.end else {
                                    return 0
                                }
                                for place in run.start..<run.end where isWanted(Int(codes[place])) != 0 {
                                    if leftOut.map({ !$0[first + place] }) ?? true { return 1 }
                                }
                                return 0
                            }
                        }
                    }
                }
            }
        }
    }

    /// Calls the body with a test of whether a code is in a set of entries (nil: any code but 0), which says 1 or 0.
    @inline(__always)
    private static func testing(_ set: Bitmap?, _ body: ((Int) -> UInt64) -> Bitmap) -> Bitmap {
        guard let set else { return body { $0 == 0 ? 0 : 1 } }
        return WantedCodes(set).bits.withWords { bits in body { WantedCodes.bit(bits, $0) } }
    }

    /// The ones of a word whose bits pass a test, which says 1 or 0: with a truth the compiler makes a branch of it, and
    /// which rows pass can't be foreseen.
    @inline(__always)
    private static func kept(_ word: UInt64, _ test: (Int) -> UInt64) -> UInt64 {
        var (rest, result): (UInt64, UInt64) = (word, 0)
        while rest != 0 {
            let bit = rest.trailingZeroBitCount
            result |= test(bit) &<< UInt64(truncatingIfNeeded: bit)
            rest &= rest &- 1
        }
        return result
    }

    @inline(__always)
    private static func marked<Code: FixedWidthInteger & BitwiseCopyable>(
        _ rows: Buffer<Code>, _ runs: [Run], _ rowCount: Int
    ) -> Bitmap {
        // So many runs before one is read.
        let ahead = 16
        return Bitmap(count: rowCount) { (words: inout MutableSpan<UInt64>) in
            rows.withSpan(reading: runs) { rows in
                for (place, run) in runs.enumerated() {
                    if place + ahead < runs.count { rows.prefetch(runs[place + ahead].start) }
                    // To set the bits of a word one by one is to wait for each.
                    if let stretch = rows.stretch(run.places, rowCount) {
                        words.fill(stretch)
                    } else {
                        // The buffer has lent these.
                        for place in run.places { words.mark(rows[unchecked: place], rowCount) }
                    }
                }
            }
        }
    }

    @inline(__always)
    private static func marked<Code: FixedWidthInteger & BitwiseCopyable>(
        _ rows: Buffer<Code>, _ places: Bitmap, _ rowCount: Int
    ) -> Bitmap {
        Bitmap(count: rowCount) { (words: inout MutableSpan<UInt64>) in
            places.withWords { places in
                for index in places.indices where places[index] != 0 {
                    let start = index << 6
                    rows.withSpan(start..<min(start + 64, rows.count)) { rows in
                        var rest = places[index]
                        while rest != 0 {
                            words.mark(rows[rest.trailingZeroBitCount], rowCount)
                            rest &= rest &- 1
                        }
                    }
                }
            }
        }
    }
}

extension MutableSpan<UInt64> {
    /// Makes the bit of a row, held as row + 1, a one; 0 is none.
    @inline(__always)
    fileprivate mutating func mark(_ code: some FixedWidthInteger, _ rowCount: Int) {
        // What is 0 becomes the largest of all.
        let row = UInt(truncatingIfNeeded: code) &- 1
        // There are words for as many rows.
        if row < UInt(rowCount) { self[unchecked: Int(row >> 6)] |= 1 << UInt64(row & 63) }
    }

    /// Makes the bits of some rows ones.
    @inline(__always)
    mutating func fill(_ rows: Range<Int>) {
        var row = rows.lowerBound
        while row < rows.upperBound {
            let count = min(64 - row & 63, rows.upperBound - row)
            self[row >> 6] |= (.max >> UInt64(64 - count)) << UInt64(row & 63)
            row += count
        }
    }
}

extension Span where Element: FixedWidthInteger {
    /// The rows, held as rows + 1, of a run in which each is the one after that before it; nil if they aren't so.
    @inline(__always)
    fileprivate func stretch(_ run: Range<Int>, _ rowCount: Int) -> Range<Int>? {
        guard let end = run.last else { return nil }
        let rows = Int(self[run.lowerBound]) - 1..<max(Int(self[run.lowerBound]), Int(self[end]))
        guard rows.count == run.count, rows.lowerBound >= 0, rows.upperBound <= rowCount else { return nil }
        for place in run where Int(self[place]) &- place != rows.lowerBound &+ 1 &- run.lowerBound {
            return nil
        }
        return rows
    }
}

extension Bitmap {
    /// As many rows, of which the body picks some: told of a run of rows with ones, the words of these, and the words of
    /// the result for all rows, which are zero.
    @inline(__always)
    fileprivate func selecting(_ body: (Range<Int>, Span<UInt64>, inout MutableSpan<UInt64>) -> Void)
        -> Bitmap
    {
        // The codes of so many rows lie in a block of a file or two.
        let step = 64
        return withWords { words in
            Bitmap(count: count) { (result: inout MutableSpan<UInt64>) in
                for start in stride(from: 0, to: words.count, by: step) {
                    let run = start..<min(start + step, words.count)
                    let some = words.extracting(run)
                    guard !some.isZero else { continue }
                    body(start << 6..<min(run.upperBound << 6, count), some, &result)
                }
            }
        }
    }
}

extension Span<UInt64> {
    fileprivate var isZero: Bool {
        for index in indices where self[index] != 0 { return false }
        return true
    }
}
