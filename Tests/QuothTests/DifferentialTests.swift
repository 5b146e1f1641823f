import Quoth
import QuothSyntax
import TestSupport
import Testing

/// The program and the naive interpreter, which share no code, answer made-up queries alike.
@Suite struct DifferentialTests {
    @Test(arguments: 0..<4)
    func answersAgree(part: Int) throws {
        var failures: [String: Int] = [:]
        let perPart = madeUpQueries / 4
        for corpusSeed in (part * perPart / queriesPerCorpus)..<((part + 1) * perPart / queriesPerCorpus) {
            let made = RandomCorpus(seed: UInt64(corpusSeed))
            let naive = try NaiveCorpus(json: made.json)
            let corpus = try Corpus.load(json: made.json, name: "<made up>")
            for query in 0..<queriesPerCorpus {
                let seed = UInt64(corpusSeed * queriesPerCorpus + query)
                let text = RandomQuery(seed: seed, naive).text
                let difference = Found.naively(text, naive).difference(Found.byProgram(text, corpus))
                guard let difference else { continue }
                failures[difference, default: 0] += 1
                // One case of each kind is enough to look at.
                if failures[difference] == 1 { report(seed, RandomCase(made, text), difference) }
            }
        }
        #expect(failures.isEmpty)
    }

    /// What indexes, copies of fields and rewrites of plans do for speed changes no answer and no accounting.
    @Test(arguments: 0..<4)
    func whatIsFasterIsTheSame(part: Int) throws {
        let perPart = madeUpQueries / 4
        for corpusSeed in (part * perPart / queriesPerCorpus)..<((part + 1) * perPart / queriesPerCorpus) {
            let made = RandomCorpus(seed: UInt64(corpusSeed))
            let naive = try NaiveCorpus(json: made.json)
            let plain = try Corpus.load(json: made.json, name: "<made up>")
            let indexed = plain.indexed(minimumRows: 1)
            for query in 0..<queriesPerCorpus {
                let seed = UInt64(corpusSeed * queriesPerCorpus + query)
                let text = RandomQuery(seed: seed, naive).text
                let found = Found.byProgram(text, plain, isRewritten: false)
                for (other, isRewritten) in [(plain, true), (indexed, false), (indexed, true)] {
                    let difference = found.difference(
                        Found.byProgram(text, other, isRewritten: isRewritten))
                    #expect(difference == nil, "seed \(seed), rewritten \(isRewritten): \(text)")
                }
            }
        }
    }

