import QuothSyntax

/// What may stand at a place of a text.
public struct Completion: Sendable, Hashable {
    /// What is replaced, in bytes: the word that has been begun.
    public let range: Range<Int>
    /// What may come in its place, the likeliest first.
    public let candidates: [Candidate]
    /// How many more there are than are told.
    public let omitted: Int

    /// One possibility.
    public struct Candidate: Sendable, Hashable {
        /// As it would be written, in quotation marks if it needs them.
        public let text: String
        /// What it is.
        public let kind: Kind
        /// What a field means, or how many rows have a value: `6 quotes`; empty if there is nothing to say.
        public let detail: String
        /// How it fits what has been begun.
        public let match: Match
    }

    /// What a candidate is.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// A word that begins a statement, such as `let`.
        case statement
        case stage
        case collection
        /// A name that a `let` has given, or `it`.
        case name
        case field
        case function
        /// A word or sign between operands or before them, such as `=`, `under`, `any`.
        case `operator`
        /// A word that only means something after another, such as `by`.
        case particle
        case value
        case parameter
    }

    /// How a candidate fits what has been begun, the best first.
    public enum Match: Int, Sendable, Hashable, Comparable {
        /// It begins so.
        case beginning
        /// It has it somewhere in it.
        case within
        /// It is spelt nearly so.
        case near

        /// The better is the smaller.
        public static func < (left: Match, right: Match) -> Bool { left.rawValue < right.rawValue }
    }
}

extension Session {
    /// The most candidates that are offered.
    public static let maximumCandidates = 200

    /// What may stand at a byte offset of a text: whatever the parser and the checker take there.
    ///
    /// ```swift
    /// let corpus = try Corpus.load("samples/iran-us-talks.json")
    /// let completion = Session(corpus).complete("quotes where faction = har", at: 26)
    /// print(completion.candidates.first?.text ?? "")   // hardliner
    /// ```
    ///
    /// Stages, collections, `let` names, fields of the rows at hand, operators that fit the type, and values with
    /// their counts. O(length), and for values one `count` over the rows of the noun.
    public func complete(_ text: String, at offset: Int) -> Completion {
        let completion = completed(text, at: offset)
        guard corpus.damage != nil else { return completion }
        // What was read in a damaged snapshot is offered to nobody.
        return Completion(range: completion.range, candidates: [], omitted: 0)
    }

    private func completed(_ text: String, at offset: Int) -> Completion {
        let bytes = Array(text.utf8.prefix(max(0, offset)))
        guard let place = CompletionPlace(self, bytes) else {
            return Completion(range: bytes.count..<bytes.count, candidates: [], omitted: 0)
        }
        let choices = place.choices
        let sure = CompletionRanking.sure(choices.list, place.begunText)
        // A name of several words may have been begun without quotation marks, even where a word of the language fits.
        for wider in place.begunText.isEmpty ? [] : place.wider {
            let named = wider.choices
            var found = CompletionRanking.sure(named.list, wider.begunText)
            // What only has it in it is for where nothing begins so.
            if !sure.isEmpty { found.removeAll { $0.match != .beginning } }
            guard !found.isEmpty else { continue }
            let words = sure.filter { $0.match == .beginning }.map { wider.widened($0, from: place) }
            return wider.completion(found + words, omitted: named.omitted)
        }
        if !sure.isEmpty { return place.completion(sure, omitted: choices.omitted) }
        return place.completion(CompletionRanking.near(choices.list, place.begunText))
    }
}

/// What could be offered, before it is known how it fits what has been begun.
struct CompletionChoice {
    /// What is compared with what has been begun.
    var name: String
    var kind: Completion.Kind
    var detail = ""
    /// Whether it may need quotation marks.
    var isValue = false

    func candidate(_ match: Completion.Match) -> Completion.Candidate {
        .init(text: isValue ? Checker.word(name) : name, kind: kind, detail: detail, match: match)
    }
}

/// What could be offered at a place.
struct CompletionChoices {
    var list: [CompletionChoice]
    /// How many more there are that fit what has been begun.
    var omitted = 0
}

enum CompletionRanking {
    typealias Ranked = (choice: CompletionChoice, match: Completion.Match)

    /// Of more choices than this none is compared letter by letter.
    private static let mostCompared = 10_000

    /// Those that begin with what was typed, then those that have it in them.
    static func sure(_ choices: [CompletionChoice], _ begun: String) -> [Ranked] {
        guard !begun.isEmpty else { return choices.map { ($0, .beginning) } }
        let wanted = Folding.fold(begun)
        let folded = choices.map { Folding.fold($0.name) }
        let first = zip(choices, folded).filter { $1.hasPrefix(wanted) }
        let within = zip(choices, folded).filter { !$1.hasPrefix(wanted) && $1.contains(wanted) }
        return first.map { ($0.0, .beginning) } + within.map { ($0.0, .within) }
    }

    /// Those that are spelt nearly as what was typed, or else the values of which a word is.
    static func near(_ choices: [CompletionChoice], _ begun: String) -> [Ranked] {
        let compared = choices.prefix(mostCompared)
        let names = nearest(to: begun, among: compared.map(\.name), count: mostNear)
        guard names.isEmpty else {
            return names.compactMap { name in compared.first { $0.name == name }.map { ($0, .near) } }
        }
        let words = compared.map { choice in
            choice.isValue ? Set(Folding.fold(choice.name).split(separator: " ").map(String.init)) : []
        }
        let near = nearest(to: Folding.fold(begun), among: Set(words.joined()), count: mostNear)
        return near.flatMap { word in zip(compared, words).filter { $1.contains(word) } }
            .prefix(mostNear).map { ($0.0, .near) }
    }

    /// The most that are offered where nothing fits what was typed.
    private static let mostNear = 8
}

extension Completion {
    /// Words that aren't of the language, as they fit what has been begun.
    package static func ranked(_ words: [(text: String, detail: String)], _ begun: String) -> [Candidate] {
        let choices = words.map { CompletionChoice(name: $0.text, kind: .particle, detail: $0.detail) }
        let sure = CompletionRanking.sure(choices, begun)
        return (sure.isEmpty ? CompletionRanking.near(choices, begun) : sure).map {
            $0.choice.candidate($0.match)
        }
    }
}

extension CompletionPlace {
    /// What fits a place within what is replaced here, with the words before it.
    func widened(_ ranked: CompletionRanking.Ranked, from place: CompletionPlace) -> CompletionRanking.Ranked
    {
        var choice = ranked.choice
        choice.name = written(upTo: place) + (choice.isValue ? Checker.word(choice.name) : choice.name)
        choice.isValue = false
        return (choice, ranked.match)
    }

    func completion(_ ranked: [CompletionRanking.Ranked], omitted: Int = 0) -> Completion {
        let kept = ranked.prefix(Session.maximumCandidates)
        return Completion(
            range: begun, candidates: kept.map { $0.choice.candidate($0.match) },
            omitted: ranked.count - kept.count + omitted)
    }
}
