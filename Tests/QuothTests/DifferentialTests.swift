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
