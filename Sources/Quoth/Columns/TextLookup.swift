/// Finds the row of a text in a column without repeats: rows + 1 by the low bits of the texts' hashes, 0 where it is
/// free; a power of two of them.
package struct TextLookup: Sendable {
    package let slots: Buffer<UInt32>

    package init(slots: Buffer<UInt32>) { self.slots = slots }

    /// O(length of the texts).
    package init(_ texts: TextColumn) {
        var size = 16
        while size < texts.count * 2 { size *= 2 }
        var slots = [UInt32](repeating: 0, count: size)
        for row in 0..<texts.count where texts.isValid(row) {
            var slot = texts.withBytes(row) { Int(ByteInterner.hash($0)) } & (size - 1)
            while slots[slot] != 0 { slot = (slot + 1) & (size - 1) }
            slots[slot] = UInt32(row + 1)
        }
        self.slots = Buffer(slots)
    }

    /// The row of a text; nil if no row has it.
    package func row(of text: String, in texts: TextColumn) -> Int? {
        row(of: Array(text.utf8).span, in: texts)
    }

    package func row(of wanted: Span<UInt8>, in texts: TextColumn) -> Int? {
        guard !slots.isEmpty else { return nil }
        var slot = Int(ByteInterner.hash(wanted)) & (slots.count - 1)
        // In a sound table a free slot comes sooner than that.
        for _ in 0..<slots.count where slots[slot] != 0 {
            let row = Int(slots[slot]) - 1
            if row < texts.count, texts.withBytes(row, { $0.isSame(as: wanted) }) { return row }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }
}
