import TestSupport
import Testing

@Suite("Queries through the built program")
struct QueryTests {
    private let folder = TemporaryFolder()
    private var corpus: String {
        folder.write(
            "corpus.json",
            """
            {"articles": [{"id": "a", "headline": "Talks", "published": "2025-02-08"}],
             "factions": [{"id": "hardliner", "name": "hardliner"}, {"id": "reformist", "name": "reformist"}],
             "actors": [
               {"id": "x", "name": "Xerxes", "kind": "person",
                "memberships": [{"faction": "hardliner", "basis": "stated"}]},
               {"id": "y", "name": "Yasmin", "kind": "person",
                "memberships": [{"faction": "reformist", "basis": "stated"}]}],
             "quotes": [
               {"id": "q1", "article": "a", "speaker": "x", "kind": "direct", "text": "no", "said": "2025-02-07"},
               {"id": "q2", "article": "a", "speaker": "y", "kind": "indirect", "text": "yes\\u001B[31m\\nor no",
                "said": "2025-02-08", "within": "q1"},
               {"id": "q3", "article": "a", "kind": "mixed", "text": "maybe"}]}
            """)
    }

    private func ask(_ arguments: String..., input: String = "") throws -> Program.Result {
        try Program.run([corpus] + arguments, input: input)
    }

