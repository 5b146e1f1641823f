import TestSupport
import Testing

@Suite("What an answer rests on, through the built program")
struct SourceTests {
    private let folder = TemporaryFolder()

    private func ask(_ query: String, body: String? = Self.body, _ options: String...) throws
        -> Program.Result
    {
        let member = body.map { ", \"body\": \"\($0)\"" } ?? ""
        let corpus = folder.write(
            "corpus.json",
            """
            {"articles": [{"id": "a", "headline": "Talks"\(member)}],
             "actors": [{"id": "x", "name": "Xerxes", "kind": "person"},
                        {"id": "y", "name": "Yasmin", "kind": "person",
                         "memberships": [{"faction": "f", "basis": "implied",
                                          "evidence": [{"start": 7, "end": 13}]}]}],
             "factions": [{"id": "f", "name": "the doves"}],
             "claims": [{"id": "c", "name": "talks are over"}],
             "quotes": [
               {"id": "q1", "article": "a", "speaker": "x", "kind": "direct", "text": "never", "paragraph": 2,
                "span": {"start": 16, "end": 21}, "evidence": [{"start": 7, "end": 13}]},
               {"id": "q2", "article": "a", "speaker": "y", "kind": "indirect", "text": "Agrees.",
                "within": "q1", "span": {"start": 34, "end": 40},
                "stances": [{"claim": "c", "position": "support", "basis": "stated",
                             "evidence": [{"start": 34, "end": 40}]}]}]}
            """)
        return try Program.run([corpus, "-c", query] + options)
    }

    private static let body = #"Talks\n\nXerxes: “never.” He went.\n\nYasmin\u001B[7m agreed.\n\nEnd."#

    @Test func `A row is shown in its paragraph, with what it rests on`() throws {
        let result = try ask("quotes\n.source 1")
        #expect(result.code == 0, "\(result.err)")
        #expect(
            result.out.hasSuffix(
                """
                quote q1
                  reported  Xerxes
                  article   Talks
                  words     paragraph 2, characters 16–21
                  evidence  paragraph 2, characters 7–13
                    [[Xerxes]]: “[[never]].” He went.

                """), "\(result.out)")
    }

    @Test func `A stance has the words of its quote, and who reports it`() throws {
        let result = try ask("stances\n.source 1")
        #expect(
            result.out.contains(
                "  reported  Xerxes → Yasmin, in the coder's words\n"), "\(result.out)")
        #expect(
            result.out.contains(
                "  words     paragraph 3, characters 34–40\n    [[Yasmin]]\\u{1B}[7m agreed.\n"))
        let coloured = try ask("stances\n.source 1", "--color", "always")
        #expect(
            coloured.out.contains("    \u{1B}[7m[[Yasmin]]\u{1B}[27m\\u{1B}[7m agreed.\n"), "\(coloured.out)")
    }

    @Test func `What was judged about a quote is told with its words`() throws {
        let quote = try ask("quotes\n.source 2")
        #expect(
            quote.out.hasSuffix(
                """
                  judged    support, talks are over (stated)
                  judged    Yasmin, the doves (implied)
                  evidence  paragraph 2, characters 7–13
                    [[Xerxes]]: “never.” He went.

                """), "\(quote.out)")
        let stance = try ask("stances\n.source 1")
        #expect(stance.out.contains("  judged    support, talks are over (stated)\n  judged    Yasmin"))
    }

    @Test func `Without the article's text the place is told all the same`() throws {
        let result = try ask("quotes\n.source 2", body: nil)
        #expect(
            result.out.hasSuffix(
                """
                  words     characters 34–40
                  judged    support, talks are over (stated)
                  judged    Yasmin, the doves (implied)
                  evidence  characters 7–13
                  the article's text is not at hand; --source FILE gives it

                """), "\(result.out)")
        #expect(try ask("actors\n.source 1").out.hasSuffix("  no place in an article is recorded\n"))
    }

    @Test func `A row that there isn't is refused`() throws {
        for (query, words) in [
            (".source 1", "there is no answer yet"), ("quotes\n.source 3", "it may be a number from 1 to 2"),
            ("quotes\n.source x", "'x' is not a row of the last answer"),
            ("quotes\n.source", "row is missing"),
            ("quotes\ncount by kind\n.source 1", "'.why 1' shows what is behind it"),
        ] {
            let result = try ask(query)
            #expect(result.code == 1)
            #expect(result.err.contains(words), "\(result.err)")
        }
    }

    @Test func `A plan is shown, and what is wrong with a query where it stands`() throws {
        let plan = try ask(".explain quotes where kind = direct count by speaker")
        #expect(plan.code == 0)
        #expect(plan.out.hasPrefix("quotes, all 2\nfilter "))
        let wrong = try ask("quotes limit 1\n.explain quotes where knd = direct")
        #expect(wrong.code == 1)
        #expect(wrong.err.contains("  <command line>:2:23\n"), "\(wrong.err)")
        #expect(try ask(".explain").err.contains("query is missing"))
    }
}
