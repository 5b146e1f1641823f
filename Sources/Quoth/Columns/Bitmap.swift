/// One bit a row, the first row in the lowest bit of the first word.
///
/// Bits after the last row are always zero, so that words can be compared and counted whole. The words of a column
/// may lie in a file; they are copied before a bit is changed.
package struct Bitmap: Sendable {
    /// The number of rows.
    package let count: Int
    private var own: [UInt64]
    private var stored: Buffer<UInt64>?
    /// The number of ones, where it has been counted.
    private var ones: Int?

    package init(count: Int, filled: Bool = false) {
        self.count = count
        own = [UInt64](repeating: filled ? .max : 0, count: (count + 63) / 64)
        clearTail()
    }

    /// Makes a bitmap by a kernel that adds bits to words of zeros; bits after the last row are cleared afterwards.
    @inline(__always)
    package init(count: Int, fillingWords fill: (inout MutableSpan<UInt64>) -> Void) {
        self.count = count
        own = [UInt64](repeating: 0, count: (count + 63) / 64)
        var span = own.mutableSpan
        fill(&span)
        clearTail()
    }

    /// The same by a kernel that writes every word, which therefore aren't cleared before.
    @inline(__always)
    package static func writing(_ count: Int, _ write: (inout MutableSpan<UInt64>) -> Void) -> Bitmap {
        var bitmap = Bitmap(count: count, own: [UInt64](count: (count + 63) / 64, writing: write))
        bitmap.clearTail()
        return bitmap
    }

    private init(count: Int, own: [UInt64]) {
        self.count = count
        self.own = own
    }

    package init(count: Int, rows: some Sequence<Int>) {
        self.init(count: count)
        for row in rows { self[row] = true }
    }

    /// Words that lie elsewhere, one for each 64 rows; bits after the last row must be zero.
    package init(count: Int, stored: Buffer<UInt64>) {
        precondition(stored.count == (count + 63) / 64)
        self.count = count
        own = []
        self.stored = stored
    }

    package subscript(row: Int) -> Bool {
        get {
            let word = if let stored { stored[row >> 6] } else { own[row >> 6] }
            return word & (1 << UInt64(row & 63)) != 0
        }
        set {
            detach()
            if newValue {
                own[row >> 6] |= 1 << UInt64(row & 63)
            } else {
                own[row >> 6] &= ~(1 << UInt64(row & 63))
            }
        }
    }

    /// The words, copied unless they lie elsewhere.
    var words: Buffer<UInt64> { stored ?? Buffer(own) }

    /// Lends the words to the body.
    @inline(__always)
    package func withWords<Result>(_ body: (Span<UInt64>) -> Result) -> Result {
        if let stored { return stored.withSpan(body) }
        return body(own.span)
    }

    /// Lends a run of the words to the body; of a mapped file no more is looked at than that.
    @inline(__always)
    func withWords<Result>(_ run: Range<Int>, _ body: (Span<UInt64>) -> Result) -> Result {
        if let stored { return stored.withSpan(run, body) }
        return body(own.span.extracting(run))
    }

    /// The number of ones.
    package var population: Int { ones ?? withWords { $0.population } }

    /// The same bitmap, which knows its population from now on.
    package var counted: Bitmap { knowing(population) }

    /// The same bitmap, whose population has been counted.
    func knowing(_ population: Int) -> Bitmap {
        var bitmap = self
        bitmap.ones = population
        return bitmap
    }

    /// The number of ones that are ones in another, too.
    package func population(with other: Bitmap) -> Int {
        withWords { mine in other.withWords { mine.population(with: $0) } }
    }

    /// Whether every row has a one.
    package var isFull: Bool { population == count }

    package var isEmpty: Bool {
        withWords { words in
            for index in words.indices where words[index] != 0 { return false }
            return true
        }
    }

    /// The number of ones in a run.
    func population(of run: Range<Int>) -> Int {
        withWords { words in
            guard let inner = run.words else { return 0 }
            let edges = run.mask(inner.lowerBound) & words[inner.lowerBound]
            guard inner.count > 1 else { return edges.nonzeroBitCount }
            let last = inner.upperBound - 1
            return edges.nonzeroBitCount + (run.mask(last) & words[last]).nonzeroBitCount
                + words.extracting(inner.lowerBound + 1..<last).population
        }
    }

    /// Makes the bits of some rows ones.
    mutating func insert(_ rows: [UInt32]) {
        change { words in for row in rows { words[Int(row >> 6)] |= 1 << UInt64(row & 63) } }
    }

    package func union(_ other: Bitmap) -> Bitmap { combined(other) { $0.union($1, into: &$2) } }
    package func intersection(_ other: Bitmap) -> Bitmap {
        combined(other) { $0.intersection($1, into: &$2) }
    }
    package func subtracting(_ other: Bitmap) -> Bitmap { combined(other) { $0.subtracting($1, into: &$2) } }

    /// The bits of a run that begins with a word; the words aren't copied if the run ends with one or with the last row.
    func part(_ run: Range<Int>) -> Bitmap {
        precondition(run.lowerBound & 63 == 0 && run.upperBound <= count)
        let words = run.lowerBound >> 6..<(run.upperBound + 63) >> 6
        var part =
            stored.map { Bitmap(count: run.count, stored: $0.part(words)) }
            ?? Bitmap(count: run.count, own: Array(own[words]))
        if run.upperBound & 63 != 0, run.upperBound < count {
            part.detach()
            part.clearTail()
        }
        return part
    }

    /// Whether the words lie elsewhere, as in an index, so that to change a bit is to copy them.
    var isStored: Bool { stored != nil }

    /// Puts the first of other words in the place of a run of them.
    mutating func replace(_ run: Range<Int>, _ words: [UInt64]) {
        change { $0.replace(words.span.extracting(first: run.count), from: run.lowerBound) }
    }

    /// Leaves the ones of a run of words that are ones in others.
    mutating func formIntersection(_ run: Range<Int>, _ words: [UInt64]) {
        change { $0.formIntersection(words.span.extracting(first: run.count), from: run.lowerBound) }
    }

    package var complement: Bitmap {
        withWords { words in .writing(count) { words.complement(into: &$0) } }
    }

    /// The rows whose bits are one if they lie side by side; nil if they don't, or there are none.
    var onlyRun: Range<Int>? {
        withWords { words in
            guard let ends = words.indices.ends(ofWords: { words[$0] }) else { return nil }
            return words.population == ends.count ? Range(ends) : nil
        }
    }

    /// Calls the body with each row whose bit is one, in order.
    package func forEach(_ body: (Int) -> Void) {
        withWords { words in
            for index in words.indices {
                var rest = words[index]
                while rest != 0 {
                    body(index << 6 | rest.trailingZeroBitCount)
                    rest &= rest &- 1
                }
            }
        }
    }

    /// The first rows whose bits are one, in order.
    package func firstRows(_ limit: Int) -> [Int32] {
        withWords { words in
            var result: [Int32] = []
            for index in words.indices {
                var rest = words[index]
                while rest != 0, result.count < limit {
                    result.append(Int32(truncatingIfNeeded: index << 6 | rest.trailingZeroBitCount))
                    rest &= rest &- 1
                }
                if result.count >= limit { break }
            }
            return result
        }
    }

    /// The rows whose bits are one, in order.
    package var rows: [Int32] {
        var result: [Int32] = []
        result.reserveCapacity(population)
        forEach { result.append(Int32(truncatingIfNeeded: $0)) }
        return result
    }

    @inline(__always)
    private func combined(
        _ other: Bitmap, _ operation: (Span<UInt64>, Span<UInt64>, inout MutableSpan<UInt64>) -> Void
    ) -> Bitmap {
        withWords { mine in
            other.withWords { theirs in .writing(count) { operation(mine, theirs, &$0) } }
        }
    }

    private mutating func change(_ operation: (inout MutableSpan<UInt64>) -> Void) {
        detach()
        var words = own.mutableSpan
        operation(&words)
    }

    private mutating func detach() {
        ones = nil
        guard let words = stored else { return }
        own = Array(words)
        stored = nil
    }

    private mutating func clearTail() {
        let used = count & 63
        if used != 0 { own[own.count - 1] &= (1 << UInt64(used)) - 1 }
    }
}

