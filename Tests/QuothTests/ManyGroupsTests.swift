import Quoth
import TestSupport
import Testing

/// Groups of so many values and rows that they are numbered in other ways than a few are.
@Suite struct ManyGroupsTests {
    @Test func areCountedAlike() throws {
        let json = Self.json
        let naive = try NaiveCorpus(json: json)
        let plain = try Corpus.load(json: json, name: "many")
        let indexed = plain.indexed(minimumRows: 1)
        for text in Self.queries {
            let expected = Found.naively(text, naive)
            for corpus in [plain, indexed] {
                #expect(expected.difference(Found.byProgram(text, corpus)) == nil, "\(text)")
            }
        }
    }

    private static var json: String {
        var random = SplitMix64(seed: 5)
        func any(_ count: Int) -> Int { Int(random.next() % UInt64(count)) }
        func list(_ items: some Sequence<String>) -> String { "[" + items.joined(separator: ", ") + "]" }
        let named = { (letter: String, count: Int) in
            list((0..<count).map { #"{"id": "\#(letter)\#($0)", "name": "\#(letter)\#($0)"}"# })
        }
        func topics() -> String { list(Set((0..<any(3)).map { _ in any(90) }).sorted().map { "\"t\($0)\"" }) }
        let claims = (0..<200).map { number in
            #"{"id": "c\#(number)", "name": "c\#(number)", "topic": "t\#(any(90))"}"#
        }
        let actors = (0..<300).map { #"{"id": "s\#($0)", "name": "s\#($0 / 2)", "kind": "person"}"# }
        let quotes = (0..<5000).map { number in
            let said = any(9) == 0 ? "2024" : "2024-0\(any(9) + 1)-1\(any(10))"
            let basis = any(4) == 0 ? "implied" : "stated"
            let stances =
                number % 7 > 0
                ? ""
                : #", "stances": [{"claim": "c\#(any(200))", "position": "support", "basis": "\#(basis)"}]"#
            let speaker = any(20) == 0 ? "" : #", "speaker": "s\#(any(300))""#
            let score = any(5) == 0 ? "" : ", \"score\": \(Double(any(4000) - 2000) / 8)"
            return #"""
                {"id": "q\#(number)", "article": "a", "kind": "direct", "text": "words", "said": "\#(said)",
                 "topics": \#(topics()), "paragraph": \#(any(50) + 1)\#(speaker)\#(score)\#(stances)}
                """#
        }
        return """
            {"articles": [{"id": "a", "headline": "H"}], "topics": \(named("t", 90)), "claims": \(list(claims)),
             "actors": \(list(actors)), "quotes": \(list(quotes))}
            """
    }

    private static let queries = [
        "quotes count by speaker", "quotes count by topics", "quotes count by speaker, topics",
        "quotes count by month(said), topics", "quotes count by weekday(said)",
        "quotes count by weekday(said), paragraph", "quotes count by speaker, paragraph, topics limit 20",
        "quotes where paragraph > 10 count by speaker, topics limit 20",
        "quotes sort by text limit 4500 count by topics, weekday(said)",
        "stances count by claim", "stances count by claim.topic", "stances count by claim.topic, quote",
        "stances count by quote.topics", "stances count by quote.topics, claim",
        "stances count by claim, quote", "stances where claim.topic known count by claim.topic, claim",
        "quotes summarize distinct(speaker), distinct(topics) by topics",
        "quotes summarize distinct(speaker), distinct(said) by speaker",
        "quotes summarize distinct(speaker), distinct(topics), count",
        "quotes summarize distinct(month(said)), distinct(speaker.name) by topics, kind",
        "quotes where paragraph > 40 summarize distinct(topics), count by speaker",
        "quotes sort by text limit 300 summarize distinct(speaker) by topics, weekday(said)",
        "quotes where paragraph > 60 summarize distinct(speaker), min(said)",
        "quotes summarize min(said), max(said), distinct(said), count by topics, speaker",
        "quotes where speaker = s1 summarize max(said), min(month(said)) by topics",
        "stances summarize max(quote.said), min(quote.said), count by claim",
        "claims summarize min(stances.quote.said), max(stances.quote.said) by topic",
        "stances summarize distinct(quote.topics), distinct(claim.topic) by claim",
        "quotes summarize min(said), max(said), min(speaker.name), max(score) by speaker",
        "quotes summarize avg(score), median(score), sum(paragraph), median(paragraph) by topics",
        "quotes summarize avg(score), median(score), sum(score), max(paragraph)",
        "stances count by quote.speaker.name", "stances count by quote.speaker.kind, quote.said",
        "stances count by quote.speaker.name, claim.topic",
        "quotes where paragraph = 3 count by speaker.quotes limit 30", "quotes count by score > 0, paragraph",
        "quotes count by speaker = s1 or speaker = s2",
        "quotes distinct speaker, paragraph count", "quotes distinct topics, speaker count by paragraph",
    ]
}
