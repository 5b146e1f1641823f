// What people write who come from other languages, and where they write it. Each gets an answer of its own.
extension Parser {
    func isSelect(_ token: Token) -> Bool { isWord("select", ignoringCaseOf: token) }

    /// Whether a token is a word of small letters, but for their case.
    func isWord(_ word: String, ignoringCaseOf token: Token) -> Bool {
        token.kind == .word && bytes(token).elementsEqual(word.utf8) { $0 | 0x20 == $1 }
    }

    func lowercased(_ token: Token) -> String { keyword(token)?.lowercased() ?? "" }

    /// `select … from …` or `from …` at the beginning of a query.
    func habitOfStatement() -> Fault? {
        if isWord("from", ignoringCaseOf: current), following.kind == .word,
            !Vocabulary.beginsStage.contains(text(following))
        {
            let span = current.span.joined(following.span)
            return error(
                .habitSelect, at: current.span, found: text(following), fix: .init(span, text(following)))
        }
        guard isSelect(current) else { return foreignSign() }
        var place = index + 1
        while place < tokens.count - 1, !endsQuery(place), lowercased(tokens[place]) != "from" { place += 1 }
        guard place + 1 < tokens.count, lowercased(tokens[place]) == "from", tokens[place + 1].kind == .word
        else {
            return error(.habitSelect, at: current.span)
        }
        let noun = source.text(tokens[place + 1].span)
        let hasSemicolon = tokens[place + 2].kind == .foreign && text(tokens[place + 2]) == ";"
        let last = place + (hasSemicolon ? 2 : 1)
        let span = current.span.joined(tokens[last].span)
        // Only a query that ends there can be mended by replacing it; conditions would come before `show`.
        let fix = endsQuery(last + 1) ? chosen(index + 1..<place).map { noun + $0 } : nil
        return error(.habitSelect, at: current.span, found: noun, fix: fix.map { .init(span, $0) })
    }

    private func endsQuery(_ place: Int) -> Bool {
        let token = tokens[place]
        return token.kind == .end || token.kind == .rightBracket || isEnd(place)
    }

    /// What stands between `select` and `from`, as a stage; nil if that is more than a list of fields.
    private func chosen(_ range: Range<Int>) -> String? {
        guard let first = range.first, let last = range.last else { return nil }
        if range.count == 1, tokens[first].kind == .star { return "" }
        let isList = range.allSatisfy { place in
            switch tokens[place].kind {
            case .comma, .dot: true
            case .word:
                !Vocabulary.needDot.contains(lowercased(tokens[place]))
                    && lowercased(tokens[place]) != "distinct"
            default: false
            }
        }
        return isList ? " show " + source.text(tokens[first].span.joined(tokens[last].span)) : nil
    }

    /// `group by`, `order by`, `union` and the like where a stage should stand.
    func habitOfStage() -> Fault? {
        let word = lowercased(current)
        let next = lowercased(following)
        let both = current.span.joined(following.span)
        switch word {
        case "": return foreignSign()
        case "group" where next == "by": return error(.habitGroupBy, at: both, fix: .init(both, "count by"))
        case "order" where next == "by": return error(.habitOrderBy, at: both, fix: .init(both, "sort by"))
        case "having" where following.kind == .word:
            return error(.habitHaving, at: current.span, fix: .init(current.span, "where"))
        case "union", "intersect", "except":
            // These may be the end of a value: `= European Union`.
            guard following.kind == .word, !Vocabulary.beginsStage.contains(next) else { return nil }
            return error(.habitUnion, at: current.span, found: word)
        case "join" where following.kind == .word, "inner" where next == "join", "cross" where next == "join",
            "left" where next == "join" || next == "outer", "outer" where next == "join":
            return error(.habitJoin, at: current.span, found: word)
        default: return habitOfCapitals(Vocabulary.inLine)
        }
    }

    /// `AND` for `and`: keywords are written in small letters.
    private func habitOfCapitals(_ words: [String]) -> Fault? {
        guard let word = keyword(current), word == word.uppercased(), words.contains(word.lowercased()) else {
            return nil
        }
        return habitOfSigns(word.lowercased(), at: current.span)
    }

    func habitOfSigns(_ written: String, at span: Span) -> Fault {
        error(
            .habitSigns, at: span, found: source.text(span), expected: [written],
            fix: span == current.span ? replacing(with: written) : .init(span, written))
    }

