/// Bits that come one after the other. As long as all are ones they are only counted.
struct BitBuilder: ~Copyable {
    private var words = BufferBuilder<UInt64>()
    private(set) var count = 0
    private(set) var ones = 0

    @inline(__always)
    mutating func append(_ bit: Bool) {
        if bit, ones == count {
            ones += 1
            count += 1
        } else {
            add(bit)
        }
    }

    private mutating func add(_ bit: Bool) {
        if ones == count { spellOut() }
        if count & 63 == 0 { words.append(0) }
        if bit {
            words[count >> 6] |= 1 << UInt64(count & 63)
            ones += 1
        }
        count += 1
    }

    /// Writes down the ones that have only been counted.
    private mutating func spellOut() {
        words.removeAll()
        words.pad(to: (count + 63) / 64, with: .max)
        if count & 63 != 0 { words[count >> 6] = (1 << UInt64(count & 63)) - 1 }
    }

    mutating func pad(to target: Int) {
        guard count < target else { return }
        if ones == count { spellOut() }
        words.pad(to: (target + 63) / 64, with: 0)
        count = target
    }

    subscript(index: Int) -> Bool {
        guard index < count else { return false }
        return ones == count || words[index >> 6] & (1 << UInt64(index & 63)) != 0
    }

    /// Makes a bit a one.
    mutating func set(_ index: Int) {
        if self[index] { return }
        words[index >> 6] |= 1 << UInt64(index & 63)
        ones += 1
    }

    /// Adds the bits of another after those up to a row, and leaves it empty.
    mutating func absorb(_ other: inout BitBuilder, at row: Int) {
        guard other.count > 0 else { return }
        pad(to: row)
        if ones == count, other.ones == other.count {
            ones += other.ones
            count += other.count
        } else {
            for index in 0..<other.count { append(other[index]) }
        }
        other.removeAll()
    }

    mutating func removeAll() {
        words.removeAll()
        count = 0
        ones = 0
    }

    /// The bits as a bitmap of that many rows; rows that haven't come are 0.
    mutating func bitmap(count rows: Int) -> Bitmap {
        if ones == 0 { return Bitmap(count: rows, stored: Buffer.zeros((rows + 63) / 64)) }
        pad(to: rows)
        if ones == count { spellOut() }
        return Bitmap(count: rows, stored: words.withSpan { Buffer(copying: $0) })
    }

    /// The same, or nil if every row has a one.
    mutating func validity(count rows: Int) -> Bitmap? { ones == rows ? nil : bitmap(count: rows) }
}

extension Buffer {
    /// Elements that are lent, copied.
    init(copying elements: Span<Element>) {
        var builder = BufferBuilder<Element>()
        builder.append(elements)
        self = builder.take()
    }
}
