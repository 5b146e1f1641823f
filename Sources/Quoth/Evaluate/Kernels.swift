/// Inner loops over concrete code widths; each fills whole words of a bitmap.
enum Kernel {
    /// The rows whose code is in a set of entries (code k is entry k - 1); nil as the set means any code but 0.
    static func select(_ codes: Codes, _ set: Bitmap?) -> Bitmap {
        guard let set else { return nonzero(codes) }
        var table = [UInt8](repeating: 0, count: set.count + 1)
        set.forEach { table[$0 + 1] = 1 }
        switch codes {
        case .narrow(let codes): return select(codes, table)
        case .medium(let codes): return select(codes, table)
        case .wide(let codes): return select(codes, table)
        }
    }

    /// The rows that have one code.
    static func equal(_ codes: Codes, _ code: UInt32) -> Bitmap {
        switch codes {
        case .narrow(let codes):
            code > UInt32(UInt8.max) ? Bitmap(count: codes.count) : equal(codes, UInt8(code))
        case .medium(let codes):
            code > UInt32(UInt16.max) ? Bitmap(count: codes.count) : equal(codes, UInt16(code))
        case .wide(let codes): equal(codes, code)
        }
    }

    /// The rows that have a code at all.
    static func nonzero(_ codes: Codes) -> Bitmap {
        switch codes {
        case .narrow(let codes): equal(codes, 0).complement
        case .medium(let codes): equal(codes, 0).complement
        case .wide(let codes): equal(codes, 0).complement
        }
    }

    @inline(__always)
    private static func equal<Code: FixedWidthInteger & BitwiseCopyable>(
        _ codes: Buffer<Code>, _ code: Code
    ) -> Bitmap {
        codes.withSpan { codes in fill(codes.count) { codes[$0] == code } }
    }

    @inline(__always)
    private static func select<Code: FixedWidthInteger & BitwiseCopyable>(
        _ codes: Buffer<Code>, _ table: [UInt8]
    ) -> Bitmap {
        codes.withSpan { codes in fill(codes.count) { table[Int(codes[$0])] != 0 } }
    }

    /// A bitmap of so many rows by a test of each row, 64 rows a word.
    @inline(__always)
    static func fill(_ count: Int, _ test: (Int) -> Bool) -> Bitmap {
        Bitmap.writing(count) { words in
            for index in 0..<words.count {
                var word: UInt64 = 0
                let start = index << 6
                // Without a branch, since which rows pass can't be foreseen.
                for bit in 0..<min(64, count - start) {
                    word |= (test(start &+ bit) ? 1 : 0) << UInt64(truncatingIfNeeded: bit)
                }
                words[index] = word
            }
        }
    }
}