    /// `NOT`, `ANY` and the like before an operand.
    func habitOfPrefix() -> Fault? {
        guard following.kind == .word || following.kind == .leftBracket else { return nil }
        return habitOfCapitals(Vocabulary.prefixes)
    }

    /// `DESC`, `descending` and the like after a key to sort by.
    func habitOfOrder() -> Fault? {
        switch keyword(current) {
        case "DESC", "descending": habitOfSigns("desc", at: current.span)
        case "ASC", "ascending": habitOfSigns("asc", at: current.span)
        default: nil
        }
    }

    /// `is null`, `like`, `between` and the like after an operand.
    func habitOfTest() -> Fault? {
        let word = lowercased(current)
        switch word {
        case "": return foreignSign()
        case "is": return habitOfIs()
        case "isnull", "notnull":
            let written = word == "notnull" ? "known" : "missing"
            return error(
                .habitNull, at: current.span, found: word, expected: [written],
                fix: .init(current.span, written))
        case "equals": return habitOfSigns("=", at: current.span)
        case "like", "ilike", "rlike", "glob", "regexp": return habitOfPattern()
        case "starts", "startswith", "begins", "beginswith", "ends", "endswith": return habitOfEnds(word)
        case "between": return habitOfBetween()
        case "before", "until", "after", "since": return habitOfBefore(current, in: current.span)
        default: return habitOfCapitals(Vocabulary.inLine)
        }
    }

    /// `is null`, `is not null`; `is` before anything else is `=`, or too much.
    private func habitOfIs() -> Fault {
        let isNegated = lowercased(following) == "not"
        let place = index + (isNegated ? 2 : 1)
        let next = place < tokens.count && !isEnd(place) ? tokens[place] : following
        let span = current.span.joined(next.span)
        switch lowercased(next) {
        case "null", "nil":
            let written = isNegated ? "known" : "missing"
            return error(
                .habitNull, at: current.span, found: "is", expected: [written], fix: .init(span, written))
        case "missing", "known", "unknown", "empty":
            let isKnown = (lowercased(next) == "known") != isNegated
            return habitOfSigns(isKnown ? "known" : "missing", at: span)
        case "before", "until", "after", "since": return habitOfBefore(next, in: span)
        case "in", "under", "from":
            return habitOfSigns(source.text(following.span.joined(next.span)), at: span)
        default:
            let too = isNegated ? current.span.joined(following.span) : current.span
            return habitOfSigns(isNegated ? "!=" : "=", at: too)
        }
    }

    /// `like '%war%'`, `=~ "war"`.
    private func habitOfPattern() -> Fault {
        let found = text(current)
        var fix: Diagnostic.Fix?
        if following.kind == .text {
            let pattern = unquoted(following)
            let inner = pattern.dropFirst().dropLast()
            if current.kind == .foreign {
                fix = replacing(with: "matches")
            } else if pattern.count > 2, pattern.hasPrefix("%"), pattern.hasSuffix("%"),
                !inner.contains(where: { $0 == "%" || $0 == "_" })
            {
                let written = "contains " + SyntaxPrinter.quoted(String(inner))
                fix = .init(current.span.joined(following.span), written)
            }
        }
        return error(.habitLike, at: current.span, found: found, fix: fix)
    }

    /// `starts with "war"`, `ends with "war"`: an expression has a sign for either end.
    private func habitOfEnds(_ word: String) -> Fault {
        let isAtEnd = word.hasPrefix("end")
        let form = isAtEnd ? #"matches "…$""# : #"matches "^…""#
        let place = index + (lowercased(following) == "with" ? 2 : 1)
        guard place < tokens.count, tokens[place].kind == .text else {
            return error(.habitLike, at: current.span, found: word, expected: [form])
        }
        let wanted = unquoted(tokens[place]).reduce(into: "") { written, character in
            written += #"\^$.|?*+()[]{}"#.contains(character) ? #"\\#(character)"# : String(character)
        }
        let written = SyntaxPrinter.quoted(isAtEnd ? wanted + "$" : "^" + wanted)
        return error(
            .habitLike, at: current.span.joined(tokens[place - 1].span), found: word, expected: [form],
            fix: .init(current.span.joined(tokens[place].span), "matches " + written))
    }

