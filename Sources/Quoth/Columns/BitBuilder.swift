/// Bits that come one after the other.
struct BitBuilder {
    private var words: [UInt64] = []
    private(set) var count = 0
    private(set) var ones = 0

    mutating func append(_ bit: Bool) {
        if count & 63 == 0 { words.append(0) }
        if bit {
            words[count >> 6] |= 1 << UInt64(count & 63)
            ones += 1
        }
        count += 1
    }

    mutating func pad(to target: Int) {
        while count < target { append(false) }
    }

    subscript(index: Int) -> Bool { index < count && words[index >> 6] & (1 << UInt64(index & 63)) != 0 }

    /// The bits as a bitmap of that many rows; rows that haven't come are 0.
    func bitmap(count rows: Int) -> Bitmap {
        Bitmap(count: rows) { target in
            for index in 0..<min(words.count, target.count) { target[index] = words[index] }
        }
    }

    /// The same, or nil if every row has a one.
    func validity(count rows: Int) -> Bitmap? { ones == rows ? nil : bitmap(count: rows) }
}
