import Quoth
import QuothSyntax
import Synchronization
import Testing

/// Every operator counts what it takes before it takes it, and asks now and then whether to go on.
@Suite struct LimitTests {
    /// One article whose quotes lead to all of one another, so that a path over two links makes a lot of few records.
    private static let quoteCount = 400
    private let corpus: Corpus

    init() throws {
        let quotes = (0..<Self.quoteCount).map { number in
            """
            {"id": "q\(number)", "article": "a", "kind": "direct", "speaker": "\(number % 2 == 0 ? "x" : "y")",
             "text": "words number \(number)", "said": "2024-01-\(number % 28 < 9 ? "0" : "")\(number % 28 + 1)",
             "weight": \(number), "stances": [{"claim": "c", "position": "\(number % 3 == 0 ? "oppose" : "support")"}]}
            """
        }
        corpus = try Corpus.load(
            json: """
                {"articles": [{"id": "a", "headline": "A", "published": "2024-02-01"}],
                 "actors": [{"id": "x", "name": "X", "kind": "person"}, {"id": "y", "name": "Y", "kind": "group"}],
                 "claims": [{"id": "c", "name": "C"}],
                 "quotes": [\(quotes.joined(separator: ", "))]}
                """)
    }

    /// One of each operator.
    private static let operators = [
        "where text contains number", "where text matches 'mber'", "where text mentions words",
        "where text = .text", "where weight > 3", "where length(text) > 3", "where said + 1 day = 2024-01-03",
        "where speaker = x or speaker = y", "where speaker in (quotes show speaker)",
        "where text in (quotes show text)", "where any article.quotes (weight > 3)",
        "where any article.quotes (weight > ..weight)", "where count(article.quotes) > 3",
        "where max(article.quotes.said) = 2024-01", "show text, lower(text)", "show article.quotes.text",
        "sort by text", "sort by weight desc limit 3", "where text mentions words sort by relevance",
        "distinct text", "distinct article.quotes", "count by text", "count by speaker across said",
        "count by article.quotes", "summarize avg(weight), median(weight), distinct(text) by speaker",
        "summarize max(article.quotes.weight) by speaker", "pairs by speaker",
        "pairs by article count by a.kind",
        "timeline by speaker",
    ]

    @Test(arguments: operators) func memoryIsCountedBeforeItIsTaken(stages: String) {
        var session = Session(corpus)
        session.limits.maximumMemory = 100
        #expect(throws: Diagnostic.self) { try session.query(QueryText("quotes " + stages)) }
        do throws(Diagnostic) { _ = try session.query(QueryText("quotes " + stages)) } catch {
            #expect(error.code == .memoryLimit, "\(stages): \(error)")
        }
    }

    /// What makes a value of each two quotes, of which there are so many.
    private static let heavy = [
        "where any article.quotes (weight > ..weight)", "where count(article.quotes (weight > ..weight)) > 3",
        "show article.quotes.text", "distinct article.quotes.text",
        "count by article.quotes.text", "summarize max(article.quotes.weight) by speaker",
        "pairs by article", "pairs by article count by a.speaker, b.speaker",
    ]

    @Test(arguments: heavy) func muchIsRefusedBeforeItIsMade(stages: String) {
        var session = Session(corpus)
        // Less than two bytes a value.
        session.limits.maximumMemory = Self.quoteCount * Self.quoteCount * 3 / 2
        do throws(Diagnostic) {
            _ = try session.query(QueryText("quotes " + stages))
            // Pairs that are only counted take no memory each.
            #expect(stages.contains("count by a.speaker"))
        } catch { #expect(error.code == .memoryLimit, "\(error)") }
    }

    @Test(arguments: heavy) func queriesAskWhetherToGoOn(stages: String) throws {
        let asked = Mutex(0)
        let counting = Limits(shouldStop: {
            asked.withLock { $0 += 1 }
            return false
        })
        _ = try corpus.query(QueryText("quotes " + stages), limits: counting)
        let all = asked.withLock { $0 }
        #expect(all > Self.quoteCount * Self.quoteCount / Limits.rowsBetweenChecks, "\(all)")
        // Whenever it asks and is told to stop, it does, and asks no more.
        for wanted in [1, all / 2, all] {
            let left = Mutex(wanted)
            let stopping = Limits(shouldStop: {
                left.withLock { left in
                    left -= 1
                    return left <= 0
                }
            })
            #expect {
                try corpus.query(QueryText("quotes " + stages), limits: stopping)
            } throws: {
                ($0 as? Diagnostic)?.code == .interrupted
            }
            #expect(left.withLock { $0 } == 0)
        }
    }

    /// To make a million texts and to take them apart again takes long, and nobody can stop it.
    @Test(arguments: [
        "sort by text", "distinct text", "summarize distinct(text)", "summarize max(text) by speaker",
        "where text in (quotes show text)",
    ])
    func textsAreComparedWhereTheyStand(stages: String) throws {
        let text = String(repeating: "words ", count: 500)
        let quotes = (0..<Self.quoteCount).map { number in
            """
            {"id": "q\(number)", "article": "a", "kind": "direct", "speaker": "x", "text": "\(text)\(number)"}
            """
        }
        let corpus = try Corpus.load(
            json: """
                {"articles": [{"id": "a", "headline": "A", "published": "2024-02-01"}],
                 "actors": [{"id": "x", "name": "X", "kind": "person"}],
                 "quotes": [\(quotes.joined(separator: ", "))]}
                """)
        let limits = Limits(maximumMemory: Self.quoteCount * 200)
        #expect(try corpus.query(QueryText("quotes " + stages), limits: limits).rowCount > 0)
    }
}
