import QuothSyntax
import Testing

@Suite struct FormatterTests {
    @Test(arguments: [
        ("quotes\n\n\n\npeople", "quotes\n\npeople\n"),
        ("\n\nquotes\n", "quotes\n"),
        ("#a\n\n\n#b\nquotes", "# a\n\n# b\nquotes\n"),
        ("quotes # a\n  # b\n  count # c\n# d", "# a\n# b\nquotes count  # c\n# d\n"),
        ("quotes\n\npeople\n  # inside\n  count", "quotes\n\n# inside\npeople count\n"),
        ("# a\n\n  # b\nquotes where (a = 1 # c\n)", "# a\n\n# b\n# c\nquotes where a = 1\n"),
        ("#\nquotes #", "#\nquotes  #\n"),
        ("quotes\r\n# a\r\npeople # b\r\n", "quotes\n# a\npeople  # b\n"),
        ("#!/usr/bin/env quoth\nquotes", "#!/usr/bin/env quoth\nquotes\n"),
        (".help me  \r\nquotes", ".help me\nquotes\n"),
        ("# only\r\n\r\n# comments", "# only\n\n# comments\n"),
        ("quotes | where a == 1 | count", "quotes where a = 1 count\n"),
        ("quotes where ((a = 1) and (b = 2 or c = 3))", "quotes where a = 1 and (b = 2 or c = 3)\n"),
        ("quotes where a = 007 or b = 1.50", "quotes where a = 7 or b = 1.5\n"),
        ("quotes where a > 1e+308 or a < 2.5E3", "quotes where a > 1e+308 or a < 2500.0\n"),
        ("quotes where a = 1E-3 or a = 5e-324", "quotes where a = 0.001 or a = 5e-324\n"),
        ("quotes where a = 1e308 or a = 1e-3x", "quotes where a = 1e308 or a = 1e-3x\n"),
        (
            "quotes where a = 'x' or b = “y” or c = «z» or d = 'say \"z\"'",
            "quotes where a = \"x\" or b = \"y\" or c = \"z\" or d = 'say \"z\"'\n"
        ),
        ("", ""),
    ])
    func writesTheCanonicalForm(_ written: String, _ canonical: String) {
        #expect(reprint(written) == canonical)
        #expect(reprint(canonical) == canonical)
    }

    @Test func aLongStatementHasItsStagesOnLinesOfTheirOwn() {
        let stage = "where faction = hardliner and kind = direct"
        let text = "let x = quotes \(stage) \(stage) sort by said  # why"
        #expect(
            reprint(text)
                == "let x = quotes\n    \(stage)\n    \(stage)\n    sort by said  # why\n")
        #expect(reprint(reprint(text)) == reprint(text))
    }

    @Test(arguments: [7, 8, 9, 10] as [UInt64])
    func keepsEveryCommentOnceAndIsIdempotent(_ seed: UInt64) throws {
        var generator = try StatementGenerator(seed: seed)
        var random = SplitMix64(seed: seed)
        for _ in 0..<40 {
            var comments: Int? = 0
            var script = ""
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                // A line that begins with a bar would go on with the statement before it.
                let pieces = generator.statement(depth: 14).drop { $0 == "|" }
                script += generator.text(Array(pieces), comments: &comments)
                script +=
                    ["\n", "\n\n\n", " # t\(comments ?? 0).\n", "\n# t\(comments ?? 0).\n\n"]
                    .randomElement(using: &random) ?? "\n"
            }
            let result = parse(script)
            try #require(result.diagnostics.isEmpty, "\(script) \(faults(result))")
            let printed = SyntaxPrinter.text(result.script)
            #expect(reprint(printed) == printed, "\(script)")
            #expect(marks(script) == marks(printed), "\(script)")
        }
    }

    /// The comments' marks, such as `c12`.
    private func marks(_ text: String) -> [String] {
        text.split(separator: "# ", omittingEmptySubsequences: false).dropFirst()
            .map { String($0.prefix { $0 != "." }) }
            .filter { $0.dropFirst().allSatisfy(\.isNumber) }.sorted()
    }
}
