import CNative

/// Memory of the C library, which makes a block larger without a copy where the system can move its pages.
enum HeapMemory {
    /// Makes a block larger or smaller; nil is one of no size.
    static func resize(_ block: UnsafeMutableRawPointer?, to bytes: Int) -> UnsafeMutableRawPointer {
        checked(native_resize(block, bytes))
    }

    /// Zeros, whose pages take no memory until they are written.
    static func zeros(_ bytes: Int) -> UnsafeMutableRawPointer { checked(native_zeros(bytes)) }

    /// Has what is released kept for the next who asks.
    static func keepReleased() { native_keep_released() }

    static func release(_ block: UnsafeMutableRawPointer?) { native_release(block) }

    /// Swift ends a program whose memory is used up, and so does this.
    private static func checked(_ block: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer {
        precondition(block != nil, "out of memory")
        return block.unsafelyUnwrapped
    }
}
