/// A number for each distinct token of texts, which is asked for once a token and so must take few nanoseconds.
///
/// Tokens of up to 16 bytes are compared as two words; they have no zero bytes, so that those may fill what is left.
struct TokenTable: ~Copyable {
    private struct Slot {
        var low: UInt64 = 0
        var high: UInt64 = 0
        /// 0 if the slot is free.
        var number: UInt32 = 0
    }

    /// By the high bits of a hash; a power of two of them.
    private var slots = [Slot](repeating: Slot(), count: 256)
    private var used = 0
    private var long = ByteInterner()
    private var longNumbers: [UInt32] = []

    /// The number of the token at a place in some bytes; 0 if it hasn't got one.
    @inline(__always)
    func number(of range: Range<Int>, in bytes: Span<UInt8>) -> UInt32 {
        guard range.count <= 16 else { return longNumber(bytes.extracting(range)) }
        let (low, high) = Self.key(range, in: bytes)
        var place = place(low, high)
        while slots[place].number != 0 {
            if slots[place].low == low, slots[place].high == high { return slots[place].number }
            place = (place &+ 1) & (slots.count &- 1)
        }
        return 0
    }

    /// Gives a number, which isn't 0, to a token that has none.
    mutating func set(_ number: UInt32, for range: Range<Int>, in bytes: Span<UInt8>) {
        guard range.count <= 16 else {
            // The token is new, and so is its code.
            _ = long.insert(bytes.extracting(range))
            longNumbers.append(number)
            return
        }
        let (low, high) = Self.key(range, in: bytes)
        insert(Slot(low: low, high: high, number: number))
        used += 1
        if used * 2 > slots.count { grow() }
    }

    private func longNumber(_ token: Span<UInt8>) -> UInt32 {
        long.code(of: token).map { longNumbers[Int($0) - 1] } ?? 0
    }

    private mutating func insert(_ slot: Slot) {
        var place = place(slot.low, slot.high)
        while slots[place].number != 0 { place = (place &+ 1) & (slots.count &- 1) }
        slots[place] = slot
    }

    private mutating func grow() {
        let old = slots
        slots = [Slot](repeating: Slot(), count: old.count * 4)
        for slot in old where slot.number != 0 { insert(slot) }
    }

    @inline(__always)
    private func place(_ low: UInt64, _ high: UInt64) -> Int {
        let mixed = (low ^ high &* 0x9E37_79B9_7F4A_7C15) &* 0xC2B2_AE3D_27D4_EB4F
        return Int(truncatingIfNeeded: (mixed ^ mixed &>> 29) &>> 7) & (slots.count &- 1)
    }

    @inline(__always)
    private static func key(_ range: Range<Int>, in bytes: Span<UInt8>) -> (UInt64, UInt64) {
        let start = range.lowerBound
        guard start &+ 16 <= bytes.count else { return slowKey(range, in: bytes) }
        return bytes.withUnsafeBytes { bytes in
            // Sixteen bytes are there, and those after the token are cleared.
            let low = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: start, as: UInt64.self))
            let high = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: start &+ 8, as: UInt64.self))
            let bits = range.count &* 8
            return bits <= 64
                ? (low & ~(UInt64.max << UInt64(bits)), 0) : (low, high & ~(UInt64.max << UInt64(bits &- 64)))
        }
    }

    private static func slowKey(_ range: Range<Int>, in bytes: Span<UInt8>) -> (UInt64, UInt64) {
        var (low, high): (UInt64, UInt64) = (0, 0)
        for (place, index) in range.enumerated() {
            if place < 8 {
                low |= UInt64(bytes[index]) << UInt64(place * 8)
            } else {
                high |= UInt64(bytes[index]) << UInt64(place * 8 - 64)
            }
        }
        return (low, high)
    }
}
