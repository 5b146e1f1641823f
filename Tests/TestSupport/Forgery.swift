import Quoth

/// A snapshot changed by somebody who knows how its checksums are made, as the guide describes them.
package struct Forgery {
    private var bytes: [UInt8]
    private static let block = 16_384

    package init(_ bytes: [UInt8]) { self.bytes = bytes }

    private func number(_ place: Int) -> Int {
        (0..<8).reduce(0) { $0 | Int(bytes[place + $1]) << (8 * $1) }
    }

    private var blockCount: Int { number(40) }
    private var tableStart: Int { number(32) + blockCount * Self.block }
    package var data: Range<Int> { number(32)..<tableStart }
    package var manifest: Range<Int> { 128..<128 + number(24) }

    /// Writes some number over a few places.
    package mutating func change(in range: Range<Int>, _ random: inout SplitMix64) {
        for _ in 0..<Int(1 + random.next() % 8) {
            let place = range.lowerBound + Int(random.next() % UInt64(range.count))
            let value = random.next() >> (8 * (random.next() % 8))
            for index in 0..<Int(1 + random.next() % 8) where place + index < range.upperBound {
                bytes[place + index] = UInt8(truncatingIfNeeded: value >> UInt64(8 * index))
            }
        }
    }

    /// Writes a byte at some place after the header.
    package mutating func put(_ byte: UInt8, at place: Int) {
        bytes[128 + place % (bytes.count - 128)] = byte
    }

    /// The bytes with all checksums made anew.
    package var signed: [UInt8] {
        var copy = self
        for block in 0..<blockCount {
            let start = data.lowerBound + block * Self.block
            copy.sign(start..<start + Self.block, at: tableStart + 8 * block)
        }
        let table = tableStart..<tableStart + 8 * blockCount
        for (page, start) in stride(from: table.lowerBound, to: table.upperBound, by: Self.block).enumerated()
        {
            copy.sign(start..<min(start + Self.block, table.upperBound), at: table.upperBound + 8 * page)
        }
        copy.sign(manifest, at: 56)
        copy.sign(0..<120, at: 120)
        return copy.bytes
    }

    private mutating func sign(_ range: Range<Int>, at place: Int) {
        let sum = XXH3.number(of: bytes.span.extracting(range))
        for index in 0..<8 { bytes[place + index] = UInt8(truncatingIfNeeded: sum >> UInt64(8 * index)) }
    }
}
