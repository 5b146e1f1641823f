/// Elements that come one after the other, in memory that a ``Buffer`` takes over when they are all there.
struct BufferBuilder<Element: BitwiseCopyable & Sendable>: ~Copyable {
    // The memory is this value's alone, as it can't be copied, until a buffer takes it over. No pointer into it is
    // kept past a call, and elements are trivial, so that memory needs no initialization to be written to.
    private var memory = UnsafeMutableBufferPointer<Element>(start: nil, count: 0)
    private(set) var count = 0

    init() {}

    /// The same element so many times.
    init(repeating element: Element, count: Int) {
        pad(to: count, with: element)
    }

    /// So many zeros, whose pages take no memory until they are written.
    init(zeros count: Int) where Element: Numeric {
        let block = HeapMemory.zeros(count * MemoryLayout<Element>.stride)
        memory = UnsafeMutableBufferPointer(
            start: block.bindMemory(to: Element.self, capacity: count), count: count)
        self.count = count
    }

    /// So many elements, which the body writes.
    @inline(__always)
    init(count: Int, writing body: (inout MutableSpan<Element>) -> Void) {
        reserve(count)
        self.count = count
        var span = UnsafeMutableBufferPointer(rebasing: memory[..<count]).mutableSpan
        body(&span)
    }

    deinit { HeapMemory.release(memory.baseAddress) }

    subscript(index: Int) -> Element {
        @inline(__always) get {
            precondition(UInt(bitPattern: index) < UInt(bitPattern: count))
            return memory[index]
        }
        @inline(__always) set {
            precondition(UInt(bitPattern: index) < UInt(bitPattern: count))
            memory[index] = newValue
        }
    }

    @inline(__always)
    mutating func append(_ element: Element) {
        if count == memory.count { reserve(1) }
        memory[count] = element
        count += 1
    }

    @inline(__always)
    mutating func append(_ elements: Span<Element>) {
        if elements.count > memory.count - count { reserve(elements.count) }
        elements.withUnsafeBufferPointer { source in
            if let start = source.baseAddress, let target = memory.baseAddress {
                (target + count).update(from: start, count: source.count)
            }
        }
        count += elements.count
    }

    /// Adds some elements, of which the body writes as many as it says.
    mutating func append<Failure: Error>(
        upTo more: Int, _ write: (inout MutableSpan<Element>) throws(Failure) -> Int
    ) throws(Failure) -> Int {
        reserve(more)
        var span = UnsafeMutableBufferPointer(rebasing: memory[count..<count + more]).mutableSpan
        let written = try write(&span)
        precondition(written >= 0 && written <= more)
        count += written
        return written
    }

    /// Adds an element as often as it takes to have so many.
    @inline(__always)
    mutating func pad(to target: Int, with element: Element) {
        if count < target { fill(to: target, with: element) }
    }

    @inline(never)
    private mutating func fill(to target: Int, with element: Element) {
        reserve(target - count)
        for index in count..<target { memory[index] = element }
        count = target
    }

    /// Forgets the elements and keeps the memory.
    mutating func removeAll() { count = 0 }

    /// Makes room for some more.
    @inline(never)
    mutating func reserve(_ more: Int) {
        guard more > memory.count - count else { return }
        let capacity = max(count + more, 2 * memory.count, 64 / MemoryLayout<Element>.stride)
        let bytes = capacity * MemoryLayout<Element>.stride
        let block = HeapMemory.resize(memory.baseAddress, to: bytes)
        memory = UnsafeMutableBufferPointer(
            start: block.bindMemory(to: Element.self, capacity: capacity), count: capacity)
    }

    /// Lends the elements to the body.
    @inline(__always)
    func withSpan<Result: ~Copyable>(_ body: (Span<Element>) -> Result) -> Result {
        body(UnsafeBufferPointer(rebasing: memory[..<count]).span)
    }

    /// Lends a part of the elements to the body.
    @inline(__always)
    func withSpan<Result: ~Copyable>(_ range: Range<Int>, _ body: (Span<Element>) -> Result) -> Result {
        precondition(range.lowerBound >= 0 && range.upperBound <= count)
        return body(UnsafeBufferPointer(rebasing: memory[range]).span)
    }

    /// Lends the elements to the body, which may change them.
    @inline(__always)
    mutating func withMutableSpan<Result>(_ body: (inout MutableSpan<Element>) -> Result) -> Result {
        var span = UnsafeMutableBufferPointer(rebasing: memory[..<count]).mutableSpan
        return body(&span)
    }

    /// The elements as a buffer, which leaves none here.
    mutating func take() -> Buffer<Element> {
        let bytes = count * MemoryLayout<Element>.stride
        let block = HeapMemory.resize(memory.baseAddress, to: bytes)
        let buffer = Buffer<Element>(
            memory: Memory(heap: block, byteCount: bytes), byteOffset: 0, count: count)
        memory = UnsafeMutableBufferPointer(start: nil, count: 0)
        count = 0
        return buffer
    }
}

extension Buffer {
    /// Numbers that are all zero, which take no memory: what a field has that no record has.
    static func zeros(_ count: Int) -> Buffer where Element: Numeric {
        let bytes = count * MemoryLayout<Element>.stride
        let memory = Memory(heap: HeapMemory.zeros(bytes), byteCount: bytes)
        return Buffer(memory: memory, byteOffset: 0, count: count)
    }
}

extension Memory {
    /// Takes over a block of the C library's heap.
    convenience init(heap block: UnsafeMutableRawPointer, byteCount: Int) {
        self.init(base: UnsafeRawPointer(block), byteCount: byteCount) { base, _ in
            HeapMemory.release(UnsafeMutableRawPointer(mutating: base))
        }
    }
}
