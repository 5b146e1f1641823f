extension Parser {
    // value = value_product { ( "+" | "-" ) value_product } ;

    /// A value right of a comparison; several bare words in a row want quotation marks.
    mutating func value() throws(Fault) -> Expression {
        if let habit = habitOfValue() { throw habit }
        let value = try sum(.right)
        guard case .word(let word) = value.kind else { return value }
        if current.kind == .leftBracket, !current.hasBlankBefore {
            throw unknownFunction(word, at: value.span)
        }
        if current.kind == .word, !isFollower { throw severalWords(from: value.span) }
        return value
    }

    // sum = product { ( "+" | "-" ) product } ;
    // product = factor { ( "*" | "/" ) factor } ;
    // value_product = value_factor { ( "*" | "/" ) value_factor } ;
    mutating func sum(_ side: Side, level: Int = 1) throws(Fault) -> Expression {
        let before = height
        height = 0
        var left = try factor(side)
        while let sign = ArithmeticOperator(current.kind), sign.level >= level {
            let token = current
            // A hyphen is part of most words that have one; as a sign it stands alone.
            if sign == .subtract, !token.hasBlankBefore || !following.hasBlankBefore {
                throw error(.minusNeedsBlanks, at: token.span, found: "-", fix: replacing(with: "-"))
            }
            _ = advance()
            goOn()
            let leftHeight = height
            height = 0
            let right = try sum(side, level: sign.level + 1)
            left = Expression(.arithmetic(left, sign, right), at: left.span.joined(right.span))
            // A chain is a deep tree leaning left: each link deepens all that stands before it.
            height = max(leftHeight, height) + 1
            guard depth + height <= Self.maximumDepth else { throw error(.tooDeep, at: token.span) }
        }
        height = max(before, height)
        return left
    }

    // factor = "-" factor | primary ;
    // value_factor = "-" value_factor | value_primary ;
    private mutating func factor(_ side: Side) throws(Fault) -> Expression {
        let start = current.span
        guard eat(.minus) else { return side == .left ? try primary() : try valuePrimary() }
        goOn()
        return try nested { (parser) throws(Fault) in
            let operand = try parser.factor(side)
            return Expression(.negation(operand), at: start.joined(operand.span))
        }
    }

    // primary = constant | call | path | bracketed ;
    private mutating func primary() throws(Fault) -> Expression {
        if let constant = try constant() { return constant }
        switch current.kind {
        case .word where isCall: return try call(.left)
        case .word, .dot, .twoDots:
            let path = try path()
            return Expression(.path(path), at: path.span)
        case .leftBracket: return try bracketed()
        default: throw habitOfValue() ?? unexpected(.expression)
        }
    }

    // value_primary = constant | value_call | word | dotted_path | "(" value ")" ;
    private mutating func valuePrimary() throws(Fault) -> Expression {
        if let constant = try constant() { return constant }
        let token = current
        switch token.kind {
        case .word where isCall: return try call(.right)
        case .word:
            let word = text(advance())
            guard current.kind == .dot, !current.hasBlankBefore else {
                return Expression(.word(word), at: token.span)
            }
            throw valueNeedsDot(word, at: token.span)
        case .dot, .twoDots:
            let path = try dottedPath()
            return Expression(.path(path), at: path.span)
        case .leftBracket:
            let sign = tokens[max(0, index - 1)]
            _ = advance()
            let first = index
            goOn()
            let inner = try nested { (parser) throws(Fault) in try parser.value() }
            if current.kind == .comma || isWord("or") { throw habitOfList(from: first, sign: sign) }
            try expectClosing(token)
            return inner
        default: throw habitOfValue() ?? unexpected(.value)
        }
    }

    // constant = integer [ unit ] | decimal | date | text | parameter_use ;
    private mutating func constant() throws(Fault) -> Expression? {
        let token = current
        switch token.kind {
        case .integer:
            let amount = try integer(advance())
            guard let unit = unit() else { return Expression(.integer(amount), at: token.span) }
            return Expression(.duration(amount, unit), at: token.span.joined(previousSpan))
        case .decimal: return Expression(.decimal(try decimal(advance())), at: token.span)
        case .date: return Expression(.date(try date(advance())), at: token.span)
        case .text: return Expression(.text(unquoted(advance())), at: token.span)
        case .parameter: return parameterUse()
        default: return nil
        }
    }

    // unit = "day" | "days" | "week" | "weeks" | "month" | "months" | "year" | "years" ;
    mutating func unit() -> DurationUnit? {
        guard let unit = keyword(current).flatMap(DurationUnit.init(word:)) else { return nil }
        _ = advance()
        return unit
    }

    // parameter_use = "$" word ;
    mutating func parameterUse() -> Expression {
        let token = advance()
        return Expression(.parameter(String(text(token).dropFirst())), at: token.span)
    }

    // path = field { "." word } | dotted_path ;
    mutating func path() throws(Fault) -> Path {
        if current.kind == .dot || current.kind == .twoDots { return try dottedPath() }
        let first = try field()
        return try path(.bare, first, from: first.span)
    }

    // field = ( word - operator_word ) | "mentions" ;
    // operator_word = "and" | "or" | "not" | "in" | "under" | "from" | "mentions" | "contains" | "matches"
    //               | "missing" | "known" | "any" | "no" | "all" | "possibly" | "by" | "as" | "desc" | "asc"
    //               | "across" | "where" | "show" | "sort" | "limit" | "skip" | "summarize" | "pairs"
    //               | "network" | "affiliation" | "polarization" | "reversals" | "contested" | "window"
    //               | "timeline" | "chart" ;
    private mutating func field() throws(Fault) -> Name {
        guard let word = keyword(current), Vocabulary.needDot.has(word) else { return try name(.field) }
        // A link is called so too, and no operator can stand where a field begins.
        if word == TextOperator.mentions.rawValue, following.kind != .text { return try name(.field) }
        guard looksLikeField || looksLikeLink else { throw unexpected(.expression) }
        throw error(.wordNeedsDot, at: current.span, found: word, fix: .init(current.span, "." + word))
    }

    /// Whether a word that tests a text is rather meant as a link, since nothing to look for follows it.
    private var looksLikeLink: Bool {
        guard keyword(current).flatMap(TextOperator.init(rawValue:)) != nil else { return false }
        switch following.kind {
        case .text, .parameter: return false
        case .word:
            return keyword(following).map((Vocabulary.inLine + Vocabulary.stages).contains) ?? false
        default: return true
        }
    }

    // dotted_path = ( "." | ".." ) word { "." word } ;
    private mutating func dottedPath() throws(Fault) -> Path {
        let dots = advance()
        guard !current.hasBlankBefore else { throw unexpected(.field) }
        let first = try name(.field)
        return try path(dots.kind == .dot ? .dotted : .outer, first, from: dots.span)
    }

    private mutating func path(
        _ origin: Path.Origin, _ first: Name, from start: Span
    ) throws(Fault) -> Path {
        var steps = [first]
        while current.kind == .dot, !current.hasBlankBefore {
            _ = advance()
            goOn()
            steps.append(try name(.field))
            guard steps.count <= Self.maximumDepth else { throw error(.tooDeep, at: previousSpan) }
        }
        return Path(origin: origin, steps: steps, span: start.joined(previousSpan))
    }

    private var isCall: Bool {
        following.kind == .leftBracket && keyword(current).map(Vocabulary.callable.contains) ?? false
    }

    // call = function "(" [ path bracketed | sum { "," sum } ] ")" ;
    // value_call = function "(" [ dotted_path bracketed | value { "," value } ] ")" ;
    // function = "year" | "month" | "week" | "day" | "weekday" | "length" | "words" | "lower" | "upper" | "abs"
    //          | "round" | "count" | "distinct" | "min" | "max" | "sum" | "avg" | "median" ;
    private mutating func call(_ side: Side) throws(Fault) -> Expression {
        let name = try self.name(.name)
        if name.text == "count", following.kind == .star { throw habitOfCounting(from: name.span) }
        let opening = advance()
        goOn()
        if name.text == "count", let habit = habitOfCountingDistinct(from: name.span) { throw habit }
        var arguments: [Expression] = []
        var condition: Expression?
        if current.kind != .rightBracket {
            (arguments, condition) = try nested { (parser) throws(Fault) in try parser.arguments(side) }
        }
        if isWord("where") { throw unexpected(.word("("), .closingBracket) }
        try expectClosing(opening)
        return Expression(
            .call(name, arguments, condition: condition), at: name.span.joined(previousSpan))
    }

    private mutating func arguments(_ side: Side) throws(Fault) -> ([Expression], Expression?) {
        var arguments = [try argument(side)]
        if current.kind == .leftBracket {
            switch arguments[0].kind {
            case .path: return (arguments, try bracketed())
            case .word(let word): throw valueNeedsDot(word, at: arguments[0].span)
            default: return (arguments, nil)
            }
        }
        while eat(.comma) {
            goOn()
            arguments.append(try argument(side))
        }
        return (arguments, nil)
    }

    private mutating func argument(_ side: Side) throws(Fault) -> Expression {
        side == .left ? try sum(.left) : try value()
    }
}

