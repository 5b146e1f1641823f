import CNative

/// For programs that answer queries: memory that one lets go of is kept for the next.
///
/// A query over a million rows makes and lets go of some bitmaps of 125 kB. The C library gives such memory back to the
/// system, which clears each page anew: two thirds of the query (`Benchmarks warm`). It is for the program to say, as it
/// is for all of it; and to say when the corpus is open, since loading lets go of far more than any query takes.
package func keepReleasedMemory() { native_keep_released() }

/// Memory of the C library, which makes a block larger without a copy where the system can move its pages.
enum HeapMemory {
    /// Makes a block larger or smaller; nil is one of no size.
    static func resize(_ block: UnsafeMutableRawPointer?, to bytes: Int) -> UnsafeMutableRawPointer {
        checked(native_resize(block, bytes))
    }

    /// Zeros, whose pages take no memory until they are written.
    static func zeros(_ bytes: Int) -> UnsafeMutableRawPointer { checked(native_zeros(bytes)) }

    static func release(_ block: UnsafeMutableRawPointer?) { native_release(block) }

    /// Swift ends a program whose memory is used up, and so does this.
    private static func checked(_ block: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer {
        precondition(block != nil, "out of memory")
        return block.unsafelyUnwrapped
    }
}
