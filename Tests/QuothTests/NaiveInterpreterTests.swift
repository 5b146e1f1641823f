import Quoth
import QuothSyntax
import TestSupport
import Testing

/// Answers of the naive interpreter that were found by reading the sample.
@Suite struct NaiveInterpreterTests {
    private let corpus: NaiveCorpus

    init() throws { corpus = try NaiveCorpus(json: NaiveSample.json) }

    private func run(_ text: String) throws -> NaiveAnswer {
        try #require(try NaiveInterpreter(corpus).run(text))
    }

    /// The cells as a reader would write them, a row a text.
    private func rows(_ text: String) throws -> [String] {
        try run(text).rows.map { row in
            row.map { cell in cell.map { written($0) }.joined(separator: "+") }.joined(separator: " | ")
        }
    }

    private func written(_ value: NaiveValue) -> String {
        switch value {
        case .text(let text): text
        case .integer(let number): "\(number)"
        case .real(let number): "\(number)"
        case .truth(let truth): truth ? "yes" : "no"
        case .period(let period): period.description
        case .record(let collection, let row): corpus.label(collection, row)
        }
    }

    @Test(arguments: [
        ("kind = direct", "q1 q2"),
        ("speaker = khamenei", "q1 q3"),
        ("speaker.name = 'ali khamenei'", "q1 q3"),
        ("speaker != khamenei", "q2"),
        ("not speaker = khamenei", "q2 q4"),
        ("faction = hardliner", "q1 q3"),
        ("faction under hardliner and faction = 'old guard'", "q1"),
        ("said = 2025", "q1 q2"),
        ("possibly said = 2025", "q1 q2 q4"),
        ("said = 2025-02", "q1"),
        ("said != 2025-02", "q4"),
        ("not possibly said = 2025-02", "q3 q4"),
        ("2025 > .said", ""),
        ("possibly 2025 > .said", "q4"),
        ("said from 2024-12 to 2025-01", "q4"),
        ("said in last 2 days", "q1"),
        ("said - 7 days = 2025-01", "q1"),
        ("year(said) missing", "q3 q4"),
        ("year(said) = 2025", "q1 q2"),
        ("said missing", "q3"),
        ("said.expression = 'this week'", "q3"),
        ("topics = talks", "q1 q2"),
        ("topics != talks", ""),
        ("all topics (name = talks)", "q2"),
        ("no topics", "q3 q4"),
        ("any stances (position = support and ..speaker = khamenei)", "q1"),
        ("kind known and count(topics) > 1", "q1"),
        ("kind known and count(topics (name = talks)) = 1", "q1 q2"),
        ("speaker.faction = hardliner", "q1 q3"),
        ("max(speaker.quotes.paragraph) = 4", "q1 q3"),
        ("text contains 'TALK'", "q1 q2"),
        ("text mentions 'all'", "q1"),
        ("text matches '^No'", "q1"),
        ("speaker in (people where country = Iran)", "q1 q3"),
        ("speaker in (quotes where kind = direct show speaker)", "q1 q2 q3"),
        ("speaker.country not in (Iran)", ""),
        ("in (stances where position = oppose) or in (quotes limit 1)", "q1"),
        ("under q1", "q1 q2"),
        ("weight > 1 and 10 / weight > 2", "q1"),
        ("weekday(said) = Friday", "q1"),
        ("length(text) < 6", "q3"),
    ])
    func conditions(condition: String, ids: String) throws {
        let found = try rows("quotes where \(condition) show id").joined(separator: " ")
        #expect(found == ids, "\(condition)")
    }

    @Test func groups() throws {
        #expect(
            try rows("quotes count by faction") == [
                "hardliner | 2 | 0.5", "moderate | 1 | 0.25", "old guard | 1 | 0.25", " | 1 | 0.25",
            ])
        #expect(
            try rows("stances summarize count, max(said) by position") == [
                "oppose | 1 | 2025", "support | 1 | 2025-02-07",
            ])
        #expect(try rows("quotes summarize avg(paragraph) as m, distinct(speaker)") == ["\(7.0 / 3) | 2"])
        #expect(try run("quotes count by speaker.name, kind").columns == ["name", "kind", "count", "share"])
        #expect(
            try rows("quotes count by year(said) where count > 1 or year(said) = 2025") == [
                "2025 | 2 | 0.5", " | 2 | 0.5",
            ])
        #expect(
            try rows("quotes where kind = direct count by kind\ncount\nwhere said = 2025-02") == [
                "Ali Khamenei | direct | 2025-02-07 | No talks at all"
            ])
    }

    @Test func accounting() throws {
        let first = try run("quotes where said = 2025 and speaker.country = Iran").accounting
        #expect(first.start == 4)
        #expect(first.filters[0].leftOut == ["speaker.country": 1, "said": 1])
        #expect(first.filters[0].possibly == 0)
        #expect(first.nested == 0)
        let second = try run("quotes where said = 2025-02 or faction = moderate").accounting
        #expect(second.filters[0].possibly == 0)
        #expect(second.filters[0].leftOut == ["said": 1, "faction": 1])
        #expect(second.judged == 1)
        #expect(second.nested == 1)
        let third = try run("quotes where not said < 2025 count by year(said), topics").accounting
        #expect(third.filters[0].kept == 1)
        #expect(third.filters[0].possibly == 0)
        #expect(third.records == 4)
        #expect(third.spanning == 1)
        #expect(third.inSeveralGroups == 1)
        #expect(try run("quotes where said < 2025").accounting.filters[0].possibly == 1)
        #expect(try run("quotes count by year(said)").accounting.judged == 0)
        #expect(try run("quotes where said known count by speaker").accounting.judged == 1)
    }

    @Test(arguments: [
        ("quotes where 1 / weight > 0", DiagnosticCode.divisionByZero),
        ("quotes where weight + 9223372036854775807 > 0", .overflow),
        ("quotes where said + 9000 years > 2025", .dateOutOfRange),
        ("quotes where speaker = nobody", .unknownValue),
    ])
    func faults(query: String, code: DiagnosticCode) throws {
        let fault = #expect(throws: NaiveFault.self) { try run(query) }
        #expect(fault?.code == code)
    }
}
