import Quoth
import QuothSyntax
import Testing

/// The library as a program that embeds it sees it.
@Suite struct LibraryTests {
    private static let json = """
        {"articles": [{"id": "a", "headline": "Harbour"}],
         "actors": [{"id": "obrien", "name": "Ann O'Brien", "kind": "person",
                     "memberships": [{"faction": "dockers"}, {"faction": "greens", "basis": "implied"}]},
                    {"id": "odd", "name": "x\\" or kind = direct", "kind": "person"}],
         "factions": [{"id": "dockers", "name": "dockers"}, {"id": "greens", "name": "greens"}],
         "quotes": [{"id": "q1", "article": "a", "speaker": "obrien", "kind": "direct", "text": "No more silt.",
                     "said": "2024-05"},
                    {"id": "q2", "article": "a", "speaker": "odd", "kind": "indirect", "text": "Agrees."}]}
        """
    private let corpus: Corpus

    init() throws { corpus = try Corpus.load(json: Self.json) }

    @Test func interpolationBindsValuesAndNeverText() throws {
        let hostile = "x\" or kind = direct"
        let answer = try corpus.query("quotes where speaker = \(hostile) show id")
        #expect(answer.rowCount == 1)
        #expect(answer[0, 0] == .text("q2"))
        #expect(try corpus.query("quotes where speaker in (\(["obrien", "odd"])) limit \(1)").rowCount == 1)
        #expect(try corpus.query("quotes where length(text) > \(7.5)").rowCount == 1)
    }

    @Test func rowsDecode() throws {
        struct Line: Decodable, Equatable {
            let speaker: String
            let said: String?
            let characters: Int
            let faction: [String]
        }
        let answer = try corpus.query("quotes show speaker, said, length(text) as characters, faction")
        let lines = try answer.decoded(as: Line.self)
        #expect(
            lines
                == [
                    Line(speaker: "Ann O'Brien", said: nil, characters: 13, faction: ["dockers", "greens"]),
                    Line(speaker: "x\" or kind = direct", said: nil, characters: 7, faction: []),
                ].enumerated().map { index, line in
                    index == 0
                        ? Line(speaker: line.speaker, said: "2024-05", characters: 13, faction: line.faction)
                        : line
                })
        struct Wrong: Decodable { let speaker: Int }
        #expect(throws: DecodingError.self) { try answer.decoded(as: Wrong.self) }
        struct Absent: Decodable { let nothing: String }
        #expect(throws: DecodingError.self) { try answer.decoded(as: Absent.self) }
    }

    /// Whatever a text is compared for: `é` as one scalar and as two are two texts.
    @Test(arguments: [
        ("distinct text", 2), ("count by text", 2), ("where text = 'caf\u{E9}'", 1),
        ("where text in (quotes where id = a show text)", 1), ("where text = upper(text)", 0),
        ("where id in (quotes show text)", 0), ("where text contains 'caf\u{E9}'", 2),
        ("where text mentions cafe", 2),
    ])
    func textsAreTheSameIfTheirScalarsAre(stages: String, rows: Int) throws {
        let corpus = try Corpus.load(
            json: #"""
                {"articles": [{"id": "x", "headline": "X"}], "quotes": [
                 {"id": "a", "article": "x", "kind": "direct", "text": "caf\#u{E9}"},
                 {"id": "b", "article": "x", "kind": "direct", "text": "cafe\#u{301}"}]}
                """#)
        #expect(try corpus.query(QueryText("quotes " + stages)).rowCount == rows)
    }

    /// More rows than fit a word of a bitmap, and fewer judged values than rows.
    @Test func aFewJudgedAmongManyAreCounted() throws {
        let stances = #""stances": [{"claim": "c", "position": "oppose", "basis": "stated"}]"#
        let silent = (1...70).map {
            #"{"id": "s\#($0)", "article": "a", "kind": "indirect", "text": "-", \#(stances)}"#
        }
        let json = Self.json.replacing(
            #"{"id": "q2","#, with: silent.joined(separator: ", ") + #", {"id": "q2","#
        )
        .replacing(#""quotes":"#, with: #""claims": [{"id": "c", "name": "c"}], "quotes":"#)
        let corpus = try Corpus.load(json: json)
        for corpus in [corpus, corpus.indexed(minimumRows: 1)] {
            let counted = try corpus.query("quotes count by faction")
            #expect(counted.rowCount == 3)
            #expect(counted.accounting.judged == 1)
            #expect(try corpus.query("stances count by faction")[0, 1] == .integer(70))
        }
    }

    @Test func columnsTellTheirRole() throws {
        let counted = try corpus.query("quotes count by kind, faction")
        #expect(counted.columns.map(\.role) == [.group, .group, .count, .share])
        let shown = try corpus.query("quotes count by kind show count, kind, count * 2 as double, share")
        #expect(shown.columns.map(\.role) == [.count, .group, .value, .share])
        let computed = try corpus.query("quotes summarize count as n, max(said) as latest by kind as form")
        #expect(computed.columns.map(\.role) == [.group, .count, .value])
        #expect(try corpus.query("quotes show kind").columns.map(\.role) == [.value])
        #expect(try corpus.query("quotes count").columns.map(\.role) == [.count])
    }

    @Test func faultsAreValues() {
        #expect(corpus.check("quotes where speker = x").map(\.code) == [.unknownField])
        #expect(corpus.check("quotes where speaker = obrien").isEmpty)
        #expect(Session.isComplete("quotes count"))
        #expect(!Session.isComplete("quotes where (kind = direct"))
    }

    @Test func aSessionIsAsItWasAfterAFailure() throws {
        var session = Session(corpus)
        _ = try session.query("quotes where kind = direct")
        #expect(throws: Diagnostic.self) { try session.query("quotes where 1 / 0 = 1") }
        #expect(try session.query("it show id")[0, 0] == .text("q1"))
    }

    /// What was checked to go on from a query that failed doesn't go on from other records.
    @Test(arguments: ["count by name", "expect none it", "let last = it"])
    func nothingGoesOnFromAQueryThatFailed(_ text: String) throws {
        var session = Session(corpus)
        _ = try session.query("quotes")
        let checked = session.check(
            SourceText(name: "script", "factions where 1 / (length(name) - length(name)) = 1\n\(text)"))
        for (statement, code) in zip(checked.statements, [DiagnosticCode.divisionByZero, .nothingBefore]) {
            #expect { try session.run(statement) } throws: { ($0 as? Diagnostic)?.code == code }
        }
        #expect(session.antecedent?.noun == .quotes)
    }

    @Test func manyThreadsAskOneCorpus() async throws {
        let corpus = self.corpus
        let counts = await withTaskGroup(of: Int.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    var total = 0
                    for _ in 0..<50 {
                        total +=
                            (try? corpus.query("quotes where text mentions silt count by faction").rowCount)
                            ?? 0
                    }
                    return total
                }
            }
            return await group.reduce(0, +)
        }
        #expect(counts == 8 * 50 * 2)
    }

    @Test func limitsStopAQuery() throws {
        #expect { try corpus.query("quotes", limits: Limits(maximumRows: 1)) } throws: { error in
            (error as? Diagnostic)?.code == .rowLimit
        }
        #expect { try corpus.query("quotes", limits: Limits(shouldStop: { true })) } throws: { error in
            (error as? Diagnostic)?.code == .interrupted
        }
        let late = Limits(deadline: 5, now: { 6 })
        #expect { try corpus.query("quotes", limits: late) } throws: { error in
            (error as? Diagnostic)?.code == .timeLimit
        }
    }
}
