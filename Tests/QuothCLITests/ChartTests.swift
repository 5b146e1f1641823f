import QuothSyntax
import TestSupport
import Testing

@testable import Quoth
@testable import QuothCLI

@Suite("Charts and lines over time")
struct ChartTests {
    private func groups(_ layout: Answer.Layout = .chart(column: 1)) -> Answer {
        .made(
            [
                .texts("faction", ["hardliner", "reformist", nil]), .integers("count", [12, 3, 1]),
                .reals("share", [0.75, 0.1875, 0.0625]),
            ], noun: nil, layout: layout)
    }

    @Test func `A bar stands beside each row, in eighths of a column`() throws {
        #expect(
            try groups().printed(.table, width: 50) == """
                   faction    count  share
                   ─────────  ─────  ─────
                1  hardliner     12  75.0%  ██████████████████████
                2  reformist      3  18.8%  █████▌
                3  (none)         1   6.3%  █▉

                """)
    }

    @Test func `Where there is little room the columns that aren't drawn go first`() throws {
        #expect(
            try groups().printed(.table, width: 32) == """
                   faction    count
                   ─────────  ─────
                1  hardliner     12  ███████████
                2  reformist      3  ██▊
                3  (none)         1  ▉

                """)
    }

    @Test func `Where there is hardly any room the bars are short`() throws {
        let answer = Answer.made(
            [
                .texts("faction", ["hardliner", "reformist"]), .texts("position", ["support", "oppose"]),
                .integers("count", [12, 3]),
            ], noun: nil, layout: .chart(column: 2))
        #expect(
            try answer.printed(.table, width: 36) == """
                   faction    position  count
                   ─────────  ────────  ─────
                1  hardliner  support      12  █████
                2  reformist  oppose        3  █▎

                """)
    }

    @Test func `A terminal without such signs gets ASCII`() throws {
        let text = try groups().printed(.table, width: 50, isPlain: true)
        #expect(text.contains("1  hardliner     12  75.0%  ######################\n"))
        #expect(text.contains("3  (none)         1   6.3%  ##\n"))
    }

    @Test func `Numbers below zero go left of a line`() throws {
        let answer = Answer.made(
            [.texts("who", ["a", "b", "c", "d"]), .integers("net", [20, -10, 0, -1])], noun: nil,
            layout: .chart(column: 1))
        #expect(
            try answer.printed(.table, width: 43) == """
                   who  net
                   ───  ───
                1  a     20            │███████████████████
                2  b    -10  ██████████│
                3  c      0            │
                4  d     -1           █│

                """)
        let below = Answer.made(
            [.texts("who", ["a", "b"]), .reals("net", [-1e308, 1e308])], noun: nil, layout: .chart(column: 1))
        #expect(try below.printed(.table, width: 60, isPlain: true).contains("###|\n"))
    }

    @Test func `A share is drawn as well as a count, and a missing number has no bar`() throws {
        let shares = Answer.made(
            [.texts("kind", ["direct", "mixed"]), .reals("share", [0.8, 0.2])], noun: nil,
            layout: .chart(column: 1))
        #expect(try shares.printed(.table, width: 40).contains("2  mixed   20.0%  █████▌\n"))
        let bars = Bars([2, nil, 1], width: 10, isPlain: false)
        #expect([2, nil, 1].map { bars.text($0) } == ["██████████", "", "█████"])
    }

    @Test(arguments: [30, 40, 60, 80, 200]) func `No line is wider than the window`(_ width: Int) throws {
        let names = ["خبرگزاری جمهوری اسلامی ایران", "湊崎海運 湊崎海運 湊崎海運", "a-very-long-word-without-blanks"]
        let answer = Answer.made(
            [.texts("who", names), .integers("net", [5, -7, 1_000_000])], noun: nil,
            layout: .chart(column: 1))
        for isPlain in [true, false] {
            let lines = try answer.printed(.table, width: width, isPlain: isPlain).split(separator: "\n")
            #expect(lines.allSatisfy { DisplayWidth.of(String($0)) <= width })
        }
    }

    @Test(arguments: Format.allCases) func `Off a terminal the rows are what they are`(_ format: Format)
        throws
    {
        #expect(try groups().printed(format) == groups(.rows).printed(format))
    }

    private func months(_ texts: [String], _ counts: [Int]) -> Answer {
        let days = texts.map { text -> Period? in
            let parts = text.split(separator: "-").compactMap { Int($0) }
            return Calendar.period(parts[0], parts[1])
        }
        return .made(
            [
                .texts("faction", texts.indices.map { $0 % 2 == 0 ? "hardliner" : "reformist" }),
                MadeColumn(name: "month", vector: MadeColumn.dates("month", days).vector),
                .integers("count", counts),
            ], noun: nil, layout: .cross(across: 1))
    }

    @Test func `A cross table over time has a line of signs for each row, with room for empty times`() throws
    {
        let answer = months(["2025-01", "2025-01", "2025-02", "2025-04"], [8, 1, 4, 2])
        #expect(
            try answer.printed(.table, width: 60) == """
                   faction    trend  2025-01  2025-02  2025-04  total
                   ─────────  ─────  ───────  ───────  ───────  ─────
                1  hardliner   █▄          8        4              12
                2  reformist   ▁  ▂        1                 2      3
                   total                   9        4        2     15

                """)
        #expect(
            try answer.printed(.table, width: 40, isPlain: true) == """
                   faction    2025-01…2025-04  total
                   ---------  ---------------  -----
                1  hardliner             #:       12
                2  reformist             _  .      3
                   total                          15

                """)
        #expect(try answer.printed(.table, width: 27).contains("faction    trend  total"))
        #expect(try !answer.printed(.table).contains("trend"))
    }

    @Test func `Many numbers are added up with their neighbours`() {
        #expect(Sparkline.binned([1, 2, 3, 4, 5], into: 2) == [6, 9])
        #expect(Sparkline.binned([1, 2, 3], into: 3) == [1, 2, 3])
        #expect(Sparkline.text([0, 1, 7, 8], highest: 8, isPlain: false) == " ▁▇█")
        #expect(Sparkline.text([1_000_000, 1], highest: 1_000_000, isPlain: true) == "#_")
    }

    @Test func `Totals say if a row is in them more than once`() {
        var accounting = Accounting()
        accounting.records = 3
        accounting.inSeveralGroups = 2
        let columns = [MadeColumn.texts("a", ["x"]), .texts("b", ["y"]), .integers("count", [4])]
        let cross = Answer.made(columns, noun: nil, layout: .cross(across: 1), accounting: accounting)
        #expect(
            AccountingWords.text(cross)
                == "1 group from 3 quotes   (2 counted in several groups, and so more than once in the totals)\n"
        )
    }

    @Test func `A dumb terminal gets ASCII, any other the signs`() throws {
        let folder = TemporaryFolder()
        let corpus = folder.write(
            "corpus.json",
            """
            {"articles": [{"id": "a", "headline": "Talks"}],
             "quotes": [{"id": "q", "article": "a", "kind": "direct", "text": "no"}]}
            """)
        for (variables, bar) in [
            (["TERM": "dumb"], "#"), (["TERM": "xterm"], "█"), (["LANG": "en_GB.ISO-8859-1"], "#"),
        ] {
            let pty = try Pty(
                BuiltProgram.path("quoth"), [corpus, "-c", "quotes count by kind chart"],
                environment: variables.merging(["NO_COLOR": "1"]) { $1 }, columns: 40)
            try pty.wait(for: "100.0%  \(bar)\(bar)\(bar)")
            #expect(try pty.exitCode() == 0)
        }
    }
}
