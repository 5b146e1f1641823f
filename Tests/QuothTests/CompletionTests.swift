import Foundation
import Quoth
import Testing

@Suite struct CompletionTests {
    private let session: Session

    init() throws {
        let root = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        session = Session(try Corpus.load(root.appendingPathComponent("samples/iran-us-talks.json").path))
    }

    @Test(arguments: [
        ("quo", "quotes"),
        ("quotes whe", "where"),
        ("quotes where fac", "faction"),
        ("quotes where speaker.coun", "country"),
        ("quotes where faction = har", "hardliner"),
        ("quotes where faction in (har", "hardliner"),
        ("quotes where faction in (reformist, har", "hardliner"),
        ("quotes where kind = ", "indirect"),
        ("quotes where faction ", "="),
        ("quotes where any stances (posi", "position"),
        ("quotes where any stances (position = opp", "oppose"),
        ("stances where claim under \"talks", "\"talks are ruled out\""),
        ("quotes count by spea", "speaker"),
        ("quotes sort ", "by"),
        ("quotes where faction = hardliner cou", "count"),
        ("quotes where facton", "faction"),
        ("quotes where speaker = Ahan", "\"Mohammad-Ali Ahangaran\""),
    ])
    func offersWhatMayStandThere(_ text: String, _ expected: String) {
        let completion = session.complete(text, at: text.utf8.count)
        #expect(completion.candidates.contains { $0.text == expected }, "\(completion.candidates.prefix(5))")
    }

    @Test func valuesCarryTheirCounts() {
        let text = "quotes where faction = hard"
        let completion = session.complete(text, at: text.utf8.count)
        #expect(completion.candidates.first?.text == "hardliner")
        #expect(completion.candidates.first?.detail == "4 quotes")
        #expect(completion.range == 23..<27)
    }

    @Test func operatorsFitTheType() {
        let text = "quotes where said "
        let offered = session.complete(text, at: text.utf8.count).candidates.map(\.text)
        #expect(offered.contains("<="))
        #expect(!offered.contains("mentions"))
    }

    @Test func everyPrefixIsSafe() {
        let text =
            "let x = quotes where any stances (claim under \"a b\" and position in (oppose, x)) count by ..a"
        for length in 0...text.utf8.count { _ = session.complete(text, at: length) }
    }
}
