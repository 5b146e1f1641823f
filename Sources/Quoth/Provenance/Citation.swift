/// What it takes to cite a record: whose words, in which article and where in it, out of which corpus.
///
/// ```swift
/// let corpus = try Corpus.load("samples/iran-us-talks.json")
/// let answer = try corpus.query("quotes where kind = direct")
/// if let quote = corpus.record(of: answer, row: 0) { print(corpus.citation(of: quote).words ?? "") }
/// ```
public struct Citation: Sendable, Hashable {
    /// The record.
    public let record: RecordReference
    /// Who reports whom, the outermost first, the speaker last; empty if the record is no quote.
    public let reports: [Report]
    /// The words of the quote, or the coder's paraphrase if the last report is indirect.
    public let words: String?
    /// When it was said.
    public let said: Value
    /// The article that it stands in; nil if none is recorded.
    public let article: RecordReference?
    /// The organization that published the article.
    public let outlet: RecordReference?
    /// The day on which the article appeared.
    public let published: Value
    /// Where the article was read.
    public let url: Value
    /// Where the words, or else what the record rests on, stand in the article.
    public let passages: [Passage]
    /// The path of the corpus; nil if it was made in memory.
    public let corpus: String?
    /// What tells the corpus from any other: ``Corpus/digest``.
    public let digest: String

    init(_ record: RecordReference, _ corpus: Corpus) {
        let passages = corpus.passages(of: record)
        let isWords = passages.contains { $0.role == .words }
        let quote = record.collection == .stances ? corpus.link("quote", of: record) : record
        let article =
            record.collection == .articles
            ? record : quote.flatMap { corpus.link("article", of: $0) } ?? passages.first?.article
        self.record = record
        reports = corpus.reports(of: record)
        words = quote.flatMap { quote in
            if quote.collection == .quotes, case .text(let text) = corpus.value("text", of: quote) {
                text
            } else {
                nil
            }
        }
        said = quote.map { corpus.value("said", of: $0) } ?? .missing
        self.article = article
        outlet = article.flatMap { corpus.link("outlet", of: $0) }
        published = article.map { corpus.value("published", of: $0) } ?? .missing
        url = article.map { corpus.value("url", of: $0) } ?? .missing
        self.passages = isWords ? passages.filter { $0.role == .words } : passages
        self.corpus = corpus.path
        digest = corpus.digest
    }
}

/// One field of a record, as ``Corpus/fields(of:)`` lists them.
public struct FieldValue: Sendable, Hashable {
    /// The name by which a path reaches it.
    public let name: String
    /// Its value in the record.
    public let value: Value
    /// Whether the value rests on a judgement that the source doesn't state.
    public let isJudged: Bool
    /// Whether it is a link of other records to this one.
    public let isInverse: Bool
}

extension Corpus {
    /// What it takes to cite a record.
    public func citation(of record: RecordReference) -> Citation { Citation(record, self) }

    /// Every field of a record: those of its file, then what was derived, then the records that lead to it.
    public func fields(of record: RecordReference) -> [FieldValue] {
        let table = table(record.collection)
        guard record.row >= 0, record.row < table.rowCount else { return [] }
        // That there is evidence is no field; ``passages(of:)`` has it.
        let fields = table.columns.filter { $0.name != "evidence" }.map { field($0, record.row) }
        return fields.filter { !$0.isInverse } + fields.filter(\.isInverse)
    }

    private func field(_ column: Column, _ row: Int) -> FieldValue {
        let vector = Evaluation(self, limits: Limits(), source: "").vector(column)
        let places = vector.range(row, vector.known)
        return FieldValue(
            name: column.name, value: vector.value(row),
            isJudged: !places.isEmpty && places.allSatisfy(vector.isJudged),
            isInverse: column.role == .inverse)
    }

    /// The value of a field of a record; missing if the collection has no such field.
    func value(_ name: String, of record: RecordReference) -> Value {
        let table = table(record.collection)
        guard let position = table.position(of: name), record.row < table.rowCount else { return .missing }
        return field(table.columns[position], record.row).value
    }
}
