import Foundation
import Quoth
import QuothSyntax
import Testing

@Suite struct CompletionTests {
    private var session: Session

    init() throws {
        let root = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        session = Session(try Corpus.load(root.appendingPathComponent("samples/iran-us-talks.json").path))
        _ = try session.run(
            SourceText(
                name: "<prompt>",
                "let hawks = quotes where faction = hardliner\nparam day: date = 2025-02-07\nquotes"))
    }

    private func complete(_ text: String) -> Completion { session.complete(text, at: text.utf8.count) }

    private func offered(_ text: String) -> [String] { complete(text).candidates.map(\.text) }

    /// The text up to the cursor, and what is offered there, in this order; after "…" there may be more.
    @Test(arguments: [
        ("quo", "quotes"),
        ("quotes ", "where show sort …"),
        ("quotes whe", "where"),
        ("quotes where fac", "faction"),
        ("quotes where facton", "faction"),
        ("quotes where faction ", "= != not in under mentions contains matches missing known"),
        ("quotes where said ", "= != < <= > >= not in from missing known"),
        ("quotes where faction = har", "hardliner ultra-hardliner"),
        ("quotes where faction != ultra", "ultra-hardliner"),
        ("quotes where faction in (har", "hardliner ultra-hardliner"),
        ("quotes where faction in (reformist, har", "hardliner ultra-hardliner"),
        ("quotes where faction not ", "in"),
        ("quotes where speaker.coun", "country"),
        ("quotes where speaker.country = ", "Iran \"United States\""),
        ("quotes where said.", "expression basis anchor"),
        ("quotes where said.basis = ", "inferred implied stated"),
        ("quotes where said = 2025-0", "2025-02-07 2025-02-08"),
        ("quotes where year(said) = ", "2025"),
        ("quotes where said from ", "2025-02-07 2025-02-08 $day"),
        ("quotes where said from 2025 ", "to"),
        ("quotes where said in ", "last"),
        ("quotes where said in last 30 ", "days weeks months years"),
        ("quotes where said in last 1 ", "day week month year"),
        ("quotes where said > $", "$day"),
        ("quotes where kind = ", "indirect direct mixed"),
        ("quotes where channel under post/", "post/x"),
        ("quotes where speaker = \"Ab", "\"Abdolreza Davari\" \"Abbas Araghci\""),
        ("quotes where speaker = Abbas Ara", "\"Abbas Araghci\""),
        ("quotes where speaker = Abbas A", "\"Abbas Araghci\" Abbas and"),
        ("quotes where speaker = Abbas an", "and"),
        ("quotes where speaker = Abbas ", "and or …"),
        ("quotes where in ", "hawks it quotes"),
        ("quotes where not in ha", "hawks"),
        ("quotes where faction = hardliner ", "and or where show sort …"),
        ("quotes where faction = hardliner cou", "count"),
        ("quotes where faction = hardlner and kind = d", "direct indirect mixed"),
        ("quotes where any stances (posi", "position"),
        ("quotes where any stances (position = opp", "oppose"),
        ("quotes where any stances (position = oppose and ..fac", "faction"),
        ("stances where claim under \"talks ar", "\"talks are ruled out\" \"talks are under way\""),
        ("quotes count by fact", "faction"),
        ("quotes count by faction where fac", "faction"),
        ("quotes count by faction where faction = hard", "hardliner ultra-hardliner"),
        ("quotes count by faction where shar", "share"),
        ("quotes count by faction sort by cou", "count count("),
        ("quotes summarize ", "count count( distinct( min( max( sum( avg( median("),
        ("quotes show speaker as who where wh", "who"),
        ("quotes sort ", "by"),
        ("quotes where text mentions sanctions sort by ", "relevance id article …"),
        ("quotes where text mentions sanctions sort by rele", "relevance"),
        ("quotes where text contains sanctions sort by rele", ""),
        ("quotes sort by said de", "desc"),
        ("quotes limit 10 sh", "show"),
        ("expect ", "none some"),
        ("expect none quo", "quotes"),
        ("let x = quotes where kind = di", "direct indirect"),
        ("param x: ", "text number date truth"),
        ("quotes where (kind = direct\nor faction = ref", "reformist"),
        (
            "quotes\n",
            "hawks it articles actors people organizations groups factions memberships roles topics claims events …"
        ),
        ("wh", "where"),
        ("let y = people\ny where na", "name other_names"),
        // Where nothing can be offered: a new name, a number, free text, a comment, after an unknown field.
        ("let ", ""), ("quotes show speaker as ", ""), ("quotes limit ", ""),
        ("quotes where text mentions ", ""), ("quotes # fac", ""), ("quotes where nothing = ", ""),
        ("quotes where kind = \"direct\"", ""), (".help qu", ""),
    ])
    func offersWhatMayStandThere(_ text: String, _ expected: String) {
        let all = offered(text).joined(separator: " ")
        if expected.hasSuffix("…") {
            #expect(all.hasPrefix(expected.dropLast()))
        } else {
            #expect(all == expected)
        }
    }

