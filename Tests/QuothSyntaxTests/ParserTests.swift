import QuothSyntax
import Testing

@Suite struct ParserTests {
    @Test(arguments: [
        "quotes where faction = hardliner\n",
        "quotes where faction = hardliner and kind = direct sort by said show speaker, said, text\n",
        "stances where claim under \"talks are ruled out\" count by speaker.faction, position\n",
        "let hawks = actors where faction = hardliner\n",
        "param who: text = khamenei\n",
        "expect none quotes where speaker = $who\n",
        "expect 3 quotes\n",
        "quotes where in hawks and not in early\n",
        "quotes where said from 2025-02-07 to 2025-02-08 or possibly said = 2025\n",
        "quotes where said in last 30 days and text mentions \"two words\"\n",
        "people show name, count(quotes), max(quotes.said) sort by count(quotes) desc\n",
        "quotes where any same_utterance (kind != ..kind)\n",
        "quotes where speaker in (actors where kind = group) count by faction across kind\n",
        "quotes where channel = post/x and year(said) > year(.article.published) - 1\n",
        "quotes where not (kind = direct or kind = mixed) and length(text) * 2 > 100 - 7\n",
        "quotes where speaker in (O'Brien, \"moderate conservative\") distinct speaker\n",
        "summarize count, distinct(speaker) as speakers, avg(length(text)) by faction\n",
        "count by position = oppose\n",
        "quotes where .in missing limit 5 skip 2\n",
        "people where any mentions (form = name) and mentions.place known\n",
        "people show name, count(mentions) sort by count(mentions) desc\n",
        "mentions where words mentions mentions\n",
        "quotes where said > 2025-02-07 - 7 days\n",
        "quotes where under q1 or speaker under javan\n",
        "# why\n\n# more\nquotes  # here\n\ncount\n# end\n",
    ])
    func canonicalFormIsAFixedPoint(_ text: String) {
        #expect(reprint(text) == text)
    }

    @Test(arguments: [
        ("quotes | where kind==direct", "quotes where kind = direct\n"),
        (
            "quotes\n  where kind = direct\n  # inside\n  | count",
            "# inside\nquotes where kind = direct count\n"
        ),
        ("quotes where\nkind = direct", "quotes where kind = direct\n"),
        ("quotes where (kind =\ndirect\n)\ncount", "quotes where kind = direct\ncount\n"),
        ("  quotes\n    count\n  people", "quotes count\npeople\n"),
        ("quotes sort by said asc", "quotes sort by said\n"),
        ("quotes where a/2 > 1/2", "quotes where a / 2 > 1 / 2\n"),
        ("quotes distinct count", "quotes distinct count\n"),
    ])
    func readsWhatPeopleWrite(_ written: String, _ canonical: String) {
        #expect(reprint(written) == canonical)
    }

    @Test(arguments: [
        ("quotes whre x = 1", "unknown-stage 7-11"),
        ("quotes where (faction = hardliner", "unclosed-bracket 13-14"),
        ("select * from quotes", "habit-select 0-6"),
        ("quotes where x = null", "habit-null 17-21"),
        ("quotes where mentions 'x'", "unexpected 13-21"),
        ("quotes where x is null", "habit-null 15-17"),
        ("quotes where x like 'a%'", "habit-like 15-19"),
        ("quotes where x endswith 'a'", "habit-like 15-23"),
        ("quotes where x begins with a", "habit-like 15-21"),
        ("quotes group by x", "habit-group-by 7-15"),
        ("quotes order by x", "habit-order-by 7-15"),
        ("quotes where a = b && c = d", "habit-signs 19-21"),
        ("quotes;", "habit-semicolon 6-7"),
        ("quotes where said before 2020", "habit-before 18-24"),
        ("quotes where text matches /war/", "habit-slashes 26-27"),
        ("quotes where n = 10-3", "minus-needs-blanks 17-21"),
        ("quotes where said = 2025-02-30", "bad-date 20-30"),
        ("quotes where faction = moderate conservative", "several-words 23-44"),
        ("quotes where a < b < c", "chained-comparison 19-20"),
        ("quotes where text = 'open", "unclosed-text 20-21"),
        ("quotes where", "unexpected 12-12"),
        ("quotes)", "unmatched-bracket 6-7"),
        ("quotes where limit = 3", "word-needs-dot 13-18"),
        ("quotes where a = speaker.name", "value-needs-dot 17-24"),
        ("quotes network", "stage-to-come 7-14"),
        ("quotes whre\npeople shw", "unknown-stage 7-11; unknown-stage 19-22"),
        ("quotes where (a = 1\npeople whre", "unclosed-bracket 13-14; unknown-stage 27-31"),
    ])
    func reportsFaults(_ text: String, _ expected: String) {
        #expect(reprint(text) == expected)
    }
}
