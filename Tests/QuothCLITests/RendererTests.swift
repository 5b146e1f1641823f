import Quoth
import QuothSyntax
import Testing

@Suite("Diagnostics as text and JSON")
struct RendererTests {
    let renderer = DiagnosticRenderer(width: 100)

    private func span(_ text: String, in whole: String) -> Span {
        guard let range = whole.firstRange(of: text) else { return Span(start: 0, end: 0) }
        let start = whole.utf8.distance(from: whole.startIndex, to: range.lowerBound)
        return Span(start: start, end: start + text.utf8.count)
    }

    private func unknownValue(_ query: String, _ word: String) -> (Diagnostic, SourceText) {
        let diagnostic = Diagnostic(
            .unknownValue, at: span(word, in: query), in: "<prompt>", found: word, subject: "faction",
            near: [.init("hardliner", detail: "412 quotes")],
            labels: [.init(.takes, at: span("faction", in: query), name: "a faction")],
            fix: .init(span(word, in: query), "hardliner"))
        return (diagnostic, SourceText(name: "<prompt>", query))
    }

    @Test func `The language page's example comes out as it stands there`() {
        let (diagnostic, source) = unknownValue("quotes where faction = hardlner", "hardlner")
        #expect(
            renderer.text(diagnostic, in: source) == """
                error[unknown-value]: no faction is called 'hardlner'
                  <prompt>:1:24
                1 | quotes where faction = hardlner
                  |              -------   ^^^^^^^^ did you mean 'hardliner' (412 quotes)?
                  |              this field takes a faction

                """)
    }

    @Test(arguments: DiagnosticCode.allCases) func `Every code has words of its own`(_ code: DiagnosticCode) {
        for record in [nil, Diagnostic.RecordPlace(line: 3, field: "actors[1].name")] {
            let bare = Diagnostic(code, in: "x", record: record)
            #expect(bare.words.title.utf8.count > 5)
            let all = Diagnostic(code, in: "x", record: record, found: "X", expected: ["Y"], subject: "Z")
            #expect(!all.words.title.contains(code.rawValue))
        }
    }

    @Test func `Different codes say different things`() {
        let titles = DiagnosticCode.allCases.map { Diagnostic($0, found: "f", subject: "s").words.title }
        let repeated = Dictionary(grouping: titles, by: \.self).filter { $0.value.count > 1 }.keys
        #expect(repeated.sorted() == ["this can't be read (error s of the system)"].filter(repeated.contains))
    }

    @Test func `A long line is cut around the place`() {
        let query = "quotes where " + String(repeating: "faction = a or ", count: 60) + "faction = hardlner"
        let (diagnostic, source) = unknownValue(query, "hardlner")
        let text = renderer.text(diagnostic, in: source)
        let lines = text.split(separator: "\n")
        #expect(lines[2].hasPrefix("1 | …"))
        #expect(lines[2].hasSuffix("hardlner"))
        #expect(lines.allSatisfy { $0.count <= 100 })
        #expect(lines[3].contains("^^^^^^^^"))
    }

    @Test func `A title is wrapped to a narrow window, at blanks`() {
        let (diagnostic, source) = unknownValue("quotes where faction = hardlner", "hardlner")
        let lines = DiagnosticRenderer(width: 40).text(diagnostic, in: source).split(separator: "\n")
        #expect(lines.prefix(2) == ["error[unknown-value]: no faction is", "  called 'hardlner'"])
        #expect(lines.allSatisfy { $0.count <= 40 })
    }

    @Test func `Wide letters are measured and controls become visible`() {
        let (diagnostic, source) = unknownValue("quotes where 新聞 = \u{1B}[31m hardlner", "hardlner")
        let lines = renderer.text(diagnostic, in: source).split(separator: "\n")
        #expect(lines[2] == "1 | quotes where 新聞 = \\u{1B}[31m hardlner")
        // The two wide letters take four columns.
        #expect(
            lines[3] == "  | -" + String(repeating: " ", count: 30)
                + "^^^^^^^^ did you mean 'hardliner' (412 quotes)?")
    }

    @Test func `A line from right to left has brackets and no marks`() {
        let (diagnostic, source) = unknownValue(
            "quotes where speaker = \"عراقچی\" and x = hardlner", "hardlner")
        let text = renderer.text(diagnostic, in: source)
        #expect(text.contains("⟦hardlner⟧"))
        #expect(!text.contains("^"))
    }

    @Test(arguments: 40...60) func `With its brackets it fits the window`(_ width: Int) {
        var narrow = renderer
        narrow.width = width
        let (diagnostic, source) = unknownValue("quotes where speaker = پروین and facton = x", "facton")
        for line in narrow.text(diagnostic, in: source).split(separator: "\n") {
            #expect(DisplayWidth.of(String(line)) <= width, "\(line)")
        }
    }

    @Test func `What is missing at the end of such a line is marked behind it`() throws {
        let source = SourceText(name: "q", "quotes where speaker = \"عراقچی\" and")
        let diagnostic = try #require(Parser.parse(source).diagnostics.first)
        #expect(renderer.text(diagnostic, in: source).contains("\"عراقچی\" and⟦⟧\n"))
    }

    @Test func `A place in a file is told with its line and field`() {
        let diagnostic = Diagnostic(
            .danglingReference, in: "c.json", record: .init(line: 12, byte: 300, field: "quotes[3].speaker"),
            found: "arag", subject: "actors", near: [.init("araghchi")])
        #expect(
            renderer.text(diagnostic) == """
                error[dangling-reference]: there are no actors with the id 'arag'
                  c.json:12: quotes[3].speaker
                  hint: did you mean 'araghchi'?

                """)
    }

    @Test func `No diagnostic is longer than a kilobyte`() {
        let long = String(repeating: "\u{1B}\u{202E}e\u{301}\u{301}", count: 1_000)
        let query = long + " x " + long
        let span = Span(start: long.utf8.count + 1, end: long.utf8.count + 2)
        for code in DiagnosticCode.allCases {
            let diagnostic = Diagnostic(
                code, at: span, in: long, found: long, expected: Array(repeating: long, count: 30),
                subject: long, near: Array(repeating: .init(long, detail: long), count: 30),
                labels: [.init(.takes, at: Span(start: 0, end: 5), name: long)], fix: .init(span, long))
            for source in [nil, SourceText(name: long, query)] {
                #expect(DiagnosticRenderer(hasColour: true).text(diagnostic, in: source).utf8.count <= 1_000)
            }
        }
    }

    @Test func `JSON has the place in bytes and in lines`() {
        let (diagnostic, source) = unknownValue("quotes where faction = hardlner", "hardlner")
        #expect(
            DiagnosticRenderer.json(diagnostic, in: source) == """
                {"code":"unknown-value","severity":"error","source":"<prompt>",\
                "title":"no faction is called 'hardlner'","span":{"start":23,"end":31},\
                "start":{"line":1,"column":24},"end":{"line":1,"column":32},\
                "label":"did you mean 'hardliner' (412 quotes)?",\
                "fix":{"span":{"start":23,"end":31},"replacement":"hardliner"},\
                "labels":[{"span":{"start":13,"end":20},"start":{"line":1,"column":14},\
                "end":{"line":1,"column":21},"text":"this field takes a faction"}],"near":["hardliner"]}

                """)
    }

    @Test func `Controls are escaped and joiners stay`() {
        #expect(SafeText.escape("a\u{1B}[2J\u{7F}\u{9B}\u{202E}") == "a\\u{1B}[2J\\u{7F}\\u{9B}\\u{202E}")
        #expect(SafeText.escape("می\u{200C}خواهم 新聞 👩\u{200D}🚀") == "می\u{200C}خواهم 新聞 👩\u{200D}🚀")
        #expect(SafeText.escape("one\ntwo\tthree\r\nfour\rfive") == "one⏎two three⏎four\\u{0D}five")
        #expect(SafeText.escape("one\ntwo\t\u{07}", .text) == "one\ntwo\t\\u{07}")
        #expect(JSONLine.quoted("a\"\\\n\u{1B}\u{9B}\u{202E}é") == "\"a\\\"\\\\\\n\\u001B\\u009B\\u202Eé\"")
    }

    @Test func `Text is wrapped at blanks, and inside a word only if it must be`() {
        #expect(TextWrap.lines("one two three", width: 7) == ["one two", "three"])
        #expect(TextWrap.lines("abcdefgh ij", width: 4) == ["abcd", "efgh", "ij"])
        #expect(TextWrap.lines("新聞記事", width: 5) == ["新聞", "記事"])
        #expect(TextWrap.lines("", width: 5) == [""])
        #expect(TextWrap.lines("新", width: 1) == ["新"])
    }

    @Test
    func `Without blanks lines are broken between wide signs, not before or behind what clings to them`() {
        #expect(TextWrap.lines("港は「町のもの」です。", width: 8) == ["港は「町", "のもの」", "です。"])
        #expect(TextWrap.lines("湊崎は「町」と", width: 8) == ["湊崎は", "「町」と"])
        #expect(TextWrap.lines("社長は、東京へ", width: 6) == ["社長", "は、東", "京へ"])
        #expect(TextWrap.lines("in 2024 神戸へ", width: 10) == ["in 2024 神", "戸へ"])
        #expect(TextWrap.lines("湊崎Minasaki海運", width: 12) == ["湊崎Minasaki", "海運"])
        #expect(TextWrap.lines("。。。。", width: 4) == ["。。", "。。"])
    }

    @Test func `Numbers have commas between their thousands`() {
        #expect(
            [0, 7, 999, 1_000, 1_204_412, -12_345].map(Phrase.number) == [
                "0", "7", "999", "1,000", "1,204,412", "-12,345",
            ])
    }
}
