import QuothSyntax

/// A wanted text, prepared: folded, and for `mentions` split into words by the language of the text it is looked for in.
struct TextSearch {
    let sign: TextOperator
    private let wanted: String
    private let pattern: Pattern?
    let folded: [UInt8]
    private var buffer: [UInt8] = []
    private var searches: [String: WordSearch] = [:]

    init(_ sign: TextOperator, _ wanted: String, _ pattern: Pattern?) {
        self.sign = sign
        self.wanted = wanted
        self.pattern = pattern
        folded = Array(Folding.fold(wanted).utf8)
    }

    var needsLanguage: Bool { sign == .mentions }

    /// The words that `mentions` looks for in texts of a language.
    func words(_ language: String) -> [[UInt8]] { WordSearch(wanted, language).wanted }

    mutating func finds(in text: Swift.Span<UInt8>, _ language: String?) -> Bool {
        switch sign {
        case .matches: return pattern?.matches(text) ?? false
        case .contains:
            buffer.removeAll(keepingCapacity: true)
            Folding.fold(text, into: &buffer)
            return folded.isEmpty || ByteSearch.contains(folded.span, in: buffer.span)
        case .mentions:
            var search = searches.removeValue(forKey: language ?? "") ?? WordSearch(wanted, language)
            defer { searches[language ?? ""] = search }
            return search.finds(in: text)
        }
    }
}

/// Words looked for in order, one right after the other.
struct WordSearch {
    private var splitter: WordSplitter
    let wanted: [[UInt8]]

    init(_ text: String, _ language: String?) {
        var splitter = WordSplitter(language: language)
        var words: [[UInt8]] = []
        let bytes = Array(text.utf8)
        splitter.words(in: bytes.span) { (word, _) in words.append(Self.array(word)) }
        wanted = words
        self.splitter = splitter
    }

    mutating func finds(in text: Swift.Span<UInt8>) -> Bool {
        guard !wanted.isEmpty else { return false }
        var words: [[UInt8]] = []
        splitter.words(in: text) { (word, _) in words.append(Self.array(word)) }
        guard words.count >= wanted.count else { return false }
        return (0...(words.count - wanted.count)).contains { start in
            wanted.indices.allSatisfy { words[start + $0] == wanted[$0] }
        }
    }

    private static func array(_ bytes: Swift.Span<UInt8>) -> [UInt8] {
        var array: [UInt8] = []
        array.reserveCapacity(bytes.count)
        for index in bytes.indices { array.append(bytes[index]) }
        return array
    }
}
