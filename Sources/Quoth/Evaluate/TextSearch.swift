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

// Where in a text it is found, for those who want to see it.
extension TextSearch {
    /// The stretches that fit, in Unicode scalars; none if they can't be told.
    mutating func places(in text: String, _ language: String?) -> [Range<Int>] {
        let bytes = Array(text.utf8)
        var found: [Range<Int>] = []
        switch sign {
        case .matches:
            var start = 0
            while start <= bytes.count, let next = pattern?.firstRange(in: bytes.span, from: start) {
                if !next.isEmpty { found.append(next) }
                start = max(next.upperBound, next.lowerBound + 1)
            }
        case .contains: found = placesOfPart(in: text)
        case .mentions:
            var search = WordSearch(wanted, language)
            found = search.places(in: bytes.span)
        }
        return Self.inScalars(found, text)
    }

    /// Folding may change how long a text is, so each character is folded by itself.
    private func placesOfPart(in text: String) -> [Range<Int>] {
        guard !folded.isEmpty else { return [] }
        var buffer: [UInt8] = []
        var characters: [(foldedEnd: Int, range: Range<Int>)] = []
        var start = 0
        for character in text {
            let bytes = Array(character.utf8)
            Folding.fold(bytes.span, into: &buffer)
            characters.append((buffer.count, start..<start + bytes.count))
            start += bytes.count
        }
        var found: [Range<Int>] = []
        var from = 0
        while let part = ByteSearch.firstRange(of: folded.span, in: buffer.span, from: from) {
            let first = characters.first { $0.foldedEnd > part.lowerBound }?.range.lowerBound ?? start
            let last = characters.first { $0.foldedEnd >= part.upperBound }?.range.upperBound ?? start
            found.append(first..<last)
            from = part.upperBound
        }
        return found
    }

    private static func inScalars(_ ranges: [Range<Int>], _ text: String) -> [Range<Int>] {
        var offsets = [Int](repeating: 0, count: text.utf8.count + 1)
        var scalars = 0
        for (offset, byte) in text.utf8.enumerated() {
            if byte & 0xC0 != 0x80 { scalars += 1 }
            offsets[offset + 1] = scalars
        }
        return ranges.map { offsets[$0.lowerBound]..<offsets[$0.upperBound] }
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
        return starts(in: words).contains { $0 }
    }

    /// Where the first word begins and the last one ends, in bytes, each time that they are found.
    mutating func places(in text: Swift.Span<UInt8>) -> [Range<Int>] {
        guard !wanted.isEmpty else { return [] }
        var words: [[UInt8]] = []
        var places: [Range<Int>] = []
        splitter.words(in: text) { (word, place) in
            words.append(Self.array(word))
            places.append(place)
        }
        return zip(0..., starts(in: words)).filter(\.1).map { start, _ in
            places[start].lowerBound..<places[start + wanted.count - 1].upperBound
        }
    }

    /// Whether what is wanted begins at each word.
    private func starts(in words: [[UInt8]]) -> some Sequence<Bool> {
        (0..<max(0, words.count - wanted.count + 1)).lazy.map { [wanted] start in
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
