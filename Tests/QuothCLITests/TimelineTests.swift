import TestSupport
import Testing

@testable import Quoth
@testable import QuothCLI

@Suite("Timelines")
struct TimelineTests {
    private static func day(_ year: Int, _ month: Int, _ day: Int) -> Int32 {
        Calendar.day(year, month, day) ?? 0
    }

    private static func period(_ first: Int32, _ last: Int32) -> Period? { Period(first: first, last: last) }

    /// Rows with a date and a lane each.
    private func answer(_ rows: [(Period?, String?)]) -> Answer {
        .made(
            [.texts("text", rows.indices.map { "words of \($0 + 1)" })], layout: .timeline,
            timeline: .init(
                dates: MadeColumn.dates("said", rows.map(\.0)).vector,
                lanes: MadeColumn.texts("faction", rows.map(\.1)).vector))
    }

    private var memberships: Answer {
        answer([
            (Calendar.period(2024, 1, 10), "hardliner"),
            (Self.period(Self.day(2024, 3, 1), Self.day(2024, 9, 30)), "hardliner"),
            (Self.period(Self.day(2024, 6, 1), Period.openEnd), "reformist"),
            (Self.period(Period.openStart, Self.day(2024, 4, 30)), "reformist"),
            (nil, "reformist"), (Calendar.period(2024, 12, 31), nil),
        ])
    }

