import QuothSyntax
import Testing

@testable import Quoth
@testable import QuothCLI

@Suite("Answers in each form")
struct PrinterTests {
    private let quotes = Answer.made([
        .texts("speaker", ["Abbas Araghchi", nil, "新聞記者"]),
        .integers("n", [7, 1_204, -3]),
        .dates("said", [Calendar.period(2025, 2, 7), Calendar.period(2025), nil]),
        .texts("text", ["No \"talks\", he said", "one\ntwo | three", "a\tb\u{1B}[31m"]),
    ])
    private let groups = Answer.made(
        [
            .texts("kind", ["direct", nil, "mixed"]), .integers("count", [12, 3, 1]),
            .reals("share", [0.75, 0.1875, 0.0625]),
        ], noun: nil)

    @Test func `A table off a terminal has one line a row`() throws {
        #expect(
            try quotes.printed(.table) == """
                speaker            n  said        text
                ──────────────  ────  ──────────  ───────────────────
                Abbas Araghchi     7  2025-02-07  No "talks", he said
                                1204  2025        one⏎two | three
                新聞記者          -3              a b\\u{1B}[31m

                """)
        #expect(try quotes.printed(.table, isRaw: true).contains("a b\u{1B}[31m"))
    }

    @Test func `A table in a window is numbered and wrapped to fit`() throws {
        let answer = Answer.made([
            .texts("speaker", ["Araghchi", "Khamenei"]),
            .texts("text", ["Negotiations are not wise, he told the paper on Friday", "No"]),
        ])
        #expect(
            try answer.printed(.table, width: 40) == """
                   speaker   text
                   ────────  ───────────────────────────
                1  Araghchi  Negotiations are not wise,
                             he told the paper on Friday
                2  Khamenei  No

                """)
    }

    @Test func `Words and dates stay whole, and where they can't rows are cards`() throws {
        let answer = Answer.made([
            .texts("speaker", ["Araghchi", "Khamenei"]),
            .dates("said", [Calendar.period(2025, 2, 7), Calendar.period(2025, 2, 8)]),
            .texts("text", ["the government should not negotiate", "no government"]),
        ])
        for width in 24...60 {
            let text = try answer.printed(.table, width: width)
            for word in ["2025-02-07", "government", "negotiate", "Araghchi"] {
                #expect(text.contains(word), "\(width): \(text)")
            }
        }
        #expect(try answer.printed(.table, width: 35).hasPrefix("   speaker"))
        #expect(try answer.printed(.table, width: 34).hasPrefix("── 1 ──"))
    }

    @Test(arguments: [40, 60, 80, 200]) func `No line is wider than the window`(_ width: Int) throws {
        let long = String(repeating: "新聞 word ", count: 40)
        let answer = Answer.made([
            .texts("speaker", [long, "b"]), .integers("n", [1, 2]), .texts("text", [long + long, long]),
        ])
        let lines = try answer.printed(.table, width: width).split(separator: "\n")
        #expect(lines.allSatisfy { DisplayWidth.of(String($0)) <= width })
    }

    @Test func `More columns than the window has room for become cards`() throws {
        let columns = (1...8).map { MadeColumn.texts("field\($0)", ["a value of \($0)", "x"]) }
        let text = try Answer.made(columns).printed(.table, width: 40)
        #expect(text.hasPrefix("── 1 ──\nfield1  a value of 1\n"))
    }

    @Test func `Groups have percents and say (none)`() throws {
        #expect(
            try groups.printed(.table) == """
                kind    count  share
                ──────  ─────  ─────
                direct     12  75.0%
                (none)      3  18.8%
                mixed       1   6.3%

                """)
        #expect(try groups.printed(.csv) == "kind,count,share\ndirect,12,0.75\n,3,0.1875\nmixed,1,0.0625\n")
    }

    @Test func `Long headings over numbers are wrapped before rows become cards`() throws {
        let answer = Answer.made(
            [
                .texts("position", ["support", "oppose", "support"]),
                .texts("faction", ["supporters of direct talks", "moderate conservative", "hardliner"]),
                .integers("count", [17, 4, 2]), .reals("share", [17 / 23.0, 4 / 23.0, 2 / 23.0]),
            ], noun: nil, layout: .cross(across: 1))
        #expect(
            try answer.printed(.table, width: 63) == """
                   position    supporters of         moderate  hardliner  total
                                direct talks     conservative
                   ────────  ───────────────  ───────────────  ─────────  ─────
                1  support                17                           2     19
                2  oppose                                   4                 4
                   total                  17                4          2     23

                """)
        let cards = try answer.printed(.table, width: 40)
        #expect(cards.hasPrefix("── 1 ──\n") && cards.contains("── total ──\n"))
    }

    @Test func `A cross table has totals and the largest column first`() throws {
        let answer = Answer.made(
            [
                .texts("faction", ["hardliner", "reformist", "hardliner", nil]),
                .texts("kind", ["direct", "direct", "indirect", nil]),
                .integers("count", [5, 4, 2, 1]), .reals("share", [5 / 12.0, 4 / 12.0, 2 / 12.0, 1 / 12.0]),
            ], noun: nil, layout: .cross(across: 1))
        #expect(
            try answer.printed(.table) == """
                faction    direct  indirect  (none)  total
                ─────────  ──────  ────────  ──────  ─────
                hardliner       5         2              7
                reformist       4                        4
                (none)                            1      1
                total           9         2       1     12

                """)
        #expect(try answer.printed(.csv).hasPrefix("faction,kind,count,share\nhardliner,direct,5,"))
    }

    @Test func `Cards leave out what is missing`() throws {
        #expect(
            try quotes.printed(.card) == """
                ── 1 ──
                speaker  Abbas Araghchi
                n        7
                said     2025-02-07
                text     No "talks", he said
                ── 2 ──
                n        1204
                said     2025
                text     one⏎two | three
                ── 3 ──
                speaker  新聞記者
                n        -3
                text     a b\\u{1B}[31m

                """)
    }

    @Test func `On a dumb terminal the rules between cards are hyphens`() throws {
        let cards = try quotes.printed(.card, width: 40, isPlain: true)
        #expect(cards.hasPrefix("-- 1 --\nspeaker  Abbas Araghchi\n"), "\(cards)")
        #expect(!cards.contains("─"))
    }

    @Test func `CSV quotes what must be quoted and leaves data as it is`() throws {
        #expect(
            try quotes.printed(.csv) == """
                speaker,n,said,text
                Abbas Araghchi,7,2025-02-07,"No ""talks"", he said"
                ,1204,2025,"one
                two | three"
                新聞記者,-3,,a\tb\u{1B}[31m

                """)
        // A terminal is another matter.
        #expect(try quotes.printed(.csv, width: 80).contains("\\u{1B}[31m"))
        #expect(try Answer.made([.texts("a", [nil, "", " x"])]).printed(.csv) == "a\n\"\"\n\"\"\n\" x\"\n")
    }

    @Test func `TSV has a line a row whatever the values hold`() throws {
        #expect(
            try quotes.printed(.tsv) == """
                speaker\tn\tsaid\ttext
                Abbas Araghchi\t7\t2025-02-07\tNo "talks", he said
                \t1204\t2025\tone\\ntwo | three
                新聞記者\t-3\t\ta\\tb\u{1B}[31m

                """)
    }

    @Test func `JSON has types, nulls and lists`() throws {
        let answer = Answer.made([
            .texts("t", ["a\"\u{1B}", nil]), .lists("l", [["x", "y"], []]), .truths("b", [true, false]),
            .reals("r", [0.5, 3]),
        ])
        let first = "{\"t\":\"a\\\"\\u001B\",\"l\":[\"x\",\"y\"],\"b\":true,\"r\":0.5}"
        let second = "{\"t\":null,\"l\":null,\"b\":false,\"r\":3}"
        #expect(try answer.printed(.json) == "[\n\(first),\n\(second)\n]\n")
        #expect(try answer.printed(.jsonl) == "\(first)\n\(second)\n")
        #expect(try Answer.made([.texts("t", [])]).printed(.json) == "[]\n")
    }

    @Test func `Markdown escapes what means something there`() throws {
        #expect(
            try quotes.printed(.markdown) == """
                | speaker | n | said | text |
                | --- | ---: | --- | --- |
                | Abbas Araghchi | 7 | 2025-02-07 | No "talks", he said |
                |  | 1204 | 2025 | one<br>two \\| three |
                | 新聞記者 | -3 |  | a b\\\\u{1B}\\[31m |

                """)
    }

    @Test func `Quotes that aren't in the speaker's own words are marked in a window`() throws {
        let corpus = try Corpus.load(
            json: """
                {"articles": [{"id": "a", "headline": "A"}], "quotes": [
                  {"id": "q1", "article": "a", "kind": "direct", "text": "one"},
                  {"id": "q2", "article": "a", "kind": "indirect", "text": "two", "within": "q1"},
                  {"id": "q3", "article": "a", "kind": "mixed", "text": "three", "within": "q1"}]}
                """)
        var session = Session(corpus)
        guard case .answer(let answer) = try session.run(SourceText(name: "t", "quotes show text")).first
        else {
            Issue.record("no answer")
            return
        }
        #expect(
            try answer.printed(.table, width: 40) == """
                      text
                      ─────
                1     one
                2  ↳~ two
                3  ↳  three

                """)
        let legend = "↳ reported inside another   ~ in the coder's words"
        #expect(QuoteMarks.legend(answer, PrintStyle(), besideRow: true) == legend)
        #expect(try answer.printed(.card, width: 60).contains("── 2 ↳~ ──\n"))
        #expect(try answer.printed(.card).contains("── 2 ──\n"))
        #expect(try answer.printed(.card, width: 60, isPlain: true).contains("-- 2 >~ --\n"))
        #expect(QuoteMarks.legend(answer, PrintStyle(isPlain: true), besideRow: true)?.first == ">")
    }

    @Test func `A paraphrase is marked wherever its text is printed for people`() throws {
        let corpus = try Corpus.load(
            json: """
                {"articles": [{"id": "a", "headline": "A"}], "quotes": [
                  {"id": "q1", "article": "a", "kind": "indirect", "text": "one"},
                  {"id": "q2", "article": "a", "kind": "direct", "text": "two", "within": "q1"}]}
                """)
        func answer(_ query: String) throws -> Answer {
            var session = Session(corpus)
            guard case .answer(let answer) = try session.run(SourceText(name: "t", query)).first else {
                throw OutputFailure.interrupted
            }
            return answer
        }
        let quotes = try answer("quotes show text, within.text")
        #expect(try quotes.printed(.table).contains("~ one\ntwo    ~ one\n"))
        #expect(try quotes.printed(.card).contains("text         ~ one\n"))
        #expect(try quotes.printed(.table, width: 60).contains("2  ↳ two   ~ one"))
        #expect(
            try quotes.printed(.markdown) == """
                | text | within.text |
                | --- | --- |
                | \\~ one |  |
                | two | \\~ one |

                \\~ in the coder's words

                """)
        let html = try quotes.printed(.html)
        #expect(html.contains(">~ one</td>") && html.contains("<figcaption>~ in the coder&#39;s words<br>"))
        for format in [Format.csv, .tsv, .json, .jsonl] { #expect(try !quotes.printed(format).contains("~")) }
        let pairs = try answer("quotes pairs by article show a.text, b.text")
        let printed = try pairs.printed(.table, width: 60)
        #expect(printed.contains("~ one") && !printed.contains("~ two"), "\(printed)")
        #expect(QuoteMarks.legend(pairs, PrintStyle(), besideRow: true) == "~ in the coder's words")
        #expect(try answer("quotes where kind = direct show text").printed(.markdown).contains("~") == false)
    }

    @Test func `The accounting says what was left out, and what emptied an answer`() {
        var accounting = Accounting()
        accounting.start = 1_204
        accounting.records = 412
        accounting.nested = 61
        accounting.judged = 90
        accounting.filters = [
            .init(
                condition: "faction = hardliner", reached: 1_204, held: 412,
                leftOut: [.init(field: "faction", count: 23)], kept: 0, possibly: 0)
        ]
        let found = Answer.made([.texts("t", Array(repeating: "x", count: 412))], accounting: accounting)
        #expect(
            AccountingWords.text(found)
                == "412 quotes, 61 of them reported inside another   (23 left out: no faction recorded; 90 rest on a judgement)\n"
        )
        accounting.nested = 0
        accounting.judged = 0
        accounting.filters[0].leftOut = []
        accounting.filters.append(
            .init(condition: "said = 2024", reached: 412, held: 0, leftOut: [], kept: 0, possibly: 0))
        let empty = Answer.made([.texts("t", [])], accounting: accounting)
        #expect(
            AccountingWords.text(empty)
                == "0 quotes\n  all 1,204 → faction = hardliner: 412 → said = 2024: 0\n")
    }
}
