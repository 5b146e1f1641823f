import QuothSyntax

extension Evaluation {
    /// `mentions`, `contains` and `matches`.
    func textTest(
        _ left: Operand, _ sign: TextOperator, _ right: Operand, _ pattern: Pattern?, _ frame: Frame,
        _ mask: Bitmap?
    ) throws(Diagnostic) -> Ends {
        if case .constant(.text(let wanted)) = right.kind {
            return try ends(left, try elementTest(sign, wanted, pattern), frame, mask)
        }
        // The wanted text differs from row to row.
        let values = try vector(left, frame, mask)
        let wanted = try vector(right, frame, mask)
        return try Pairs(values, wanted).ends(self) { (value, text) throws(Diagnostic) in
            let test = try self.elementTest(sign, text, nil)
            let single = Vector(.codes(.narrow([1]), .terms(TermDictionary(value))))
            return try test.mark(single, nil).marked[0]
        }
    }

    private func elementTest(
        _ sign: TextOperator, _ wanted: String, _ pattern: Pattern?
    ) throws(Diagnostic) -> ElementTest {
        ElementTest(isAll: false) { [self] (vector, collection) throws(Diagnostic) in
            var search = TextSearch(sign, wanted, pattern)
            guard case .codes(let codes, let meaning) = vector.data, case .terms(let dictionary) = meaning
            else {
                return (try searched(vector, collection, &search), nil)
            }
            let language = languages(nil).common
            let found = dictionary.entries { search.finds(in: Array($0.utf8).span, language) }
            return (Kernel.select(codes, found), nil)
        }
    }

    private func searched(
        _ vector: Vector, _ collection: Collection?, _ search: inout TextSearch
    ) throws(Diagnostic) -> Bitmap {
        guard case .texts(let column, let rows) = vector.data else { return Bitmap(count: vector.count) }
        let languages = search.needsLanguage ? self.languages(rows == nil ? collection : nil) : Languages()
        var found = Bitmap(count: vector.count)
        for row in 0..<vector.count {
            try pass(16)
            let place = rows.map { Int($0[row]) } ?? row
            guard place >= 0, column.isValid(place) else { continue }
            let language = languages.of(row)
            if column.withBytes(place, { search.finds(in: $0, language) }) { found[row] = true }
        }
        return found
    }

    /// The languages of the articles that a collection's records stand in.
    private func languages(_ collection: Collection?) -> Languages {
        let articles = corpus.table(.articles)
        guard let position = articles.position(of: "language"),
            case .codes(let codes, .terms(let dictionary, _)) = articles.columns[position].data
        else { return Languages() }
        var languages = Languages()
        languages.names = dictionary.terms
        if dictionary.count == 1, Kernel.nonzero(codes).population == articles.rowCount {
            languages.common = languages.names[0]
        }
        guard let collection else { return languages }
        if collection == .articles {
            languages.codes = codes
        } else if let link = corpus.table(collection).position(of: "article"),
            case .codes(let rows, _) = corpus.table(collection).columns[link].data
        {
            languages.codes = codes.taking((0..<rows.count).map { Int32(bitPattern: rows[$0]) - 1 })
        }
        return languages
    }
}

/// The language of each row's text, where it is known.
struct Languages {
    var names: [String] = []
    /// The language of every article, if there is only one.
    var common: String?
    var codes: Codes?

    func of(_ row: Int) -> String? {
        guard let codes else { return common }
        let code = codes[row]
        return code == 0 ? nil : names[Int(code) - 1]
    }
}

/// A wanted text, prepared: folded, and for `mentions` split into words by the language of the text it is looked for in.
struct TextSearch {
    private let sign: TextOperator
    private let wanted: String
    private let pattern: Pattern?
    private let folded: [UInt8]
    private var buffer: [UInt8] = []
    private var words: [String: WordSearch] = [:]

    init(_ sign: TextOperator, _ wanted: String, _ pattern: Pattern?) {
        self.sign = sign
        self.wanted = wanted
        self.pattern = pattern
        folded = Array(Folding.fold(wanted).utf8)
    }

    var needsLanguage: Bool { sign == .mentions }

    mutating func finds(in text: Swift.Span<UInt8>, _ language: String?) -> Bool {
        switch sign {
        case .matches: return pattern?.matches(text) ?? false
        case .contains:
            buffer.removeAll(keepingCapacity: true)
            Folding.fold(text, into: &buffer)
            return folded.isEmpty || ByteSearch.contains(folded.span, in: buffer.span)
        case .mentions:
            var search = words.removeValue(forKey: language ?? "") ?? WordSearch(wanted, language)
            defer { words[language ?? ""] = search }
            return search.finds(in: text)
        }
    }
}

/// Words looked for in order, one right after the other.
struct WordSearch {
    private var splitter: WordSplitter
    private var wanted: [[UInt8]] = []

    init(_ text: String, _ language: String?) {
        splitter = WordSplitter(language: language)
        var words: [[UInt8]] = []
        let bytes = Array(text.utf8)
        splitter.words(in: bytes.span) { (word, _) in words.append(Self.array(word)) }
        wanted = words
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

/// Counts the words of a text.
final class WordCounter {
    private var splitter = WordSplitter(language: nil)

    func count(_ text: String) -> Int {
        var count = 0
        let bytes = Array(text.utf8)
        splitter.words(in: bytes.span) { (_, _) in count += 1 }
        return count
    }
}
