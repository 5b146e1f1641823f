import Quoth
import QuothSyntax
import Testing

@Suite struct LoadTests {
    let corpus: Corpus

    init() throws {
        corpus = try Corpus.load(json: SmallCorpus.json)
    }

    @Test func everyCollectionIsThereWithItsColumns() {
        for collection in Collection.allCases {
            #expect(corpus.table(collection).rowCount > 0, "\(collection)")
        }
        #expect(
            corpus.table(.stances).columns.map(\.name) == [
                "id", "quote", "claim", "position", "basis", "coder", "evidence", "note",
            ])
        #expect(
            corpus.table(.events).columns.map(\.name) == [
                "id", "name", "other_names", "date", "date.expression", "date.basis", "date.anchor", "place",
                "kind", "status", "parent", "evidence", "note", "parts", "participants", "mentions",
            ])
    }

    @Test func fieldsBecomeColumns() {
        #expect(corpus.text(.quotes, "text", 1) == "refused")
        #expect(corpus.text(.quotes, "kind", 2) == "mixed")
        #expect(corpus.text(.quotes, "speaker", 0) == "khamenei")
        #expect(corpus.text(.quotes, "speaker", 2) == nil)
        #expect(corpus.text(.quotes, "topics", 0) == "t2, t1")
        #expect(corpus.text(.quotes, "said", 0) == "2022-05")
        #expect(corpus.text(.quotes, "said.expression", 0) == "last spring")
        #expect(corpus.text(.quotes, "said.basis", 0) == "implied")
        #expect(corpus.text(.quotes, "said.anchor", 0) == "published")
        #expect(corpus.text(.quotes, "span.start", 0) == "19")
        #expect(corpus.text(.quotes, "span.exact", 0) == "no")
        #expect(corpus.text(.quotes, "confidence", 0) == "0.5")
        #expect(corpus.text(.quotes, "paragraph", 0) == "1")
        #expect(corpus.text(.quotes, "evidence", 1) == "true")
        #expect(corpus.text(.quotes, "note", 2) == nil)
    }

    @Test func nestedRecordsGetTheirLinkAndId() {
        #expect(corpus.text(.memberships, "id", 0) == "khamenei/memberships/1")
        #expect(corpus.text(.memberships, "id", 2) == "m3")
        #expect(corpus.text(.memberships, "member", 1) == "khamenei")
        #expect(corpus.text(.stances, "id", 0) == "q1/stances/1")
        #expect(corpus.table(.stances).row(id: "q1/stances/1") == 0)
        #expect(
            corpus.text(.actors, "memberships", 0) == "khamenei/memberships/1, khamenei/memberships/2, m3")
    }

    @Test func linksAreFollowedBackwards() {
        #expect(corpus.text(.actors, "quotes", 0) == "q1, q2")
        #expect(corpus.text(.actors, "parts", 2) == "editor")
        #expect(corpus.text(.actors, "wrote", 1) == "a1")
        #expect(corpus.text(.topics, "quotes", 0) == "q1")
        #expect(corpus.text(.quotes, "reports", 0) == "q2")
        #expect(corpus.text(.quotes, "same_utterance", 1) == "q1")
        #expect(corpus.text(.quotes, "repeated", 1) == "q1")
        #expect(corpus.text(.quotes, "repeated", 0) == "q2")
    }

    @Test func factionsFollowFromMemberships() {
        // The stated one covers 2022-05, but that date is a judgement; the inferred one is undated.
        #expect(corpus.text(.quotes, "faction", 0) == "hardliner, reformist")
        // Without a day only undated memberships count.
        #expect(corpus.text(.quotes, "faction", 1) == "reformist, hardliner")
        #expect(corpus.text(.quotes, "faction", 2) == "")
        #expect(corpus.judged(.quotes, "faction") == "1111")
        #expect(corpus.text(.actors, "faction", 0) == "hardliner, reformist")
        #expect(corpus.judged(.actors, "faction") == "01")
    }

    @Test func judgementsAreMarked() {
        #expect(corpus.judged(.memberships, "faction") == "011")
        #expect(corpus.judged(.memberships, "during") == nil)
        #expect(corpus.judged(.quotes, "said") == "100")
        #expect(corpus.judged(.stances, "position") == "1")
        #expect(corpus.judged(.stances, "quote") == nil)
        #expect(corpus.judged(.factions, "memberships") == "011")
        #expect(corpus.judged(.claims, "stances") == "1")
        #expect(corpus.judged(.quotes, "stances") == nil)
    }

    @Test func ownVariablesAreTyped() {
        #expect(corpus.text(.actors, "score", 1) == "3.0")
        #expect(corpus.text(.actors, "score", 2) == "2.5")
        #expect(corpus.text(.actors, "score", 0) == nil)
        #expect(corpus.text(.actors, "seen", 1) == "2025-02")
        #expect(corpus.text(.actors, "tags", 2) == "x, y")
        #expect(corpus.text(.actors, "checked", 2) == "true")
        #expect(corpus.table(.actors).columns.last?.role == .own)
    }

    @Test func namesAreFolded() {
        #expect(corpus.table(.actors).names?.rows(matching: "khamenei") == [0])
        #expect(corpus.table(.actors).names?.rows(matching: "ayatollah khamenei") == [0])
        #expect(corpus.table(.quotes).names == nil)
    }
}
