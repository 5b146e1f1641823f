import QuothSyntax
import Testing

@Suite struct LayoutTests {
    @Test(arguments: [
        ("quotes\npeople", "quotes\npeople\n"),
        ("quotes\n count\n\n\n  # x\n by kind", "# x\nquotes count by kind\n"),
        ("    quotes\n        count\n    people\nsources", "quotes count\npeople\nsources\n"),
        ("quotes\n| where a = 1\n| count\npeople", "quotes where a = 1 count\npeople\n"),
        ("quotes\n\n| count", "quotes count\n"),
        ("| count\n| limit 1", "count limit 1\n"),
        ("quotes |\ncount", "quotes count\n"),
        ("quotes where a in (1,\n2,\n3\n)\ncount", "quotes where a in (1, 2, 3)\ncount\n"),
        ("quotes where (\na = 1\n.b = 2)", "unexpected 21-22"),
        ("quotes where (a =\n.b)", "quotes where a = .b\n"),
        ("quotes where a = 1 and\nb = 2 or\nnot\nc = 3", "quotes where a = 1 and b = 2 or not c = 3\n"),
        ("quotes show\na as\nb,\nc\nsort\nby\na", "quotes show a as b, c\nsort by a\n"),
        ("let x =\nquotes\ncount", "let x = quotes\ncount\n"),
        ("let\nx = quotes", "let x = quotes\n"),
        ("param x:\nnumber =\n3", "param x: number = 3\n"),
        ("expect\nnone\nquotes", "expect none quotes\n"),
        ("quotes where a not\nin (1)", "quotes where a not in (1)\n"),
        ("quotes where a = 1 +\n2 -\n3", "quotes where a = 1 + 2 - 3\n"),
        ("quotes where a from\n1 to\n2", "quotes where a from 1 to 2\n"),
        ("quotes where a.\nb = 1", "quotes where a.b = 1\n"),
        ("quotes where any\nlinks (\na = 1)", "quotes where any links (a = 1)\n"),
        (".help\nquotes\n.help", ".help\nquotes\n.help\n"),
        ("quotes\n  .help", "unexpected 9-10"),
        ("quotes where\n.a = 1", "unexpected 12-12"),
        ("quotes where any links\n(a = 1)", "unexpected 23-24"),
        ("quotes where a = 'x\ny'", "unclosed-text 17-18; unclosed-text 21-22"),
    ])
    func aStatementGoesOnWhereItsLayoutSaysSo(_ text: String, _ expected: String) {
        #expect(reprint(text) == expected)
    }

    @Test(arguments: [
        "quotes where (", "quotes where (a = 1", "quotes where (a = 1\nor b = 2", "quotes where a in (1,\n2",
        "quotes where", "quotes where a =", "quotes where a = 1 and", "quotes where not", "quotes |",
        "quotes show a,",
        "quotes show a as", "quotes sort", "quotes sort by", "quotes sort by a,", "count by",
        "count by a across",
        "let", "let x =", "param", "param x:", "param x: text =", "expect", "expect none", "expect 3",
        "quotes where a in", "quotes where a not", "quotes where in", "quotes where any",
        "quotes where any a (",
        "quotes where a under", "quotes where a from", "quotes where a from 1 to", "quotes where a mentions",
        "quotes where a = 1 +", "quotes where a = -", "quotes where possibly", "quotes limit",
        "summarize count,",
        "quotes where speaker.", "quotes where count(", "quotes where a = lower(b",
        "quotes where a in (q where b = 1",
        "people\nquotes where", "quotes where  # why", "quotes where (a from 1",
    ])
    func moreIsWanted(_ text: String) {
        #expect(parse(text).isIncomplete)
    }

    @Test(arguments: [
        "", "# a", "quotes", "quotes where a = 1", "count", "quotes distinct", "quotes where a missing",
        ".help",
        "quotes where any a", "let x = quotes", "quotes where (a = 1)", "quotes sort by a desc",
        "quotes whre", "quotes whre (a", "quotes)", "quotes where a)", "quotes where a = 'x",
        "quotes where (a = 'x",
        "quotes where (a b", "let x", "param x", "quotes where a from 1", "quotes where a in last 30",
        "select",
        "quotes where a = null and (", "quotes @ where", "quotes whre\npeople where",
        "quotes where a = 10-3 and",
        "let where", "quotes where a like", "quotes;", "let x =\n.help",
    ])
    func nothingMoreIsWanted(_ text: String) {
        #expect(!parse(text).isIncomplete)
    }

    /// At a prompt a line is added to what is incomplete; it must then belong to it.
    @Test(arguments: [
        ("quotes where", "a = 1"), ("quotes where (a = 1", "or b = 2)"), ("let x =", "quotes"),
        ("quotes |", "count"),
        ("quotes where a in (1,", "2)"), ("quotes where a not", "in (1)"), ("expect", "none quotes"),
        ("quotes where (a from 1", "to 2)"),
    ])
    func whatComesNextGoesOn(_ first: String, _ second: String) {
        #expect(parse(first).isIncomplete)
        let whole = parse(first + "\n" + second)
        #expect(whole.diagnostics.isEmpty && whole.script.statements.count == 1)
    }
}
