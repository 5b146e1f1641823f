import CNative

/// Looks for bytes among bytes, as the C library does it.
package enum ByteSearch {
    /// Where `needle` first stands at `start` or after it. An empty needle stands anywhere.
    package static func firstRange(
        of needle: Span<UInt8>, in bytes: Span<UInt8>, from start: Int = 0
    ) -> Range<Int>? {
        precondition(start >= 0 && start <= bytes.count)
        guard !needle.isEmpty else { return start..<start }
        // memmem reads within both buffers and keeps neither pointer.
        let offset = bytes.withUnsafeBufferPointer { bytes in
            needle.withUnsafeBufferPointer { needle in
                let rest = UnsafeBufferPointer(rebasing: bytes[start...])
                return native_find(rest.baseAddress, rest.count, needle.baseAddress, needle.count)
            }
        }
        return offset < 0 ? nil : start + offset..<start + offset + needle.count
    }

    package static func contains(_ needle: Span<UInt8>, in bytes: Span<UInt8>) -> Bool {
        firstRange(of: needle, in: bytes) != nil
    }
}
