import Foundation
import TestSupport
import Testing

/// The corpus of the sample article; none of this needs the article's text.
@Suite struct ArticleTests {
    @Test func quothCheckIsSilent() throws {
        let result = try Program.run(["check", Article.corpusPath])
        #expect(result.code == 0)
        #expect(result.out.isEmpty && result.err.isEmpty, "\(result.out)\(result.err)")
    }

    @Test func everyRecordHasItsEvidence() throws {
        let records = try Article.records()
        #expect(records.count > 300)
        for record in records { #expect(!record.spans.isEmpty, "\(record.name)") }
    }

    @Test func spansLieInTheText() throws {
        let records = try Article.records()
        let source = records.first { $0.name.hasPrefix("articles/") }?.fields["source"] as? [String: Any]
        let length = try #require(source?["length"] as? Int)
        for record in records {
            for span in record.spans {
                #expect(0 <= span.start && span.start < span.end && span.end <= length, "\(record.name)")
                if let exact = span.exact {
                    #expect(exact.unicodeScalars.count == span.end - span.start, "\(record.name)")
                }
            }
        }
    }

    /// What is reported inside a quote stands inside it.
    @Test func nestedQuotesLieInTheirOuterOnes() throws {
        let quotes = try Article.quotes().filter { !$0.name.contains("/stances") }
        let spans = Dictionary(uniqueKeysWithValues: quotes.map { ($0.text("id") ?? "", $0.spans[0]) })
        for quote in quotes {
            guard let outer = quote.text("within") else { continue }
            let around = try #require(spans[outer])
            let inner = quote.spans[0]
            #expect(around.start <= inner.start && inner.end <= around.end, "\(quote.name)")
        }
    }
}

/// The page for people who code their own article.
@Suite struct ArticlePageTests {
    static let blocks: [String] = {
        let page = Article.root.appending(path: "samples/coding-an-article.md")
        let parts = (try? String(contentsOf: page, encoding: .utf8))?.components(separatedBy: "\n```") ?? []
        return parts.filter { $0.hasPrefix("quoth\n") }.map { String($0.dropFirst(6)) + "\n" }
    }()

    @Test func hasExamples() { #expect(Self.blocks.count >= 10) }

    @Test(arguments: blocks) func queriesRun(_ block: String) throws {
        let result = try Program.run([Article.corpusPath], input: block)
        #expect(result.code == 0, "\(result.err)")
        #expect(!result.err.contains("warning["), "\(result.err)")
        let folder = TemporaryFolder()
        let check = try Program.run(["fmt", "--check", folder.write("page.quoth", block)])
        #expect(check.code == 0, "\(block)")
    }
}
