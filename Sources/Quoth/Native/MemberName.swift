/// A member's name, kept so that one on a tape is compared with it sixteen bytes at a time.
struct MemberName {
    let text: String
    private let bytes: [UInt8]
    private let head: SIMD2<UInt64>
    private let mask: SIMD2<UInt64>

    init(_ text: String) {
        self.text = text
        bytes = Array(text.utf8)
        var head = SIMD2<UInt64>.zero
        var mask = SIMD2<UInt64>.zero
        for (index, byte) in bytes.prefix(16).enumerated() {
            head[index / 8] |= UInt64(byte) << UInt64(index % 8 * 8)
            mask[index / 8] |= 0xFF << UInt64(index % 8 * 8)
        }
        self.head = head
        self.mask = mask
    }

    /// Whether a name on a tape is this one.
    @inline(__always)
    func matches(_ name: UnsafeBufferPointer<UInt8>) -> Bool {
        guard name.count == bytes.count, let start = UnsafeRawPointer(name.baseAddress) else { return false }
        // After every string of a tape there is room enough to read on.
        let words = SIMD2(
            UInt64(littleEndian: start.loadUnaligned(as: UInt64.self)),
            UInt64(littleEndian: start.loadUnaligned(fromByteOffset: 8, as: UInt64.self)))
        guard words & mask == head else { return false }
        return bytes.count <= 16 || name[16...].elementsEqual(bytes[16...])
    }
}
