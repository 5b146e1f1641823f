import Quoth
import QuothSyntax
import TestSupport
import Testing

/// Why a row is in an answer, as a program that embeds the library sees it.
@Suite struct WhyTests {
    private static let json = """
        {"articles": [{"id": "a", "headline": "Harbour", "language": "en"}],
         "factions": [{"id": "dockers", "name": "dockers"}, {"id": "greens", "name": "greens"}],
         "claims": [{"id": "c", "name": "the dam is safe"}],
         "actors": [{"id": "ann", "name": "Ann", "kind": "person",
                     "memberships": [{"faction": "dockers"}, {"faction": "greens", "basis": "implied"}]},
                    {"id": "bob", "name": "Bob", "kind": "person"}],
         "quotes": [{"id": "q1", "article": "a", "speaker": "ann", "kind": "direct", "text": "No more silt.",
                     "said": "2024-05", "stances": [{"claim": "c", "position": "oppose"},
                                                    {"claim": "c", "position": "unclear"}]},
                    {"id": "q2", "article": "a", "speaker": "bob", "kind": "indirect", "text": "Agrees."},
                    {"id": "q3", "article": "a", "speaker": "ann", "kind": "direct", "text": "Never.",
                     "said": "2024-05-02"}]}
        """
    private let corpus: Corpus

    init() throws { corpus = try Corpus.load(json: Self.json) }

    private func why(_ query: QueryText, row: Int = 0) throws -> Why {
        try #require(try corpus.why(row: row, of: try corpus.query(query)))
    }

    private func ids(_ answer: Answer?) throws -> [String] {
        let answer = try #require(answer)
        return (0..<answer.rowCount).compactMap { corpus.record(of: answer, row: $0)?.label }
    }

    @Test func aConditionShowsItsValues() throws {
        let found = try why("quotes where faction = greens and not (kind = indirect) and length(text) > 3")
        #expect(found.record?.label == "q1")
        #expect(found.behind == nil)
        let parts = try #require(found.reasons.first?.parts)
        #expect(parts.map(\.condition) == ["faction = greens", "not (kind = indirect)", "length(text) > 3"])
        #expect(parts.map(\.verdict) == [.holds, .holds, .holds])
        #expect(parts.map(\.isJudged) == [true, false, false])
        #expect(parts[0].values.first?.fitting.map(\.description) == ["greens"])
        #expect(parts[1].parts.map(\.verdict) == [.fails])
        #expect(parts[1].parts[0].values.map(\.value) == [.text("direct")])
        #expect(parts[2].values.map(\.value) == [.integer(13)])
    }

    @Test func whatWordsFoundIsSeen() throws {
        for (condition, found) in [
            ("text mentions \"more silts\"", [3..<12]), ("text contains \"MÓRE\"", [3..<7]),
            ("text matches \"[os]\"", [1..<2, 4..<5, 8..<9]), ("not (text mentions never)", []),
            ("text contains \"\"", []),
        ] {
            let query = "quotes where id = q1 and " + condition
            var reason = try why(QueryText(query)).reasons[0].parts[1]
            while let part = reason.parts.first { reason = part }
            #expect(reason.values.first?.found == found, "\(condition)")
        }
    }

    @Test func aMissingValueIsSeen() throws {
        let found = try why("quotes where not (said = 2024)")
        #expect(found.reasons[0].parts[0].values[0].value == .missing)
        #expect(found.record?.label == "q2")
    }

    @Test func whatCouldFailIsNotAskedAfterTheDecision() throws {
        let found = try why("quotes where kind = direct or 1 / (length(text) - 13) > 0")
        #expect(found.reasons[0].parts.map(\.verdict) == [.holds, .notAsked])
    }

    @Test func quantifiersShowTheRecordsThatDecide() throws {
        let some = try why("quotes where any stances (position = oppose)")
        #expect(some.reasons[0].ends?.count == 2)
        #expect(some.reasons[0].ends?.fitting == 1)
        #expect(some.reasons[0].ends?.shown.map(\.reason?.verdict) == [.holds])
        let counted = try why("people where count(quotes (kind = direct)) > 1")
        #expect(counted.reasons[0].values[0].value == .integer(2))
        #expect(counted.reasons[0].ends?.shown.map(\.record.label) == ["q1", "q3"])
        let outer = try why(
            "quotes where any speaker.quotes (kind = ..kind and length(text) < length(..text))")
        #expect(outer.reasons[0].ends?.count == 2)
        let none = try why("people where no memberships")
        #expect(none.record?.label == "Bob")
        #expect(none.reasons[0].ends?.count == 0)
    }

    @Test func theRowsOfAQuerySayWhyTheyAreAmongIts() throws {
        let found = try why("quotes where speaker in (people where any memberships (faction = dockers))")
        #expect(found.reasons[0].parts.map(\.condition) == ["any memberships (faction = dockers)"])
    }

    @Test func aGroupHasItsRecordsBehindIt() throws {
        let counted = try corpus.query("quotes count by speaker, said")
        for row in 0..<counted.rowCount {
            let behind = try corpus.why(row: row, of: counted)?.behind
            #expect(.integer(behind?.rowCount ?? 0) == counted[row, 2])
        }
        // The group of a month isn't that of a day in it.
        let months = try corpus.query("quotes count by said")
        #expect(try ids(corpus.why(row: 0, of: months)?.behind) == ["q1"])
        #expect(months[2, 0] == .missing)
        #expect(try ids(corpus.why(row: 2, of: months)?.behind) == ["q2"])
        // A row with several values is in several groups.
        let factions = try corpus.query("quotes count by faction")
        #expect(try ids(corpus.why(row: 0, of: factions)?.behind) == ["q1", "q3"])
        #expect(try ids(corpus.why(row: 1, of: factions)?.behind) == ["q1", "q3"])
        #expect(try ids(corpus.why(row: 0, of: corpus.query("quotes count"))?.behind) == ["q1", "q2", "q3"])
    }

