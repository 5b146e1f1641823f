// What people write as they would say it, and what is written instead.
extension Parser {
    /// `text includes war`, `speaker unknown`, `said on 2025-02-07`, `said last week` after an operand.
    func habitOfEnglish() -> Fault? {
        let word = lowercased(current)
        switch word {
        case "unknown", "empty", "absent": return habitOfSigns("missing", at: current.span)
        case "exists", "present": return habitOfSigns("known", at: current.span)
        case "on", "at", "during":
            guard following.kind == .integer || following.kind == .date else { return nil }
            return habitOfSigns("=", at: current.span)
        case "last", "past":
            if following.kind == .integer { return habitOfSigns("in last", at: current.span) }
            guard keyword(following).flatMap(DurationUnit.init(word:)) != nil else { return nil }
            return habitOfSigns("in last 1", at: current.span)
        default:
            guard let test = Self.tests[word], [.word, .text, .parameter].contains(following.kind) else {
                return nil
            }
            return habitOfSigns(test, at: current.span)
        }
    }

    /// Other forms of the words that test texts.
    private static let tests = [
        "contain": "contains", "containing": "contains", "include": "contains", "includes": "contains",
        "including": "contains", "mention": "mentions", "mentioning": "mentions", "match": "matches",
        "matching": "matches", "has": "contains",
    ]

    /// `said in 2025`, where a single value follows instead of several.
    func habitOfMembership(from start: Token, isNegated: Bool) -> Fault? {
        switch current.kind {
        case .integer, .decimal, .date, .text, .parameter:
            let sign = isNegated ? "!=" : "="
            return unexpected(.rows, fix: .init(start.span.joined(previousSpan), sign))
        default: return nil
        }
    }

    /// `count quotes by speaker`, whose noun comes first.
    func habitOfOrderOfWords() -> Fault? {
        let first = tokens[statementStart]
        guard index == statementStart + 1, lowercased(first) == "count",
            following.kind == .end || lowercased(following) == "by"
        else { return nil }
        return error(
            .unknownStage, at: current.span, found: text(current), expected: Vocabulary.stages,
            fix: .init(first.span.joined(current.span), text(current) + " count"))
    }

    /// `quotes by speaker`, and `quotes max(said) by speaker`.
    func habitOfGrouping() -> Fault? {
        if let habit = habitOfSpeaker() ?? habitOfCrossing() { return habit }
        let place = Span(start: current.span.start, end: current.span.start)
        var word = ""
        if isWord("by"), following.kind == .word {
            word = "count "
        } else if isWord(in: Vocabulary.aggregates), following.kind == .leftBracket {
            word = "summarize "
        }
        guard !word.isEmpty else { return nil }
        return error(
            .unknownStage, at: current.span, found: text(current), expected: Vocabulary.stages,
            fix: .init(place, word))
    }

    /// `quotes by Brekke`: fields begin with a small letter, and names of people don't.
    private func habitOfSpeaker() -> Fault? {
        guard isWord("by"), ["quotes", "stances"].contains(text(tokens[statementStart])),
            index == statementStart + 1
        else { return nil }
        var last = index
        while tokens[last + 1].kind == .word, text(tokens[last + 1]).first?.isUppercase ?? false { last += 1 }
        guard last > index else { return nil }
        let name = source.text(following.span.joined(tokens[last].span))
        let value = last == index + 1 ? name : SyntaxPrinter.quoted(name)
        return error(
            .unknownStage, at: current.span, found: text(current), expected: Vocabulary.stages,
            fix: .init(current.span.joined(tokens[last].span), "where speaker = " + value))
    }

    /// `summarize avg(weight) by faction across kind`: only what is counted is laid out across.
    private func habitOfCrossing() -> Fault? {
        guard isWord("across"), following.kind == .word, index > statementStart else { return nil }
        return error(
            .unknownStage, at: current.span, found: text(current), expected: Vocabulary.stages,
            fix: .init(Span(start: previousSpan.end, end: current.span.end), ","))
    }

