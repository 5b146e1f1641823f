/// Some words of a set of rows, which are worked out from the same words of other sets.
struct WordRun {
    /// The words; the last run of a set may have fewer than those before, and those after them mean nothing.
    private(set) var all: [UInt64] = []
    private var count = 0 {
        didSet { if all.isEmpty { all = [UInt64](repeating: 0, count: count) } }
    }

    /// As many words as the nearest cache has room for, of several sets at once.
    private static let most = 2048

    /// The words of so many rows, run by run.
    static func runs(_ rowCount: Int) -> some Sequence<Range<Int>> {
        let words = (rowCount + 63) / 64
        return stride(from: 0, to: words, by: most).lazy.map { $0..<min($0 + most, words) }
    }

    /// The number of ones.
    var population: Int { all.span.extracting(first: count).population }

    mutating func fill(_ word: UInt64, _ run: Range<Int>) {
        count = run.count
        change { $0.update(repeating: word) }
    }

    /// Takes the words of a set.
    mutating func replace(_ set: Bitmap, _ run: Range<Int>) {
        count = run.count
        set.withWords(run) { words in change { $0.replace(words) } }
    }

    /// Takes the words of two sets together.
    mutating func replace(_ set: Bitmap, _ other: Bitmap, _ run: Range<Int>, _ isAnd: Bool) {
        count = run.count
        set.withWords(run) { words in
            other.withWords(run) { others in
                change { isAnd ? words.intersection(others, into: &$0) : words.union(others, into: &$0) }
            }
        }
    }

    /// Leaves the ones that are ones in another set, too, or adds its ones.
    mutating func join(_ set: Bitmap, _ run: Range<Int>, _ isAnd: Bool) {
        set.withWords(run) { words in
            change { isAnd ? $0.formIntersection(words) : $0.formUnion(words) }
        }
    }

    mutating func formIntersection(_ set: Bitmap, _ run: Range<Int>) { join(set, run, true) }

    mutating func formIntersection(_ run: WordRun) { change { $0.formIntersection(run.all.span) } }

    /// Leaves the ones that are ones in one of two other sets.
    mutating func formIntersection(_ set: Bitmap, or other: Bitmap?, _ run: Range<Int>) {
        guard let other else { return formIntersection(set, run) }
        set.withWords(run) { words in
            other.withWords(run) { others in change { $0.formIntersection(words, or: others) } }
        }
    }

    /// Removes the ones that are ones in another set, but for those that are ones in a third.
    mutating func subtract(_ set: Bitmap, but other: Bitmap?, _ run: Range<Int>) {
        set.withWords(run) { words in
            guard let other else { return change { $0.subtract(words) } }
            other.withWords(run) { others in change { $0.subtract(words, but: others) } }
        }
    }

    /// Removes the ones that are ones in another set, and counts them.
    mutating func countAndSubtract(_ set: Bitmap, _ run: Range<Int>) -> Int {
        set.withWords(run) { countAndSubtract($0) }
    }

    mutating func countAndSubtract(_ run: WordRun) -> Int {
        countAndSubtract(run.all.span.extracting(first: count))
    }

    private mutating func countAndSubtract(_ words: Span<UInt64>) -> Int {
        let common = all.span.extracting(first: count).population(with: words)
        // Mostly there are none.
        if common > 0 { change { $0.subtract(words) } }
        return common
    }

    private mutating func change(_ operation: (inout MutableSpan<UInt64>) -> Void) {
        var words = all.mutableSpan
        operation(&words)
    }
}
