import Synchronization

/// The data of a mapped snapshot in blocks, each of which is checked before anything in it is first read.
///
/// A block is sound if its checksum is right and its elements keep the rules of their buffers. One that isn't is filled
/// with elements that do keep them, so that whoever is reading goes on without a trap; the damage is noted, and whoever
/// hands out an answer asks for it first.
final class Blocks: @unchecked Sendable {
    // Sound to share between threads: regions are added before the first reader comes; the bits are atomic; the rest
    // happens under the lock, and the bytes of a block are written only before its bit says that it may be read.

    /// The bytes of a block, as the number of bits of an offset within it.
    static let bits = 14
    static let size = 1 << bits
    /// No more damage than this is kept.
    static let maximumDamage = 50

    let count: Int
    private let data: UnsafeMutableRawPointer
    private let sums: BlockSums
    /// A bit for each block that has been checked, which whoever holds this value may read.
    let checked: UnsafeMutablePointer<Atomic<UInt64>>
    private let state: Mutex<State>
    /// What lies in the data, in the order of its bytes.
    private var regions: [Region] = []

    private struct State {
        var damage: [Damage] = []
        /// The pages of the table of checksums that were compared and are right.
        var rightPages: Bitmap
    }

    /// What is wrong with a block.
    struct Damage: Sendable {
        let block: Int
        /// What it holds a part of; nil if nothing.
        let place: UInt32?
    }

    /// Data of so many blocks, which must outlive this value.
    init(data: UnsafeMutableRawPointer, sums: BlockSums) {
        self.data = data
        self.sums = sums
        count = sums.count
        state = Mutex(State(rightPages: Bitmap(count: BlockSums.pages(count))))
        let words = (count + 63) / 64
        checked = .allocate(capacity: max(words, 1))
        for word in 0..<words { (checked + word).initialize(to: Atomic(0)) }
    }

    deinit { checked.deallocate() }

    /// Says what lies in the data, in the order of its bytes; only while nobody reads it yet.
    func describe(_ regions: [Region]) { self.regions = regions }

    /// What was found wrong so far, at most fifty blocks of it.
    var damage: [Damage] { state.withLock { $0.damage } }

    /// Whether bytes lie in one block that has been checked; for those who may hold this value only by its bits.
    @inline(__always)
    static func isChecked(
        _ offset: Int, _ byteCount: Int, in checked: UnsafeMutablePointer<Atomic<UInt64>>
    ) -> Bool {
        guard byteCount > 0 else { return true }
        let first = offset >> bits
        guard first == (offset + byteCount - 1) >> bits else { return false }
        return checked[first >> 6].load(ordering: .acquiring) & (1 << UInt64(first & 63)) != 0
    }

    /// To be called before bytes are read.
    func touch(_ offset: Int, _ byteCount: Int) {
        check(offset >> Self.bits, (offset + byteCount - 1) >> Self.bits)
    }

    @inline(__always)
    private func word(_ index: Int) -> UInt64 { checked[index].load(ordering: .acquiring) }

    /// Checks those blocks of a run that haven't been.
    @inline(never)
    func check(_ first: Int, _ last: Int) {
        for index in first >> 6...last >> 6 {
            var wanted = UInt64.max
            if index == first >> 6 { wanted &= .max << UInt64(first & 63) }
            if index == last >> 6 { wanted &= .max >> UInt64(63 - last & 63) }
            var missing = wanted & ~word(index)
            while missing != 0 {
                check(block: index << 6 | missing.trailingZeroBitCount)
                missing &= missing - 1
            }
        }
    }

    private func check(block: Int) {
        state.withLock { state in
            let bit: UInt64 = 1 << UInt64(block & 63)
            // Another thread may have been quicker.
            guard word(block >> 6) & bit == 0 else { return }
            let start = block << Self.bits
            let bytes = UnsafeMutableRawBufferPointer(start: data + start, count: Self.size)
            let parts = self.parts(start..<start + Self.size)
            let hasSum = sums.isRight(block, UnsafeRawBufferPointer(bytes), &state.rightPages)
            let broken =
                hasSum
                ? parts.first { !regions[$0].isKept(in: data, start..<start + Self.size) } : parts.first
            if !hasSum || broken != nil {
                for part in parts { regions[part].fill(data, start..<start + Self.size) }
                if state.damage.count < Self.maximumDamage {
                    state.damage.append(Damage(block: block, place: broken.map { regions[$0].place }))
                }
            }
            checked[block >> 6].bitwiseOr(bit, ordering: .releasing)
        }
    }

    /// The regions that have bytes in a run.
    private func parts(_ run: Range<Int>) -> Range<Int> {
        let first = regions.indices.partitionPoint { regions[$0].range.upperBound <= run.lowerBound }
        var end = first
        while end < regions.count, regions[end].range.lowerBound < run.upperBound { end += 1 }
        return first..<end
    }
}

/// The checksum of each block, and of each page of the table in which they stand.
struct BlockSums: @unchecked Sendable {
    // Sound to share between threads: nobody writes there while the file is mapped.

    /// The number of blocks.
    let count: Int
    /// A number of 64 bits a block.
    let table: UnsafeRawPointer
    /// A number of 64 bits a page of the table.
    let pages: UnsafeRawPointer

    static let width = MemoryLayout<UInt64>.size
    /// How many checksums stand in a page of the table, whose size is that of a block.
    static let perPage = Blocks.size / width

    /// How many pages the table of so many blocks has.
    static func pages(_ count: Int) -> Int { (count + perPage - 1) / perPage }

    /// Whether a block is what it was when it was written; remembers which pages are.
    func isRight(_ block: Int, _ bytes: UnsafeRawBufferPointer, _ rightPages: inout Bitmap) -> Bool {
        let page = block / Self.perPage
        if !rightPages[page] {
            guard isRight(page: page) else { return false }
            rightPages[page] = true
        }
        return number(table, block) == XXH3.number(of: bytes)
    }

    private func isRight(page: Int) -> Bool {
        let first = page * Self.perPage
        let entries = min(Self.perPage, count - first)
        let bytes = UnsafeRawBufferPointer(start: table + first * Self.width, count: entries * Self.width)
        return number(pages, page) == XXH3.number(of: bytes)
    }

    private func number(_ start: UnsafeRawPointer, _ index: Int) -> UInt64 {
        UInt64(littleEndian: start.loadUnaligned(fromByteOffset: index * Self.width, as: UInt64.self))
    }
}