// Literals: tokens to values.
extension Parser {
    func unquoted(_ token: Token) -> String {
        let text = source.text(token.span)
        return String(text.unicodeScalars.dropFirst().dropLast())
    }

    func integer(_ token: Token) throws(Fault) -> Int {
        guard let number = Int(text(token)) else {
            throw error(.badNumber, at: token.span, found: text(token))
        }
        return number
    }

    func decimal(_ token: Token) throws(Fault) -> Double {
        guard let number = Double(text(token)), number.isFinite else {
            throw error(.badNumber, at: token.span, found: text(token))
        }
        return number
    }

    func date(_ token: Token) throws(Fault) -> DateLiteral {
        // The lexer has seen to it that these are digits and hyphens.
        var parts = [0]
        for byte in source.bytes[token.span.start..<token.span.end] {
            if byte == UInt8(ascii: "-") {
                parts.append(0)
            } else {
                parts[parts.count - 1] = parts[parts.count - 1] * 10 + Int(byte - UInt8(ascii: "0"))
            }
        }
        let literal = DateLiteral(
            year: parts[0], month: parts.count > 1 ? parts[1] : nil, day: parts.count > 2 ? parts[2] : nil)
        guard literal.exists else { throw error(.badDate, at: token.span, found: text(token)) }
        return literal
    }
}

extension DateLiteral {
    /// Whether the calendar has such a date, from year 1 to 9999.
    public var exists: Bool {
        guard (1...9999).contains(year) else { return false }
        guard let month else { return day == nil }
        guard (1...12).contains(month) else { return false }
        guard let day else { return true }
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let length =
            switch month {
            case 2: isLeap ? 29 : 28
            case 4, 6, 9, 11: 30
            default: 31
            }
        return (1...length).contains(day)
    }
}
