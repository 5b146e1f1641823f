import Foundation
import Quoth
import QuothSyntax
import TestSupport
import Testing

/// What is known in the order of time changes no answer and no accounting.
@Suite struct ChronologyTests {
    /// Periods of all lengths, and tests that say of dates what no period does.
    private static let dates = [
        "said = 2025", "said = 2025-02", "said = 2025-02-07", "said from 2024-12-30 to 2025-02-02",
        "said > 2025-06", "said <= 2024-11", "said < 1990", "said != 2025-02", "not said = 2025",
        "possibly said = 2025-02", "possibly said from 2025-01-10 to 2025-01-20",
        "said in (2024-11, 2025-03, 2025-07)", "said not in (2024-12, 2025-02)", "said known", "said missing",
        "said >= 2025-01-05 and said < 2025-02-15", "said > article.published",
    ]
    private static let facets = [
        "kind = direct", "kind != direct", "not kind in (direct, mixed)", "channel under post",
        "channel missing", "channel known", "topics = t1", "topics != t2", "topics in (t0, t3)",
        "(kind = mixed or topics = t2)", "not (channel = speech or topics = t1)", "faction = f1",
        "faction != f2", "faction known", "(said = 2025-05 or kind = indirect)", "text contains 7",
        "cue = nobody",
    ]
    private static let endings = [
        "count", "count", "count", "count by kind", "show id", "limit 3", "sort by said limit 4",
        "limit 500 count",
        "where topics = t1 count", "count by month(said)", "show id\nit count by channel",
        "count\nit show id",
        "count\nit where kind = direct count", "count\nit count by faction",
    ]

    @Test(arguments: 0..<6)
    func changesNothing(seed: Int) throws {
        var random = SplitMix64(seed: UInt64(seed))
        // Some end with a word of bits.
        let json = Self.corpus([64, 128, 300, 301, 448, 700][seed], &random)
        let plain = try Corpus.load(json: json)
        let indexed = plain.indexed(minimumRows: 1)
        let path = NSTemporaryDirectory() + "chronology-\(UUID().uuidString).quothdb"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try indexed.save(to: path)
        let stored = try Corpus.load(path)
        var answered = 0
        for _ in 0..<150 {
            let query = Self.query(&random)
            let expected = Found.byProgram(query, plain)
            if case .answer = expected { answered += 1 }
            for corpus in [indexed, stored] {
                let found = Found.byProgram(query, corpus)
                #expect(expected.difference(found) == nil, "\(query)\n\(expected)\n\(found)")
            }
        }
        #expect(answered > 100)
    }

    /// First and last dates of groups are those that going through their rows finds.
    @Test(arguments: [65, 128, 500])
    func findsTheFirstAndLastOfGroups(rowCount: Int) throws {
        var random = SplitMix64(seed: UInt64(rowCount))
        let plain = try Corpus.load(json: Self.corpus(rowCount, &random))
        let indexed = plain.indexed(minimumRows: 1)
        let keys = ["kind", "channel", "topics", "faction", "kind, channel", "topics, faction", "speaker"]
        for noun in ["quotes", "stances"] {
            for key in keys {
                for values in [
                    "max(said)", "min(said)", "min(said), max(said), count", "max(said), count(speaker)",
                ] {
                    let query = "\(noun) summarize \(values) by \(key)"
                    let expected = Found.byProgram(query, plain)
                    let found = Found.byProgram(query, indexed)
                    if case .fault = expected { Issue.record("\(query): \(expected)") }
                    #expect(expected.difference(found) == nil, "\(query)\n\(expected)\n\(found)")
                }
            }
        }
    }

    /// What is left out is told in the order of the tests that leave it out, of which the first of a field may leave
    /// out nothing.
    @Test(arguments: [
        "(channel missing or topics = t1) and channel != post",
        "channel known and topics = t1 and channel != post",
        "not (channel known and topics = t1) and faction = f1 and channel != post",
        "(kind = direct or channel = post) and topics = t1 and channel != speech",
    ])
    func tellsWhatIsLeftOutInOrder(condition: String) throws {
        var random = SplitMix64(seed: 7)
        let plain = try Corpus.load(json: Self.corpus(500, &random))
        let indexed = plain.indexed(minimumRows: 1)
        for parts in [[condition, "said > 2024"], ["said > 2024", condition]] {
            let query = "quotes where \(parts.joined(separator: " and ")) count"
            let leftOut = try [plain, indexed].map { corpus in
                try corpus.query(QueryText(query)).accounting.filters[0].leftOut.map(\.field)
            }
            #expect(leftOut[0] == leftOut[1], "\(query)")
        }
    }

