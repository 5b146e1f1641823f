// What people write who come from other languages, and where they write it. Each gets an answer of its own.
extension Parser {
    /// `select … from …` at the beginning of a statement.
    func habitOfStatement() -> Diagnostic? {
        guard let keyword = current.kind == .word ? text(current).lowercased() : nil, keyword == "select"
        else {
            return foreignSign()
        }
        var place = index
        while place < tokens.count, tokens[place].kind != .end {
            if tokens[place].kind == .word, source.text(tokens[place].span).lowercased() == "from" { break }
            place += 1
        }
        guard place + 1 < tokens.count, tokens[place + 1].kind == .word else {
            return error(.habitSelect, at: current.span, found: nil)
        }
        let noun = source.text(tokens[place + 1].span)
        let chosen = tokens[index + 1..<place]
        var written = noun
        if let first = chosen.first, let last = chosen.last, first.kind != .star {
            written += " show " + source.text(first.span.joined(last.span))
        }
        var diagnostic = error(.habitSelect, at: current.span, found: noun)
        // Only a query that ends there can be mended by replacing it; conditions would come before `show`.
        if tokens[place + 2].kind == .end {
            diagnostic.fix = .init(current.span.joined(tokens[place + 1].span), written)
        }
        return diagnostic
    }

    /// `group by`, `order by`, `union` and the like where a stage should stand.
    func habitOfStage() -> Diagnostic? {
        guard current.kind == .word else { return foreignSign() }
        let word = text(current).lowercased()
        let nextIsBy = following.kind == .word && text(following).lowercased() == "by"
        let span = nextIsBy ? current.span.joined(following.span) : current.span
        switch word {
        case "group" where nextIsBy:
            return Diagnostic(.habitGroupBy, at: span, in: source.name, fix: .init(span, "count by"))
        case "order" where nextIsBy:
            return Diagnostic(.habitOrderBy, at: span, in: source.name, fix: .init(span, "sort by"))
        case "having":
            return Diagnostic(.habitHaving, at: span, in: source.name, fix: .init(span, "where"))
        case "union", "intersect", "except": return error(.habitUnion, at: span, found: word)
        case "join", "inner", "left", "outer", "cross": return error(.habitJoin, at: span, found: word)
        default: return habitOfTest()
        }
    }

    /// `is null`, `like`, `between` and the like after an operand.
    func habitOfTest() -> Diagnostic? {
        guard current.kind == .word else { return foreignSign() }
        let word = text(current).lowercased()
        switch word {
        case "is", "isnull", "notnull":
            let isNegated =
                word == "notnull" || following.kind == .word && text(following).lowercased() == "not"
            return Diagnostic(
                .habitNull, at: current.span, in: source.name, found: word,
                expected: [isNegated ? "known" : "missing"])
        case "like", "ilike", "rlike", "glob", "regexp":
            return error(.habitLike, at: current.span, found: word)
        case "between": return error(.habitBetween, at: current.span, found: word)
        case "before", "until": return habitBefore("<")
        case "after": return habitBefore(">")
        case "since": return habitBefore(">=")
        default: return nil
        }
    }

    private func habitBefore(_ sign: String) -> Diagnostic {
        Diagnostic(
            .habitBefore, at: current.span, in: source.name, found: text(current), expected: [sign],
            fix: .init(current.span, sign))
    }

    /// `&&`, `||`, `;`, `<>` and other signs that the language does without.
    func foreignSign() -> Diagnostic? {
        guard current.kind == .foreign else { return nil }
        let sign = text(current)
        switch sign {
        case ";":
            return Diagnostic(
                .habitSemicolon, at: current.span, in: source.name, fix: .init(current.span, ""))
        case "<>":
            return Diagnostic(
                .habitNotEqual, at: current.span, in: source.name, fix: .init(current.span, "!="))
        case "~", "=~": return error(.habitLike, at: current.span, found: sign)
        case "%": return unexpected(.expression)
        default:
            let word = sign == "!" ? "not" : sign.hasPrefix("|") ? "or" : "and"
            return Diagnostic(
                .habitSigns, at: current.span, in: source.name, found: sign, expected: [word],
                fix: .init(current.span, word))
        }
    }

    /// `= null` where a value should stand; the word in quotation marks is a value like any other.
    func habitOfValue() -> Diagnostic? {
        if current.kind == .slash { return error(.habitSlashes, at: current.span) }
        guard current.kind == .word else { return foreignSign() }
        guard ["null", "nil"].contains(text(current).lowercased()) else { return nil }
        return Diagnostic(
            .habitNull, at: current.span, in: source.name, found: text(current), expected: ["missing"])
    }
}
