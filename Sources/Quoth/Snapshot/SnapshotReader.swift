/// Why a file can't be used as a snapshot.
enum SnapshotFault: Error {
    /// It doesn't begin as one does.
    case foreign
    /// It has fewer bytes than it should have.
    case truncated(found: Int, expected: Int)
    /// It was made on a machine that writes numbers the other way round.
    case byteOrder
    /// It has another version of the format.
    case version(Int)
    /// Its header or manifest isn't what was written.
    case damaged(String)
    /// It isn't what Quoth writes, although its checksums are right.
    case unsound(String)
    /// Its collections have other fields than this program knows.
    case otherFields(String)
    /// Articles' texts are given for it, and it has those that were at hand when it was made.
    case hasTexts
}

/// Takes what a snapshot holds, in the order in which it was put there, and believes none of it unchecked.
struct SnapshotReader {
    /// What comes next in the manifest, and its end.
    private var next: UnsafeRawPointer
    private let end: UnsafeRawPointer
    private let memory: Memory
    private var zeros = Memory(bytes: 0)
    private var layout: SnapshotLayout
    private var small: [Region] = []
    private var large: [Region] = []
    /// What the buffers belong to, for messages about damage.
    private(set) var places = [Place(collection: nil, name: "")]

    struct Place: Sendable {
        let collection: Collection?
        let name: String

        /// As it is told: `quotes.said`.
        var fullName: String { (collection.map { $0.rawValue + "." } ?? "") + name }
    }

    /// The manifest, of so many bytes, must outlive this value.
    init(_ manifest: UnsafeRawPointer, byteCount: Int, memory: Memory, smallBytes: Int) {
        next = manifest
        end = manifest + byteCount
        self.memory = memory
        layout = SnapshotLayout(smallBytes: smallBytes)
        small.reserveCapacity(1024)
        large.reserveCapacity(128)
        places.reserveCapacity(256)
    }

    /// Says what the buffers that come next belong to.
    mutating func enter(_ collection: Collection?, _ name: String) {
        places.append(Place(collection: collection, name: name))
    }

    var unsound: SnapshotFault { .unsound(places.last?.fullName ?? "") }

    mutating func number() throws(SnapshotFault) -> Int {
        let number = try signed()
        guard number >= 0 else { throw unsound }
        return number
    }

    mutating func signed() throws(SnapshotFault) -> Int {
        guard end - next >= 8 else { throw unsound }
        defer { next += 8 }
        return Int(Int64(littleEndian: next.loadUnaligned(as: Int64.self)))
    }

    mutating func flag() throws(SnapshotFault) -> Bool {
        guard next < end else { throw unsound }
        let byte = next.load(as: UInt8.self)
        guard byte <= 1 else { throw unsound }
        next += 1
        return byte == 1
    }

    mutating func text() throws(SnapshotFault) -> String {
        let count = try number()
        guard count <= end - next else { throw unsound }
        defer { next += count }
        return String(decoding: UnsafeRawBufferPointer(start: next, count: count), as: UTF8.self)
    }

    /// A buffer of so many elements (nil: of any number) that keep a rule.
    mutating func buffer<Element: SnapshotElement>(
        _: Element.Type, count: Int? = nil, _ rule: Region.Rule
    ) throws(SnapshotFault) -> Buffer<Element> {
        let stored = try number()
        let isZero = try flag()
        guard stored == count ?? stored, stored <= maximumBytes / MemoryLayout<Element>.stride else {
            throw unsound
        }
        let bytes = stored * MemoryLayout<Element>.stride
        if isZero {
            guard stored == 0 || rule.admitsZero else { throw unsound }
            return Buffer(memory: zeros(bytes), byteOffset: 0, count: stored)
        }
        guard stored > 0, let (range, isSmall) = layout.place(bytes), range.upperBound <= memory.byteCount
        else { throw unsound }
        let region = Region(
            range: range, rule: rule, element: Element.element, place: UInt32(places.count - 1))
        if isSmall { small.append(region) } else { large.append(region) }
        return Buffer(memory: memory, byteOffset: range.lowerBound, count: stored)
    }

    /// The most that a buffer may take. Zeros aren't in the data, but a record without anything takes more there than
    /// one zero.
    private var maximumBytes: Int { max(memory.byteCount, Blocks.size) }

    /// At least so many zeros, which all buffers of zeros share. The first are enough for most corpora, and so many that
    /// they are new pages, which nobody has to write.
    private mutating func zeros(_ byteCount: Int) -> Memory {
        if byteCount > zeros.byteCount {
            let reserved = max(byteCount, 1 << 24)
            zeros = Memory(heap: HeapMemory.zeros(reserved), byteCount: reserved)
        }
        return zeros
    }

    mutating func optional<Value>(
        _ read: (inout SnapshotReader) throws(SnapshotFault) -> Value
    ) throws(SnapshotFault) -> Value? {
        try flag() ? try read(&self) : nil
    }

    mutating func list<Value>(
        _ read: (inout SnapshotReader) throws(SnapshotFault) -> Value
    ) throws(SnapshotFault) -> [Value] {
        let count = try number()
        // Nothing takes less than a byte.
        guard count <= end - next else { throw unsound }
        var values: [Value] = []
        values.reserveCapacity(count)
        for _ in 0..<count { values.append(try read(&self)) }
        return values
    }

    /// What lies in the data, in the order of its bytes, once everything has been taken.
    mutating func regions() throws(SnapshotFault) -> [Region] {
        guard next == end, layout.byteCount == memory.byteCount else { throw unsound }
        // In place, as these lists take as much memory as all columns.
        small += large
        return small
    }
}
