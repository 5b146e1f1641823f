/// Remembers what became of words, since most words of a text have been there before and looking one up
/// takes a tenth of the time of folding and stemming it.
///
/// Each word has one place, which depends on its bytes, and whatever comes there later takes it over.
struct WordMemo {
    /// Longer words aren't remembered.
    private static let width = 32
    private static let places = 8192

    private var words: [UInt8] = []
    private var results: [UInt8] = []
    /// The lengths of the word and of its result. No word has the length 0.
    private var lengths: [(word: UInt8, result: UInt8)] = []
    private var missed = 0

    static func place(of text: Span<UInt8>, _ range: Range<Int>) -> Int? {
        guard range.count <= width else { return nil }
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for index in range { hash = (hash ^ UInt64(text[index])) &* 0x100_0000_01B3 }
        return Int(truncatingIfNeeded: (hash ^ (hash &>> 32)) & UInt64(places &- 1))
    }

    /// What became of a word when it last came.
    func result(of text: Span<UInt8>, _ range: Range<Int>, at place: Int) -> Range<Int>? {
        guard !lengths.isEmpty, Int(lengths[place].word) == range.count else { return nil }
        let start = place &* Self.width
        var differ: UInt8 = 0
        for offset in 0..<range.count { differ |= words[start &+ offset] ^ text[range.lowerBound &+ offset] }
        return differ == 0 ? start..<start &+ Int(lengths[place].result) : nil
    }

    /// Lends a result found by ``result(of:_:at:)``.
    func withResult<Failure: Error>(
        _ range: Range<Int>, _ body: (Span<UInt8>) throws(Failure) -> Void
    ) throws(Failure) {
        try body(results.span.extracting(range))
    }

    mutating func remember(_ text: Span<UInt8>, _ range: Range<Int>, at place: Int, as result: [UInt8]) {
        guard result.count <= Self.width else { return }
        missed += 1
        // The words of a query are too few to be worth the memory.
        guard missed > 64 else { return }
        if lengths.isEmpty {
            words = [UInt8](repeating: 0, count: Self.places * Self.width)
            results = words
            lengths = Array(repeating: (0, 0), count: Self.places)
        }
        let start = place * Self.width
        for offset in 0..<range.count { words[start + offset] = text[range.lowerBound + offset] }
        for offset in 0..<result.count { results[start + offset] = result[offset] }
        lengths[place] = (UInt8(range.count), UInt8(result.count))
    }
}
