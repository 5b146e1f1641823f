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
        hex { digest in
            bytes.withUnsafeBufferPointer { native_xxh128($0.baseAddress, $0.count, digest) }
        }
    }

    fileprivate static func hex(_ write: (UnsafeMutablePointer<UInt8>?) -> Void) -> String {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 16) { digest in
            write(digest.baseAddress)
            let digits = Array("0123456789abcdef".utf8)
            let hex = digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
            return String(decoding: hex, as: UTF8.self)
        }
    }

    /// The same hash over parts that come one after the other.
    struct Stream: ~Copyable {
        // The state is this value's alone, as it can't be copied, and xxHash keeps no pointer to a part.
        private let state = native_xxh_new()

        deinit { native_xxh_free(state) }

        mutating func add(_ bytes: Span<UInt8>) {
            bytes.withUnsafeBufferPointer { native_xxh_add(state, $0.baseAddress, $0.count) }
        }

        /// The hash of all parts so far.
        var hex: String { XXH3.hex { native_xxh_digest(state, $0) } }
    }
}
