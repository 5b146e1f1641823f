import Foundation
import TestSupport
import Testing

/// What is asked of the sample corpora, each in a script of numbered questions with what the answers must come to.
@Suite struct QuestionTests {
    struct Questions: Sendable, CustomTestStringConvertible {
        let corpus: String
        let folder: String
        let count: Int

        var script: String { "samples/\(folder)/questions.quoth" }
        var testDescription: String { folder }
    }

    static let all = [
        Questions(corpus: "samples/iran-us-talks.json", folder: "iran-us-talks", count: 40),
        Questions(corpus: "samples/harbour", folder: "harbour", count: 26),
    ]

    @Test(arguments: all) func scriptsAreInTheCanonicalForm(_ questions: Questions) throws {
        let result = try Program.run(["fmt", "--check", questions.script], in: Article.root.path)
        #expect(result.code == 0)
        #expect(result.out.isEmpty && result.err.isEmpty, "\(result.out)\(result.err)")
    }

    /// `RECORD=1 swift test` rewrites the file, and fails so that nobody takes the run for a check.
    @Test(arguments: all) func questionsAreAnsweredAsRecorded(_ questions: Questions) throws {
        let result = try Program.run(
            [questions.corpus, questions.script], to: .resultWithErrors, in: Article.root.path)
        #expect(result.code == 0, "\(result.out.suffix(2000))")
        let recorded = Article.root.appending(path: "samples/\(questions.folder)/questions.out")
        if ProcessInfo.processInfo.environment["RECORD"] == "1" {
            try result.out.write(to: recorded, atomically: true, encoding: .utf8)
            Issue.record("questions.out was recorded; run again without RECORD to compare")
        }
        #expect(try result.out == String(contentsOf: recorded, encoding: .utf8))
    }

    @Test(arguments: all) func eachQuestionHasAQueryAndAnExpectation(_ questions: Questions) throws {
        let script = Article.root.appending(path: questions.script)
        let asked = try String(contentsOf: script, encoding: .utf8).components(separatedBy: "\n# Q")
            .dropFirst()
        #expect(asked.count == questions.count)
        for question in asked {
            let lines = question.split(separator: "\n").dropFirst().filter { !$0.hasPrefix("#") }
            #expect(lines.contains { $0.hasPrefix("expect ") }, "\(question)")
            #expect(lines.contains { $0.first?.isLetter ?? false && !$0.hasPrefix("expect ") }, "\(question)")
        }
    }
}
