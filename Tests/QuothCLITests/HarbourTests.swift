import Foundation
import TestSupport
import Testing

/// The folder corpus about the harbour of Merrow, held against its own articles.
///
/// Who changes sides, what is claimed and what is reported inside what is asked in its `questions.quoth`.
@Suite struct HarbourTests {
    private static let folder = Article.root.appending(path: "samples/harbour")
    private let quotes: [Article.Record]
    private let bodies: [String: [Unicode.Scalar]]

    init() throws {
        quotes = try Self.records("quotes")
        bodies = try Self.records("articles").reduce(into: [:]) { bodies, article in
            let source = article.fields["source"] as? [String: Any]
            let file = try #require(source?["file"] as? String)
            let text = try String(
                contentsOf: Self.folder.appending(path: "articles/" + file), encoding: .utf8)
            bodies[article.text("id") ?? ""] = Array(text.unicodeScalars)
        }
    }

    private static func records(_ collection: String) throws -> [Article.Record] {
        let file = folder.appending(path: collection + ".jsonl")
        return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map { line in
            let fields = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] ?? [:]
            return Article.Record(name: "\(collection)/\(fields["id"] ?? "?")", fields: fields)
        }
    }

    /// The words between two places of an article, or nothing if there is no such passage.
    private func passage(_ article: String?, _ span: Article.Span) -> String {
        guard let body = article.flatMap({ bodies[$0] }), span.start < span.end, span.end <= body.count
        else { return "" }
        var view = String.UnicodeScalarView()
        view.append(contentsOf: body[span.start..<span.end])
        return String(view)
    }

    @Test func quothCheckIsSilent() throws {
        let result = try Program.run(["check", "samples/harbour"], in: Article.root.path)
        #expect(result.code == 0)
        #expect(result.out.isEmpty && result.err.isEmpty, "\(result.out)\(result.err)")
    }

    @Test func thereIsEnoughToAskOf() {
        #expect(bodies.count >= 15)
        #expect(quotes.count >= 200)
        let kinds = Dictionary(grouping: quotes) { $0.text("kind") ?? "" }.mapValues(\.count)
        #expect(kinds.count == 3 && kinds.values.allSatisfy { $0 >= 20 }, "\(kinds)")
    }

    @Test func oneArticleIsPersianAndOthersNameJapanese() throws {
        func share(_ body: [Unicode.Scalar], _ script: ClosedRange<UInt32>) -> Double {
            let letters = body.filter(\.properties.isAlphabetic)
            return Double(letters.count { script.contains($0.value) }) / Double(letters.count)
        }
        let arabic = bodies.filter { share($0.value, 0x600...0x6FF) == 1 }
        #expect(arabic.count == 1)
        let ideographic = bodies.filter { share($0.value, 0x4E00...0x9FFF) > 0 }
        #expect(ideographic.count == 3, "\(ideographic.keys)")
    }

    @Test func exactWordsStandAtTheirSpans() {
        for record in quotes {
            let spans = record.spans
            #expect(!spans.isEmpty && spans.allSatisfy { $0.exact != nil }, "\(record.name)")
            for span in spans {
                let found = passage(record.text("article"), span)
                #expect(
                    found.unicodeScalars.elementsEqual((span.exact ?? "").unicodeScalars), "\(record.name)")
            }
        }
    }

    @Test func quotedWordsAreVerbatimAndOthersAreNot() throws {
        for quote in quotes {
            let words = try #require(quote.text("text"))
            let article = quote.text("article")
            let places = quote.spans.map { passage(article, $0) }
            switch quote.text("kind") {
            case "direct": #expect(places.first == words, "\(quote.name)")
            case "mixed":
                #expect(places.dropFirst().first == words, "\(quote.name)")
                #expect(places[0].contains(words) && places[0] != words, "\(quote.name)")
            default: #expect(!places[0].contains(words), "\(quote.name)")
            }
        }
    }

    @Test func nestedQuotesLieInTheirOuterOnes() throws {
        let spans = Dictionary(uniqueKeysWithValues: quotes.map { ($0.text("id") ?? "", $0.spans[0]) })
        let nested = quotes.filter { $0.text("within") != nil }
        #expect(nested.count >= 20)
        for quote in nested {
            let around = try #require(quote.text("within").flatMap { spans[$0] }, "\(quote.name)")
            let inner = quote.spans[0]
            #expect(around.start <= inner.start && inner.end <= around.end, "\(quote.name)")
        }
    }
}
