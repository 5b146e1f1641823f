import CNative

// Whole bitmaps at once, by the processor's widest instructions where it has them. The C functions read and write within
// the runs of words and keep no pointer; the result is memory of its own, which is written for the first time.
extension Span<UInt64> {
    var population: Int {
        withUnsafeBufferPointer { native_population($0.baseAddress, $0.count) }
    }

    /// The number of ones that are ones in other words, too, of which there must be as many.
    func population(with others: Span<UInt64>) -> Int {
        precondition(count == others.count)
        return withUnsafeBufferPointer { mine in
            others.withUnsafeBufferPointer {
                native_common_population(mine.baseAddress, $0.baseAddress, mine.count)
            }
        }
    }
}

extension Span<UInt64> {
    func intersection(_ others: Span<UInt64>, into result: inout MutableSpan<UInt64>) {
        combine(others, &result, native_intersect)
    }

    func union(_ others: Span<UInt64>, into result: inout MutableSpan<UInt64>) {
        combine(others, &result, native_unite)
    }

    func subtracting(_ others: Span<UInt64>, into result: inout MutableSpan<UInt64>) {
        combine(others, &result, native_subtract)
    }

    func complement(into result: inout MutableSpan<UInt64>) {
        precondition(count == result.count)
        withUnsafeBufferPointer { mine in
            result.withUnsafeMutableBufferPointer {
                native_complement(mine.baseAddress, $0.baseAddress, mine.count)
            }
        }
    }

    @inline(__always)
    private func combine(
        _ others: Span<UInt64>, _ result: inout MutableSpan<UInt64>,
        _ operation: (UnsafePointer<UInt64>?, UnsafePointer<UInt64>?, UnsafeMutablePointer<UInt64>?, Int) ->
            Void
    ) {
        precondition(count == others.count && count <= result.count)
        withUnsafeBufferPointer { mine in
            others.withUnsafeBufferPointer { theirs in
                result.withUnsafeMutableBufferPointer {
                    operation(mine.baseAddress, theirs.baseAddress, $0.baseAddress, mine.count)
                }
            }
        }
    }
}

extension Span {
    /// Has an element brought nearer that will be read soon. Where those that are read lie far apart, to wait for each
    /// in its turn took half of the time.
    @inline(__always)
    func prefetch(_ index: Int) where Element: BitwiseCopyable {
        withUnsafeBufferPointer { native_prefetch($0.baseAddress.map { $0 + index }) }
    }
}

// A bit for each code that is in a range, in as many words as they need.
extension Span<UInt8> {
    func mark(within range: ClosedRange<UInt8>, in words: inout MutableSpan<UInt64>) {
        mark(range, &words, native_mark_within_8)
    }
}

extension Span<UInt16> {
    func mark(within range: ClosedRange<UInt16>, in words: inout MutableSpan<UInt64>) {
        mark(range, &words, native_mark_within_16)
    }
}

extension Span<UInt32> {
    func mark(within range: ClosedRange<UInt32>, in words: inout MutableSpan<UInt64>) {
        mark(range, &words, native_mark_within_32)
    }
}

extension Span where Element: FixedWidthInteger {
    @inline(__always)
    fileprivate func mark(
        _ range: ClosedRange<Element>, _ words: inout MutableSpan<UInt64>,
        _ marked: (UnsafePointer<Element>?, Int, Element, Element, UnsafeMutablePointer<UInt64>?) -> Void
    ) {
        precondition(words.count == (count + 63) / 64)
        withUnsafeBufferPointer { codes in
            words.withUnsafeMutableBufferPointer {
                marked(codes.baseAddress, codes.count, range.lowerBound, range.upperBound, $0.baseAddress)
            }
        }
    }
}

extension UnsafeBufferPointer<UInt32> {
    /// Whether all numbers are in a range.
    func areWithin(_ range: ClosedRange<UInt32>) -> Bool {
        native_are_within(baseAddress, count, range.lowerBound, range.upperBound)
    }
}

// These change as many words as there are others.
extension MutableSpan<UInt64> {
    mutating func replace(_ others: Span<UInt64>, from start: Int = 0) {
        change(others, from: start) { $0.update(from: $1, count: $2) }
    }

    mutating func formIntersection(_ others: Span<UInt64>, from start: Int = 0) {
        change(others, from: start) { native_keep($0, $1, $2) }
    }

    mutating func formUnion(_ others: Span<UInt64>) { change(others) { native_add($0, $1, $2) } }

    mutating func subtract(_ others: Span<UInt64>) { change(others) { native_remove($0, $1, $2) } }

    /// Leaves the ones that are ones in either of two others.
    mutating func formIntersection(_ some: Span<UInt64>, or others: Span<UInt64>) {
        precondition(some.count == others.count)
        some.withUnsafeBufferPointer { some in
            change(others) { native_keep_either($0, some.baseAddress, $1, $2) }
        }
    }

    /// Leaves the ones that aren't ones in some others, or are ones in the last, too.
    mutating func subtract(_ some: Span<UInt64>, but others: Span<UInt64>) {
        precondition(some.count == others.count)
        some.withUnsafeBufferPointer { some in
            change(others) { native_remove_but($0, some.baseAddress, $1, $2) }
        }
    }

    @inline(__always)
    private mutating func change(
        _ others: Span<UInt64>, from start: Int = 0,
        _ operation: (UnsafeMutablePointer<UInt64>, UnsafePointer<UInt64>, Int) -> Void
    ) {
        precondition(start >= 0 && others.count <= count - start)
        withUnsafeMutableBufferPointer { mine in
            others.withUnsafeBufferPointer {
                guard let base = mine.baseAddress, let others = $0.baseAddress else { return }
                operation(base + start, others, $0.count)
            }
        }
    }
}

extension Array where Element: FixedWidthInteger & BitwiseCopyable {
    /// So many words, all of which the body writes; to clear them before took a tenth of a query over a million rows
    /// (`Benchmarks warm`).
    @inline(__always)
    init(count: Int, writing write: (inout MutableSpan<Element>) -> Void) {
        // The one empty array that there is would be written to, by several threads at once.
        guard count > 0 else {
            self = []
            return
        }
        // Sound, since integers need no initialization to be written to, and none is read before it is written.
        self.init(unsafeUninitializedCapacity: count) { buffer, initialized in
            var span = UnsafeMutableBufferPointer(rebasing: buffer[..<count]).mutableSpan
            write(&span)
            initialized = count
        }
    }
}