    /// To ask for the same records is no step, in whatever way they were found.
    @Test(arguments: [
        ("said = 2025-02 and kind != direct count", false),
        ("kind != direct and said = 2025-02 and said < 2026 count", false),
        ("said in (2025-02, 1999) and not (kind = direct) limit 500", false),
        ("said = 2025-02 and kind = mixed count", true), ("said = 2025-03 and kind != direct count", true),
    ])
    func theSameRowsAreNoStep(condition: String, isStep: Bool) throws {
        var random = SplitMix64(seed: 8)
        var session = Session(try Corpus.load(json: Self.corpus(500, &random)).indexed(minimumRows: 1))
        _ = try session.query("quotes where said = 2025-02 and kind != direct count")
        _ = try session.query(QueryText("quotes where " + condition))
        #expect(session.back() == isStep)
    }

    private static func query(_ random: inout SplitMix64) -> String {
        var parts = [random.pick(dates, or: "")]
        for _ in 0..<random.int(0...2) { parts.append(random.pick(facets, or: "")) }
        if random.chance(20) { parts.append(random.pick(dates, or: "")) }
        if random.chance(50) { parts.reverse() }
        let noun = random.pick(["quotes", "stances", "stances"], or: "")
        return "\(noun) where \(parts.joined(separator: " and ")) \(random.pick(endings, or: ""))"
    }

    /// Quotes of a year and a half, some without a date and some with one that isn't sure, and a stance or so each.
    private static func corpus(_ count: Int, _ random: inout SplitMix64) -> String {
        let quotes = (0..<count).map { number in
            var fields = [
                #""id": "q\#(number)", "article": "a", "text": "It is \#(number).""#,
                #""kind": "\#(random.pick(["direct", "mixed", "indirect"], or: ""))""#,
            ]
            if random.chance(90) { fields.append(#""speaker": "s\#(random.int(0...5))""#) }
            if random.chance(80) {
                fields.append(
                    #""channel": "\#(random.pick(["speech", "post", "post/x", "post/x/reply"], or: ""))""#)
            }
            if random.chance(85) { fields.append(#""said": \#(date(&random))"#) }
            if random.chance(70) {
                let topics = Set([random.int(0...3), random.int(0...3)]).map { #""t\#($0)""# }
                fields.append(#""topics": [\#(topics.joined(separator: ", "))]"#)
            }
            if number > 0, random.chance(10) {
                fields.append(#""within": "q\#(random.int(0...number - 1))""#)
            }
            let stances = (0..<random.int(0...2)).map { _ in
                #"{"claim": "c", "position": "\#(random.pick(["support", "oppose"], or: ""))"}"#
            }
            fields.append(#""stances": [\#(stances.joined(separator: ", "))]"#)
            return "{\(fields.joined(separator: ", "))}"
        }
        let speakers = (0..<6).map { number in
            let basis = number < 2 ? "implied" : "stated"
            let memberships = #"[{"faction": "f\#(number % 3)", "basis": "\#(basis)"}]"#
            let names = #""id": "s\#(number)", "name": "s\#(number)", "kind": "person""#
            return "{\(names), \"memberships\": \(memberships)}"
        }
        return #"""
            {"articles": [{"id": "a", "headline": "H", "published": "2025-02-20"}],
            "factions": [{"id": "f0", "name": "f0"}, {"id": "f1", "name": "f1"}, {"id": "f2", "name": "f2"}],
            "topics": [\#((0..<4).map { #"{"id": "t\#($0)", "name": "t\#($0)"}"# }.joined(separator: ", "))],
            "claims": [{"id": "c", "name": "c"}],
            "actors": [\#(speakers.joined(separator: ", "))],
            "quotes": [\#(quotes.joined(separator: ", "))]}
            """#
    }

    private static func date(_ random: inout SplitMix64) -> String {
        let month = ["2024-10", "2024-11", "2024-12", "2025-01", "2025-02", "2025-03", "2025-07", "2026-01"]
        let text =
            switch random.int(1...12) {
            case 1: random.pick(month, or: "")
            case 2: "2025-01-28/2025-02-03"
            case 3: "2025"
            case 4: random.pick(["../2025-01-01", "2025-02-10/.."], or: "")
            default: random.pick(month, or: "") + "-\(random.int(10...28))"
            }
        guard random.chance(25) else { return "\"\(text)\"" }
        return #"{"date": "\#(text)", "basis": "\#(random.pick(["implied", "stated"], or: ""))"}"#
    }
}
