// The README's example of a test that embeds the evaluator, line for line, and the test that holds the two together.
import Foundation
import Quoth
import Testing

@Suite struct HarbourTests {
    @Test func theDockersSpeakAgainstTheDam() throws {
        let corpus = try Corpus.load(
            json: """
                {"articles": [{"id": "a", "headline": "A dam for the harbour"}],
                 "factions": [{"id": "dockers", "name": "dockers"}],
                 "actors": [{"id": "ann", "name": "Ann", "kind": "person",
                             "memberships": [{"faction": "dockers", "basis": "stated"}]}],
                 "quotes": [{"id": "q1", "article": "a", "speaker": "ann", "kind": "direct", "text": "No dam."}]}
                """)
        struct Line: Decodable, Equatable {
            let speaker: String
            let text: String
        }
        let faction = "dockers"
        let answer = try corpus.query("quotes where faction = \(faction) show speaker, text")
        #expect(try answer.decoded(as: Line.self) == [Line(speaker: "Ann", text: "No dam.")])
    }
}

@Suite struct ReadmeTestingExampleTests {
    @Test func theReadmeHasThisExample() throws {
        let root = URL(fileURLWithPath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let readme = try String(contentsOf: root.appendingPathComponent("README.md"), encoding: .utf8)
        let mine = try String(contentsOfFile: #filePath, encoding: .utf8)
        let block = readme.components(separatedBy: "```swift\n").first { $0.contains("@Suite") }
        let example = try #require(block?.components(separatedBy: "```").first)
        #expect(mine.contains(example.replacing("import Quoth\nimport Testing\n", with: "")))
    }
}
