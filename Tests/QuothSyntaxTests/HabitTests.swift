import QuothSyntax
import Testing

@Suite struct HabitTests {
    /// What is written, the code it gets, and what the text is once mended; nil if it takes more than an edit.
    @Test(
        arguments: [
            ("select * from quotes", .habitSelect, "quotes"),
            ("SELECT speaker, said FROM quotes;", .habitSelect, "quotes show speaker, said"),
            ("select count(*) from quotes", .habitSelect, nil),
            ("select distinct kind from quotes", .habitSelect, nil),
            ("select a from quotes where b = 1", .habitSelect, nil),
            ("select", .habitSelect, nil),
            ("from quotes where a = 1", .habitSelect, "quotes where a = 1"),
            ("quotes where a in (select b from people)", .habitSelect, "quotes where a in (people show b)"),
            ("quotes where a = null", .habitNull, "quotes where a missing"),
            ("quotes where a!=NULL", .habitNull, "quotes where a known"),
            ("quotes where a is null", .habitNull, "quotes where a missing"),
            ("quotes where a IS NOT NULL count", .habitNull, "quotes where a known count"),
            ("quotes where a isnull", .habitNull, "quotes where a missing"),
            ("quotes where a in (1, null)", .habitNull, nil),
            ("quotes where a like 'x%'", .habitLike, nil),
            ("quotes where a LIKE '%war%'", .habitLike, "quotes where a contains \"war\""),
            ("quotes where a =~ 'x'", .habitLike, "quotes where a matches 'x'"),
            ("quotes where a~'x'", .habitLike, "quotes where a matches 'x'"),
            ("quotes where a = 1 group by b", .habitGroupBy, "quotes where a = 1 count by b"),
            ("quotes where a = x GROUP BY b", .habitGroupBy, "quotes where a = x count by b"),
            ("quotes order by a", .habitOrderBy, "quotes sort by a"),
            ("count by a having count > 3", .habitHaving, "count by a where count > 3"),
            ("quotes where a = 1 && b = 2", .habitSigns, "quotes where a = 1 and b = 2"),
            ("quotes where a=1||b=2", .habitSigns, "quotes where a=1 or b=2"),
            ("quotes where (a = 1 && b = 2)", .habitSigns, "quotes where (a = 1 and b = 2)"),
            ("quotes where !a", .habitSigns, "quotes where not a"),
            ("quotes where a = x AND b = 2", .habitSigns, "quotes where a = x and b = 2"),
            ("quotes where NOT (a = 1)", .habitSigns, "quotes where not (a = 1)"),
            ("quotes WHERE a = 1", .habitSigns, "quotes where a = 1"),
            ("quotes where a is direct", .habitSigns, "quotes where a = direct"),
            ("quotes where a is not direct", .habitSigns, "quotes where a != direct"),
            ("quotes where a is not missing", .habitSigns, "quotes where a known"),
            ("quotes where a equals direct", .habitSigns, "quotes where a = direct"),
            ("quotes where a is not empty", .habitSigns, "quotes where a known"),
            ("quotes where a unknown or b = 1", .habitSigns, "quotes where a missing or b = 1"),
            ("quotes where a exists", .habitSigns, "quotes where a known"),
            ("quotes where said on 2025-02-07", .habitSigns, "quotes where said = 2025-02-07"),
            ("quotes where said during 2025", .habitSigns, "quotes where said = 2025"),
            ("quotes where said last month", .habitSigns, "quotes where said in last 1 month"),
            ("quotes where said past 30 days", .habitSigns, "quotes where said in last 30 days"),
            ("quotes where a includes \"x\"", .habitSigns, "quotes where a contains \"x\""),
            ("quotes where a has 'x'", .habitSigns, "quotes where a contains 'x'"),
            ("quotes where a mention x", .habitSigns, "quotes where a mentions x"),
            ("quotes sort by a descending", .habitSigns, "quotes sort by a desc"),
            ("quotes sort by a DESC limit 3", .habitSigns, "quotes sort by a desc limit 3"),
            ("quotes union people", .habitUnion, nil),
            ("quotes where a = x union select b from c", .habitUnion, nil),
            ("quotes where a = 1 except people", .habitUnion, nil),
            ("quotes join people", .habitJoin, nil),
            ("quotes left outer join people", .habitJoin, nil),
            ("quotes where a matches /war.*x/", .habitSlashes, "quotes where a matches \"war.*x\""),
            ("quotes where a = /w[a]r/", .habitSlashes, "quotes where a matches \"w[a]r\""),
            ("quotes where a matches /war/i", .habitSlashes, nil),
            ("quotes where said before 2020", .habitBefore, "quotes where said < 2020"),
            ("quotes where said is after 2020-05", .habitBefore, "quotes where said > 2020-05"),
            ("quotes where said since 2020", .habitBefore, "quotes where said >= 2020"),
            ("quotes before 2020", .habitBefore, nil),
            ("quotes where a between 1 and 3", .habitBetween, "quotes where a from 1 to 3"),
            ("quotes where a between 1 + 1 and 3", .habitBetween, nil),
            ("quotes;", .habitSemicolon, "quotes"),
            ("quotes where a = x; people", .habitSemicolon, "quotes where a = x\npeople"),
            ("quotes where a <> 1", .habitNotEqual, "quotes where a != 1"),
            ("summarize count(*) by a", .habitCountStar, "summarize count by a"),
            ("quotes count(*)", .habitCountStar, "quotes count"),
            ("quotes show count(*) as n", .habitCountStar, "quotes show count as n"),
        ] as [(String, DiagnosticCode, String?)])
    func anotherLanguageGetsAnAnswer(_ text: String, _ code: DiagnosticCode, _ mended: String?) {
        let result = parse(text)
        #expect(result.diagnostics.map(\.code) == [code])
        let fixed = result.diagnostics.first?.fix.map { applied($0, to: text) }
        #expect(fixed == mended)
        if let fixed { #expect(parse(fixed).diagnostics.isEmpty) }
    }

    @Test(arguments: [
        "quotes where party = left", "quotes where like = 3", "quotes where a = union count",
        "let group = quotes",
        "group count", "quotes where a = before or b = like", "quotes where a = select", "order where a = 1",
        "quotes where a = 'null'", "quotes where after = 1", "quotes show left, is, having",
    ])
    func theSameWordsMayBeNamesAndValues(_ text: String) {
        #expect(parse(text).diagnostics.isEmpty, "\(faults(parse(text)))")
    }

    /// What is nearly right, the fault, and what the text is once mended.
    @Test(
        arguments: [
            ("quotes whre a = 1", "unknown-stage 7-11", "quotes where a = 1"),
            ("quotes where a = x cuont by b", "unknown-stage 19-24", "quotes where a = x count by b"),
            ("quotes take 5", "unknown-stage 7-11", "quotes limit 5"),
            ("count quotes", "unknown-stage 6-12", "quotes count"),
            ("count quotes by speaker", "unknown-stage 6-12", "quotes count by speaker"),
            ("count quotes where a = 1", "unknown-stage 6-12", nil),
            ("quotes ordered by a", "unknown-stage 7-14", "quotes sort by a"),
            ("quotes show said text", "unknown-stage 17-21", "quotes show said, text"),
            ("quotes count by a b limit 3", "unknown-stage 18-19", "quotes count by a, b limit 3"),
            ("quotes where a not b", "unexpected 15-18", "quotes where a != b"),
            ("quotes by speaker", "unknown-stage 7-9", "quotes count by speaker"),
            ("quotes by Brekke limit 3", "unknown-stage 7-9", "quotes where speaker = Brekke limit 3"),
            ("stances by Tomas Brekke", "unknown-stage 8-10", "stances where speaker = \"Tomas Brekke\""),
            ("articles by Brekke", "unknown-stage 9-11", "articles count by Brekke"),
            (
                "quotes summarize count, max(a) by b across c", "unknown-stage 36-42",
                "quotes summarize count, max(a) by b, c"
            ),
            ("quotes where who said war", "unknown-field 13-16", nil),
            ("quotes where a known and who supports the war", "unknown-field 25-28", nil),
            ("articles where who wrote it", "unknown-field 15-18", nil),
            (
                "people where count(distinct a.b) > 1", "unexpected 19-27",
                "people where distinct(a.b) > 1"
            ),
            (
                "quotes avg(length(text)) by a", "unknown-stage 7-10",
                "quotes summarize avg(length(text)) by a"
            ),
            ("quotes where a < 50%", "bad-character 19-20", "quotes where a < 0.5"),
            ("quotes where (a < 12.5%)", "bad-character 22-23", "quotes where (a < 0.125)"),
            ("quotes where a % 2 = 1", "bad-character 15-16", nil),
            ("quotes where a = 5%2", "bad-character 18-19", nil),
            ("quotes where said in 2025", "unexpected 21-25", "quotes where said = 2025"),
            ("quotes where a not in \"x\" count", "unexpected 22-25", "quotes where a != \"x\" count"),
            ("quotes where a = European Union", "several-words 17-31", "quotes where a = \"European Union\""),
            (
                "quotes where a = far\n\tleft count", "several-words 17-26",
                "quotes where a = \"far left\" count"
            ),
            ("quotes where a = far left count", "several-words 17-25", "quotes where a = \"far left\" count"),
            ("param who: text = ali khamenei", "several-words 18-30", "param who: text = \"ali khamenei\""),
            ("quotes where a = x adn b = 2", "unexpected 19-22", "quotes where a = x and b = 2"),
            ("quotes where a = x b = 2", "unexpected 19-20", "quotes where a = x and b = 2"),
            ("quotes where a = x, b = 2", "unexpected 18-19", "quotes where a = x and b = 2"),
            ("quotes where a = x, 'y' count", "unexpected 18-19", "quotes where a in (x, 'y') count"),
            ("quotes where a in x, y, z", "unexpected 19-20", "quotes where a in (x, y, z)"),
            ("quotes where a != (x or y)", "unexpected 21-23", "quotes where a not in (x, y)"),
            ("quotes where a = (x, y)", "unexpected 19-20", "quotes where a in (x, y)"),
            ("quotes where a = (1 + 2, 3)", "unexpected 23-24", nil),
            ("quotes where a = b + 1, c", "unexpected 22-23", nil),
            ("quotes where a.b > 5 and < 8", "unexpected 25-26", "quotes where a.b > 5 and a.b < 8"),
            ("quotes where a < 1 or >= 8 count", "unexpected 22-24", "quotes where a < 1 or a >= 8 count"),
            ("quotes where a missing and < 8", "unexpected 27-28", nil),
            ("quotes where a = 7 February 2025", "bad-date 17-32", "quotes where a = 2025-02-07"),
            ("quotes where a = Feb 7, 2025", "bad-date 17-28", "quotes where a = 2025-02-07"),
            ("quotes where a > March 2025 count", "bad-date 17-27", "quotes where a > 2025-03 count"),
            ("quotes where a = 07.02.2025", "bad-date 17-27", "quotes where a = 2025-02-07"),
            ("quotes where a not mentions 'x'", "unexpected 15-18", "quotes where not a mentions 'x'"),
            ("quotes where said in last week", "unexpected 26-30", "quotes where said in last 1 week"),
            ("quotes where said = 2025-2-7", "bad-date 20-28", "quotes where said = 2025-02-07"),
            ("quotes where said = 7-2-2025", "bad-date 20-28", nil),
            ("quotes where n = 10-3", "minus-needs-blanks 17-21", "quotes where n = 10 - 3"),
            ("quotes where a -1 > 2", "minus-needs-blanks 15-16", "quotes where a - 1 > 2"),
            ("quotes sort said", "unexpected 12-16", "quotes sort by said"),
            ("x = quotes", "unexpected 2-3", "let x = quotes"),
            ("expect no quotes", "unexpected 7-9", "expect none quotes"),
            ("quotes where yeer(said) = 2020", "unknown-function 13-17", nil),
            ("quotes where a = yeer(.said)", "unknown-function 17-21", nil),
            (
                "quotes where a = count(links (b = 1))", "value-needs-dot 23-28",
                "quotes where a = count(.links (b = 1))"
            ),
            ("quotes where count(links where b = 1) > 2", "unexpected 25-30", nil),
            ("quotes where any limit = 3", "word-needs-dot 17-22", nil),
            ("quotes count(speaker.country)", "unexpected 12-13", "quotes count by speaker.country"),
            ("quotes count(distinct a) limit 1", "unexpected 12-13", "quotes summarize distinct(a) limit 1"),
            ("quotes count(1 + 2)", "unexpected 12-13", nil),
            ("quotes show * limit 3", "unexpected 12-13", "quotes limit 3"),
            ("quotes where a's b = 1", "unknown-stage 17-18", "quotes where a.b = 1"),
            ("quotes about war", "unknown-stage 7-12", "quotes where topics = war"),
            ("quotes last 3", "unknown-stage 7-11", nil),
            ("let count = quotes", "name-taken 4-9", nil),
        ] as [(String, String, String?)])
    func whatIsNearlyRightSaysWhatWouldBe(_ text: String, _ expected: String, _ mended: String?) {
        let result = parse(text)
        #expect(faults(result) == expected)
        if let mended {
            #expect(result.diagnostics.first?.fix.map { applied($0, to: text) } == mended)
            #expect(parse(mended).diagnostics.isEmpty)
        }
    }

    @Test(arguments: [
        "people where count(quotes) > 3", "count by kind where count in (1, 2)",
        "count by kind where count + 1 > 3",
        "count by kind where count from 1 to 3", "quotes distinct count(links)",
        "quotes where any .links (a = 1)",
        "quotes where not .a", "quotes where possibly .said = 2025", "count by year where year = 2025 count",
        "quotes where a = (1 + 2) * 3", "quotes where count(links (a = 1)) > 1",
        "quotes where last = 3 or a in last", "stances pairs by who opposed",
    ])
    func whatPeopleMayWriteIsRead(_ text: String) {
        #expect(reprint(text) == text + "\n")
    }

    @Test func everyFaultIsReportedOnceUpToTwenty() {
        let lines = [
            "quotes whre a = 1", "quotes where a = null", "quotes where a = 'x", "quotes @ # b", "people)",
        ]
        #expect(
            parse(lines.joined(separator: "\nquotes count\n")).diagnostics.map(\.code)
                == [.unknownStage, .habitNull, .unclosedText, .badCharacter, .unmatchedBracket])
        #expect(parse("quotes whre a = 'x").diagnostics.map(\.code) == [.unknownStage, .unclosedText])
        for count in [20, 21, 25] {
            let codes = parse(String(repeating: "quotes order by a\n", count: count)).diagnostics.map(\.code)
            let expected = Array(repeating: DiagnosticCode.habitOrderBy, count: 20)
            #expect(codes == (count > 20 ? expected + [.tooManyErrors] : expected))
        }
    }

    @Test func statementsWithoutFaultsAreKept() {
        let result = parse("quotes\nquotes whre\npeople count\nquotes where (a = 1\nstances")
        #expect(result.diagnostics.map(\.code) == [.unknownStage, .unclosedBracket])
        #expect(SyntaxPrinter.text(result.script) == "quotes\npeople count\nstances\n")
    }
}
