import CNative

/// SHA-256, by which a record names the text of its article.
package enum SHA256 {
    /// The digest in lower-case hexadecimal.
    package static func hex(of bytes: Span<UInt8>) -> String {
        // libmd writes 64 digits and a NUL, and keeps neither pointer.
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 65) { digest in
            bytes.withUnsafeBufferPointer { native_sha256($0.baseAddress, $0.count, digest.baseAddress) }
            return String(decoding: UnsafeRawBufferPointer(digest)[..<64], as: UTF8.self)
        }
    }
}
