import Quoth
import QuothSyntax
import TestSupport
import Testing

@testable import QuothCLI

@Suite("Answers for pages, spreadsheets and other scripts")
struct MorePrinterTests {
    private let folder = TemporaryFolder()

    @Test(arguments: [1_000, 1_001]) func `A cross table that would be almost empty is printed as rows`(
        _ groups: Int
    ) throws {
        let quotes = (0..<groups).map {
            #"{"id": "q\#($0)", "article": "a", "kind": "direct", "text": "t\#($0)"}"#
        }
        let corpus = try Corpus.load(
            json: """
                {"articles": [{"id": "a", "headline": "A"}], "quotes": [\(quotes.joined(separator: ", "))]}
                """)
        let answer = try corpus.query("quotes count by text across id")
        #expect((CrossTable(answer) == nil) == (groups * groups > CrossTable.mostCells))
    }

    @Test func `HTML escapes what it must and says its directions`() throws {
        let answer = Answer.made([
            .texts("<b>", ["a & \"b\"", "one\ntwo", nil]), .integers("n", [1, -2, 3]),
            .texts("text", ["<script>alert('x')</script>", "سلام", "x\u{1B}[31m\u{202E}"]),
        ])
        #expect(
            try answer.printed(.html) == """
                <figure class="quoth">
                <table>
                <thead>
                <tr><th scope="col" dir="auto">&lt;b&gt;</th><th scope="col" style="text-align: right">n</th><th scope="col" dir="auto">text</th></tr>
                </thead>
                <tbody>
                <tr><td dir="auto">a &amp; &quot;b&quot;</td><td style="text-align: right">1</td><td dir="auto">&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;</td></tr>
                <tr><td dir="auto">one<br>two</td><td style="text-align: right">-2</td><td dir="auto">سلام</td></tr>
                <tr><td></td><td style="text-align: right">3</td><td dir="auto">x\\u{1B}[31m\\u{202E}</td></tr>
                </tbody>
                </table>
                <figcaption>3 quotes</figcaption>
                </figure>

                """)
    }

    @Test func `The program prints HTML with the accounting in it and nowhere else`() throws {
        let result = try Program.run(
            ["samples/iran-us-talks.json", "-c", "quotes count by faction", "--format", "html"],
            in: ReadmeTests.root)
        #expect(result.code == 0)
        #expect(result.err.isEmpty)
        #expect(result.out.contains("<td dir=\"auto\">(none)</td>"))
        #expect(
            result.out.contains("<figcaption>3 rows from 44 quotes") || result.out.contains("rows from 44"))
        let prompt = try Program.run(
            ["samples/iran-us-talks.json", "-c", ".mode html\nquotes limit 1"], in: ReadmeTests.root)
        #expect(prompt.out.hasPrefix("<figure class=\"quoth\">\n"))
    }

    private static let nasty = [
        "plain", "a \"quoted\" word", "comma, and; semicolon", "line\nbreak", "return\r\nbreak", " blanks ",
        "tab\there", "'", "\"", "\"\"", "=1+1", "新聞 سلام é 🚢", "a\\b", "x",
    ]

    @Test func `CSV that is read back has the same values`() throws {
        let answer = Answer.made([
            .texts("id", Self.nasty.indices.map { "p\($0)" }), .texts("name", Self.nasty),
            .texts("kind", Self.nasty.map { _ in "person" }), .texts("description", Self.nasty.reversed()),
        ])
        folder.write("actors.csv", try answer.printed(.csv))
        let corpus = try Corpus.load(folder.path)
        let read = try corpus.query("actors show name, description")
        #expect(read.rowCount == Self.nasty.count)
        for row in 0..<read.rowCount {
            #expect(read[row, 0] == .text(Self.nasty[row]))
            #expect(read[row, 1] == .text(Self.nasty[Self.nasty.count - 1 - row]))
        }
    }

    @Test func `No cell begins a formula if that is wanted`() throws {
        let answer = Answer.made([
            .texts("t", ["=1+1", "+x", "-x", "@x", "\tx", "a=b", nil]),
            .integers("n", [-1, 2, 3, 4, 5, 6, 7]),
        ])
        #expect(
            try answer.printed(.csv, isSafeForSheets: true)
                == "t,n\n'=1+1,-1\n'+x,2\n'-x,3\n'@x,4\n'\tx,5\na=b,6\n,7\n")
        #expect(try answer.printed(.tsv, isSafeForSheets: true).contains("'=1+1\t-1\n"))
        #expect(try answer.printed(.csv).contains("\n=1+1,-1\n"))
        let result = try Program.run([
            ReadmeTests.root + "/samples/iran-us-talks.json", "-c", "quotes show \"=1\" as t limit 1",
            "--format", "csv", "--csv-safe",
        ])
        #expect(result.out == "t\n'=1\n")
    }

    @Test func `Columns stay in place beside texts that run from right to left`() throws {
        let answer = Answer.made([
            .texts("speaker", ["روزنامه شرق", "新聞記者", "Ann"]), .texts("text", ["او گفت «نه»", "no", "yes"]),
            .integers("n", [1, 2, 3]),
        ])
        let text = try answer.printed(.table, width: 60)
        #expect(
            text == """
                   speaker      text         n
                   ───────────  ───────────  ─
                1  \u{2068}روزنامه شرق\u{2069}  \u{2068}او گفت «نه»\u{2069}  1
                2  新聞記者     no           2
                3  Ann          yes          3

                """)
        let card = try answer.printed(.card, width: 60)
        #expect(card.contains("speaker  \u{2068}روزنامه شرق\u{2069}\n"))
        // What goes elsewhere has nothing added to it.
        for format in [Format.table, .csv, .json, .markdown, .html] {
            #expect(!(try answer.printed(format).contains("\u{2068}")), "\(format)")
        }
    }

    @Test func `Every line of a wrapped text keeps its direction to itself`() throws {
        let long = String(repeating: "این یک جمله بلند است ", count: 6)
        let text = try Answer.made([.texts("text", [long]), .texts("b", ["x"])]).printed(.table, width: 40)
        for line in text.split(separator: "\n") {
            #expect(DisplayWidth.of(String(line)) <= 40)
            let opened = line.unicodeScalars.count { $0 == "\u{2068}" }
            #expect(opened == line.unicodeScalars.count { $0 == "\u{2069}" })
        }
        #expect(text.unicodeScalars.count { $0 == "\u{2068}" } > 2)
    }

    @Test func `A fault on a line from right to left stands in brackets`() throws {
        let result = try Program.run(
            ["samples/iran-us-talks.json", "-c", "quotes where text contains \"سلام\" and knd = direct"],
            in: ReadmeTests.root)
        #expect(result.code == 1)
        #expect(
            result.err.contains("1 | quotes where text contains \"سلام\" and ⟦knd⟧ = direct\n"),
            "\(result.err)")
        #expect(!result.err.contains("^^^"))
    }
}
