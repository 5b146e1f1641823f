import QuothSyntax
import Synchronization
import TestSupport
import Testing

@testable import Quoth

/// Pairs, found by windows over groups, are those that comparing all with all finds.
@Suite struct PairTests {
    private static let perPart = 60

    @Test(arguments: 0..<4)
    func pairsAreThoseOfAllWithAll(part: Int) throws {
        for seed in (part * Self.perPart)..<((part + 1) * Self.perPart) {
            let made = RandomCorpus(seed: UInt64(seed))
            let naive = try NaiveCorpus(json: made.json)
            let corpus = try Corpus.load(json: made.json, name: "<made up>")
            for number in 0..<5 {
                let text = RandomQuery.pairs(seed: UInt64(seed * 5 + number), naive)
                let (wanted, found) = (Found.naively(text, naive), Found.byProgram(text, corpus))
                let difference = wanted.difference(found)
                #expect(difference == nil, "\(seed): \(text)\n\(made.json)\n\(wanted)\n\(found)")
                try compareWithPairsMade(text, corpus)
            }
        }
    }

    /// A count that makes no pairs is the count of the pairs that are made.
    private func compareWithPairsMade(_ text: String, _ corpus: Corpus) throws {
        let checked = Session(corpus).check(SourceText(name: "<made up>", text))
        guard case .query(let plan)? = checked.statements.first?.action else { return }
        func answer(_ plan: Plan) -> NaiveAnswer? {
            let evaluation = Evaluation(corpus, limits: Limits(), source: "<made up>")
            return try? NaiveAnswer(evaluation.answer(plan, warnings: []).0)
        }
        let (made, counted) = (answer(plan), answer(plan.rewritten(for: corpus)))
        #expect(made?.rows == counted?.rows && made?.accounting == counted?.accounting, "\(text)")
    }

    private func corpus(_ quotes: Int) throws -> Corpus {
        let records = (0..<quotes).map { number in
            """
            {"id": "q\(number)", "article": "a", "kind": "direct", "text": "no", "said": "2025-02-07",
             "stances": [{"claim": "c", "position": "\(number % 2 == 0 ? "support" : "oppose")"}]}
            """
        }
        return try Corpus.load(
            json: """
                {"articles": [{"id": "a", "headline": "A"}], "claims": [{"id": "c", "name": "C"}],
                 "quotes": [\(records.joined(separator: ","))]}
                """)
    }

    /// 2,000 quotes have almost two million pairs, more than the limits leave room for.
    @Test func limitsAreKeptWhilePairsAreMade() throws {
        let corpus = try corpus(2_000)
        var session = Session(corpus)
        session.limits.maximumRows = 10_000
        #expect(throws: Diagnostic.self) { try session.run(Self.source("quotes pairs by kind limit 1")) }
        session.limits.maximumRows = 10_000_000
        session.limits.maximumMemory = 1 << 20
        do throws(Diagnostic) {
            _ = try session.run(Self.source("quotes pairs by kind limit 1"))
            Issue.record("no limit was kept")
        } catch { #expect(error.code == .memoryLimit) }
        // A count of pairs makes none of them.
        session.limits.maximumMemory = 4 << 20
        session.limits.maximumRows = 1
        guard
            case .answer(let answer)? = try session.run(Self.source("stances pairs by claim opposed count"))
                .first
        else {
            Issue.record("no answer")
            return
        }
        #expect(answer[0, 0] == .integer(1_000_000))
    }

    @Test func aStopIsAskedForWhilePairsAreMade() throws {
        var session = Session(try corpus(2_000))
        let asked = Mutex(0)
        session.limits.shouldStop = {
            asked.withLock {
                $0 += 1
                return $0 > 3
            }
        }
        do throws(Diagnostic) {
            _ = try session.run(Self.source("quotes pairs by kind count"))
            Issue.record("it wasn't stopped")
        } catch { #expect(error.code == .interrupted) }
    }

    private static func source(_ text: String) -> SourceText { SourceText(name: "<test>", text) }
}
