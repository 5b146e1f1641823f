import Foundation
import QuothSyntax
import Testing

@Suite struct EditorGrammarTests {
    private let file = packageFolder.appending(path: "grammar/quoth.tmLanguage.json")

    /// `RECORD=1 swift test` rewrites the file, and fails so that nobody takes the run for a check.
    @Test func theFileIsMadeFromTheVocabulary() throws {
        if ProcessInfo.processInfo.environment["RECORD"] == "1" {
            try EditorGrammar.json.write(to: file, atomically: true, encoding: .utf8)
            Issue.record("quoth.tmLanguage.json was recorded; run again without RECORD to compare")
            return
        }
        #expect(try String(contentsOf: file, encoding: .utf8) == EditorGrammar.json)
    }

    @Test func theFileIsJSONWhoseExpressionsCompile() throws {
        struct Grammar: Decodable {
            struct Pattern: Decodable {
                let name: String
                let match: String
            }
            let patterns: [Pattern]
        }
        let grammar = try JSONDecoder().decode(Grammar.self, from: Data(EditorGrammar.json.utf8))
        let line =
            "quotes where post/where = 'in' and said = 2025-02 show count(x), in-law, $where, 2e-3 # where"
        var found: [String: [String]] = [:]
        for pattern in grammar.patterns {
            let expression = try NSRegularExpression(pattern: pattern.match)
            let matches = expression.matches(in: line, range: NSRange(line.startIndex..., in: line))
            found[pattern.name] = matches.compactMap { Range($0.range, in: line).map { String(line[$0]) } }
        }
        #expect(found["keyword.control.stage.quoth"] == ["where", "show", "count", "where"])
        #expect(found["keyword.operator.word.quoth"] == ["and"])
        #expect(found["constant.numeric.date.quoth"] == ["2025-02"])
        #expect(found["constant.numeric.quoth"] == ["2e-3"])
        #expect(found["support.function.quoth"] == ["count"])
        #expect(found["variable.parameter.quoth"] == ["$where"])
        #expect(found["comment.line.number-sign.quoth"] == ["# where"])
    }
}
