/// One bit a row, the first row in the lowest bit of the first word.
///
/// Bits after the last row are always zero, so that words can be compared and counted whole.
package struct Bitmap: Sendable, Hashable {
    /// The number of rows.
    package let count: Int
    package private(set) var words: [UInt64]

    package init(count: Int, filled: Bool = false) {
        self.count = count
        words = [UInt64](repeating: filled ? .max : 0, count: (count + 63) / 64)
        clearTail()
    }

    /// Makes a bitmap by a kernel that fills whole words; bits after the last row are cleared afterwards.
    package init(count: Int, fillingWords fill: (inout MutableSpan<UInt64>) -> Void) {
        self.count = count
        words = [UInt64](repeating: 0, count: (count + 63) / 64)
        var span = words.mutableSpan
        fill(&span)
        clearTail()
    }

    package init(count: Int, rows: some Sequence<Int>) {
        self.init(count: count)
        for row in rows { self[row] = true }
    }

    package subscript(row: Int) -> Bool {
        get { words[row >> 6] & (1 << UInt64(row & 63)) != 0 }
        set {
            if newValue {
                words[row >> 6] |= 1 << UInt64(row & 63)
            } else {
                words[row >> 6] &= ~(1 << UInt64(row & 63))
            }
        }
    }

    /// The number of ones.
    package var population: Int {
        var total = 0
        for word in words { total += word.nonzeroBitCount }
        return total
    }

    package var isEmpty: Bool { words.allSatisfy { $0 == 0 } }

    package func union(_ other: Bitmap) -> Bitmap { combined(other, |) }
    package func intersection(_ other: Bitmap) -> Bitmap { combined(other, &) }
    package func subtracting(_ other: Bitmap) -> Bitmap { combined(other) { $0 & ~$1 } }

    package var complement: Bitmap {
        var result = self
        for index in words.indices { result.words[index] = ~words[index] }
        result.clearTail()
        return result
    }

    /// Calls the body with each row whose bit is one, in order.
    package func forEach(_ body: (Int) -> Void) {
        for (index, word) in words.enumerated() {
            var rest = word
            while rest != 0 {
                body(index << 6 | rest.trailingZeroBitCount)
                rest &= rest - 1
            }
        }
    }

    /// The rows whose bits are one, in order.
    package var rows: [Int32] {
        var result: [Int32] = []
        result.reserveCapacity(population)
        forEach { result.append(Int32(truncatingIfNeeded: $0)) }
        return result
    }

    @inline(__always)
    private func combined(_ other: Bitmap, _ operation: (UInt64, UInt64) -> UInt64) -> Bitmap {
        var result = self
        for index in words.indices { result.words[index] = operation(words[index], other.words[index]) }
        return result
    }

    private mutating func clearTail() {
        let used = count & 63
        if used != 0 { words[words.count - 1] &= (1 << UInt64(used)) - 1 }
    }
}
