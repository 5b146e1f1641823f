import CNative

/// XXH3, which tells what was read from anything else that might be; it is no proof against forgers.
package enum XXH3 {
    /// The hash of 64 bits, the same on every machine and in every run.
    @inline(__always)
    package static func number(of bytes: Span<UInt8>) -> UInt64 {
        // xxHash reads `bytes` and keeps no pointer.
        bytes.withUnsafeBufferPointer { native_xxh64($0.baseAddress, $0.count) }
    }

    /// The same of bytes that somebody else keeps.
    static func number(of bytes: UnsafeRawBufferPointer) -> UInt64 {
        // As above.
        bytes.withMemoryRebound(to: UInt8.self) { native_xxh64($0.baseAddress, $0.count) }
    }

    /// The hash of 128 bits in lower-case hexadecimal.
    package static func hex(of bytes: Span<UInt8>) -> String {
        // xxHash reads `bytes`, writes 16 bytes, and keeps neither pointer.
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 16) { digest in
            bytes.withUnsafeBufferPointer { native_xxh128($0.baseAddress, $0.count, digest.baseAddress) }
            let digits = Array("0123456789abcdef".utf8)
            let hex = digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
            return String(decoding: hex, as: UTF8.self)
        }
    }
}
