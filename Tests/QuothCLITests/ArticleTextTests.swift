import Foundation
import TestSupport
import Testing

/// Holds the corpus against the article's text, where that is at hand.
@Suite(.enabled(if: Article.textPath != nil, "the article's text isn't at hand"))
struct ArticleTextTests {
    private let text: [Unicode.Scalar]

    init() throws { text = try Article.text() }

    private func passage(_ start: Int, _ end: Int) -> String {
        guard 0 <= start, start <= end, end <= text.count else { return "" }
        var view = String.UnicodeScalarView()
        view.append(contentsOf: text[start..<end])
        return String(view)
    }

    /// Swift strings are equal if they look alike; these must be the same scalars.
    private func same(_ one: String, _ other: String) -> Bool {
        one.unicodeScalars.elementsEqual(other.unicodeScalars)
    }

    @Test func quothCheckAgainstTheTextIsSilent() throws {
        let path = try #require(Article.textPath)
        let result = try Program.run(["check", Article.corpusPath, "--source", path])
        #expect(result.code == 0)
        #expect(result.out.isEmpty && result.err.isEmpty, "\(result.out)\(result.err)")
    }

    @Test func exactWordsStandAtTheirSpans() throws {
        for record in try Article.records() {
            for span in record.spans {
                #expect(span.end <= text.count, "\(record.name)")
                let found = passage(span.start, span.end)
                if let exact = span.exact { #expect(same(found, exact), "\(record.name)") }
                #expect(same(found, found.trimmingCharacters(in: .whitespaces)), "\(record.name): \(span)")
            }
        }
    }

    @Test func quotedWordsAreVerbatim() throws {
        let quotes = try Article.quotes()
        #expect(quotes.count { $0.text("kind") == "direct" } == 6)
        #expect(quotes.count { $0.text("kind") == "mixed" } == 2)
        for quote in quotes {
            guard let words = quote.text("text") else { continue }
            let places = quote.spans.map { passage($0.start, $0.end) }
            switch quote.text("kind") {
            case "direct": #expect(same(places[0], words), "\(quote.name)")
            case "mixed":
                #expect(places.dropFirst().contains { same($0, words) }, "\(quote.name)")
                #expect(places[0].contains(words), "\(quote.name)")
            default: #expect(!passage(0, text.count).contains(words), "\(quote.name)")
            }
        }
    }

    @Test func mentionsHaveTheirWordsAndParagraph() throws {
        let breaks = text.indices.dropLast().filter { text[$0] == "\n" && text[$0 + 1] == "\n" }
        for mention in try Article.records() where mention.name.hasPrefix("mentions/") {
            let span = mention.spans[0]
            #expect(same(passage(span.start, span.end), mention.text("words") ?? ""), "\(mention.name)")
            let before = breaks.count { $0 < span.start }
            #expect(mention.fields["paragraph"] as? Int == before + 1, "\(mention.name)")
        }
    }

    // MARK: The article's own prose

    /// The runs of words outside the headline and the verbatim quotes.
    private func prose() throws -> [[String]] {
        var isOpen = text.map { _ in true }
        for index in 0..<(text.firstIndex(of: "\n") ?? 0) { isOpen[index] = false }
        for quote in try Article.quotes() where ["direct", "mixed"].contains(quote.text("kind") ?? "") {
            let words = quote.text("text") ?? ""
            for span in quote.spans where same(passage(span.start, span.end), words) {
                for index in span.start..<span.end { isOpen[index] = false }
            }
        }
        var runs = [String.UnicodeScalarView()]
        for (index, scalar) in text.enumerated() {
            if isOpen[index] { runs[runs.count - 1].append(scalar) } else { runs.append(.init()) }
        }
        return runs.map { Self.words(String($0)) }.filter { $0.count >= 8 }
    }

    private static func words(_ text: String) -> [String] {
        text.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
    }

    private static func eights(_ words: [String]) -> Set<[String]> {
        guard words.count >= 8 else { return [] }
        return Set((0...words.count - 8).map { Array(words[$0..<$0 + 8]) })
    }

    @Test func noEightWordsOfTheProseStandAnywhere() throws {
        let prose = try self.prose().reduce(into: Set<[String]>()) { $0.formUnion(Self.eights($1)) }
        #expect(prose.count > 300)
        let files = ["samples", "README.md", "Sources", "Tests", "grammar"].flatMap(Article.files)
        #expect(files.count > 100)
        for file in files {
            guard let text = try? String(contentsOfFile: file, encoding: .utf8) else { continue }
            let shared = Self.eights(Self.words(text)).intersection(prose)
            #expect(shared.isEmpty, "\(file): \(shared.map { $0.joined(separator: " ") })")
        }
    }
}
