import QuothSyntax
import Testing

/// Whatever the text, parsing ends with an answer.
@Suite struct HostileTests {
    private static let many = 100_000

    private func codes(_ text: String) -> [DiagnosticCode] { parse(text).diagnostics.map(\.code) }

    @Test(arguments: [
        "(", "not ", "- ", "-", "possibly ", "any a (", "no a (", "a and (", "in (q where ", "a in (q where ",
        "count(", "lower(", "a = -", "a = lower(", "a = (",
    ])
    func nestingIsBounded(_ piece: String) {
        let result = parse("quotes where " + String(repeating: piece, count: Self.many))
        #expect(result.diagnostics.count == 1)
        #expect(!result.isIncomplete)
    }

    @Test(arguments: ["(", "not ", "-", "possibly ", "in (q where "])
    func whatIsNotTooDeepIsReleasedAndPrinted(_ piece: String) {
        // One level less than the limit, for the query itself.
        let closing = piece.contains("(") ? ")" : ""
        for depth in 1..<Parser.maximumDepth {
            let text =
                "quotes where " + String(repeating: piece, count: depth) + "a"
                + String(repeating: closing, count: depth)
            let result = parse(text)
            guard result.diagnostics.isEmpty else {
                #expect(result.diagnostics.map(\.code) == [.tooDeep])
                #expect(depth > 40)
                return
            }
            #expect(result.script == parse(text).script)
            #expect(reprint(SyntaxPrinter.text(result.script)) == SyntaxPrinter.text(result.script))
        }
    }

    @Test func chainsInBracketsAreAsDeepAsTheyPrint() {
        let links = String(repeating: " + 1", count: 60)
        #expect(codes("quotes where a\(links) = 1") == [])
        #expect(codes("quotes where (a\(links))\(links) = 1") == [.tooDeep])
        #expect(codes("quotes where a = 1" + String(repeating: " + 1", count: Self.many)) == [.tooDeep])
        #expect(codes("quotes where a" + String(repeating: ".a", count: Self.many)) == [.tooDeep])
    }

    @Test(arguments: [" and a", " or a", ", a"])
    func listsMayBeLong(_ link: String) {
        let stage = link.hasPrefix(",") ? "show" : "where"
        #expect(codes("quotes \(stage) a" + String(repeating: link, count: 20_000)) == [])
    }

    @Test(arguments: [
        ("(", 2), (")", 2), (",", 2), ("|", 1), ("..", 1), ("=", 2), ("@", 21), ("\0", 21), ("😀", 21),
        ("'", 2),
        ("a ", 2), ("a b = ", 2), ("select ", 2),
    ])
    func rowsOfSignsAreOneFaultOrAFew(_ piece: String, _ atMost: Int) {
        let result = parse(String(repeating: piece, count: 20_000))
        #expect(!result.diagnostics.isEmpty && result.diagnostics.count <= atMost)
    }

    @Test(arguments: [
        "select\n", "select a from q\n", "quotes @\n", "quotes '\n", "quotes whre a = 1\n", "a = b c\n",
    ])
    func manyFaultyStatementsTakeLinearTime(_ line: String) {
        let result = parse(String(repeating: line, count: 5000))
        #expect(result.diagnostics.count == Parser.maximumDiagnostics + 1)
        #expect(result.diagnostics.last?.code == .tooManyErrors)
        #expect(result.diagnostics.last?.found == "5000")
    }

    @Test func longWordsAreReadAndShortInDiagnostics() {
        let word = String(repeating: "é", count: 400_000)
        #expect(codes("quotes where a = \(word)") == [])
        #expect(codes(String(repeating: "a", count: 10 << 20)) == [.tooLarge])
        for text in [
            "quotes \(word)", "quotes where a = \(word) \(word)", "quotes where a = \(word)(1)",
            "let it\(word) x",
            "quotes where a = 1" + String(repeating: "-1", count: Self.many), "quotes where (a \(word)",
            "quotes where a = " + String(repeating: "9", count: Self.many),
            "quotes where \(word) not mentions x",
            "select \(word) from \(word)", "count \(word)", "quotes where a like '%\(word)%'",
            "param a: \(word)",
        ] {
            for diagnostic in parse(text).diagnostics {
                #expect(diagnostic.found.map { $0.unicodeScalars.count <= 61 } ?? true)
                #expect(diagnostic.fix.map { $0.replacement.utf8.count <= 200 } ?? true)
            }
        }
    }

    @Test(
        arguments: [
            ([0xFF], 0), (Array("quotes ".utf8) + [0xC3], 7), (Array("é".utf8) + [0xED, 0xA0, 0x80], 2),
            ([0xF8, 0x88, 0x80, 0x80, 0x80], 0), ([0xC0, 0x80], 0), (Array("quotes".utf8) + [0x80, 0x0A], 6),
        ] as [([UInt8], Int)])
    func whatIsNotUTF8IsReportedWhereItStands(_ bytes: [UInt8], _ place: Int) {
        let result = Parser.parse(SourceText(name: "test", utf8: bytes))
        #expect(result.diagnostics.map(\.code) == [.invalidUTF8])
        #expect(result.diagnostics.first?.span == Span(start: place, end: place + 1))
    }

    @Test(arguments: [
        ("", ""), (" \n\t\r\n", ""), ("\u{FEFF}", ""),
        ("\u{FEFF}quotes\n  count\npeople", "quotes count\npeople\n"),
        ("quotes\rcount\r", "quotes count\n"), ("quotes\u{A0}count", "quotes count\n"), ("# a", "# a\n"),
        ("#", "#\n"), ("\u{FEFF}# a\n", "# a\n"), ("quotes\0", "bad-character 6-7"),
        ("quotes \u{FEFF}count", "bad-character 7-10"), ("quotes\u{2028}count", "bad-character 6-9"),
    ])
    func oddWhiteSpaceIsReadOrReported(_ text: String, _ expected: String) {
        #expect(reprint(text) == expected)
    }
}
