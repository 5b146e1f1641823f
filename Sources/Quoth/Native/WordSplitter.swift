/// Splits text into the words that a search compares.
///
/// A word is a run of letters, digits and their marks. A single apostrophe between two of them joins
/// (`don't`), as does a joiner (Persian `می‌خواهم`); everything else separates, hyphens included. Of scripts
/// that write no spaces, Han and Hiragana, each sign is a word, so that a longer one is found as a phrase.
/// In French, Italian and Catalan the apostrophe separates an article from its word.
package struct WordSplitter {
    private let stemmer: Stemmer?
    private let apostropheJoins: Bool
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
            word.removeAll(keepingCapacity: true)
            if found.isASCII {
                for index in found.range { word.append(Folding.lowercase(text[index])) }
                stemmer?.stem(&word)
            } else {
                foldWord(text, found.range)
            }
            // A word of nothing but what folding drops is none.
            if !word.isEmpty { try body(word.span, found.range) }
        }
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

    /// A span of a member would borrow the splitter as a whole, and with it the array to fold into.
    private static func fold(_ word: [UInt8], into folded: inout [UInt8]) {
        Folding.fold(word.span, into: &folded)
    }
}

// MARK: Finding words

extension WordSplitter {
    private enum Sign { case word, ideograph, mark, joiner, other }

    private func nextWord(in text: Span<UInt8>, from start: Int) -> (range: Range<Int>, isASCII: Bool)? {
        var position = start
        while position < text.count {
            let (sign, length) = sign(text, at: position)
            switch sign {
            case .word: return extend(text, position..<position + length)
            case .ideograph: return (position..<endOfMarks(text, from: position + length), false)
            default: position += length
            }
        }
        return nil
    }

    private func extend(
        _ text: Span<UInt8>, _ first: Range<Int>
    ) -> (range: Range<Int>, isASCII: Bool) {
        var end = first.upperBound
        var position = end
        // The high bits of all bytes that a sign begins with, joiners among them.
        var bits = text[first.lowerBound]
        var hasJoined = false
        while position < text.count {
            let (sign, length) = sign(text, at: position)
            if sign == .other || sign == .ideograph || (sign == .joiner && hasJoined) { break }
            hasJoined = sign == .joiner
            bits |= text[position]
            position += length
            if !hasJoined { end = position }
        }
        // A joiner beyond ASCII at the end isn't in the word, and then folding it is only slower.
        return (first.lowerBound..<end, bits < 0x80)
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

    @inline(__always)
    private func sign(_ text: Span<UInt8>, at position: Int) -> (Sign, length: Int) {
        let byte = text[position]
        guard byte < 0x80 else { return signBeyondASCII(text, at: position) }
        if byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26 { return (.word, 1) }
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
