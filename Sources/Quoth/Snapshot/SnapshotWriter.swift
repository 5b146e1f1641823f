/// Gathers what a snapshot holds: numbers and short texts in the manifest, buffers in the data.
///
/// Whatever is kept in a snapshot has a pair of functions, `write(to:)` and `read(from:)`, which put and take the same
/// things in the same order.
struct SnapshotWriter {
    private(set) var manifest: [UInt8] = []
    /// Buffers of less than a block, which share blocks, so that opening and looking up touch few of them.
    private(set) var small: [Piece] = []
    /// Those that begin a block of their own.
    private(set) var large: [Piece] = []

    /// The bytes of one buffer.
    struct Piece {
        let byteCount: Int
        /// Adds a run of them to some bytes.
        let copy: (Range<Int>, inout [UInt8]) -> Void
    }

    mutating func number(_ number: Int) {
        withUnsafeBytes(of: UInt64(bitPattern: Int64(number)).littleEndian) { manifest += $0 }
    }

    mutating func flag(_ flag: Bool) { manifest.append(flag ? 1 : 0) }

    mutating func text(_ text: String) {
        let bytes = Array(text.utf8)
        number(bytes.count)
        manifest += bytes
    }

    /// Elements that are all zero, as those of a field that no record has, aren't written.
    mutating func buffer(_ buffer: Buffer<some SnapshotElement>) {
        number(buffer.count)
        let isZero = buffer.isZero
        flag(isZero)
        if isZero { return }
        let piece = Piece(byteCount: buffer.byteCount) { run, bytes in
            buffer.withBytes(run) { $0.append(to: &bytes) }
        }
        if piece.byteCount < Blocks.size { small.append(piece) } else { large.append(piece) }
    }

    mutating func optional<Value>(_ value: Value?, _ write: (inout SnapshotWriter, Value) -> Void) {
        flag(value != nil)
        if let value { write(&self, value) }
    }

    mutating func list<Value>(_ values: [Value], _ write: (inout SnapshotWriter, Value) -> Void) {
        number(values.count)
        for value in values { write(&self, value) }
    }
}

extension Buffer {
    /// Whether all elements are zero, or there are none.
    fileprivate var isZero: Bool {
        stride(from: 0, to: byteCount, by: Blocks.size).allSatisfy { start in
            withBytes(start..<Swift.min(start + Blocks.size, byteCount)) { bytes in
                var sum: UInt8 = 0
                for index in bytes.indices { sum |= bytes[index] }
                return sum == 0
            }
        }
    }
}

/// Where the buffers of a snapshot lie in its data, which follows from their lengths alone.
struct SnapshotLayout {
    /// Small buffers begin at multiples of this.
    static let alignment = 64

    private var smallEnd = 0
    private var largeEnd: Int
    /// Where the buffers that have blocks of their own begin.
    private let largeStart: Int

    /// The layout of small buffers that take so many bytes together, and of others.
    init(smallBytes: Int) {
        largeStart = Self.roundedUp(smallBytes, to: Blocks.size)
        largeEnd = largeStart
    }

    /// The bytes that small buffers of some lengths take together.
    static func smallBytes(_ byteCounts: some Sequence<Int>) -> Int {
        byteCounts.reduce(0) { roundedUp($0 + $1, to: alignment) }
    }

    /// The place of the next buffer, and whether it is a small one; nil if it has none.
    mutating func place(_ byteCount: Int) -> (range: Range<Int>, isSmall: Bool)? {
        let isSmall = byteCount < Blocks.size
        let start = isSmall ? smallEnd : largeEnd
        guard byteCount <= Int.max / 2 - start else { return nil }
        if isSmall {
            smallEnd = Self.roundedUp(start + byteCount, to: Self.alignment)
            guard smallEnd <= largeStart else { return nil }
        } else {
            largeEnd = Self.roundedUp(start + byteCount, to: Blocks.size)
        }
        return (start..<start + byteCount, isSmall)
    }

    /// The length of the data, a multiple of a block's.
    var byteCount: Int { largeEnd }

    static func roundedUp(_ number: Int, to multiple: Int) -> Int {
        (number + multiple - 1) / multiple * multiple
    }
}
