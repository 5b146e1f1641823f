/// Gives each distinct run of bytes a code, from 1, in the order in which they come.
///
/// Open addressing over one flat store, so that a value seen before costs neither a String nor an allocation.
/// The hash is the same in every run, so that a table of them can be kept in a file.
struct ByteInterner {
    private var bytes: [UInt8] = []
    private var offsets: [UInt32] = [0]
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
        insert(Array(text.utf8).span)
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
        code(of: Array(text.utf8).span)
    }

    /// The bytes of a code.
    func value(_ code: UInt32) -> ArraySlice<UInt8> {
        bytes[Int(offsets[Int(code) - 1])..<Int(offsets[Int(code)])]
    }

    func text(_ code: UInt32) -> String { String(decoding: value(code), as: UTF8.self) }

    /// All values as a dictionary with the same codes; O(n log n) if its terms are to be found, else O(n).
    func dictionary(isSearched: Bool = true) -> TermDictionary {
        let texts = TextColumn(bytes: Buffer(bytes), offsets: Buffer(offsets), valid: nil)
        guard isSearched else { return TermDictionary(texts, order: nil) }
        let order = (0..<UInt32(count)).map { $0 + 1 }.sorted {
            value($0).lexicographicallyPrecedes(value($1))
        }
        return TermDictionary(texts, order: Buffer(order))
    }

    private mutating func add(_ value: Span<UInt8>, _ hash: UInt32, at slot: Int) -> UInt32 {
        value.append(to: &bytes)
        offsets.append(UInt32(bytes.count))
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
        guard hashes[index] == hash, Int(offsets[index + 1] - offsets[index]) == value.count else {
            return false
        }
        var position = Int(offsets[index])
        for other in value.indices {
            if bytes[position] != value[other] { return false }
            position += 1
        }
        return true
    }

    @inline(__always)
    static func hash(_ value: Span<UInt8>) -> UInt32 { UInt32(truncatingIfNeeded: XXH3.number(of: value)) }
}