    @Test func aGroupOfGroupsLeadsBackToTheRecords() throws {
        let answer = try corpus.query("quotes count by speaker, kind where count > 1 count by kind")
        let why = try #require(try corpus.why(row: 0, of: answer))
        #expect(try ids(why.behind) == ["q1", "q3"])
        let behind = try #require(why.behind)
        let inner = try #require(try corpus.why(row: 1, of: behind))
        #expect(inner.record?.label == "q3")
        #expect(inner.reasons.flatMap(\.parts).map(\.verdict) == [.holds, .holds])
    }

    @Test func aGroupHasOnlyTheGroupsThatWereLeft() throws {
        let answer = try corpus.query(
            "quotes count by speaker, id where speaker = ann limit 1 count by speaker")
        #expect(try ids(corpus.why(row: 0, of: answer)?.behind) == ["q1"])
    }

    @Test func aPairHasItsTwoBehindIt() throws {
        let pairs = try corpus.query("quotes pairs by speaker where a.kind = direct")
        let why = try #require(try corpus.why(row: 0, of: pairs))
        #expect(why.reasons.map(\.condition) == ["a.kind = direct"])
        #expect(try ids(why.behind) == ["q1", "q3"])
        let counted = try corpus.query("quotes pairs by speaker count by a.kind")
        let behind = try #require(try corpus.why(row: 0, of: counted)?.behind)
        #expect(try ids(behind) == ["q1", "q3"])
        #expect(try corpus.why(row: 1, of: behind)?.reasons.map(\.verdict) == [.holds])
    }

    /// The pairs of one count are found without making all, as those are that are made.
    @Test func countedPairsAreNotMade() throws {
        let few = Limits(maximumRows: 60)
        var compared = 0
        for seed in 0..<12 {
            let made = RandomCorpus(seed: UInt64(seed))
            let naive = try NaiveCorpus(json: made.json)
            let corpus = try Corpus.load(json: made.json, name: "<made up>")
            for query in 0..<10 {
                let text = RandomQuery.pairs(seed: UInt64(seed * 10 + query), naive)
                let made = text.replacing(" count", with: " where a known count")
                guard text != made, let counted = try? corpus.query(QueryText(text), limits: few),
                    let all = try? corpus.query(QueryText(made))
                else { continue }
                for row in 0..<min(4, counted.rowCount) {
                    let behind = try corpus.why(row: row, of: counted, limits: few)?.behind
                    #expect(try ids(behind) == ids(corpus.why(row: row, of: all)?.behind), "\(text)")
                    compared += all.accounting.pairing.map { $0.made > few.maximumRows } ?? false ? 1 : 0
                }
            }
        }
        #expect(compared > 0)
    }

    @Test func aConditionOnGroupsIsExplainedToo() throws {
        let why = try why("quotes count by speaker where count > 1")
        #expect(why.reasons.map(\.condition) == ["count > 1"])
        #expect(why.reasons[0].values[0].value == .integer(2))
    }

    @Test func refinementsAreExplainedWhole() throws {
        var session = Session(corpus)
        _ = try session.query("quotes where kind = direct")
        let answer = try session.query("where said = 2024 limit 1")
        let why = try #require(try corpus.why(row: 0, of: answer))
        #expect(why.reasons.map(\.condition) == ["kind = direct", "said = 2024"])
        #expect(try corpus.why(row: 1, of: answer) == nil)
    }

    @Test func limitsAreKept() throws {
        let answer = try corpus.query("quotes count by speaker")
        #expect { try corpus.why(row: 0, of: answer, limits: Limits(shouldStop: { true })) } throws: {
            ($0 as? Diagnostic)?.code == .interrupted
        }
    }

    /// Each condition of each row of a made-up query holds, and a count is that of the rows behind it.
    @Test func madeUpQueriesAreExplained() throws {
        for seed in 0..<12 {
            let made = RandomCorpus(seed: UInt64(seed))
            let naive = try NaiveCorpus(json: made.json)
            let corpus = try Corpus.load(json: made.json, name: "<made up>")
            for query in 0..<8 {
                let text = RandomQuery(seed: UInt64(seed * 8 + query), naive).text
                var session = Session(corpus, isLenient: true)
                guard let outcomes = try? session.run(SourceText(name: "t", text)) else { continue }
                for case .answer(let answer) in outcomes {
                    for row in 0..<min(3, answer.rowCount) { try explain(row, answer, corpus, seed, text) }
                }
            }
        }
    }

    private func explain(
        _ row: Int, _ answer: Answer, _ corpus: Corpus, _ seed: Int, _ text: String
    ) throws {
        let why = try #require(try corpus.why(row: row, of: answer))
        #expect(why.reasons.allSatisfy { $0.verdict == .holds }, "seed \(seed): \(text)")
        if let record = why.record {
            #expect(record == corpus.record(of: answer, row: row))
            return
        }
        let behind = try #require(why.behind)
        let isFirst = text.ranges(of: " count").count == 1 && !text.contains(" summarize")
        if isFirst, let column = answer.columns.firstIndex(where: { $0.role == .count }) {
            #expect(answer[row, column] == .integer(behind.rowCount), "seed \(seed): \(text)")
        }
        for place in 0..<min(2, behind.rowCount) {
            let inner = try #require(try corpus.why(row: place, of: behind))
            #expect(inner.record == corpus.record(of: behind, row: place))
            #expect(inner.reasons.allSatisfy { $0.verdict == .holds }, "seed \(seed): \(text)")
        }
    }
}
