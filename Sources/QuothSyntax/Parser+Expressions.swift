extension Parser {
    /// On which side of a comparison an operand stands: left a bare word is a field, right it is a value.
    enum Side { case left, right }

    // condition = conjunction { "or" conjunction } ;
    mutating func condition() throws(Fault) -> Expression {
        try nested { (parser) throws(Fault) in
            let first = try parser.conjunction()
            guard parser.isWord("or") else { return first }
            var parts = [first]
            while parser.eat(word: "or") {
                parser.goOn()
                if let habit = parser.habitOfOmission(after: parts[parts.count - 1]) { throw habit }
                parts.append(try parser.conjunction())
            }
            return Self.joined(parts, Expression.Kind.or)
        }
    }

    // conjunction = negation { "and" negation } ;
    private mutating func conjunction() throws(Fault) -> Expression {
        let first = try negation()
        guard isWord("and") else { return first }
        var parts = [first]
        while eat(word: "and") {
            goOn()
            if let habit = habitOfOmission(after: parts[parts.count - 1]) { throw habit }
            parts.append(try negation())
        }
        return Self.joined(parts, Expression.Kind.and)
    }

    private static func joined(
        _ parts: [Expression], _ kind: ([Expression]) -> Expression.Kind
    ) -> Expression {
        Expression(kind(parts), at: parts[0].span.joined(parts[parts.count - 1].span))
    }

    // negation = "not" negation | test ;
    private mutating func negation() throws(Fault) -> Expression {
        let start = current.span
        guard isWord("not"), !looksLikeField else { return try test() }
        _ = advance()
        goOn()
        return try nested { (parser) throws(Fault) in
            let operand = try parser.negation()
            return Expression(.not(operand), at: start.joined(operand.span))
        }
    }

    // test = quantified | possibly | row_test | sum [ suffix ] ;
    private mutating func test() throws(Fault) -> Expression {
        if !looksLikeField, let word = keyword(current) {
            switch word {
            case "any", "no", "all": return try quantified()
            case "possibly": return try possibly()
            case "in", "under": return try rowTest(word)
            default: if let habit = habitOfPrefix() { throw habit }
            }
        }
        let start = current.span
        let operand = try sum(.left)
        if current.kind == .leftBracket, case .path(let path) = operand.kind, path.origin == .bare {
            throw unknownFunction(path.steps[0].text, at: path.span)
        }
        return try suffix(of: operand, from: start)
    }

    // quantified = ( "any" | "no" | "all" ) path [ bracketed ] ;
    private mutating func quantified() throws(Fault) -> Expression {
        let start = advance()
        goOn()
        let quantifier = Quantifier(rawValue: text(start)) ?? .any
        let link = try path()
        let condition = current.kind == .leftBracket ? try bracketed() : nil
        return Expression(.quantified(quantifier, link, condition), at: start.span.joined(previousSpan))
    }

    // bracketed = "(" condition ")" ;
    mutating func bracketed() throws(Fault) -> Expression {
        let opening = advance()
        goOn()
        let condition = try self.condition()
        try expectClosing(opening)
        return condition
    }

    // possibly = "possibly" test ;
    private mutating func possibly() throws(Fault) -> Expression {
        let start = advance()
        goOn()
        return try nested { (parser) throws(Fault) in
            let operand = try parser.test()
            return Expression(.possibly(operand), at: start.span.joined(operand.span))
        }
    }

    // row_test = "in" rows | "under" value ;
    private mutating func rowTest(_ word: String) throws(Fault) -> Expression {
        let start = advance().span
        goOn()
        let kind: Expression.Kind =
            word == "in" ? .inRows(nil, isNegated: false, try rows()) : .under(nil, try value())
        return Expression(kind, at: start.joined(previousSpan))
    }

    // suffix = comparison | membership | under | between | text_test | presence ;
    private mutating func suffix(of operand: Expression, from start: Span) throws(Fault) -> Expression {
        let kind: Expression.Kind
        if let sign = ComparisonOperator(current.kind) {
            kind = try comparison(operand, sign)
        } else {
            switch keyword(current) {
            case "in", "not": kind = try membership(operand, from: start)
            case "under": kind = try under(operand)
            case "from": kind = try between(operand)
            case "mentions", "contains", "matches": kind = try textTest(operand)
            case "missing", "known": kind = presence(operand)
            default:
                if let habit = habitOfTest() ?? habitOfEnglish() { throw habit }
                return operand
            }
        }
        return Expression(kind, at: start.joined(previousSpan))
    }

    // comparison = ( "=" | "==" | "!=" | "<" | "<=" | ">" | ">=" ) value ;
    private mutating func comparison(
        _ operand: Expression, _ sign: ComparisonOperator
    ) throws(Fault) -> Expression.Kind {
        _ = advance()
        goOn()
        let value = try value()
        if ComparisonOperator(current.kind) != nil { throw error(.chainedComparison, at: current.span) }
        return .comparison(operand, sign, value)
    }

    // membership = [ "not" ] "in" ( period | rows | values ) ;
    private mutating func membership(_ operand: Expression, from start: Span) throws(Fault)
        -> Expression.Kind
    {
        let isNegated = isWord("not")
        let first = current
        if isNegated {
            let negation = advance()
            goOn()
            guard isWord("in") else { throw misplacedNot(negation, after: start) }
        }
        _ = advance()
        if let habit = habitOfMembership(from: first, isNegated: isNegated) { throw habit }
        goOn()
        if isPeriod {
            let (amount, unit) = try period()
            let within = Expression.Kind.inLast(operand, amount, unit)
            return isNegated ? .not(Expression(within, at: operand.span.joined(previousSpan))) : within
        }
        if current.kind == .leftBracket, !beginsQuery(at: index + 1) {
            return .inValues(operand, isNegated: isNegated, try values())
        }
        return .inRows(operand, isNegated: isNegated, try rows())
    }

    /// `last 30`; alone, or before anything but a number or a unit, `last` is a name.
    private var isPeriod: Bool {
        isWord("last")
            && (following.kind == .integer || keyword(following).flatMap(DurationUnit.init(word:)) != nil)
    }

    // period = "last" integer unit ;
    private mutating func period() throws(Fault) -> (Int, DurationUnit) {
        _ = advance()
        guard current.kind == .integer else {
            let place = Span(start: current.span.start, end: current.span.start)
            throw unexpected(.number, fix: .init(place, "1 "))
        }
        let amount = try integer(advance())
        guard let unit = unit() else { throw unexpected(.unit) }
        return (amount, unit)
    }

    // rows = word | "(" query ")" ;
    private mutating func rows() throws(Fault) -> RowSource {
        guard current.kind == .leftBracket else { return .name(try name(.rows)) }
        let opening = advance()
        goOn()
        let query = try self.query(.query)
        try expectClosing(opening)
        return .query(query)
    }

    /// Whether a noun and a stage stand in brackets; a lone word there, or one before a comma, is a value.
    private func beginsQuery(at place: Int) -> Bool {
        guard place + 1 < tokens.count, tokens[place].kind == .word else { return false }
        let next = tokens[place + 1]
        if next.kind == .bar || keyword(next).map(Vocabulary.beginsStage.contains) ?? false { return true }
        return isSelect(tokens[place]) && (next.kind == .word || next.kind == .star)
    }

    // values = "(" value { "," value } ")" ;
    private mutating func values() throws(Fault) -> [Expression] {
        let opening = advance()
        var values: [Expression] = []
        repeat {
            goOn()
            values.append(try value())
        } while eat(.comma)
        try expectClosing(opening)
        return values
    }

    // under = "under" value ;
    private mutating func under(_ operand: Expression) throws(Fault) -> Expression.Kind {
        _ = advance()
        goOn()
        return .under(operand, try value())
    }

    // between = "from" value "to" value ;
    private mutating func between(_ operand: Expression) throws(Fault) -> Expression.Kind {
        _ = advance()
        goOn()
        let lower = try value()
        try expect(word: "to")
        goOn()
        return .between(operand, lower, try value())
    }

    // text_test = ( "mentions" | "contains" | "matches" ) value ;
    private mutating func textTest(_ operand: Expression) throws(Fault) -> Expression.Kind {
        let test = TextOperator(rawValue: text(advance())) ?? .contains
        goOn()
        return .textTest(operand, test, try value())
    }

    // presence = "missing" | "known" ;
    private mutating func presence(_ operand: Expression) -> Expression.Kind {
        .presence(operand, isKnown: text(advance()) == "known")
    }
}
