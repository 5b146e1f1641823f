/// Gives each distinct run of bytes a code, from 1, in the order in which they come.
///
/// Open addressing over one flat store, so that a value seen before costs neither a String nor an allocation.
/// The hash is the same in every run, so that a table of them can be kept in a file.
struct ByteInterner: ~Copyable {
    private var bytes = BufferBuilder<UInt8>()
    /// Where each value begins, and where the last ends.
    private var offsets = BufferBuilder<UInt32>()
    /// A hash in the high half and its code in the low one, by the low bits of the hash; 0 is free. The size is a
    /// power of two.
    private var slots = BufferBuilder<UInt64>()
    /// The code that came last, which often comes again.
    private var last: UInt32 = 0

    var count: Int { max(offsets.count - 1, 0) }
    /// How long all values are together.
    var byteCount: Int { bytes.count }

    /// The code of a run of bytes, which is added if it is new.
    mutating func insert(_ value: Span<UInt8>) -> UInt32 {
        insert(value) { _ in true }
    }

    /// The code of a run of bytes; 0 if it is new and not accepted.
    @inline(__always)
    mutating func insert(_ value: Span<UInt8>, ifNew accepts: (Int) -> Bool) -> UInt32 {
        if last != 0, isEntry(last, value) { return last }
        return insert(value, Self.hash(value), ifNew: accepts)
    }

    @inline(__always)
    private mutating func insert(
        _ value: Span<UInt8>, _ hash: UInt32, ifNew accepts: (Int) -> Bool = { _ in true }
    ) -> UInt32 {
        var slot = Int(hash) & (slots.count - 1)
        while slots.count > 0, slots[slot] != 0 {
            if slots[slot] >> 32 == UInt64(hash) {
                let code = UInt32(truncatingIfNeeded: slots[slot])
                if isEntry(code, value) {
                    last = code
                    return code
                }
            }
            slot = (slot + 1) & (slots.count - 1)
        }
        guard accepts(bytes.count) else { return 0 }
        return add(value, hash)
    }

    mutating func insert(_ text: String) -> UInt32 {
        insert(Array(text.utf8).span)
    }

    /// The code of a run of bytes; nil if it isn't there.
    func code(of value: Span<UInt8>) -> UInt32? {
        guard slots.count > 0 else { return nil }
        let hash = Self.hash(value)
        var slot = Int(hash) & (slots.count - 1)
        while slots[slot] != 0 {
            let code = UInt32(truncatingIfNeeded: slots[slot])
            if slots[slot] >> 32 == UInt64(hash), isEntry(code, value) { return code }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    func code(of text: String) -> UInt32? {
        code(of: Array(text.utf8).span)
    }

    /// Lends the bytes of a code to the body.
    @inline(__always)
    func withBytes<Result>(_ code: UInt32, _ body: (Span<UInt8>) -> Result) -> Result {
        bytes.withSpan(Int(offsets[Int(code) - 1])..<Int(offsets[Int(code)]), body)
    }

    func text(_ code: UInt32) -> String { withBytes(code) { String(bytes: $0) } }

    /// Adds the values of another and leaves it empty; says which code each of its codes has here, 0 for 0.
    mutating func absorb(_ other: inout ByteInterner) -> [UInt32] {
        // The hash of each value, and then its code.
        var codes = [UInt32](repeating: 0, count: other.count + 1)
        for code in codes.indices.dropFirst() { codes[code] = other.withBytes(UInt32(code), Self.hash) }
        for code in codes.indices.dropFirst() {
            // There are far more slots here than there, and to wait for each took most of the time.
            if code + 16 < codes.count, slots.count > 0 {
                let slot = Int(codes[code + 16]) & (slots.count - 1)
                slots.withSpan { $0.prefetch(slot) }
            }
            codes[code] = other.withBytes(UInt32(code)) { insert($0, codes[code]) }
        }
        other.removeAll()
        return codes
    }

    mutating func removeAll() {
        bytes.removeAll()
        offsets.removeAll()
        slots.withMutableSpan { slots in
            for index in slots.indices { slots[index] = 0 }
        }
        last = 0
    }

    /// All values as a dictionary with the same codes, which leaves none here; O(n log n) if its terms are to be
    /// found, else O(n).
    mutating func dictionary(isSearched: Bool = true) -> TermDictionary {
        let count = count
        if offsets.count == 0 { offsets.append(0) }
        let texts = TextColumn(bytes: bytes.take(), offsets: offsets.take(), valid: nil)
        slots.removeAll()
        last = 0
        guard isSearched else { return TermDictionary(texts, order: nil) }
        return TermDictionary(texts, order: TermOrder.codes(of: texts, count: count))
    }

    private mutating func add(_ value: Span<UInt8>, _ hash: UInt32) -> UInt32 {
        if offsets.count == 0 { offsets.append(0) }
        if offsets.count * 2 > slots.count { grow() }
        bytes.append(value)
        offsets.append(UInt32(bytes.count))
        let code = UInt32(offsets.count - 1)
        place(UInt64(hash) << 32 | UInt64(code))
        last = code
        return code
    }

    private mutating func grow() {
        var grown = BufferBuilder<UInt64>(repeating: 0, count: max(16, slots.count * 2))
        swap(&slots, &grown)
        grown.withSpan { old in
            for index in old.indices where old[index] != 0 { place(old[index]) }
        }
    }

    private mutating func place(_ entry: UInt64) {
        var slot = Int(truncatingIfNeeded: entry >> 32) & (slots.count - 1)
        while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
        slots[slot] = entry
    }

    @inline(__always)
    private func isEntry(_ code: UInt32, _ value: Span<UInt8>) -> Bool {
        let start = Int(offsets[Int(code) - 1])
        let end = Int(offsets[Int(code)])
        guard end - start == value.count else { return false }
        return bytes.withSpan(start..<end) { $0.isSame(as: value) }
    }

    @inline(__always)
    static func hash(_ value: Span<UInt8>) -> UInt32 { UInt32(truncatingIfNeeded: XXH3.number(of: value)) }
}

/// The order of terms by their bytes.
enum TermOrder {
    /// The codes of terms in the order of their bytes. Most are told apart by their first eight.
    static func codes(of texts: TextColumn, count: Int) -> Buffer<UInt32> {
        var keys: [(beginning: UInt64, code: UInt32)] = []
        keys.reserveCapacity(count)
        for row in 0..<count { keys.append((texts.withBytes(row, beginning), UInt32(row + 1))) }
        keys.sort { left, right in
            if left.beginning != right.beginning { return left.beginning < right.beginning }
            return precedes(left.code, right.code, texts)
        }
        var codes = BufferBuilder<UInt32>()
        for key in keys { codes.append(key.code) }
        return codes.take()
    }

    /// The first eight bytes as a number that sorts as they do.
    static func beginning(_ bytes: Span<UInt8>) -> UInt64 {
        var number: UInt64 = 0
        for index in 0..<8 { number = number << 8 | (index < bytes.count ? UInt64(bytes[index]) : 0) }
        return number
    }

    private static func precedes(_ left: UInt32, _ right: UInt32, _ texts: TextColumn) -> Bool {
        texts.withBytes(Int(left) - 1) { left in
            texts.withBytes(Int(right) - 1) { TextOrder.precedes(left, $0) }
        }
    }
}
