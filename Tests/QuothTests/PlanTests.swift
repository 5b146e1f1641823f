import Foundation
import Quoth
import QuothSyntax
import Synchronization
import Testing

@Suite struct PlanTests {
    private static let corpus: Corpus? = {
        let root = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        return try? Corpus.load(root.appendingPathComponent("samples/iran-us-talks.json").path)
    }()

    @Test(arguments: [
        (
            "quotes where faction = hardliner sort by length(text) desc limit 5 show speaker, text",
            """
            quotes, all of them
            filter  quotes.faction = faction hardliner
            top 5   by length(quotes.text) descending
            show    quotes.speaker as speaker, quotes.text as text

            """
        ),
        (
            "quotes where any same_utterance (kind != ..kind) and not speaker in (people where country missing) count by kind",
            """
            quotes, all of them
            filter  any quotes.same_utterance, pair by pair, for which
                      quotes.kind != outer quotes.kind
                    and not quotes.speaker among the records of
                              actors of kind person
                              filter  actors.country missing
            group   count, share by quotes.kind
            show    kind, count, share

            """
        ),
        (
            "stances where speaker.roles.organization under \"United States\" and said > 2025 - 3 months",
            """
            stances, all of them
            filter  stances.quote → quotes.speaker → actors.roles → roles.organization under actor united-states
                    and stances.quote → quotes.said > 2024-10/2025-09
            show    stances.quote → quotes.speaker as speaker, stances.position as position, stances.claim as claim, stances.quote → quotes.text as text

            """
        ),
    ])
    func explanationsShowThePlan(_ query: String, _ expected: String) throws {
        let session = Session(try #require(Self.corpus))
        // How many records there are is the sample's business.
        let explained = try session.explain(query).replacing(/all [0-9]+/, with: "all of them")
        #expect(explained == expected)
    }

    @Test func measuredPlansSayWhatEachOperationLeft() throws {
        // A clock on which a millisecond and a bit passes between one look and the next.
        let clock = Mutex<Int64>(0)
        let now: @Sendable () -> Int64 = {
            clock.withLock { time in
                time += 1_002_000
                return time
            }
        }
        let session = Session(try #require(Self.corpus), limits: Limits(now: now))
        let explained = try session.explain(
            "quotes where kind = direct and speaker = Khamenei sort by said limit 1 show speaker",
            isMeasured: true)
        #expect(
            explained.replacing(/all [0-9]+/, with: "all of them") == """
                quotes, all of them
                filter  quotes.kind = "direct"
                        and quotes.speaker = actor khamenei
                        → 1 row in 1.002 ms
                top 1   by quotes.said
                        → 1 row in 1.002 ms
                show    quotes.speaker as speaker
                        → 1 row in 1.002 ms

                """)
    }
}
