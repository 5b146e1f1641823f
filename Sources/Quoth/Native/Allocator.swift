import CNative

/// The allocator of the process, which belongs to the program: the library leaves it alone.
package enum Allocator {
    /// Keeps memory that is freed. Sets of a million rows are taken and let go of all the time; the system would have
    /// each of them back at once and clear its pages anew, which took a quarter of a query.
    package static func keepFreedMemory() { native_keep_freed_memory() }
}
