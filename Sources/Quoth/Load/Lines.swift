#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The lines of a text, one after the other, without their line feeds.
struct Lines {
    private let count: Int
    private var position = 0

    init(count: Int) {
        self.count = count
    }

    /// The next line; nil after the last. A line feed at the very end doesn't begin another line.
    mutating func next(in bytes: Span<UInt8>) -> Range<Int>? {
        guard position < count else { return nil }
        let start = position
        let end = ByteSearch.first(0x0A, in: bytes, from: start) ?? count
        position = end + 1
        return start..<end
    }

    /// The number of line feeds before a byte.
    static func count(in bytes: Span<UInt8>, before end: Int) -> Int {
        var total = 0
        for index in 0..<min(end, bytes.count) where bytes[index] == 0x0A { total += 1 }
        return total
    }
}

extension ByteSearch {
    /// The first place of a byte from an index on, by the C library's kernel.
    static func first(_ byte: UInt8, in bytes: Span<UInt8>, from start: Int = 0) -> Int? {
        bytes.withUnsafeBufferPointer { buffer in
            // The pointer found lies in the buffer, whose base is there if it isn't empty.
            guard start < buffer.count, let base = buffer.baseAddress,
                let found = memchr(base + start, Int32(byte), buffer.count - start)
            else { return nil }
            return UnsafeRawPointer(found) - UnsafeRawPointer(base)
        }
    }
}
