import Quoth
import Testing

/// Where records stand in their articles, as a program that embeds the library sees it.
@Suite struct PassageTests {
    private static let json = #"""
        {"articles": [{"id": "a", "headline": "Harbour",
                       "body": "Harbour\n\n\nSilt 🚢 is\nback, “no more” they say.\n \nFine."}],
         "quotes": [{"id": "q", "article": "a", "kind": "direct", "text": "no more",
                     "span": {"start": 27, "end": 34}},
                    {"id": "r", "article": "a", "kind": "direct", "text": "far", "within": "q",
                     "evidence": [{"start": 48, "end": 53}]}],
         "events": [{"id": "e", "name": "dredging"}]}
        """#
    private let corpus: Corpus

    init() throws { corpus = try Corpus.load(json: Self.json) }

    private func record(_ query: QueryText) throws -> RecordReference {
        try #require(corpus.record(of: try corpus.query(query), row: 0))
    }

    @Test func wordsStandInTheirParagraph() throws {
        let passage = try #require(corpus.passages(of: try record("quotes where id = q")).first)
        #expect(passage.article.label == "Harbour")
        #expect(passage.role == .words)
        #expect(passage.paragraph == 2)
        #expect(passage.text?.before == "Silt 🚢 is\nback, “")
        #expect(passage.text?.passage == "no more")
        #expect(passage.text?.after == "” they say.")
    }

    @Test func evidenceIsAPassageToo() throws {
        let quote = try record("quotes where id = r")
        let passages = corpus.passages(of: quote)
        #expect(passages.map(\.role) == [.evidence])
        #expect(passages.first?.text?.passage == "Fine.")
        #expect(passages.first?.paragraph == 3)
        #expect(corpus.reports(of: quote).map(\.quote.label) == ["q", "r"])
        #expect(corpus.passages(of: try record("events")).isEmpty)
        #expect(corpus.reports(of: try record("events")).isEmpty)
    }

    @Test func groupsAreNoRecords() throws {
        let answer = try corpus.query("quotes count by kind")
        #expect(corpus.record(of: answer, row: 0) == nil)
        #expect(corpus.record(of: try corpus.query("quotes"), row: 2) == nil)
    }
}
