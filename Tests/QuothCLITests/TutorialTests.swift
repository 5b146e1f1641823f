import Quoth
import QuothSyntax
import TestSupport
import Testing

@Suite("The tutorial")
struct TutorialTests {
    @Test(arguments: ["samples/iran-us-talks.json", "samples/harbour"]) func `It has ten steps on a corpus`(
        _ path: String
    ) throws {
        let corpus = try Corpus.load(ReadmeTests.root + "/" + path)
        let steps = Tutorial(corpus).steps
        #expect(steps.count == 10)
        for step in steps {
            var session = Session(corpus)
            for query in step.before { _ = try session.query(QueryText(query)) }
            #expect(try session.query(QueryText(step.query)).rowCount > 0, "\(step.query)")
        }
        let stages = Set(steps.flatMap { $0.query.split(separator: " ") }.map(String.init))
        for word in ["where", "show", "count", "sort", "limit", "across", "mentions", "any"] {
            #expect(stages.contains(word), "\(word)")
        }
    }

    @Test func `It leaves out what a corpus has nothing for`() throws {
        let corpus = try Corpus.load(
            json: """
                {"articles": [{"id": "a", "headline": "A"}],
                 "quotes": [{"id": "q", "article": "a", "kind": "direct", "text": "no"}]}
                """)
        let steps = Tutorial(corpus).steps
        #expect(steps.first?.query == "quotes limit 3")
        #expect(steps.last?.query == "articles limit 5")
        #expect(steps.count < 10)
    }

    private func ask(_ script: String) throws -> Program.Result {
        try Program.run(["samples/iran-us-talks.json", "-c", script], in: ReadmeTests.root)
    }

    @Test func `Each step is shown and run, whatever was asked in between`() throws {
        let first = try ask(".tutorial")
        #expect(first.code == 0)
        #expect(first.out.hasPrefix("1 of 10  A query is a noun"))
        #expect(first.out.contains("\n\n    quotes limit 3\n\nspeaker "))
        let next = try ask(".tutorial 2\npeople limit 1\n.tutorial next\nwhere kind = direct count")
        #expect(next.code == 0, "\(next.err)")
        #expect(next.out.contains("\n\n    count by kind\n\nkind "))
        #expect(next.out.hasSuffix("count\n─────\n    1\n"), "\(next.out)")
    }

    @Test func `Steps that there aren't are refused`() throws {
        #expect(try ask(".tutorial 11").err.contains("it may be a number from 1 to 10"))
        #expect(try ask(".tutorial x").code == 1)
        #expect(try ask(".tutorial 10\n.tutorial next").err.contains("a step after the last is missing"))
    }
}
