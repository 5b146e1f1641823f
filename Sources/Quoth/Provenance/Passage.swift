/// Where the words of a record stand in an article.
///
/// ```swift
/// let corpus = try Corpus.load("samples/iran-us-talks.json")
/// let answer = try corpus.query("quotes where kind = direct")
/// if let quote = corpus.record(of: answer, row: 0) { print(corpus.passages(of: quote)) }
/// ```
public struct Passage: Sendable, Hashable {
    /// The article.
    public let article: RecordReference
    /// What the record has to do with the passage.
    public let role: Role
    /// In Unicode scalars of the article's text, end exclusive.
    public let span: Range<Int>
    /// The paragraph, from 1, where the record or the text tells it.
    public let paragraph: Int?
    /// The words; nil if neither the article's text is at hand nor the record repeats them.
    public let text: Text?

    /// What a record has to do with a passage.
    public enum Role: Sendable, Hashable {
        /// These are the words of the record.
        case words
        /// The record rests on these words.
        case evidence
    }

    /// A passage among the words around it.
    public struct Text: Sendable, Hashable {
        /// What comes before it in its paragraph; empty if the article's text isn't at hand.
        public let before: String
        /// The passage itself.
        public let passage: String
        /// What comes after it in its paragraph.
        public let after: String
    }
}

/// One quote of a chain of reports.
public struct Report: Sendable, Hashable {
    /// The quote.
    public let quote: RecordReference
    /// Who says it; nil if nobody is recorded.
    public let speaker: RecordReference?
    /// Whether the article has it in the coder's words only.
    public let isIndirect: Bool
}

// Finding passages.
extension Corpus {
    /// The record that a row of an answer is; nil where the rows are groups.
    public func record(of answer: Answer, row: Int) -> RecordReference? {
        guard let noun = answer.noun, let records = answer.records, row >= 0, row < records.count else {
            return nil
        }
        return reference(noun.collection, Int(records[row]))
    }

    /// The passages of a record: its own words first, then what it rests on, in the order of the file.
    ///
    /// A stance has the words of its quote. O(length of the articles' texts).
    public func passages(of record: RecordReference) -> [Passage] {
        var places: [Place] = []
        if record.collection == .stances, let quote = link("quote", of: record) {
            places += words(of: quote)
        }
        places += words(of: record)
        if let column = evidence[record.collection], record.row + 1 < column.offsets.count {
            for entry in column.range(record.row) where column.articles[entry] >= 0 {
                let (start, end) = (column.starts[entry], column.ends[entry])
                // A snapshot may be from anybody.
                guard start <= end else { continue }
                let span = start..<end
                // What is its own evidence was told already.
                guard !places.contains(where: { $0.span == span }) else { continue }
                places.append(Place(article: Int(column.articles[entry]), role: .evidence, span: span))
            }
        }
        var bodies: [Int: String.UnicodeScalarView] = [:]
        return places.map { place in
            if bodies[place.article] == nil {
                bodies[place.article] = text("body", .articles, place.article)?.unicodeScalars
            }
            return passage(place, bodies[place.article])
        }
    }

    /// Who reports whom, the outermost first: the quotes in which a quote stands, and the quote itself last.
    ///
    /// A stance has the chain of its quote; other records have none.
    public func reports(of record: RecordReference) -> [Report] {
        var next = record.collection == .stances ? link("quote", of: record) : record
        var chain: [Report] = []
        while let quote = next, quote.collection == .quotes, chain.count < Self.maximumReports {
            chain.append(
                Report(
                    quote: quote, speaker: link("speaker", of: quote),
                    isIndirect: term("kind", of: quote) == "indirect"))
            next = link("within", of: quote)
        }
        return chain.reversed()
    }

    /// No chain of reports is followed further.
    static let maximumReports = 1_000

    /// A stretch of an article before its words are looked up.
    private struct Place {
        var article: Int
        var role: Passage.Role
        var span: Range<Int>
        var paragraph: Int?
        /// The words as the record repeats them.
        var exact: String?
    }

    private func words(of record: RecordReference) -> [Place] {
        guard let article = link("article", of: record), let start = integer("span.start", of: record),
            let end = integer("span.end", of: record), start >= 0, start <= end
        else { return [] }
        return [
            Place(
                article: article.row, role: .words, span: start..<end,
                paragraph: integer("paragraph", of: record),
                exact: text("span.exact", record.collection, record.row))
        ]
    }

    private func passage(_ place: Place, _ body: String.UnicodeScalarView?) -> Passage {
        let found = body.flatMap { PassageInText($0, place.span) }
        return Passage(
            article: reference(.articles, place.article), role: place.role, span: place.span,
            paragraph: place.paragraph ?? found?.paragraph,
            text: found?.text ?? place.exact.map { Passage.Text(before: "", passage: $0, after: "") })
    }
}

// Reading single values of records.
extension Corpus {
    /// A record by its place, with what people call it.
    func reference(_ collection: Collection, _ row: Int) -> RecordReference {
        let name = Schema.of(collection).nameField.flatMap { text($0, collection, row) }
        return RecordReference(
            collection: collection, row: row, label: name ?? text("id", collection, row) ?? "")
    }

    /// The record at the end of a link of one end; nil if there is none.
    func link(_ name: String, of record: RecordReference) -> RecordReference? {
        guard case .codes(let codes, .rows(let target))? = storage(name, record.collection),
            record.row < codes.count, codes[record.row] > 0
        else { return nil }
        return reference(target, Int(codes[record.row]) - 1)
    }

    private func term(_ name: String, of record: RecordReference) -> String? {
        guard case .codes(let codes, .terms(let terms, _))? = storage(name, record.collection),
            record.row < codes.count, codes[record.row] > 0
        else { return nil }
        return terms.term(codes[record.row])
    }

    private func integer(_ name: String, of record: RecordReference) -> Int? {
        guard case .integers(let numbers, let valid)? = storage(name, record.collection),
            record.row < numbers.count, valid?[record.row] ?? true
        else { return nil }
        return numbers[record.row]
    }

    private func text(_ name: String, _ collection: Collection, _ row: Int) -> String? {
        guard case .texts(let texts)? = storage(name, collection), row < texts.count else { return nil }
        return texts[row]
    }

    private func storage(_ name: String, _ collection: Collection) -> Column.Storage? {
        let table = table(collection)
        return table.position(of: name).map { table.columns[$0].data }
    }
}
