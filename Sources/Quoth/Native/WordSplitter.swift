/// Splits text into the words that a search compares.
///
/// A word is a run of letters, digits and their marks. A single apostrophe between two of them joins
/// (`don't`), as does a joiner (Persian `می‌خواهم`); everything else separates, hyphens included. Of scripts
/// that write no spaces, Han and Hiragana, each sign is a word, so that a longer one is found as a phrase.
/// In French, Italian and Catalan the apostrophe separates an article from its word.
package struct WordSplitter {
    private let stemmer: Stemmer?
    private let apostropheJoins: Bool
    private var memo = WordMemo()
    private var word: [UInt8] = []
    private var folded: [UInt8] = []

    /// Words are folded, and also stemmed if a language is given and there are rules for it.
    package init(language: String? = nil) {
        stemmer = language.flatMap(Stemmer.init(language:))
        apostropheJoins = !["ca", "fr", "it"].contains(language)
    }

    /// Calls `body` with each word, folded, and with where it stands in the text.
    package mutating func words<Failure: Error>(
        in text: Span<UInt8>, _ body: (Span<UInt8>, Range<Int>) throws(Failure) -> Void
    ) throws(Failure) {
        var position = 0
        while let found = nextWord(in: text, from: position) {
            position = found.range.upperBound
            if stemmer == nil, found.isPlain {
                try body(text.extracting(found.range), found.range)
            } else {
                try settle(text, found.range, body)
            }
        }
    }

    private mutating func settle<Failure: Error>(
        _ text: Span<UInt8>, _ range: Range<Int>,
        _ body: (Span<UInt8>, Range<Int>) throws(Failure) -> Void
    ) throws(Failure) {
        let place = WordMemo.place(of: text, range)
        if let place, let result = memo.result(of: text, range, at: place) {
            // A word of nothing but what folding drops is none.
            if result.isEmpty { return }
            return try memo.withResult(result) { word throws(Failure) in try body(word, range) }
        }
        word.removeAll(keepingCapacity: true)
        foldWord(text, range)
        if let place { memo.remember(text, range, at: place, as: word) }
        if !word.isEmpty { try body(word.span, range) }
    }

    /// Snowball's rules are about words with their accents, so those go last.
    private mutating func foldWord(_ text: Span<UInt8>, _ range: Range<Int>) {
        Folding.fold(text, range, keepingAccents: stemmer != nil, into: &word)
        guard let stemmer else { return }
        stemmer.stem(&word)
        folded.removeAll(keepingCapacity: true)
        Self.fold(word, into: &folded)
        swap(&word, &folded)
    }

    /// A word that stands at a place, folded, and as searches compare it; the second is empty if it is none.
    mutating func forms(of place: Range<Int>, in text: Span<UInt8>) -> (form: [UInt8], stem: [UInt8]) {
        var form: [UInt8] = []
        Folding.fold(text.extracting(place), into: &form)
        word.removeAll(keepingCapacity: true)
        foldWord(text, place)
        return (form, word)
    }

    /// A span of a member would borrow the splitter as a whole, and with it the array to fold into.
    private static func fold(_ word: [UInt8], into folded: inout [UInt8]) {
        Folding.fold(word.span, into: &folded)
    }
}

// MARK: Finding words

extension WordSplitter {
    private enum Sign { case word, ideograph, mark, joiner, other }

    /// Where a word stands, and whether it is the same when folded.
    private struct Found {
        let range: Range<Int>
        let isPlain: Bool
    }

    /// Where the next word stands, as it is written.
    func nextPlace(in text: Span<UInt8>, from start: Int) -> Range<Int>? {
        nextWord(in: text, from: start)?.range
    }

    private func nextWord(in text: Span<UInt8>, from start: Int) -> Found? {
        var position = start
        while position < text.count {
            if Self.isLetterOrDigit(text[position]) { return extendASCII(text, from: position) }
            let (sign, length) = sign(text, at: position)
            switch sign {
            case .word:
                return Found(range: position..<extend(text, from: position + length), isPlain: false)
            case .ideograph:
                return Found(range: position..<endOfMarks(text, from: position + length), isPlain: false)
            default: position += length
            }
        }
        return nil
    }

    /// Most words are ASCII and end at a blank, so those take the short way.
    @inline(__always)
    private func extendASCII(_ text: Span<UInt8>, from start: Int) -> Found {
        var end = start &+ 1
        var isPlain = !Self.isCapital(text[start])
        while end < text.count {
            let byte = text[end]
            if Self.isLetterOrDigit(byte) {
                isPlain = isPlain && !Self.isCapital(byte)
                end &+= 1
                continue
            }
            guard byte >= 0x80 || byte == UInt8(ascii: "'") else { break }
            let whole = extend(text, from: end)
            return Found(range: start..<whole, isPlain: isPlain && whole == end)
        }
        return Found(range: start..<end, isPlain: isPlain)
    }

    @inline(__always)
    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26
    }

    @inline(__always)
    private static func isCapital(_ byte: UInt8) -> Bool { byte &- 0x41 < 26 }

    /// Where the word ends that goes as far as `start` at least.
    private func extend(_ text: Span<UInt8>, from start: Int) -> Int {
        var end = start
        var position = start
        var hasJoined = false
        while position < text.count {
            let (sign, length) = sign(text, at: position)
            if sign == .other || sign == .ideograph || (sign == .joiner && hasJoined) { break }
            hasJoined = sign == .joiner
            position += length
            if !hasJoined { end = position }
        }
        return end
    }

    private func endOfMarks(_ text: Span<UInt8>, from start: Int) -> Int {
        var end = start
        while end < text.count {
            let (sign, length) = sign(text, at: end)
            guard sign == .mark else { break }
            end += length
        }
        return end
    }

    private func sign(_ text: Span<UInt8>, at position: Int) -> (Sign, length: Int) {
        let byte = text[position]
        guard byte < 0x80 else { return signBeyondASCII(text, at: position) }
        if Self.isLetterOrDigit(byte) { return (.word, 1) }
        return (byte == UInt8(ascii: "'") && apostropheJoins ? .joiner : .other, 1)
    }

    private func signBeyondASCII(_ text: Span<UInt8>, at position: Int) -> (Sign, length: Int) {
        let rest = position..<min(position + 4, text.count)
        guard let (scalar, length) = Scalars.scalar(in: text, rest) else { return (.other, 1) }
        if Accents.isApostrophe(scalar) { return (apostropheJoins ? .joiner : .other, length) }
        switch scalar {
        // Soft hyphen, zero-width non-joiner, zero-width joiner.
        case 0x00AD, 0x200C, 0x200D: return (.joiner, length)
        default: break
        }
        if Scalars.isIdeograph(scalar) { return (.ideograph, length) }
        if Scalars.isLetterOrNumber(scalar) { return (.word, length) }
        return (Scalars.isMark(scalar) ? .mark : .other, length)
    }
}
