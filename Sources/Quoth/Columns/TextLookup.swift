/// Finds the row of a text in a column without repeats: rows + 1 by the low bits of the texts' hashes, 0 where it is
/// free; a power of two of them.
package struct TextLookup: Sendable {
    package let slots: Buffer<UInt32>

    package init(slots: Buffer<UInt32>) { self.slots = slots }

    /// O(length of the texts). Texts that another row has already are told and not found.
    package init(_ texts: TextColumn, repeated: (_ row: Int) -> Void = { _ in }) {
        var size = 16
        while size < texts.count * 2 { size *= 2 }
        let hashes = Self.hashes(texts)
        var slots = BufferBuilder<UInt32>(repeating: 0, count: size)
        for row in 0..<texts.count where texts.isValid(row) {
            // Slots lie anywhere, and to wait for each took most of the time.
            let ahead = min(row + 16, texts.count - 1)
            slots.withSpan { $0.prefetch(Int(hashes[ahead]) & (size - 1)) }
            let hash = hashes[row]
            var slot = Int(hash) & (size - 1)
            var isNew = true
            while isNew, slots[slot] != 0 {
                let other = Int(slots[slot]) - 1
                isNew = hashes[other] != hash || !Self.isSame(row, other, texts)
                slot = (slot + 1) & (size - 1)
            }
            if isNew { slots[slot] = UInt32(row + 1) } else { repeated(row) }
        }
        self.slots = slots.take()
    }

    /// The hash of each text, 0 for rows without one.
    private static func hashes(_ texts: TextColumn) -> BufferBuilder<UInt32> {
        BufferBuilder(count: texts.count) { hashes in
            for row in hashes.indices {
                hashes[row] = texts.isValid(row) ? texts.withBytes(row) { ByteInterner.hash($0) } : 0
            }
        }
    }

    private static func isSame(_ row: Int, _ other: Int, _ texts: TextColumn) -> Bool {
        texts.withBytes(row) { bytes in texts.withBytes(other) { $0.isSame(as: bytes) } }
    }

    /// The row of a text; nil if no row has it.
    package func row(of text: String, in texts: TextColumn) -> Int? {
        row(of: Array(text.utf8).span, in: texts)
    }

    /// The row of a text in UTF-8; nil if no row has it.
    package func row(of wanted: Span<UInt8>, in texts: TextColumn) -> Int? {
        guard !slots.isEmpty else { return nil }
        var slot = Int(ByteInterner.hash(wanted)) & (slots.count - 1)
        // In a sound table a free slot comes sooner than that.
        for _ in 0..<slots.count {
            guard slots[slot] != 0 else { return nil }
            let row = Int(slots[slot]) - 1
            if row < texts.count, texts.withBytes(row, { $0.isSame(as: wanted) }) { return row }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }
}