    @Test func `Rows go to standard output and the accounting elsewhere`() throws {
        let result = try ask("-c", "quotes show speaker, text")
        #expect(
            result.out == """
                speaker  text
                ───────  ─────────────────────
                Xerxes   no
                Yasmin   ~ yes\\u{1B}[31m⏎or no
                         maybe
                ~ in the coder's words

                """)
        #expect(result.err == "3 quotes, 1 of them reported inside another\n")
        #expect(result.code == 0)
    }

    @Test func `Values are printed as they are if that is asked for`() throws {
        let query = "quotes where kind = indirect show text"
        #expect(try ask("-c", query, "--format", "tsv", "--raw").out == "text\nyes\u{1B}[31m\\nor no\n")
        #expect(try ask("-c", query, "--format", "table", "--raw").out.contains("yes\u{1B}[31m"))
        #expect(!(try ask("-c", query, "--format", "table").out.contains("\u{1B}")))
    }

    @Test func `Each form prints the same rows`() throws {
        let query = "quotes where kind = direct show speaker, said, text"
        let forms = [
            "csv": "speaker,said,text\nXerxes,2025-02-07,no\n",
            "tsv": "speaker\tsaid\ttext\nXerxes\t2025-02-07\tno\n",
            "json": "[\n{\"speaker\":\"Xerxes\",\"said\":\"2025-02-07\",\"text\":\"no\"}\n]\n",
            "jsonl": "{\"speaker\":\"Xerxes\",\"said\":\"2025-02-07\",\"text\":\"no\"}\n",
            "markdown":
                "| speaker | said | text |\n| --- | --- | --- |\n| Xerxes | 2025-02-07 | no |\n",
            "card": "── 1 ──\nspeaker  Xerxes\nsaid     2025-02-07\ntext     no\n",
        ]
        for (form, expected) in forms {
            #expect(try ask("-c", query, "--format", form).out == expected)
            #expect(try ask("-c", ".mode \(form)\n\(query)").out == expected)
        }
    }

    @Test func `A script, standard input and -c do the same`() throws {
        let text = """
            param kind: text = "direct"
            let some_quotes = quotes where kind = $kind
            some_quotes show text
            expect 1 some_quotes
            count by speaker

            """
        let script = folder.write("s.quoth", text)
        let expected =
            "text\n────\nno\nspeaker  count   share\n───────  ─────  ──────\nXerxes       1  100.0%\n"
        for result in [try ask(script), try ask(input: text), try ask("-c", text)] {
            #expect(result.out == expected)
            #expect(result.code == 0)
        }
        let other = try ask(script, "--param", "kind=mixed")
        #expect(
            other.out
                == "text\n─────\nmaybe\nspeaker  count   share\n───────  ─────  ──────\n(none)       1  100.0%\n"
        )
        #expect(
            try ask("-c", "let k = quotes where kind = direct", "-c", "k show text").out == "text\n────\nno\n"
        )
    }

    @Test func `Names that nothing has are suggested, and pass if that is wanted`() throws {
        let wrong = try ask("-c", "quotes where faction = hardlner")
        #expect(wrong.code == 1)
        #expect(wrong.err.contains("did you mean 'hardliner' (1 quote)?"))
        let lenient = try ask("-c", "quotes where faction = hardlner", "--lenient")
        #expect(lenient.code == 0)
        #expect(lenient.err.contains("warning[unknown-value]"))
    }

    @Test func `A failed expectation is 4, a limit 5, a division by zero 1`() throws {
        #expect(try ask("-c", "expect none quotes").code == 4)
        #expect(try ask("-c", "expect none quotes\nquotes whre").code == 1)
        let limited = try ask("-c", "quotes", "--max-rows", "2")
        #expect(limited.code == 5)
        #expect(limited.err.contains("error[row-limit]"))
        #expect(try ask("-c", "quotes where 1/0 = 1").code == 1)
        let first = try ask("-c", "expect none quotes\nquotes where kind = direct show text", "--keep-going")
        #expect(first.code == 4)
        #expect(first.out == "text\n────\nno\n")
        #expect(try ask("-c", "expect none quotes\nquotes show text").out.isEmpty)
        #expect(try ask("-c", "param n: number = 3\nquotes limit $n", "--param", "n=x").code == 2)
    }

    @Test func `An empty answer says what emptied it`() throws {
        let result = try ask("-c", "quotes where kind = direct where speaker = Yasmin")
        #expect(result.code == 0)
        #expect(result.out.isEmpty)
        #expect(result.err == "0 quotes\n  all 3 → kind = direct: 1 → speaker = Yasmin: 0\n")
    }

    @Test(
        arguments: [
            ("quotes limit 1 where speaker = Yasmin", "all 3 → limit 1: 1 → speaker = Yasmin: 0"),
            ("quotes sort by text limit 1 where kind = direct", "all 3 → limit 1: 1 → kind = direct: 0"),
            (
                "let first = quotes limit 1\nfirst where speaker = Yasmin",
                "all 3 → limit 1: 1 → speaker = Yasmin: 0"
            ),
            ("quotes limit 2\nskip 5", "all 3 → limit 2: 2 → skip 5: 0"),
            (
                "quotes where kind != mixed distinct within.kind where kind = mixed",
                "all 3 → kind != mixed: 2 → kind = mixed: 0"
            ),
            (
                "quotes distinct said known where speaker = Yasmin",
                "all 3 → distinct said known: 2 → speaker = Yasmin: 0"
            ),
            (
                "quotes limit 9 where kind = direct where speaker = Yasmin",
                "all 3 → kind = direct: 1 → speaker = Yasmin: 0"
            ),
        ])
    func `What emptied an answer may be that rows were cut off before`(_ query: String, _ way: String) throws
    {
        let result = try ask("-c", query)
        #expect(result.err.hasSuffix("\n  \(way)\n"), "\(result.err)")
    }

    @Test func `A noun before a dot says whose values are listed`() throws {
        for field in ["articles.outlet", "memberships.faction", "quotes.kind", "quotes.speaker.kind"] {
            let parts = field.split(separator: ".", maxSplits: 1)
            let listed = try ask("-c", ".values \(field)")
            let counted = try ask("-c", "\(parts[0]) count by \(parts[1])")
            #expect(listed.code == 0 && listed.out == counted.out, "\(listed.out)\(listed.err)")
        }
        #expect(try ask("-c", ".values articles.outlt").err.contains("an article has no field 'outlt'"))
    }

    @Test func `Answers go to a file whole or not at all`() throws {
        let target = folder.path + "/answers.csv"
        let result = try ask("-c", "quotes where kind = direct show text", "--format", "csv", "-o", target)
        #expect(result.code == 0)
        #expect(folder.read("answers.csv") == "text\nno\n")
        #expect(try ask("-c", "quotes show text\nexpect none quotes", "-o", target).code == 4)
        #expect(folder.read("answers.csv") == "text\nno\n")
        #expect(folder.names == ["answers.csv", "corpus.json"])
        let switched = try ask(
            "-c", ".output \(target)\nquotes limit 1 show text\n.output\nquotes skip 2 show text")
        #expect(switched.out == "text\n─────\nmaybe\n")
        #expect(folder.read("answers.csv") == "text\n────\nno\n")
        #expect(try Program.run([corpus, "-c", "quotes"], to: .path("/dev/full")).code == 3)
        #expect(try Program.run([corpus, "-c", "quotes", "-o", "/dev/full"]).code == 3)
        #expect(try Program.run([corpus, "-c", "quotes"], to: .closedPipe).code == 141)
    }

    @Test func `Commands that read give names, and those that count leave 'it' alone`() throws {
        folder.write("names.quoth", "let d = quotes where kind = direct\n")
        let script = folder.write("s.quoth", ".read names.quoth\nd show text\n.values kind\nshow speaker\n")
        let result = try ask(script)
        #expect(result.code == 0)
        #expect(result.out.hasPrefix("text\n────\nno\nkind "))
        #expect(result.out.hasSuffix("speaker\n───────\nXerxes\n"))
        #expect(try ask("-c", ".schema").out.contains("quotes        3\n"))
        #expect(try ask("-c", ".schema quotes").out.contains("speaker "))
        #expect(try ask("-c", ".timer on\nquotes").err.contains("0.0"))
    }

    @Test func `Ctrl-C ends a script that is held up, and a short time is a limit`() throws {
        let long = String(repeating: "a ", count: 100_000)
        let path = folder.write(
            "long.json",
            """
            {"articles": [{"id": "a", "headline": "A"}],
             "quotes": [{"id": "q", "article": "a", "kind": "direct", "text": "\(long)"}]}
            """)
        let result = try Program.run([path, "-c", "quotes show text"], to: .stuckPipe)
        #expect(result.code == 130)
        #expect(result.err.isEmpty)
        let limited = try Program.run([path, "-c", "quotes show text", "--timeout", "0.000000001"])
        #expect(limited.code == 5)
        #expect(limited.err.contains("error[time-limit]"))
    }

    @Test func `The prompt answers, numbers and marks`() throws {
        let pty = try Pty(
            BuiltProgram.path("quoth"), [corpus, "--no-history"], environment: ["NO_COLOR": "1"], rows: 40,
            columns: 60)
        try pty.wait(for: "quoth>")
        func waitForPrompt(_ number: Int) throws {
            try pty.wait(for: "prompt \(number)") {
                $0.screen.text.split(separator: "\n").count { $0.hasPrefix("quoth>") } == number
            }
        }
        pty.send("quotes show speaker, text\r")
        try pty.wait(for: "3 quotes, 1 of them reported inside another")
        try waitForPrompt(2)
        let lines = pty.screen.text.split(separator: "\n").map(String.init)
        #expect(lines.contains("1     Xerxes   no"))
        #expect(lines.contains("2  ↳~ Yasmin   yes\\u{1B}[31m⏎or no"))
        pty.send("count by kind\r")
        try pty.wait(for: "33.3%")
        try waitForPrompt(3)
        #expect(!pty.output.contains(where: { $0 == 0x9B }))
        pty.send("\u{04}")
        #expect(try pty.exitCode() == 0)
    }
}