    /// `where who said …`, which asks for a field that no quote has.
    func habitOfWho() -> Fault? {
        guard index > statementStart + 1, case let who = tokens[index - 1], text(who) == "who",
            let (owner, field) = Self.actors[text(tokens[statementStart])]
        else { return nil }
        return Fault(
            Diagnostic(
                .unknownField, at: who.span, in: source.name, found: text(who), subject: owner,
                near: [.init(field)]))
    }

    /// Which field of a record says who somebody is.
    private static let actors = [
        "quotes": ("quote", "speaker"), "stances": ("stance", "speaker"), "articles": ("article", "authors"),
    ]

    /// `count(distinct speaker)` as a value, as SQL has it.
    func habitOfCountingDistinct(from start: Span) -> Fault? {
        guard isWord("distinct"), following.kind == .word else { return nil }
        var end = index + 1
        while tokens[end].kind == .word || tokens[end].kind == .dot { end += 1 }
        let path = source.text(following.span.joined(tokens[end - 1].span))
        let fix =
            tokens[end].kind == .rightBracket
            ? Diagnostic.Fix(start.joined(tokens[end].span), "distinct(\(path))") : nil
        return unexpected(.closingBracket, fix: fix)
    }

    /// `count(speaker)`, and `count(distinct speaker)` as SQL has it.
    func habitOfCountingValues(from start: Span) -> Fault {
        var place = index + 1
        let isDistinct = lowercased(tokens[place]) == "distinct"
        if isDistinct { place += 1 }
        let words = tokens[place...].prefix { $0.kind == .word || $0.kind == .dot }
        let end = place + words.count
        var fix: Diagnostic.Fix?
        if let first = words.first, let last = words.last, end < tokens.count,
            tokens[end].kind == .rightBracket
        {
            let path = source.text(first.span.joined(last.span))
            fix = .init(
                start.joined(tokens[end].span),
                isDistinct ? "summarize distinct(\(path))" : "count by " + path)
        }
        return unexpected(.word("by"), fix: fix)
    }

    /// `show *`, which a query does without.
    func habitOfShowingAll() -> Fault {
        let before = index - 2
        guard before >= statementStart, tokens[before].kind != .bar else { return unexpected(.expression) }
        let rest = Span(start: tokens[before].span.end, end: current.span.end)
        return unexpected(.expression, fix: .init(rest, ""))
    }

    /// `speaker's faction`, whose link is followed with a dot.
    func habitOfGenitive() -> Fault? {
        guard index > 0, case let before = tokens[index - 1], let word = keyword(before),
            let ending = ["'s", "’s"].first(where: word.hasSuffix), current.kind == .word
        else { return nil }
        return error(
            .unknownStage, at: current.span, found: text(current), expected: Vocabulary.stages,
            fix: .init(
                before.span.joined(current.span), word.dropLast(ending.count) + "." + text(current)))
    }

    /// The comma that is missing in `show said text`.
    var missingComma: Diagnostic.Fix? {
        let stage = tokens[statementStart..<index].last {
            keyword($0).map(Vocabulary.stages.contains) ?? false
        }
        guard let stage, ["show", "distinct", "summarize", "count", "sort"].contains(text(stage)), index > 0,
            tokens[index - 1].kind == .word || tokens[index - 1].kind == .rightBracket,
            stage.span != tokens[index - 1].span
        else { return nil }
        return .init(Span(start: previousSpan.end, end: previousSpan.end), ",")
    }

    /// `50%`, of which the fraction is written.
    func habitOfPercent() -> Diagnostic.Fix? {
        guard index > 0, !current.hasBlankBefore, following.hasBlankBefore || following.kind == .rightBracket
        else { return nil }
        let number = tokens[index - 1]
        guard number.kind == .integer || number.kind == .decimal, let part = Double(text(number) + "e-2"),
            part <= 1
        else { return nil }
        return .init(number.span.joined(current.span), part.description)
    }
}
