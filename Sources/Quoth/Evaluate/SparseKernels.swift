// Inner loops over a few of the rows; of a mapped file no more is looked at than where these lie.
extension Kernel {
    /// The rows of a mask whose code is in a set of entries (nil: any code but 0).
    static func select(_ codes: Codes, _ set: Bitmap?, at mask: Bitmap) -> Bitmap {
        let wanted = WantedCodes(set)
        return switch codes {
        case .narrow(let codes): select(codes, wanted, at: mask)
        case .medium(let codes): select(codes, wanted, at: mask)
        case .wide(let codes): select(codes, wanted, at: mask)
        }
    }

    /// The rows of a mask with a code in a set among those of their run, but for values that are left out.
    static func select(
        _ codes: Codes, runs offsets: Buffer<UInt32>, _ set: Bitmap?, but leftOut: Bitmap?, at mask: Bitmap
    ) -> Bitmap {
        let wanted = WantedCodes(set)
        return switch codes {
        case .narrow(let codes): select(codes, offsets, wanted, leftOut, at: mask)
        case .medium(let codes): select(codes, offsets, wanted, leftOut, at: mask)
        case .wide(let codes): select(codes, offsets, wanted, leftOut, at: mask)
        }
    }

    /// The rows, held as rows + 1, that stand in some runs.
    static func marked(_ rows: Codes, _ runs: [Range<Int>], _ rowCount: Int) -> Bitmap {
        switch rows {
        case .narrow(let rows): marked(rows, runs, rowCount)
        case .medium(let rows): marked(rows, runs, rowCount)
        case .wide(let rows): marked(rows, runs, rowCount)
        }
    }

    @inline(__always)
    private static func select<Code: FixedWidthInteger & BitwiseCopyable>(
        _ codes: Buffer<Code>, _ wanted: WantedCodes, at mask: Bitmap
    ) -> Bitmap {
        mask.selecting { start, word in
            codes.withSpan(start..<min(start + 64, codes.count)) { codes in
                kept(word) { wanted.contains(Int(codes[$0])) }
            }
        }
    }

    @inline(__always)
    private static func select<Code: FixedWidthInteger & BitwiseCopyable>(
        _ codes: Buffer<Code>, _ offsets: Buffer<UInt32>, _ wanted: WantedCodes, _ leftOut: Bitmap?,
        at mask: Bitmap
    ) -> Bitmap {
        mask.selecting { start, word in
            offsets.withSpan(start..<min(start + 65, offsets.count)) { offsets in
                let first = Int(offsets[0])
                let end = max(first, Int(offsets[offsets.count - 1]))
                return codes.withSpan(first..<end) { codes in
                    kept(word) { row in
                        let run = Int(offsets[row]) - first..<max(Int(offsets[row]), Int(offsets[row + 1])) - first
                        // A damaged file may have offsets out of order.
                        guard run.lowerBound >= 0, run.upperBound <= codes.count else { return false }
                        for place in run where wanted.contains(Int(codes[place])) {
                            if leftOut.map({ !$0[first + place] }) ?? true { return true }
                        }
                        return false
                    }
                }
            }
        }
    }

    /// The ones of a word whose bits pass a test.
    @inline(__always)
    private static func kept(_ word: UInt64, _ test: (Int) -> Bool) -> UInt64 {
        var (rest, result): (UInt64, UInt64) = (word, 0)
        while rest != 0 {
            if test(rest.trailingZeroBitCount) { result |= rest & ~(rest &- 1) }
            rest &= rest &- 1
        }
        return result
    }

    @inline(__always)
    private static func marked<Code: FixedWidthInteger & BitwiseCopyable>(
        _ rows: Buffer<Code>, _ runs: [Range<Int>], _ rowCount: Int
    ) -> Bitmap {
        Bitmap(count: rowCount) { (words: inout MutableSpan<UInt64>) in
            for run in runs {
                rows.withSpan(run) { rows in
                    for place in rows.indices {
                        // What is 0 becomes the largest of all.
                        let row = UInt(truncatingIfNeeded: rows[place]) &- 1
                        if row < UInt(rowCount) { words[Int(row >> 6)] |= 1 << UInt64(row & 63) }
                    }
                }
            }
        }
    }
}

/// The codes of a set of entries, code k being entry k - 1, as a table to look them up in.
private struct WantedCodes {
    private let table: [UInt8]
    private let isAny: Bool

    /// Nil means any code but 0.
    init(_ set: Bitmap?) {
        isAny = set == nil
        var table = [UInt8](repeating: 0, count: (set?.count ?? 0) + 1)
        set?.forEach { table[$0 + 1] = 1 }
        self.table = table
    }

    @inline(__always)
    func contains(_ code: Int) -> Bool { isAny ? code != 0 : code < table.count && table[code] != 0 }
}

extension Bitmap {
    /// As many rows, of which the body picks some for each word of these that isn't zero, told its first row.
    @inline(__always)
    fileprivate func selecting(_ body: (Int, UInt64) -> UInt64) -> Bitmap {
        withWords { words in
            Bitmap.writing(count) { result in
                for index in words.indices {
                    result[index] = words[index] == 0 ? 0 : body(index << 6, words[index])
                }
            }
        }
    }
}
