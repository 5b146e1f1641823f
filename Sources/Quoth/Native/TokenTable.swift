/// A number for each distinct token of texts, which is asked for once a token and so must take few nanoseconds.
///
/// Tokens of up to 8 and of up to 16 bytes are compared as one word and as two; they have no zero bytes, so that those
/// may fill what is left.
struct TokenTable: ~Copyable {
    private var short = TokenSlots<UInt64>()
    private var middle = TokenSlots<TwoWords>()
    private var long = ByteInterner()
    private var longNumbers: [UInt32] = []

    /// The number of the token at a place in some bytes; 0 if it hasn't got one.
    @inline(__always)
    func number(of range: Range<Int>, in bytes: Span<UInt8>) -> UInt32 {
        if range.count <= 8 { return short.number(of: Self.word(range, in: bytes)) }
        return range.count <= 16
            ? middle.number(of: Self.words(range, in: bytes)) : longNumber(range, in: bytes)
    }

    /// Has what tells a token's number brought nearer, unless the token is long.
    @inline(__always)
    func prefetch(_ range: Range<Int>, in bytes: Span<UInt8>) {
        if range.count <= 8 {
            short.prefetch(Self.word(range, in: bytes))
        } else if range.count <= 16 {
            middle.prefetch(Self.words(range, in: bytes))
        }
    }

    /// Gives a number, which isn't 0, to a token that has none.
    mutating func set(_ number: UInt32, for range: Range<Int>, in bytes: Span<UInt8>) {
        if range.count <= 8 {
            short.insert(Self.word(range, in: bytes), number)
        } else if range.count <= 16 {
            middle.insert(Self.words(range, in: bytes), number)
        } else {
            // The token is new, and so is its code.
            _ = long.insert(bytes.extracting(range))
            longNumbers.append(number)
        }
    }

    private func longNumber(_ range: Range<Int>, in bytes: Span<UInt8>) -> UInt32 {
        long.code(of: bytes.extracting(range)).map { longNumbers[Int($0) - 1] } ?? 0
    }

    /// Up to eight bytes, the first the lowest, and zeros.
    @inline(__always)
    private static func word(_ range: Range<Int>, in bytes: Span<UInt8>) -> UInt64 {
        guard range.lowerBound &+ 8 <= bytes.count, !range.isEmpty else { return slowWord(range, in: bytes) }
        // Eight bytes are there, and those after the token are shifted out.
        let word = bytes.withUnsafeBytes {
            UInt64(littleEndian: $0.loadUnaligned(fromByteOffset: range.lowerBound, as: UInt64.self))
        }
        let unused = UInt64(truncatingIfNeeded: 64 &- range.count &* 8)
        return (word &<< unused) &>> unused
    }

    @inline(__always)
    private static func words(_ range: Range<Int>, in bytes: Span<UInt8>) -> TwoWords {
        let middle = range.lowerBound &+ 8
        return TwoWords(
            low: word(range.lowerBound..<middle, in: bytes), high: word(middle..<range.upperBound, in: bytes))
    }

    private static func slowWord(_ range: Range<Int>, in bytes: Span<UInt8>) -> UInt64 {
        range.reversed().reduce(0) { $0 << 8 | UInt64(bytes[$1]) }
    }
}

/// What tokens are told apart by.
private protocol TokenKey: Equatable, BitwiseCopyable {
    static var zero: Self { get }
    var mixed: UInt64 { get }
}

extension UInt64: TokenKey {
    @inline(__always) var mixed: UInt64 { self &* 0xC2B2_AE3D_27D4_EB4F }
}

private struct TwoWords: TokenKey {
    var low: UInt64
    var high: UInt64

    static let zero = TwoWords(low: 0, high: 0)
    @inline(__always) var mixed: UInt64 { (low ^ high &* 0x9E37_79B9_7F4A_7C15).mixed }
}

/// Numbers by keys, in slots found by the high bits of a hash. Most of the time for a token goes into waiting for its
/// slot, so slots are small, and at least half of them in use once there are many.
private struct TokenSlots<Key: TokenKey>: ~Copyable {
    private struct Slot {
        var key: Key
        /// 0 if the slot is free.
        var number: UInt32
    }

    /// A power of two of them.
    private var slots = [Slot](repeating: Slot(key: .zero, number: 0), count: 256)
    private var used = 0

    @inline(__always)
    func number(of key: Key) -> UInt32 {
        var place = place(key)
        while true {
            let slot = slots[place]
            if slot.key == key || slot.number == 0 { return slot.number }
            place = (place &+ 1) & (slots.count &- 1)
        }
    }

    @inline(__always)
    func prefetch(_ key: Key) { slots.span.prefetch(place(key)) }

    mutating func insert(_ key: Key, _ number: UInt32) {
        put(Slot(key: key, number: number))
        used += 1
        if used * 4 > slots.count * 3 { grow() }
    }

    private mutating func put(_ slot: Slot) {
        var place = place(slot.key)
        while slots[place].number != 0 { place = (place &+ 1) & (slots.count &- 1) }
        slots[place] = slot
    }

    private mutating func grow() {
        let old = slots
        slots = [Slot](repeating: Slot(key: .zero, number: 0), count: old.count * 2)
        for slot in old where slot.number != 0 { put(slot) }
    }

    @inline(__always)
    private func place(_ key: Key) -> Int {
        let mixed = key.mixed
        return Int(truncatingIfNeeded: (mixed ^ mixed &>> 29) &>> 7) & (slots.count &- 1)
    }
}
