import Quoth
import QuothSyntax
import TestSupport
import Testing

/// What `it` is, the sets before it, and the script that a session leaves.
@Suite struct RefiningTests {
    private static let json = """
        {"articles": [{"id": "a", "headline": "Harbour"}],
         "actors": [{"id": "ann", "name": "Ann", "kind": "person"}, {"id": "bob", "name": "Bob", "kind": "person"}],
         "quotes": [{"id": "q1", "article": "a", "speaker": "ann", "kind": "direct", "text": "No more silt."},
                    {"id": "q2", "article": "a", "speaker": "bob", "kind": "indirect", "text": "Agrees."},
                    {"id": "q3", "article": "a", "speaker": "bob", "kind": "direct", "text": "Never."}]}
        """
    private var session: Session

    init() throws { session = Session(try Corpus.load(json: Self.json)) }

    private mutating func goBack(_ isPossible: Bool) {
        let isDone = session.back()
        #expect(isDone == isPossible)
    }

    private func refuse(_ text: String) throws {
        var copy = session
        #expect(throws: Diagnostic.self) { try copy.run(SourceText(name: Session.promptName, text)) }
    }

    private mutating func ask(_ text: String) throws -> Answer? {
        var last: Answer?
        for case .answer(let answer) in try session.run(SourceText(name: Session.promptName, text)) {
            last = answer
        }
        return last
    }

    @Test mutating func itSaysWhatItIs() throws {
        #expect(session.antecedent == nil)
        _ = try ask("let direct = quotes where kind = direct show length(text) as n")
        #expect(session.antecedent == nil)
        _ = try ask("direct where n > 6 count by speaker")
        #expect(session.antecedent?.count == 1)
        #expect(session.antecedent?.noun.name == "quotes")
        #expect(session.antecedent?.query == "quotes where kind = direct where length(text) > 6")
        _ = try ask("people\nwhere id known\ncount by kind")
        #expect(session.antecedent?.noun.name == "people")
        _ = try ask("actors")
        #expect(session.antecedent?.noun.name == "actors")
    }

    @Test mutating func stepsLeadBack() throws {
        _ = try ask("quotes")
        _ = try ask("count by kind")
        _ = try ask("where kind = direct")
        _ = try ask("where speaker = bob count")
        #expect(session.antecedent?.count == 1)
        goBack(true)
        #expect(session.antecedent?.count == 2)
        goBack(true)
        // Counting by kind left the set as it was.
        #expect(session.antecedent?.count == 3)
        goBack(false)
        let indirect = try ask("where kind = indirect show id")
        #expect(indirect?[0, 0] == .text("q2"))
        goBack(true)
        #expect(session.antecedent?.query == "quotes")
    }

    @Test mutating func aQueryThatBeginsAnewIsSteppedBackFrom() throws {
        _ = try ask("quotes where kind = direct count")
        _ = try ask("people where id = ann")
        _ = try ask("quotes where kind = indirect")
        goBack(true)
        #expect(session.antecedent?.query == "people where id = ann")
        goBack(true)
        #expect(session.antecedent?.query == "quotes where kind = direct")
        goBack(false)
    }

    @Test mutating func whatWasLeftOutIsToldOnTheWay() throws {
        let whole = try ask("quotes where within.kind = direct or speaker = ann count by kind")
        _ = try ask("quotes where within.kind = direct or speaker = ann")
        let refined = try ask("count by kind")
        #expect(refined?.accounting == whole?.accounting)
        #expect(refined?.accounting.filters.first?.leftOut.isEmpty == false)
        _ = try ask("people\nlet mine = it\nquotes")
        goBack(true)
        goBack(true)
        #expect(try ask("count by kind")?.accounting == whole?.accounting)
        var copy = Session(session.corpus)
        var answers: [Answer] = []
        for case .answer(let answer) in try copy.run(SourceText(name: "saved", session.script)) {
            answers.append(answer)
        }
        #expect(answers.last?.accounting == whole?.accounting)
    }

