/// Gives each distinct run of bytes a code, from 1, in the order in which they come.
///
/// Open addressing over one flat store, so that a value seen before costs neither a String nor an allocation.
/// Hasher is seeded anew in every process, so no file can be made whose values all collide.
struct ByteInterner {
    private var bytes: [UInt8] = []
    private var offsets: [Int] = [0]
    private var hashes: [UInt32] = []
    /// Codes by the low bits of their hash; 0 is free. The size is a power of two.
    private var slots = [UInt32](repeating: 0, count: 16)

    var count: Int { hashes.count }

    /// The code of a run of bytes, which is added if it is new.
    mutating func insert(_ value: Span<UInt8>) -> UInt32 {
        let hash = Self.hash(value)
        var slot = Int(hash) & (slots.count - 1)
        while slots[slot] != 0 {
            if isEntry(slots[slot], value, hash) { return slots[slot] }
            slot = (slot + 1) & (slots.count - 1)
        }
        return add(value, hash, at: slot)
    }

    mutating func insert(_ text: String) -> UInt32 {
        Array(text.utf8).withUnsafeBufferPointer { insert($0.span) }
    }

    /// The code of a run of bytes; nil if it isn't there.
    func code(of value: Span<UInt8>) -> UInt32? {
        let hash = Self.hash(value)
        var slot = Int(hash) & (slots.count - 1)
        while slots[slot] != 0 {
            if isEntry(slots[slot], value, hash) { return slots[slot] }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    func code(of text: String) -> UInt32? {
        Array(text.utf8).withUnsafeBufferPointer { code(of: $0.span) }
    }

    /// The bytes of a code.
    func value(_ code: UInt32) -> ArraySlice<UInt8> {
        bytes[offsets[Int(code) - 1]..<offsets[Int(code)]]
    }

    func text(_ code: UInt32) -> String { String(decoding: value(code), as: UTF8.self) }

    /// All values as a dictionary with the same codes.
    var dictionary: TermDictionary {
        var result = TermDictionary()
        for code in 0..<count { _ = result.insert(text(UInt32(code + 1))) }
        return result
    }

    private mutating func add(_ value: Span<UInt8>, _ hash: UInt32, at slot: Int) -> UInt32 {
        value.withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
        offsets.append(bytes.count)
        hashes.append(hash)
        let code = UInt32(hashes.count)
        slots[slot] = code
        if hashes.count * 2 > slots.count { grow() }
        return code
    }

    private mutating func grow() {
        slots = [UInt32](repeating: 0, count: slots.count * 2)
        for (index, hash) in hashes.enumerated() {
            var slot = Int(hash) & (slots.count - 1)
            while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
            slots[slot] = UInt32(index + 1)
        }
    }

    @inline(__always)
    private func isEntry(_ code: UInt32, _ value: Span<UInt8>, _ hash: UInt32) -> Bool {
        let index = Int(code) - 1
        guard hashes[index] == hash, offsets[index + 1] - offsets[index] == value.count else { return false }
        var position = offsets[index]
        for other in value.indices {
            if bytes[position] != value[other] { return false }
            position += 1
        }
        return true
    }

    private static func hash(_ value: Span<UInt8>) -> UInt32 {
        var hasher = Hasher()
        value.withUnsafeBufferPointer { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
        return UInt32(truncatingIfNeeded: hasher.finalize())
    }
}

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
