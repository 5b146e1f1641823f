import CNative

// Bytes that are lent, as the standard library has them only by way of pointers: none is kept past its call.
extension Span<UInt8> {
    @inline(__always)
    package func isSame(as other: Span<UInt8>) -> Bool {
        guard count == other.count else { return false }
        return withUnsafeBufferPointer { mine in
            other.withUnsafeBufferPointer { theirs in
                guard let left = mine.baseAddress, let right = theirs.baseAddress else { return true }
                return native_is_same(left, right, mine.count)
            }
        }
    }

    /// The number of characters of text in UTF-8.
    var characterCount: Int {
        let plain = withUnsafeBufferPointer { native_plain_characters($0.baseAddress, $0.count) }
        return plain < 0 ? String(bytes: self).count : plain
    }

    @inline(__always)
    package func append(to bytes: inout [UInt8]) {
        withUnsafeBufferPointer { bytes.append(contentsOf: $0) }
    }
}

extension String {
    /// The text of bytes that are known to be UTF-8.
    package init(bytes: Span<UInt8>) {
        self = bytes.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
    }
}