    @Test mutating func stepsAreBounded() throws {
        for turn in 0...(Session.maximumSteps * 2) {
            let kind = turn.isMultiple(of: 2) ? "direct" : "indirect"
            _ = try ask("quotes where kind = \(kind)")
        }
        var steps = 0
        while session.back() { steps += 1 }
        #expect(steps == Session.maximumSteps)
    }

    @Test mutating func aScriptHoldsWhatSucceeded() throws {
        session.setParameter("day", to: "2025-02")
        _ = try ask("param who: text = ann")
        _ = try ask("param day: date = 2024")
        _ = try ask("let mine = quotes where speaker = $who")
        _ = try ask("quotes where kind = direct show speaker, length(text) as n")
        try refuse("where 1 / 0 = 1")
        try refuse("expect 7 quotes")
        _ = try ask("where in mine sort by length(text)")
        _ = try ask("let mine = it where said missing")
        _ = try ask("expect 1 mine")
        _ = session.back()
        _ = try ask("count by speaker")
        #expect(
            session.script == """
                param who: text = ann
                param day: date = 2025-02
                let mine = quotes where speaker = $who
                quotes where kind = direct show speaker, length(text) as n
                quotes where kind = direct where in mine sort by length(text)
                let mine_2 = quotes
                    where kind = direct
                    where in mine
                    sort by length(text)
                    where said missing
                expect 1 mine_2
                quotes where kind = direct count by speaker

                """)
        let bound = "bob"
        let answer = try session.query("quotes where speaker = \(bound) and in mine")
        let alone = "quotes where speaker = \"bob\" and in (quotes where kind = direct"
        #expect(answer.query?.hasPrefix(alone) ?? false, "\(answer.query ?? "")")
    }

    @Test mutating func aRefinementThatGrowsWithoutEndIsLetGo() throws {
        _ = try ask("quotes")
        for _ in 0..<40 { _ = try ask("where in it and kind known") }
        #expect(session.antecedent?.count == 3)
        #expect(session.antecedent?.query == nil)
        let counted = try ask("count")
        #expect(counted?.query == nil)
        #expect(Parser.parse(SourceText(name: "", session.script)).diagnostics.isEmpty)
        _ = try ask("quotes")
        #expect(session.antecedent?.query == "quotes")
    }

    /// What is compared of an answer.
    private struct Seen: Equatable {
        let columns: [String]
        let rows: [[Value]]

        init(_ answer: Answer) {
            columns = answer.columns.map(\.name)
            rows = (0..<answer.rowCount).map(answer.row)
        }
    }

    /// Whatever is asked, with failures and steps back in between: the script gives the same answers, and so does
    /// each query by itself.
    @Test func aSavedSessionGivesTheSameAnswers() throws {
        for seed in 0..<12 {
            let made = RandomCorpus(seed: UInt64(seed))
            let naive = try NaiveCorpus(json: made.json)
            let corpus = try Corpus.load(json: made.json, name: "<made up>")
            var random = SplitMix64(seed: UInt64(seed))
            var session = Session(corpus, isLenient: true)
            var seen: [Seen] = []
            for _ in 0..<6 {
                let script = RandomQuery(seed: random.next(), naive).text
                for statement in Parser.parse(SourceText(name: "", script)).script.statements {
                    if random.next() % 5 == 0 { _ = session.back() }
                    let source = SourceText(name: Session.promptName, SyntaxPrinter.text(statement.kind))
                    guard let outcomes = try? session.run(source) else { continue }
                    for case .answer(let answer) in outcomes {
                        seen.append(Seen(answer))
                        let query = try #require(answer.query)
                        var other = Session(corpus, isLenient: true)
                        let alone = try Seen(other.query(QueryText(query)))
                        #expect(alone == Seen(answer), "seed \(seed): \(query)")
                    }
                }
            }
            var again = Session(corpus, isLenient: true)
            let outcomes = try again.run(SourceText(name: "saved", session.script))
            let answers = outcomes.compactMap { outcome in
                if case .answer(let answer) = outcome { Seen(answer) } else { nil }
            }
            #expect(answers == seen, "seed \(seed):\n\(session.script)")
        }
    }
}
