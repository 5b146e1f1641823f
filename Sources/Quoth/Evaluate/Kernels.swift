/// Inner loops over concrete code widths; each fills whole words of a bitmap.
enum Kernel {
    /// The rows whose code is in a set of entries (code k is entry k - 1); nil as the set means any code but 0.
    static func select(_ codes: Codes, _ set: Bitmap?) -> Bitmap {
        guard let set else { return nonzero(codes) }
        // The codes of dates are in the order of these, so that those of a period lie side by side.
        if let run = set.onlyRun { return within(codes, UInt32(run.lowerBound + 1)...UInt32(run.upperBound)) }
        let wanted = WantedCodes(set)
        return switch codes {
        case .narrow(let codes): select(codes, wanted)
        case .medium(let codes): select(codes, wanted)
        case .wide(let codes): select(codes, wanted)
        }
    }

    /// The rows that have one code.
    static func equal(_ codes: Codes, _ code: UInt32) -> Bitmap { within(codes, code...code) }

    /// The rows that have one of some codes that lie side by side.
    private static func within(_ codes: Codes, _ range: ClosedRange<UInt32>) -> Bitmap {
        switch codes {
        case .narrow(let codes): within(codes, range) { $0.mark(within: $1, in: &$2) }
        case .medium(let codes): within(codes, range) { $0.mark(within: $1, in: &$2) }
        case .wide(let codes): within(codes, range) { $0.mark(within: $1, in: &$2) }
        }
    }

    private static func within<Code: FixedWidthInteger & BitwiseCopyable>(
        _ codes: Buffer<Code>, _ range: ClosedRange<UInt32>,
        _ mark: (Swift.Span<Code>, ClosedRange<Code>, inout MutableSpan<UInt64>) -> Void
    ) -> Bitmap {
        guard range.lowerBound <= Code.max else { return Bitmap(count: codes.count) }
        let range = Code(range.lowerBound)...Code(clamping: range.upperBound)
        return codes.withSpan { codes in .writing(codes.count) { mark(codes, range, &$0) } }
    }

    /// Which of some rows have a code that passes a test; a row of -1 has code 0.
    @inline(__always)
    static func rows(_ rows: [Int32], of codes: Codes, _ test: (UInt32) -> Bool) -> Bitmap {
        switch codes {
        case .narrow(let codes): fill(rows.count) { test(rows[$0] < 0 ? 0 : UInt32(codes[Int(rows[$0])])) }
        case .medium(let codes): fill(rows.count) { test(rows[$0] < 0 ? 0 : UInt32(codes[Int(rows[$0])])) }
        case .wide(let codes): fill(rows.count) { test(rows[$0] < 0 ? 0 : codes[Int(rows[$0])]) }
        }
    }

    /// The rows that have a code at all.
    static func nonzero(_ codes: Codes) -> Bitmap { within(codes, 1...UInt32.max) }

    @inline(__always)
    private static func select<Code: FixedWidthInteger & BitwiseCopyable>(
        _ codes: Buffer<Code>, _ wanted: WantedCodes
    ) -> Bitmap {
        codes.withSpan { codes in
            wanted.bits.withWords { bits in
                fill(codes.count) { WantedCodes.bit(bits, Int(codes[unchecked: $0])) != 0 }
            }
        }
    }

    /// A bitmap of so many rows by a test of each row, 64 rows a word.
    @inline(__always)
    static func fill(_ count: Int, _ test: (Int) -> Bool) -> Bitmap {
        // Without a branch, since which rows pass can't be foreseen.
        func word(from start: Int, _ rows: Int) -> UInt64 {
            var word: UInt64 = 0
            for bit in 0..<rows {
                word |= (test(start &+ bit) ? 1 : 0) &<< UInt64(truncatingIfNeeded: bit)
            }
            return word
        }
        return Bitmap.writing(count) { words in
            let whole = count >> 6
            for index in 0..<whole { words[index] = word(from: index &<< 6, 64) }
            if whole < words.count { words[whole] = word(from: whole &<< 6, count & 63) }
        }
    }
}

/// The codes of a set of entries, code k being entry k - 1, as bits to look them up in.
struct WantedCodes {
    /// A bit a code, 0 included, and a word of zeros for whatever is beyond; so few words stay close to the processor.
    let bits: Bitmap

    init(_ set: Bitmap) {
        bits = set.withWords { entries in
            Bitmap(count: (entries.count + 2) << 6) { (codes: inout MutableSpan<UInt64>) in
                for index in entries.indices {
                    codes[index] |= entries[index] << 1
                    codes[index + 1] = entries[index] >> 63
                }
            }
        }
    }

    /// 1 if a code is among them, else 0; codes beyond the last entry aren't.
    @inline(__always)
    static func bit(_ bits: Swift.Span<UInt64>, _ code: Int) -> UInt64 {
        // The last word is zero. To branch here takes twice as long, since what is met can't be foreseen.
        let word = min(code &>> 6, bits.count &- 1)
        return bits[unchecked: word] &>> UInt64(truncatingIfNeeded: code) & 1
    }
}