    @Test func `Days are numbers, periods lines, and open ends go on`() throws {
        #expect(
            try memberships.printed(.table, width: 60) == """
                                     2024-04     2024-07     2024-10
                           ──────────┬───────────┬───────────┬──────────────
                hardliner  1     2───────────────────────────┤
                reformist  ‹4────────────┤   3────────────────────────────›
                (none)                                                    6
                4  ../2024-04-30    words of 4
                1  2024-01-10       words of 1
                2  2024-03/2024-09  words of 2
                3  2024-06-01/..    words of 3
                6  2024-12-31       words of 6

                """)
    }

    @Test func `A dumb terminal gets ASCII, a narrow one fewer names`() throws {
        #expect(
            try memberships.printed(.table, width: 40, isPlain: true) == """
                                        2024-07
                           -------------+---------------
                hardliner  1  2----------------|
                reformist  <4------| 3---------------->
                (none)                                6
                4  ../2024-04-30    words of 4
                1  2024-01-10       words of 1
                2  2024-03/2024-09  words of 2
                3  2024-06-01/..    words of 3
                6  2024-12-31       words of 6

                """)
    }

    @Test func `Where long nothing happens the line is broken`() throws {
        let old = answer([
            (Calendar.period(1955), "a"), (Calendar.period(2024, 5, 1), "a"),
            (Calendar.period(2025, 2, 1), "a"),
        ])
        #expect(
            try old.printed(.table, width: 60) == """
                   1955-01       1955-07                2024-07
                   ┬─────────────┬───────────────//─────┬───────────────────
                a  1────────────────────────────┤  2                       3
                1  1955        words of 1
                2  2024-05-01  words of 2
                3  2025-02-01  words of 3

                """)
    }

    @Test func `Rows that would stand too high are counted where they begin, and listed`() throws {
        let days = (0..<20).map { (Calendar.period(2025, 1, $0 < 12 ? 1 : 2), Optional("a")) }
        let text = try answer(days + [(Calendar.period(2025, 1, 28), "b")]).printed(.table, width: 40)
        #expect(
            text.hasPrefix(
                """
                   2025-01-01            2025-01-28
                   ┬───────────────────//┬──────────────
                a  ×12                13
                                      14
                                      15
                                      16
                                      17
                                      18
                                      19
                                      20
                b                        21
                ×N: so many rows begin there, see below
                 1  2025-01-01  words of 1
                 2  2025-01-01  words of 2
                """), "\(text)")
        #expect(text.hasSuffix("21  2025-01-28  words of 21\n"))
    }

    @Test func `Of very many rows only those that are drawn are listed`() throws {
        let days = (0..<1_000).map { _ in (Calendar.period(2025, 1, 1), Optional("a")) }
        #expect(
            try answer(days + [(Calendar.period(2025, 1, 28), "b")]).printed(.table, width: 40).hasSuffix(
                """
                ×N: so many rows begin there; 'where' leaves fewer
                1001  2025-01-28  words of 1001

                """))
    }

    @Test func `Each cell keeps its direction to itself`() throws {
        let persian = Answer.made(
            [
                .texts("speaker", ["پروین"]), .texts("text", ["قول را نمی‌شود نمک زد"]),
                .texts("kind", ["direct"]),
            ],
            layout: .timeline,
            timeline: .init(dates: MadeColumn.dates("said", [Calendar.period(2025)]).vector, lanes: nil))
        let text = try persian.printed(.table, width: 60)
        #expect(
            text.contains(
                "1  2025  \u{2068}پروین\u{2069}  \u{2068}قول را نمی‌شود نمک زد\u{2069}  direct\n"), "\(text)")
        let narrow = try persian.printed(.table, width: 26)
        #expect(
            narrow.hasSuffix(
                "1  2025  \u{2068}پروین\u{2069}  \u{2068}قول را\u{2069}\n   \u{2068}نمی‌شود نمک زد\u{2069}  direct\n"
            ),
            "\(narrow)")
    }

    @Test func `What is listed is wrapped, and nothing of it is cut`() throws {
        let words = "Sanctions are lifted first, and all at once, or there is nothing to talk about."
        let long = Answer.made(
            [.texts("speaker", ["Abbas Araghchi"]), .texts("text", [words]), .texts("kind", ["direct"])],
            layout: .timeline,
            timeline: .init(
                dates: MadeColumn.dates(
                    "said", [Self.period(Self.day(2025, 4, 12), Self.day(2025, 4, 19))]
                ).vector, lanes: nil))
        #expect(
            try long.printed(.table, width: 60).hasSuffix(
                """
                1  2025-04-12/2025-04-19  Abbas Araghchi  Sanctions are
                                          lifted first, and all at once, or
                                          there is nothing to talk about.
                                          direct

                """))
        #expect(
            try long.printed(.table, width: 40).hasSuffix(
                """
                1  2025-04-12/2025-04-19  Abbas Araghchi
                   Sanctions are lifted first, and all
                   at once, or there is nothing to talk
                   about.  direct

                """))
        for width in 24...130 {
            let text = try long.printed(.table, width: width)
            #expect(
                text.split(separator: "\n").allSatisfy { DisplayWidth.of(String($0)) <= width }, "\(text)")
            #expect(text.split { $0 == " " || $0 == "\n" }.joined(separator: " ").contains(words))
        }
    }

    @Test func `Rows without any date are printed as a table`() throws {
        let undated = answer([(nil, "a"), (nil, nil)])
        #expect(try undated.printed(.table, width: 60).contains("1  words of 1\n"))
    }

    @Test(arguments: Format.allCases) func `Off a terminal the rows are what they are`(_ format: Format)
        throws
    {
        let plain = Answer.made([.texts("text", (1...6).map { "words of \($0)" })])
        #expect(try memberships.printed(format) == plain.printed(format))
    }

    /// Whatever the rows are: nothing is wider than the window, and each row is drawn in its lane or counted there.
    @Test(arguments: 0..<200) func `Every row has its place in every window`(_ seed: Int) throws {
        var random = SplitMix64(seed: UInt64(seed))
        let items = Self.items(&random)
        for width in [20, 40, 80, 200] {
            let layout = try #require(try TimelineLayout(items, width: width, isPlain: seed % 2 == 0))
            let room = width - (layout.labelWidth > 0 ? layout.labelWidth + 2 : 0)
            let texts = layout.lines.map { $0.text }
            #expect((layout.head + texts).allSatisfy { DisplayWidth.of($0) <= room })
            let words = texts.joined(separator: " ").split { !$0.isNumber && $0 != "×" && $0 != "x" }
            let numbers = words.compactMap { Int($0) }
            let counts = words.filter { Int($0) == nil }.compactMap { Int($0.dropFirst()) }
            #expect(Set(numbers) == layout.drawn)
            #expect(counts.reduce(0, +) + numbers.count == items.count)
        }
    }

    @Test func `To lay out many rows asks before each lane whether to go on`() throws {
        let items = (0..<300).map {
            TimelineLayout.Item(row: $0 + 1, period: Period(day: Int32($0)), lanes: ["lane \($0 % 3)"])
        }
        var asked = 0
        _ = try TimelineLayout(items, width: 80, isPlain: false) { () throws(OutputFailure) in asked += 1 }
        #expect(asked == 4)
        #expect(throws: OutputFailure.self) {
            try TimelineLayout(items, width: 80, isPlain: false) { () throws(OutputFailure) in
                asked -= 1
                if asked == 0 { throw .interrupted }
            }
        }
        #expect(asked == 0)
    }

    private static func items(_ random: inout SplitMix64) -> [TimelineLayout.Item] {
        let names: [String?] = [
            "hardliner", "خبرگزاری جمهوری اسلامی", "湊崎海運", "a-very-long-name-without-blanks-in-it", nil,
        ]
        let lanes = Int.random(in: 1...names.count, using: &random)
        return (1...Int.random(in: 1...60, using: &random)).map { row in
            var first = Int32.random(in: -30_000...30_000, using: &random)
            var last = first + Int32.random(in: 0...3_000, using: &random) * Int32(row % 2)
            switch Int.random(in: 0..<10, using: &random) {
            case 0: first = Period.openStart
            case 1: last = Period.openEnd
            default: break
            }
            let lane = names[Int.random(in: 0..<lanes, using: &random)]
            return .init(
                row: row, period: Period(first: first, last: last) ?? Period(day: first), lanes: [lane])
        }
    }
}