    @Test func nothingButWhatFitsIsOffered() {
        let first = offered("quotes where ")
        #expect(first.starts(with: ["id", "article", "speaker"]))
        for word in ["stances", "length(", "max(", "not", "any", "in", "under"] {
            #expect(first.contains(word))
        }
        for word in ["and", "where", "by", "=", "missing", "headline", "position"] {
            #expect(!first.contains(word), "\(word)")
        }
        let inside = offered("quotes where any stances (")
        for word in ["position", "claim", "faction", ".."] { #expect(inside.contains(word), "\(word)") }
        #expect(offered("quotes where faction in (").contains("factions where"))
        #expect(!offered("quotes where faction in (").contains("articles where"))
    }

    @Test func valuesCarryTheirCounts() {
        let completion = complete("quotes where faction = hard")
        #expect(completion.candidates.map(\.detail) == ["4 quotes", "3 quotes"])
        #expect(completion.candidates.map(\.match) == [.beginning, .within])
        #expect(completion.candidates.map(\.kind) == [.value, .value])
        #expect(completion.range == 23..<27)
        #expect(complete("articles where any quotes (faction = ref").candidates.map(\.detail) == ["2 quotes"])
        #expect(complete("people where quotes.faction = ref").candidates.map(\.detail) == ["1 person"])
        #expect(complete("quotes where speaker = Obama").candidates.map(\.detail) == ["no quotes"])
        let signs = complete("quotes where kind ").candidates.prefix(6)
        #expect(signs.map(\.text) == ["=", "!=", "<", "<=", ">", ">="])
        #expect(signs.first?.detail == "is, or one of many is")
        #expect(Set(signs.map(\.detail)).count == 6)
        #expect(complete("quotes where fac").candidates.map(\.detail) == ["its factions"])
        let channel = complete("quotes where chan").candidates.map(\.detail)
        #expect(channel == [Schema.of(.quotes).field("channel")?.meaning])
    }

    @Test func aMisspeltWordOfANameIsUnderstood() {
        for text in ["quotes where speaker = Davary", "quotes where speaker = davri"] {
            let candidates = complete(text).candidates
            #expect(candidates.map(\.text) == ["\"Abdolreza Davari\""])
            #expect(candidates.map(\.match) == [.near])
        }
        #expect(complete("quotes where speaker = Qqqqqq").candidates.isEmpty)
    }

    @Test func manyCandidatesAreCounted() throws {
        let quotes = (1...300).map { #"{"id": "q\#($0)", "article": "a", "kind": "direct", "text": "x"}"# }
        let corpus = try Corpus.load(
            json:
                #"{"articles": [{"id": "a", "headline": "h"}], "quotes": [\#(quotes.joined(separator: ","))]}"#
        )
        let completion = Session(corpus).complete("quotes where id = ", at: 18)
        #expect(completion.candidates.count == 200)
        #expect(completion.omitted == 100)
    }

    @Test func valuesAreToldWithoutCountsIfThoseTakeTooLong() {
        var hasty = session
        hasty.limits.deadline = 0
        for text in [
            "quotes where speaker.country = ", "quotes where speaker = Trum", "quotes where kind = ",
        ] {
            let patient = complete(text).candidates
            let found = hasty.complete(text, at: text.utf8.count).candidates
            #expect(found.map(\.text) == patient.map(\.text))
            #expect(found.allSatisfy { $0.detail.isEmpty })
        }
    }

    @Test func everyPrefixIsSafe() {
        let text =
            "let x = quotes where any stances (claim under \"a b\" and position in (oppose, x)) count by ..a"
        for length in 0...text.utf8.count { _ = session.complete(text, at: length) }
        _ = session.complete("سلام quotes", at: 3)
        _ = session.complete("quotes", at: 99)
    }
}
