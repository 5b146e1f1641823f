extension Parser {
    /// On which side of a comparison an operand stands: left a bare word is a field, right it is a value.
    enum Side { case left, right }

    // condition = conjunction { "or" conjunction } ;
    mutating func condition() throws(Diagnostic) -> Expression {
        try nested { (parser) throws(Diagnostic) in
            var parts = [try parser.conjunction()]
            while parser.eat(word: "or") {
                parser.goOn()
                parts.append(try parser.conjunction())
            }
            return Self.joined(parts, Expression.Kind.or)
        }
    }

    // conjunction = negation { "and" negation } ;
    private mutating func conjunction() throws(Diagnostic) -> Expression {
        var parts = [try negation()]
        while eat(word: "and") {
            goOn()
            parts.append(try negation())
        }
        return Self.joined(parts, Expression.Kind.and)
    }

    private static func joined(
        _ parts: [Expression], _ kind: ([Expression]) -> Expression.Kind
    ) -> Expression {
        guard parts.count > 1 else { return parts[0] }
        return Expression(kind(parts), at: parts[0].span.joined(parts[parts.count - 1].span))
    }

    // negation = "not" negation | test ;
    private mutating func negation() throws(Diagnostic) -> Expression {
        let start = current.span
        guard isWord("not"), !looksLikeField else { return try test() }
        _ = advance()
        goOn()
        return try nested { (parser) throws(Diagnostic) in
            let operand = try parser.negation()
            return Expression(.not(operand), at: start.joined(operand.span))
        }
    }

    // test = quantified | possibly | row_test | sum [ suffix ] ;
    private mutating func test() throws(Diagnostic) -> Expression {
        if !looksLikeField, current.kind == .word {
            switch text(current) {
            case "any", "no", "all": return try quantified()
            case "possibly": return try possibly()
            case "in", "under": return try suffix(of: nil, from: current.span)
            default: break
            }
        }
        let start = current.span
        let operand = try sum(.left)
        if current.kind == .leftBracket, !current.hasBlankBefore, case .path(let path) = operand.kind {
            let near = nearest(to: path.steps[0].text, among: Vocabulary.functions + Vocabulary.aggregates)
            throw Diagnostic(
                .unknownFunction, at: operand.span, in: source.name, found: source.text(operand.span),
                expected: Vocabulary.functions, near: near.map { .init($0) })
        }
        return try suffix(of: operand, from: start)
    }

    // quantified = ( "any" | "no" | "all" ) path [ "(" condition ")" ] ;
    private mutating func quantified() throws(Diagnostic) -> Expression {
        let start = advance()
        goOn()
        let quantifier = Quantifier(rawValue: text(start)) ?? .any
        let link = try path()
        var condition: Expression?
        if current.kind == .leftBracket { condition = try bracketed() }
        return Expression(.quantified(quantifier, link, condition), at: start.span.joined(previousSpan))
    }

    // bracketed = "(" condition ")" ;
    private mutating func bracketed() throws(Diagnostic) -> Expression {
        let opening = advance()
        goOn()
        let condition = try self.condition()
        try expectClosing(opening)
        return condition
    }

    // possibly = "possibly" test ;
    private mutating func possibly() throws(Diagnostic) -> Expression {
        let start = advance()
        goOn()
        return try nested { (parser) throws(Diagnostic) in
            let operand = try parser.test()
            return Expression(.possibly(operand), at: start.span.joined(operand.span))
        }
    }

    // suffix = comparison | membership | under | between | text_test | presence ;
    // row_test = "in" rows | "under" sum ;
    private mutating func suffix(of operand: Expression?, from start: Span) throws(Diagnostic) -> Expression {
        let token = current
        let kind: Expression.Kind
        if let operand, let sign = Self.comparisons[token.kind] {
            _ = advance()
            goOn()
            kind = .comparison(operand, sign, try value())
            if Self.comparisons[current.kind] != nil { throw error(.chainedComparison, at: current.span) }
        } else if token.kind == .word, let test = try wordSuffix(of: operand, text(token)) {
            kind = test
        } else if let operand {
            if let habit = habitOfTest() { throw habit }
            return operand
        } else {
            throw unexpected(.condition)
        }
        return Expression(kind, at: start.joined(previousSpan))
    }

    private mutating func wordSuffix(
        of operand: Expression?, _ word: String
    ) throws(Diagnostic) -> Expression.Kind? {
        switch (word, operand) {
        case ("in", _):
            _ = advance()
            return try membership(of: operand, isNegated: false)
        case ("not", .some) where following.kind == .word && text(following) == "in":
            _ = advance()
            _ = advance()
            return try membership(of: operand, isNegated: true)
        case ("under", _):
            _ = advance()
            goOn()
            return .under(operand, try value())
        case ("from", .some(let operand)):
            _ = advance()
            goOn()
            let lower = try value()
            try expect(word: "to")
            goOn()
            return .between(operand, lower, try value())
        case ("missing", .some(let operand)), ("known", .some(let operand)):
            _ = advance()
            return .presence(operand, isKnown: word == "known")
        default:
            guard let operand, let test = TextOperator(rawValue: word) else { return nil }
            _ = advance()
            goOn()
            return .textTest(operand, test, try value())
        }
    }

    // membership = [ "not" ] "in" ( values | rows | "last" integer unit ) ;
    // values = "(" value { "," value } ")" ;   rows = name | "(" query ")" ;
    private mutating func membership(
        of operand: Expression?, isNegated: Bool
    ) throws(Diagnostic) -> Expression.Kind {
        goOn()
        if let operand, isWord("last"), following.kind == .integer {
            _ = advance()
            let amount = try integer(advance())
            guard current.kind == .word, let unit = DurationUnit(word: text(current)) else {
                throw unexpected(.unit)
            }
            _ = advance()
            let within = Expression.Kind.inLast(operand, amount, unit)
            return isNegated ? .not(Expression(within, at: operand.span.joined(previousSpan))) : within
        }
        guard current.kind == .leftBracket else {
            return .inRows(operand, isNegated: isNegated, .name(try name(.rows)))
        }
        if following.kind == .word, beginsQuery(at: index + 1) || operand == nil {
            let opening = advance()
            let query = try self.query(mayBeginWithStage: false)
            try expectClosing(opening)
            return .inRows(operand, isNegated: isNegated, .query(query))
        }
        guard let operand else { throw unexpected(.rows) }
        return .inValues(operand, isNegated: isNegated, try values())
    }

    private func beginsQuery(at place: Int) -> Bool {
        guard place + 1 < tokens.count, tokens[place + 1].kind == .word else {
            return tokens[place + 1].kind == .bar
        }
        return Vocabulary.beginsStage.contains(source.text(tokens[place + 1].span))
    }

    private mutating func values() throws(Diagnostic) -> [Expression] {
        let opening = advance()
        var values: [Expression] = []
        repeat {
            goOn()
            values.append(try value())
        } while eat(.comma)
        try expectClosing(opening)
        return values
    }

    /// A value right of a comparison; several bare words in a row want quotation marks.
    private mutating func value() throws(Diagnostic) -> Expression {
        if isAtEnd { throw unexpected(.value) }
        if let habit = habitOfValue() { throw habit }
        let value = try sum(.right)
        guard case .word = value.kind, current.kind == .word, !isFollower(text(current)) else { return value }
        var span = value.span
        while current.kind == .word, !isFollower(text(current)) { span = span.joined(advance().span) }
        throw Diagnostic(
            .severalWords, at: span, in: source.name, found: source.text(span),
            fix: .init(span, "\"" + source.text(span) + "\""))
    }

    private func isFollower(_ word: String) -> Bool {
        Vocabulary.needDot.contains(word) || Vocabulary.beginsStage.contains(word) || word == "to"
            || habitOfStage() != nil
    }

    private static let comparisons: [Token.Kind: ComparisonOperator] = [
        .equals: .equal, .notEquals: .notEqual, .less: .less, .lessOrEqual: .lessOrEqual,
        .greater: .greater, .greaterOrEqual: .greaterOrEqual,
    ]
}
