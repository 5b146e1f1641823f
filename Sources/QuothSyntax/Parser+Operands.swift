extension Parser {
    // sum = product { ( "+" | "-" ) product } ;
    // product = factor { ( "*" | "/" ) factor } ;
    mutating func sum(_ side: Side, level: Int = 1) throws(Diagnostic) -> Expression {
        var left = try factor(side)
        var chain = 0
        while let sign = Self.arithmetic[current.kind], sign.level >= level {
            let token = current
            if sign == .subtract, !token.hasBlankBefore || !following.hasBlankBefore {
                throw error(.minusNeedsBlanks, at: token.span, found: "-")
            }
            _ = advance()
            goOn()
            let right = try sum(side, level: sign.level + 1)
            left = Expression(.arithmetic(left, sign, right), at: left.span.joined(right.span))
            // A chain is a deep tree leaning left.
            chain += 1
            guard depth + chain <= Self.maximumDepth else { throw error(.tooDeep, at: token.span) }
        }
        return left
    }

    private static let arithmetic: [Token.Kind: ArithmeticOperator] = [
        .plus: .add, .minus: .subtract, .star: .multiply, .slash: .divide,
    ]

    // factor = "-" factor | primary ;
    private mutating func factor(_ side: Side) throws(Diagnostic) -> Expression {
        let start = current.span
        guard eat(.minus) else { return try primary(side) }
        return try nested { (parser) throws(Diagnostic) in
            let operand = try parser.factor(side)
            return Expression(.negation(operand), at: start.joined(operand.span))
        }
    }

    // primary = integer [ unit ] | decimal | date | text | parameter_use | call | path | word | "(" condition ")" ;
    mutating func primary(_ side: Side) throws(Diagnostic) -> Expression {
        let token = current
        switch token.kind {
        case .integer:
            let amount = try integer(advance())
            if current.kind == .word, let unit = DurationUnit(word: text(current)) {
                _ = advance()
                return Expression(.duration(amount, unit), at: token.span.joined(previousSpan))
            }
            return Expression(.integer(amount), at: token.span)
        case .decimal: return Expression(.decimal(try decimal(advance())), at: token.span)
        case .date: return Expression(.date(try date(advance())), at: token.span)
        case .text: return Expression(.text(unquoted(advance())), at: token.span)
        case .parameter: return Expression(.parameter(String(text(advance()).dropFirst())), at: token.span)
        case .dot, .twoDots: return try dottedPath()
        case .word: return try wordOperand(side)
        case .leftBracket:
            _ = advance()
            goOn()
            let inner = try nested { (parser) throws(Diagnostic) in
                side == .left ? try parser.condition() : try parser.sum(.right)
            }
            try expectClosing(token)
            return inner
        default:
            throw habitOfValue() ?? unexpected(side == .left ? .expression : .value)
        }
    }

    private mutating func wordOperand(_ side: Side) throws(Diagnostic) -> Expression {
        let word = text(current)
        let isFunction = Vocabulary.functions.contains(word) || Vocabulary.aggregates.contains(word)
        if isFunction, following.kind == .leftBracket { return try call(side) }
        guard side == .left else {
            let token = advance()
            if current.kind == .dot, !current.hasBlankBefore {
                throw Diagnostic(
                    .valueNeedsDot, at: token.span, in: source.name, found: word,
                    fix: .init(Span(start: token.span.start, end: token.span.start), "."))
            }
            return Expression(.word(word), at: token.span)
        }
        if Vocabulary.needDot.contains(word) {
            guard looksLikeField else { throw unexpected(.expression) }
            throw Diagnostic(
                .wordNeedsDot, at: current.span, in: source.name, found: word,
                fix: .init(current.span, "." + word))
        }
        let path = try self.path()
        return Expression(.path(path), at: path.span)
    }

    // path = name { "." name } ;
    mutating func path() throws(Diagnostic) -> Path {
        if current.kind == .dot || current.kind == .twoDots {
            guard case .path(let path) = try dottedPath().kind else { throw unexpected(.field) }
            return path
        }
        let first = try name(.field)
        return try path(.bare, first, from: first.span)
    }

    // dotted_path = ( "." | ".." ) name { "." name } ;
    private mutating func dottedPath() throws(Diagnostic) -> Expression {
        let dots = advance()
        guard !current.hasBlankBefore else { throw unexpected(.field) }
        let first = try name(.field)
        let path = try path(dots.kind == .dot ? .dotted : .outer, first, from: dots.span)
        return Expression(.path(path), at: path.span)
    }

    private mutating func path(_ origin: Path.Origin, _ first: Name, from start: Span) throws(Diagnostic)
        -> Path
    {
        var steps = [first]
        while current.kind == .dot, !current.hasBlankBefore {
            _ = advance()
            goOn()
            steps.append(try name(.field))
            guard steps.count <= Self.maximumDepth else { throw error(.tooDeep, at: previousSpan) }
        }
        return Path(origin: origin, steps: steps, span: start.joined(previousSpan))
    }

    // call = name "(" [ argument { "," argument } ] ")" ;   argument = sum [ "(" condition ")" ] ;
    private mutating func call(_ side: Side) throws(Diagnostic) -> Expression {
        let name = try self.name(.name)
        let opening = advance()
        goOn()
        if name.text == "count", current.kind == .star { throw error(.habitCountStar, at: current.span) }
        var arguments: [Expression] = []
        var condition: Expression?
        if current.kind != .rightBracket {
            (arguments, condition) = try nested { (parser) throws(Diagnostic) in try parser.arguments(side) }
        }
        try expectClosing(opening)
        return Expression(
            .call(name, arguments, condition: condition), at: name.span.joined(previousSpan))
    }

    private mutating func arguments(_ side: Side) throws(Diagnostic) -> ([Expression], Expression?) {
        var arguments = [try sum(side)]
        if current.kind == .leftBracket {
            let opening = advance()
            goOn()
            let condition = try self.condition()
            try expectClosing(opening)
            return (arguments, condition)
        }
        while eat(.comma) {
            goOn()
            arguments.append(try sum(side))
        }
        return (arguments, nil)
    }
}

// Literals: tokens to values.
extension Parser {
    func unquoted(_ token: Token) -> String {
        let text = source.text(token.span)
        return String(text.unicodeScalars.dropFirst().dropLast())
    }

    func integer(_ token: Token) throws(Diagnostic) -> Int {
        guard let number = Int(text(token)) else {
            throw error(.badNumber, at: token.span, found: shortened(token))
        }
        return number
    }

    func decimal(_ token: Token) throws(Diagnostic) -> Double {
        guard let number = Double(text(token)), number.isFinite else {
            throw error(.badNumber, at: token.span, found: shortened(token))
        }
        return number
    }

    func date(_ token: Token) throws(Diagnostic) -> DateLiteral {
        let parts = text(token).split(separator: "-").map { Int($0) ?? 0 }
        let literal = DateLiteral(
            year: parts[0], month: parts.count > 1 ? parts[1] : nil, day: parts.count > 2 ? parts[2] : nil)
        guard literal.exists else { throw error(.badDate, at: token.span, found: text(token)) }
        return literal
    }

    private func shortened(_ token: Token) -> String { String(text(token).prefix(20)) }
}

extension DateLiteral {
    /// Whether the calendar has such a date, from year 1 to 9999.
    public var exists: Bool {
        guard (1...9999).contains(year) else { return false }
        guard let month else { return day == nil }
        guard (1...12).contains(month) else { return false }
        guard let day else { return true }
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        return (1...lengths[month - 1]).contains(day)
    }
}
