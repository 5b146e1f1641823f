import Synchronization

/// Elements that never change, in memory of their own or in a part of a mapped file.
///
/// A copy shares the memory, which lives as long as any buffer over it.
package struct Buffer<Element: BitwiseCopyable & Sendable>: RandomAccessCollection, @unchecked Sendable {
    // Sound to share between threads: the memory is written before it is handed to this value and never after.
    // Needed for speed: an array can't lie over a mapped file, and to copy one when it is opened costs more than
    // most queries (the benchmark's row "open").
    private let memory: Memory
    private let base: UnsafePointer<Element>
    package let count: Int

    /// Elements of an array, copied; O(count).
    package init(_ elements: [Element]) {
        let memory = Memory(bytes: elements.count * MemoryLayout<Element>.stride)
        let base = UnsafeMutableRawPointer(mutating: memory.base)
            .bindMemory(to: Element.self, capacity: elements.count)
        elements.withUnsafeBufferPointer { source in
            if let start = source.baseAddress { base.update(from: start, count: source.count) }
        }
        self.init(memory: memory, byteOffset: 0, count: elements.count)
    }

    /// The same element so many times.
    package init(repeating element: Element, count: Int) {
        self.init([Element](repeating: element, count: count))
    }

    /// A part of some memory, which must hold that many elements from there on, aligned as they need.
    package init(memory: Memory, byteOffset: Int, count: Int) {
        precondition(byteOffset >= 0 && count >= 0 && byteOffset % MemoryLayout<Element>.alignment == 0)
        precondition(count <= (memory.byteCount - byteOffset) / MemoryLayout<Element>.stride)
        self.memory = memory
        self.count = count
        base = (memory.base + byteOffset).assumingMemoryBound(to: Element.self)
    }

    package var startIndex: Int { 0 }
    package var endIndex: Int { count }

    /// A run of the elements, which shares the memory.
    func part(_ run: Range<Int>) -> Buffer {
        precondition(run.lowerBound >= 0 && run.upperBound <= count)
        let start = UnsafeRawPointer(base + run.lowerBound) - memory.base
        return Buffer(memory: memory, byteOffset: start, count: run.count)
    }

    @inline(__always)
    package subscript(index: Int) -> Element {
        precondition(UInt(bitPattern: index) < UInt(bitPattern: count))
        memory.touch(base + index, MemoryLayout<Element>.stride)
        return base[index]
    }

    /// Lends the elements to the body; a kernel reads them from there, since each `subscript` is checked anew.
    @inline(__always)
    package func withSpan<Result: ~Copyable, Failure: Error>(
        _ body: (Span<Element>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        // The memory outlives the call, which holds on to this value.
        memory.touch(base, count * MemoryLayout<Element>.stride)
        return try body(UnsafeBufferPointer(start: base, count: count).span)
    }

    /// Lends a run of the elements to the body; of a mapped file no more is looked at than that.
    @inline(__always)
    package func withSpan<Result: ~Copyable, Failure: Error>(
        _ run: Range<Int>, _ body: (Span<Element>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        precondition(run.lowerBound >= 0 && run.upperBound <= count)
        memory.touch(base + run.lowerBound, run.count * MemoryLayout<Element>.stride)
        // As above.
        return try body(UnsafeBufferPointer(start: base + run.lowerBound, count: run.count).span)
    }

    /// Lends the elements to a body that reads no others than those of some runs; of a mapped file no more is looked at
    /// than these.
    @inline(__always)
    package func withSpan<Result: ~Copyable>(
        reading runs: [Run], _ body: (Span<Element>) -> Result
    ) -> Result {
        for run in runs {
            precondition(run.start >= 0 && run.end <= count)
            memory.touch(base + run.start, run.count * MemoryLayout<Element>.stride)
        }
        // As above.
        return body(UnsafeBufferPointer(start: base, count: count).span)
    }

    /// Lends a run of the bytes of all elements to the body.
    package func withBytes<Result>(_ run: Range<Int>, _ body: (Span<UInt8>) -> Result) -> Result {
        precondition(run.lowerBound >= 0 && run.upperBound <= byteCount)
        let start = UnsafeRawPointer(base) + run.lowerBound
        memory.touch(start, run.count)
        // As above; elements of such types may be looked at as bytes.
        let bytes = UnsafeRawBufferPointer(start: start, count: run.count)
        return bytes.withMemoryRebound(to: UInt8.self) { body($0.span) }
    }

    /// How many bytes the elements take.
    package var byteCount: Int { count * MemoryLayout<Element>.stride }
}

extension Buffer: ExpressibleByArrayLiteral {
    package init(arrayLiteral elements: Element...) { self.init(elements) }
}

/// Places that lie side by side. It isn't a range because of lists of them: that a range has bounds which can be
/// compared is looked up among all conformances of the program, when the first list of ranges is made.
package struct Run: Sendable {
    package let start: Int
    package let end: Int

    package init(_ places: Range<Int>) {
        start = places.lowerBound
        end = places.upperBound
    }

    package var places: Range<Int> { start..<end }
    package var count: Int { end - start }
    package var isEmpty: Bool { start == end }
}

/// Memory that outlives whoever reads it.
package final class Memory: @unchecked Sendable {
    // Sound to share between threads: who makes it writes it before anybody else sees it, and nobody does after.
    package let base: UnsafeRawPointer
    package let byteCount: Int
    private let release: @Sendable (UnsafeRawPointer, Int) -> Void
    /// What checks a part of a file before it is read for the first time; nil for memory of one's own.
    private let blocks: Blocks?
    /// The bits of the blocks, which live as long as these do. To reach them through the blocks counts references for
    /// each element that is read: half of the time of pairing a hundred thousand stances of a snapshot.
    private let checked: UnsafeMutablePointer<Atomic<UInt64>>?

    /// Memory of that many bytes, aligned for any element and not yet written.
    package convenience init(bytes: Int) {
        let base = UnsafeMutableRawPointer.allocate(byteCount: Swift.max(bytes, 1), alignment: 16)
        self.init(base: UnsafeRawPointer(base), byteCount: bytes) { base, _ in base.deallocate() }
    }

    /// Memory that somebody else has made, and what is to be done with it when nobody reads it any more.
    init(
        base: UnsafeRawPointer, byteCount: Int, blocks: Blocks? = nil,
        release: @escaping @Sendable (UnsafeRawPointer, Int) -> Void
    ) {
        self.base = base
        self.byteCount = byteCount
        self.blocks = blocks
        checked = blocks?.checked
        self.release = release
    }

    /// To be called before bytes are read.
    @inline(__always)
    fileprivate func touch(_ start: UnsafeRawPointer, _ byteCount: Int) {
        guard let checked, !Blocks.isChecked(start - base, byteCount, in: checked) else { return }
        blocks?.touch(start - base, byteCount)
    }

    deinit { release(base, byteCount) }
}
