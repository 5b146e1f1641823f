/// Finds the byte of a Unicode scalar in a text, and the scalar of a byte.
///
/// The byte of every 64th scalar is kept, so either way costs a look-up and a walk of at most 63 scalars.
package struct ScalarIndex: Sendable {
    /// The number of scalars.
    package let count: Int
    private let byteCount: Int
    private let marks: [Int]

    /// Indexes a text that is UTF-8; O(bytes).
    package init(_ text: some RandomAccessCollection<UInt8>) {
        var marks: [Int] = []
        var count = 0
        var offset = 0
        for byte in text {
            if byte & 0xC0 != 0x80 {
                if count & 63 == 0 { marks.append(offset) }
                count += 1
            }
            offset += 1
        }
        self.marks = marks
        self.count = count
        byteCount = offset
    }

    /// The offset of the first byte of a scalar; that of the end for the scalar after the last; nil beyond.
    package func byte<Text: RandomAccessCollection<UInt8>>(ofScalar scalar: Int, in text: Text) -> Int? {
        guard scalar >= 0, scalar <= count else { return nil }
        if count == byteCount || scalar == count { return scalar == count ? byteCount : scalar }
        var offset = marks[scalar >> 6]
        var left = scalar & 63
        while left > 0 {
            offset += 1
            if text[text.index(text.startIndex, offsetBy: offset)] & 0xC0 != 0x80 { left -= 1 }
        }
        return offset
    }

    /// The number of scalars before a byte, which must be the first of a scalar or the end.
    package func scalar<Text: RandomAccessCollection<UInt8>>(ofByte byte: Int, in text: Text) -> Int {
        if count == byteCount || byte >= byteCount { return byte >= byteCount ? count : byte }
        let low = (1..<marks.count).partitionPoint { marks[$0] <= byte } - 1
        var scalar = low << 6
        var offset = marks[low]
        while offset < byte {
            offset += 1
            if text[text.index(text.startIndex, offsetBy: offset)] & 0xC0 != 0x80 { scalar += 1 }
        }
        return scalar
    }
}
