// What is said about a token that can't stand where it stands.
extension Parser {
    /// The diagnostic for a token where a stage, or nothing, should stand.
    func strayToken() -> Fault {
        if let habit = habitOfDate() ?? habitOfStage() { return habit }
        if let habit = habitOfTest() {
            // The fix would make a test, and a test can't stand here.
            return current.kind == .word ? habit.withoutFix : habit
        }
        let token = current
        switch token.kind {
        case .rightBracket: return error(.unmatchedBracket, at: token.span)
        case .word: return unknownStage()
        case .equals where index == statementStart + 1:
            let start = Span(start: tokens[statementStart].span.start, end: tokens[statementStart].span.start)
            return unexpected(.stage, fix: .init(start, "let "))
        default: return unexpected(.stage)
        }
    }

    private func unknownStage() -> Fault {
        let word = text(current)
        if Vocabulary.stagesToCome.contains(word) {
            return error(.stageToCome, at: current.span, found: word)
        }
        let habit = habitOfOrderOfWords() ?? habitOfGrouping() ?? habitOfGenitive() ?? habitOfWho()
        if let habit { return habit }
        var near = suggestions(for: word, among: Vocabulary.stages)
        if near.isEmpty, index > statementStart + 1, !isOperand {
            // After an operand or a condition a test may have been meant, or another condition.
            near = suggestions(for: word, among: Vocabulary.tests + ["and", "or"])
        }
        let isAfterQuotes = index == statementStart + 1 && text(tokens[statementStart]) == "quotes"
        let other = Self.otherNames[word.lowercased()] ?? (isAfterQuotes ? Self.ofQuotes[word] : nil)
        if let other { near = [.init(other)] }
        if near.isEmpty, isOperand {
            if let stage = Vocabulary.stages.first(where: { word.hasPrefix($0) }) {
                // Only the blank is lacking.
                return error(
                    .unknownStage, at: current.span, found: word, expected: Vocabulary.stages,
                    fix: .init(current.span, stage + " " + word.dropFirst(stage.count)))
            }
            let place = Span(start: current.span.start, end: current.span.start)
            return error(
                .unknownStage, at: current.span, found: word, expected: Vocabulary.stages,
                fix: .init(place, "where "))
        }
        return error(
            .unknownStage, at: current.span, found: word, expected: Vocabulary.stages, near: near,
            fix: near.first.map { .init(current.span, $0.text) } ?? missingComma)
    }

    /// Whether a test follows the word, so that a `where` is lacking before it.
    private var isOperand: Bool {
        switch following.kind {
        case .equals, .notEquals, .less, .lessOrEqual, .greater, .greaterOrEqual: true
        case .word: keyword(following).map(Vocabulary.tests.contains) ?? false
        default: false
        }
    }

    /// What other languages call our stages.
    private static let otherNames = [
        "select": "show", "filter": "where", "order": "sort", "group": "count", "aggregate": "summarize",
        "take": "limit", "head": "limit", "top": "limit", "first": "limit", "offset": "skip",
        "unique": "distinct", "with": "where", "whose": "where", "that": "where", "which": "where",
        "sorted": "sort", "ordered": "sort", "grouped": "count",
    ]

    /// How people go on from the noun when they ask for quotes.
    private static let ofQuotes = [
        "from": "where speaker =", "of": "where speaker =", "about": "where topics =",
        "mentioning": "where text mentions", "containing": "where text contains",
        "matching": "where text matches",
    ]

    /// What other languages call our functions.
    private static let otherFunctions = [
        "average": "avg", "mean": "avg", "maximum": "max", "latest": "max", "minimum": "min",
        "earliest": "min", "total": "sum", "len": "length", "size": "length", "number": "count",
        "first": "min", "last": "max",
    ]

    func unknownFunction(_ word: String, at span: Span) -> Fault {
        let other = Self.otherFunctions[word.lowercased()].map { [Diagnostic.Suggestion($0)] }
        return error(
            .unknownFunction, at: span, found: word, expected: Vocabulary.functions,
            near: other ?? suggestions(for: word, among: Vocabulary.functions + Vocabulary.aggregates))
    }

    func valueNeedsDot(_ word: String, at span: Span) -> Fault {
        error(
            .valueNeedsDot, at: span, found: word, fix: .init(Span(start: span.start, end: span.start), "."))
    }

    /// `text not mentions x`: but for `in`, `not` stands before the whole test.
    func misplacedNot(_ negation: Token, after start: Span) -> Fault {
        guard current.kind != .end else { return unexpected(.word("in")) }
        let operand = source.text(Span(start: start.start, end: tokens[index - 2].span.end))
        let isMoved = keyword(current).map(Vocabulary.tests.contains) ?? false
        // `speaker not khamenei`
        let fix =
            isMoved
            ? Diagnostic.Fix(start.joined(negation.span), "not " + operand) : .init(negation.span, "!=")
        return error(
            .unexpected, at: negation.span, found: "not", expected: [Wanted.word("in").phrase], fix: fix)
    }

    /// Whether the word ends a value before it; any other makes it a value of several words.
    var isFollower: Bool {
        guard let word = keyword(current) else { return false }
        return Vocabulary.needDot.contains(word) || Vocabulary.beginsStage.contains(word) || word == "to"
            || habitOfStage() != nil
    }

    /// Several bare words where one value should stand; or a misspelt stage, or a lacking `and`.
    mutating func severalWords(from start: Span) -> Fault {
        if looksLikeStage { return unknownStage() }
        let second = current
        var span = start
        var count = 0
        while current.kind == .word, !isFollower {
            span = span.joined(advance().span)
            count += 1
        }
        guard beginsTest else {
            let words = source.text(span).split(whereSeparator: \.isWhitespace).joined(separator: " ")
            return error(.severalWords, at: span, found: words, fix: .init(span, "\"" + words + "\""))
        }
        let near = suggestions(for: text(second), among: ["and", "or"])
        let place = Span(start: second.span.start, end: second.span.start)
        let fix: Diagnostic.Fix? =
            count == 1 ? .init(place, "and ") : near.first.map { .init(second.span, $0.text) }
        return error(
            .unexpected, at: second.span, found: text(second),
            expected: [Wanted.word("and").phrase, Wanted.word("or").phrase], near: near, fix: fix)
    }

    /// Whether the words before were rather the operand of a further test.
    private var beginsTest: Bool {
        switch current.kind {
        case .equals, .notEquals, .less, .lessOrEqual, .greater, .greaterOrEqual: true
        case .word: keyword(current).map(Vocabulary.tests.contains) ?? false
        default: false
        }
    }

    /// Whether the word is nearly that of a stage and is followed by what that stage wants.
    private var looksLikeStage: Bool {
        guard let word = keyword(current), word.utf8.count > 3 else { return false }
        return Vocabulary.stages.contains { stage in
            guard editDistance(word, stage, limit: 1) != nil else { return false }
            switch stage {
            case "sort", "count": return keyword(following) == "by"
            case "limit", "skip": return following.kind == .integer || following.kind == .parameter
            default: return following.kind == .word
            }
        }
    }
}
