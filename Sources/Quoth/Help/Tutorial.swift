import QuothSyntax

/// Ten queries that lead through the language, made of what a corpus holds.
///
/// ```swift
/// let corpus = try Corpus.load("samples/iran-us-talks.json")
/// for step in Tutorial(corpus).steps { print(step.text, step.query) }
/// ```
///
/// Each finds something; what a corpus has nothing for is left out.
public struct Tutorial: Sendable {
    /// The queries, in order.
    public let steps: [Step]

    /// One query of the tutorial.
    public struct Step: Sendable, Hashable {
        /// What it shows.
        public let text: String
        /// The query; one that begins with a stage goes on from those before it.
        public let query: String
        /// The queries that it goes on from, the first first.
        public let before: [String]
    }

    /// How many steps there are at most.
    public static let maximumSteps = 10

    /// Makes up the queries; a few counts over the corpus.
    public init(_ corpus: Corpus, limits: Limits = Limits()) {
        let values = TutorialValues(corpus, limits)
        var session = Session(corpus, limits: limits)
        var steps: [Step] = []
        var chain: [String] = []
        for (text, query) in Self.drafts(values) where steps.count < Self.maximumSteps {
            let isRefinement = Vocabulary.stages.contains { query.hasPrefix($0 + " ") }
            if isRefinement, chain.isEmpty { continue }
            var trial = session
            guard let answer = try? trial.query(QueryText(query)), answer.rowCount > 0 else {
                if !isRefinement { chain = [] }
                continue
            }
            session = trial
            if !isRefinement { chain = [] }
            steps.append(Step(text: text, query: query, before: chain))
            chain.append(query)
        }
        self.steps = steps
    }

    private static func drafts(_ values: TutorialValues) -> [(text: String, query: String)] {
        [
            ("A query is a noun, here what was said, and stages behind it.", "quotes limit 3"),
            (
                "'where' keeps the rows for which a condition holds. Left of '=' stands a field, right of it a value.",
                "quotes where speaker = \(values.speaker ?? "nobody")"
            ),
            (
                "A line that begins with a stage goes on from the last answer. '.it' says what that was.",
                "count by kind"
            ),
            (
                "It is still the quotes that were counted, and now only some of them. '.back' takes that back.",
                "where kind = \(values.kind ?? "direct")"
            ),
            (
                "'show' chooses the columns, and names may be used at once. '.card 1' has all the others.",
                "show said, length(text) as characters, text sort by characters desc limit 3"
            ),
            (
                "Words are found whatever their endings, case and accents. '.source 1' shows the passage in its article.",
                "quotes where text mentions \(values.word ?? "nothing") show speaker, text limit 3"
            ),
            (
                "Dots follow links, and 'across' lays one group out in columns.",
                "quotes where speaker.kind known count by speaker.kind across kind"
            ),
            (
                "Stances say which side a quote takes on a claim. '.why 1' shows those behind the first row.",
                "stances where position in (support, oppose) count by claim, position limit 5"
            ),
            (
                "Dates are periods: a year, a month, a day. The line below says how many rows have none.",
                "quotes where said = \(values.year ?? "2000") count by month(said)"
            ),
            (
                "A link with many ends has 'any', 'no', 'all' and 'count'.",
                "actors where any quotes (kind = \(values.kind ?? "direct")) show name, count(quotes) as quotes "
                    + "sort by quotes desc limit 5"
            ),
            (
                "'pairs' puts two side by side: who contradicts whom?",
                "stances pairs by claim opposed where a.speaker != .b.speaker count by a.speaker, b.speaker limit 5"
            ),
            (
                "Everyone's latest words.",
                "quotes sort by said desc distinct speaker show speaker, said limit 5"
            ),
            ("What the articles are.", "articles limit 5"),
        ]
    }
}

/// What of a corpus the tutorial asks for.
private struct TutorialValues {
    var speaker: String?
    var kind: String?
    var word: String?
    var year: String?

    init(_ corpus: Corpus, _ limits: Limits) {
        func first(_ query: String) -> String? {
            guard let answer = try? corpus.query(QueryText(query), limits: limits), answer.rowCount > 0
            else { return nil }
            return answer[0, 0] == .missing ? nil : Checker.word(answer[0, 0].description)
        }
        speaker = first("quotes where speaker known count by speaker limit 1")
        if let speaker { kind = first("quotes where speaker = \(speaker) count by kind limit 1") }
        // A year needs no quotation marks.
        year = first("quotes where said known count by year(said) limit 1")?.filter { $0 != "\"" }
        word = Self.commonWord(corpus, limits)
    }

    /// A long word that several of the first quotes have.
    private static func commonWord(_ corpus: Corpus, _ limits: Limits) -> String? {
        guard let answer = try? corpus.query("quotes show text limit 200", limits: limits) else { return nil }
        var counts: [String: Int] = [:]
        for row in 0..<answer.rowCount {
            let words = answer[row, 0].description.split { !$0.isLetter }
            for word in Set(words.map { $0.lowercased() }) where (6...20).contains(word.count) {
                counts[word, default: 0] += 1
            }
        }
        return counts.min { ($1.value, $0.key) < ($0.value, $1.key) }.map { Checker.word($0.key) }
    }
}
