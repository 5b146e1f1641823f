/// Splits text into the words that a search compares.
///
/// A word is a run of letters, digits and their marks. A single apostrophe between two of them joins
/// (`don't`), as does a joiner (Persian `می‌خواهم`); everything else separates, hyphens included. Of scripts
/// that write no spaces, Han and Hiragana, each sign is a word, so that a longer one is found as a phrase.
/// In French, Italian and Catalan the apostrophe separates an article from its word.
package struct WordSplitter {
    private let stemmer: Stemmer?
    /// Finds the words of the language.
    let finder: WordFinder
    private var memo = WordMemo()
    private var word: [UInt8] = []
    private var folded: [UInt8] = []

    /// Words are folded, and also stemmed if a language is given and there are rules for it.
    package init(language: String? = nil) {
        stemmer = language.flatMap(Stemmer.init(language:))
        finder = WordFinder(apostropheJoins: !["ca", "fr", "it"].contains(language))
    }

    /// Calls `body` with each word, folded, and with where it stands in the text.
    package mutating func words<Failure: Error>(
        in text: Span<UInt8>, _ body: (Span<UInt8>, Range<Int>) throws(Failure) -> Void
    ) throws(Failure) {
        var position = 0
        while let found = finder.nextWord(in: text, from: position) {
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