    /// `between A and B`, mended where A is a single token.
    private func habitOfBetween() -> Fault {
        let and = index + 2
        var fix: Diagnostic.Fix?
        if and < tokens.count, !isEnd(index + 1), !isEnd(and), lowercased(tokens[and]) == "and" {
            fix = .init(current.span.joined(tokens[and].span), "from " + text(following) + " to")
        }
        return error(.habitBetween, at: current.span, found: text(current), fix: fix)
    }

    private func habitOfBefore(_ token: Token, in span: Span) -> Fault {
        let sign =
            switch lowercased(token) {
            case "after": ">"
            case "since": ">="
            default: "<"
            }
        return error(
            .habitBefore, at: token.span, found: text(token), expected: [sign], fix: .init(span, sign))
    }

    /// `&&`, `||`, `;`, `<>` and other signs that the language does without.
    func foreignSign() -> Fault? {
        guard current.kind == .foreign else { return nil }
        let sign = text(current)
        switch sign {
        case ";":
            // What follows on the line is a statement of its own.
            let isLast = following.kind == .end
            let span = isLast ? current.span : Span(start: current.span.start, end: following.span.start)
            return error(.habitSemicolon, at: current.span, fix: .init(span, isLast ? "" : "\n"))
        case "<>": return error(.habitNotEqual, at: current.span, fix: .init(current.span, "!="))
        case "~", "=~": return habitOfPattern()
        case "%": return error(.badCharacter, at: current.span, found: sign, fix: habitOfPercent())
        default: return habitOfSigns(sign == "!" ? "not" : sign == "||" ? "or" : "and", at: current.span)
        }
    }

    /// `= null` or `/war/` where a value should stand; the word in quotation marks is a value like any other.
    func habitOfValue() -> Fault? {
        if current.kind == .slash { return error(.habitSlashes, at: current.span, fix: unslashed) }
        let isNull =
            isWord("null", ignoringCaseOf: current) || isWord("nil", ignoringCaseOf: current)
        guard isNull else { return foreignSign() }
        let sign = tokens[max(0, index - 1)]
        let isNegated = sign.kind == .notEquals
        let written = isNegated ? "known" : "missing"
        var fix: Diagnostic.Fix?
        if isNegated || sign.kind == .equals {
            fix = .init(sign.span.joined(current.span), (sign.hasBlankBefore ? "" : " ") + written)
        }
        return error(.habitNull, at: current.span, found: text(current), expected: [written], fix: fix)
    }

    /// `matches "war"` for `matches /war/` or `= /war/`.
    private var unslashed: Diagnostic.Fix? {
        let start = current.span.start + 1
        let rest = source.bytes[start...].prefix(100)
        guard let end = rest.firstIndex(of: UInt8(ascii: "/")), end > start,
            !rest[..<end].contains(UInt8(ascii: "\n")), index > 0
        else { return nil }
        let before = tokens[index - 1]
        let isSign = before.kind == .equals
        guard isSign || lowercased(before) == "matches" else { return nil }
        // Letters after the second slash are flags, which have no other form.
        let after = end + 1 < source.bytes.count ? source.bytes[end + 1] : UInt8(ascii: "\n")
        guard [0x20, 0x09, 0x0A, 0x0D, UInt8(ascii: ")")].contains(after) else { return nil }
        let pattern = SyntaxPrinter.quoted(source.text(Span(start: start, end: end)))
        let span = Span(start: isSign ? before.span.start : current.span.start, end: end + 1)
        return .init(span, (isSign ? (before.hasBlankBefore ? "" : " ") + "matches " : "") + pattern)
    }

    /// `count(*)` and `count()`.
    func habitOfCounting(from start: Span) -> Fault {
        var place = index
        while tokens[place].kind == .leftBracket || tokens[place].kind == .star { place += 1 }
        let isClosed = tokens[place].kind == .rightBracket
        let star = tokens[index].kind == .leftBracket && following.kind == .star ? following : current
        return error(
            .habitCountStar, at: star.span,
            fix: isClosed ? .init(start.joined(tokens[place].span), "count") : nil)
    }

    /// Replaces the current token by something that has blanks around it.
    func replacing(with text: String) -> Diagnostic.Fix {
        .init(
            current.span, (current.hasBlankBefore ? "" : " ") + text + (following.hasBlankBefore ? "" : " "))
    }
}