extension Bitmap: Equatable {
    package static func == (left: Bitmap, right: Bitmap) -> Bool {
        guard left.count == right.count else { return false }
        return left.withWords { mine in
            right.withWords { theirs in
                for index in mine.indices where mine[index] != theirs[index] { return false }
                return true
            }
        }
    }
}

extension Range<Int> {
    /// From the first to the last one in some words; nil if there is none.
    @inline(__always)
    func ends(ofWords word: (Int) -> UInt64) -> ClosedRange<Int>? {
        guard let first = first(where: { word($0) != 0 }), let last = last(where: { word($0) != 0 }) else {
            return nil
        }
        let start = first << 6 | word(first).trailingZeroBitCount
        let end = last << 6 | (63 - word(last).leadingZeroBitCount)
        return start...end
    }

    /// The words in which the bits of a run stand; nil if it has none.
    fileprivate var words: Range<Int>? { isEmpty ? nil : lowerBound >> 6..<(upperBound + 63) >> 6 }

    /// Ones for the bits of a word that stand in the run.
    fileprivate func mask(_ word: Int) -> UInt64 {
        var mask = UInt64.max
        if word == lowerBound >> 6 { mask &= .max << UInt64(lowerBound & 63) }
        if word == (upperBound - 1) >> 6 { mask &= .max >> UInt64(63 - (upperBound - 1) & 63) }
        return mask
    }
}
