import Foundation
import Quoth
import QuothSyntax
import TestSupport
import Testing

/// A search by the index of words finds what reading every text finds.
@Suite struct TextIndexTests {
    /// Signs that words are made of and parted by, among them those that folding drops, joins or spells out.
    private static let pieces = [
        "a", "e", "é", "ing", "s", "ed", "Talk", "deal", "DEAL", "ß", "ﬁ", "ﬃ", "й", "и", "ы", "Договор",
        "ям",
        "می", "\u{200C}", "خواهم", "مذاکره", "ها", "کتاب", "ك", "ي", "\u{200D}", "\u{AD}", "\u{200B}",
        "\u{FEFF}",
        "\u{301}", "\u{308}", "'", "’", "-", "–", " ", " ", " ", " ", " ", ", ", ". ", "“", "”", "\u{A0}",
        "…",
        "℡", "™", "½", "²", "①", "漢", "字", "かな", "が", "カ", "\u{3099}", "한", "국", "\u{1100}", "\u{1161}",
        "l'", "d’", "eau", "7", "19", "\u{FDFA}", "की", "ि", "\u{2060}", "=", "\u{338}", "𝐱", "🏳️‍🌈",
        "abcdefghijklmnopqrstuvwxyz",
    ]
    private static let languages = ["en", "fa", "fr", "ru", "de", "zh", "xx", nil]

    @Test(arguments: 0..<8)
    func indexedSearchesAgree(seed: Int) throws {
        var random = SplitMix64(seed: UInt64(seed))
        let texts = (0..<60).map { _ in Self.text(&random, 1...24) }
        let corpus = try Self.corpus(texts, seed)
        let indexed = corpus.indexed(minimumRows: 1)
        for _ in 0..<120 {
            let wanted = Self.wanted(texts, &random)
            let sign = ["mentions", "contains"][Int.random(in: 0...1, using: &random)]
            let query = "quotes where text \(sign) \(SyntaxPrinter.quoted(wanted)) show id"
            let difference = Found.byProgram(query, corpus).difference(Found.byProgram(query, indexed))
            #expect(difference == nil, "seed \(seed): \(query)")
        }
    }

    /// BM25 by the textbook, over words that have no endings to take off.
    @Test(arguments: 0..<4)
    func relevanceIsBM25(seed: Int) throws {
        var random = SplitMix64(seed: UInt64(seed))
        let texts = (0..<40).map { _ in
            (0..<Int.random(in: 1...9, using: &random)).map { _ in
                "w\(min(Int.random(in: 0...9, using: &random), Int.random(in: 0...9, using: &random)))"
            }
        }
        let corpus = try Self.corpus(texts.map { $0.joined(separator: " ") }, 6)
        let (one, other) = (
            "w\(Int.random(in: 0...4, using: &random))", "w\(Int.random(in: 5...9, using: &random))"
        )
        let wanted = one == other ? [one] : [one, other]
        let found = texts.indices.filter { place in wanted.contains { texts[place].contains($0) } }
        let scores = texts.map { text in wanted.reduce(0) { $0 + Self.bm25($1, text, texts) } }
        let expected = found.sorted { (-scores[$0], $0) < (-scores[$1], $1) }.map { "q\($0)" }
        let query = "quotes where text mentions \(one) or text mentions \(other) sort by relevance show id"
        for corpus in [corpus, corpus.indexed(minimumRows: 1)] {
            #expect(try Self.ids(query, corpus) == expected)
        }
    }

    private static func bm25(_ word: String, _ text: [String], _ texts: [[String]]) -> Double {
        let having = Double(texts.count { $0.contains(word) })
        let all = Double(texts.count)
        let average = Double(texts.reduce(0) { $0 + $1.count }) / all
        let occurrences = Double(text.count { $0 == word })
        let rarity = log(1 + (all - having + 0.5) / (having + 0.5))
        let length = 1.2 * (1 - 0.75 + 0.75 * Double(text.count) / average)
        return rarity * occurrences * (1.2 + 1) / (occurrences + length)
    }

    private static func ids(_ query: String, _ corpus: Corpus) throws -> [String] {
        var session = Session(corpus)
        guard case .answer(let answer)? = try session.run(SourceText(name: "<test>", query)).first else {
            return []
        }
        return (0..<answer.rowCount).compactMap { if case .text(let id) = answer[$0, 0] { id } else { nil } }
    }

    private static func text(_ random: inout SplitMix64, _ length: ClosedRange<Int>) -> String {
        let count = Int.random(in: length, using: &random)
        return (0..<count).map { _ in pieces[Int.random(in: pieces.indices, using: &random)] }.joined()
    }

    /// A stretch of some text, in whatever case, or something made up.
    private static func wanted(_ texts: [String], _ random: inout SplitMix64) -> String {
        guard Int.random(in: 0..<5, using: &random) > 0 else { return text(&random, 1...3) }
        let text = texts[Int.random(in: texts.indices, using: &random)].unicodeScalars
        let start = Int.random(in: 0..<text.count, using: &random)
        let part = text.dropFirst(start).prefix(Int.random(in: 1...12, using: &random))
        let wanted = String(String.UnicodeScalarView(part))
        return Bool.random(using: &random) ? wanted : wanted.uppercased()
    }

    private static func corpus(_ texts: [String], _ seed: Int) throws -> Corpus {
        // With one language for all articles in some corpora.
        let languages = seed % 3 == 0 ? [Self.languages[seed % 7]] : Self.languages
        let articles = languages.enumerated().map { index, language in
            let known = language.map { ", \"language\": \"\($0)\"" } ?? ""
            return "{\"id\": \"a\(index)\", \"headline\": \"h\"\(known)}"
        }
        let quotes = texts.enumerated().map { index, text in
            "{\"id\": \"q\(index)\", \"article\": \"a\(index % languages.count)\", \"kind\": \"direct\", "
                + "\"text\": \(json(text))}"
        }
        return try Corpus.load(
            json: """
                {"articles": [\(articles.joined(separator: ", "))],
                 "quotes": [\(quotes.joined(separator: ", "))]}
                """)
    }

    private static func json(_ text: String) -> String {
        "\"" + text.unicodeScalars.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : String($0) }.joined() + "\""
    }
}