    /// A column with more values than have bitmaps of their own tells what rests on a judgement as any other does.
    @Test func judgementsOfManyValuesAreCounted() throws {
        let claims = (0..<90).map { #"{"id": "c\#($0)", "name": "c\#($0)"}"# }
        let stances = (0..<90).map { number in
            let basis = number % 3 == 0 ? "stated" : "implied"
            return #"{"claim": "c\#(number / 2)", "position": "support", "basis": "\#(basis)"}"#
        }
        let json = #"""
            {"articles": [{"id": "a", "headline": "H"}], "claims": [\#(claims.joined(separator: ","))],
            "quotes": [{"id": "q", "kind": "direct", "text": "It is so.", "article": "a",
            "stances": [\#(stances.joined(separator: ","))]}]}
            """#
        let naive = try NaiveCorpus(json: json)
        let plain = try Corpus.load(json: json, name: "many")
        let indexed = plain.indexed(minimumRows: 1)
        for text in [
            "claims where stances known", "claims where stances != \"q/stances/1\"",
            "quotes where stances known",
            "stances where claim known", "stances where claim != c1", "claims where stances missing",
        ] {
            let expected = Found.naively(text, naive)
            for corpus in [plain, indexed] {
                #expect(expected.difference(Found.byProgram(text, corpus)) == nil, "\(text)")
            }
        }
    }

    /// Queries that were once answered in two ways.
    @Test(arguments: [
        // One value must lie between the bounds, and not one above the lower and another below the upper.
        "quotes where reports.score from -2.5 to 1", "quotes where reports.score from -5 + 1 to 1",
        "quotes where not reports.score from 0 - 3 to -2",
        // A stance has the fields of its quote, so two stances of a quote have its score twice.
        "claims show sum(stances.score), avg(stances.score), median(stances.score)",
        "claims show sum(stances.quote.score), count(stances.quote)",
        "claims summarize count by sum(stances.score) as total where total = 5",
        // Whoever is named names back, after those that it names itself.
        "quotes show id, same_utterance",
        // A column may be called by a path, and its records have their fields.
        "quotes count by within.text, text where text > .within.text",
        "quotes count by article.quotes, within where article.quotes.score > 0 show article.quotes.score",
        "quotes count by within as upper where within.score > 0 and upper.kind = mixed",
        // What is missing is told by the same name.
        "quotes show day(said) as on where on = 2026", "quotes show max(noted) as n where n = 2026",
        "quotes show day(said) as on where on - 2 months = 2026",
        "quotes count by note as n where note = nothing",
        "quotes count by within.note, note as n where note = nothing",
        "quotes count by note as n, within.note where note = nothing",
        "quotes show weekday(said) as on count by on",
        "quotes show within.ironic as n where n", "quotes show paragraph / 2 as n pairs by n",
        // What 'last' comes to is told wherever it stands.
        "claims where count(stances (stances.said in last 8 months)) > 2",
        // Pairs are told apart by their records.
        "stances pairs by position distinct count by b",
    ])
    func isAnsweredAlike(_ text: String) throws {
        let json = #"""
            {"articles": [{"id": "a", "headline": "H", "published": "2025-02-28"}],
            "claims": [{"id": "c1", "name": "c1"}, {"id": "c2", "name": "c2"}],
            "quotes": [
            {"id": "q1", "article": "a", "kind": "mixed", "text": "we", "score": 2.5, "noted": "2025-01-02",
             "stances": [{"claim": "c1", "position": "support"}, {"claim": "c1", "position": "support"}]},
            {"id": "q2", "article": "a", "kind": "mixed", "text": "no", "within": "q1", "score": -3.5,
             "said": "2025-01", "same_utterance": ["q4", "q1"], "note": "n",
             "stances": [{"claim": "c2", "position": "support"}]},
            {"id": "q3", "article": "a", "kind": "direct", "text": "yes", "within": "q1", "score": 2.5,
             "same_utterance": ["q2"]},
            {"id": "q4", "article": "a", "kind": "direct", "text": "it", "within": "q2", "score": -3}]}
            """#
        let expected = Found.naively(text, try NaiveCorpus(json: json))
        let found = Found.byProgram(text, try Corpus.load(json: json, name: "once"))
        #expect(expected.difference(found) == nil, "naively: \(expected)\nby the program: \(found)")
    }

    private func report(_ seed: UInt64, _ original: RandomCase, _ difference: String) {
        let small = original.shrunk { Self.difference($0) == difference }
        guard let naive = try? NaiveCorpus(json: small.corpus.json),
            let corpus = try? Corpus.load(json: small.corpus.json, name: "<made up>")
        else { return }
        Issue.record(
            """
            seed \(seed): \(difference)
            \(original.text)
            shrunk:
            \(small.corpus.json)
            \(small.text)
            naively:
            \(Found.naively(small.text, naive))
            by the program:
            \(Found.byProgram(small.text, corpus))
            """)
    }

    private static func difference(_ candidate: RandomCase) -> String? {
        guard let naive = try? NaiveCorpus(json: candidate.corpus.json),
            let corpus = try? Corpus.load(json: candidate.corpus.json, name: "<made up>")
        else { return nil }
        return Found.naively(candidate.text, naive).difference(Found.byProgram(candidate.text, corpus))
    }
}
