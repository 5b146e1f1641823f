extension Parser {
    // statement = command | named | parameter | expectation | query ;
    mutating func statement() throws(Diagnostic) -> Statement.Kind {
        let token = current
        if token.kind == .command {
            let line = text(advance())
            return .command(String(line.dropFirst()))
        }
        if isWord("let") { return try named() }
        if isWord("param") { return try parameter() }
        if isWord("expect") { return try expectation() }
        return .query(try query(mayBeginWithStage: true))
    }

    // named = "let" name "=" query ;
    private mutating func named() throws(Diagnostic) -> Statement.Kind {
        _ = advance()
        goOn()
        let name = try freeName()
        _ = try expect(.equals, .word("="))
        goOn()
        return .named(name, try query(mayBeginWithStage: false))
    }

    // parameter = "param" name ":" type "=" literal ;
    private mutating func parameter() throws(Diagnostic) -> Statement.Kind {
        _ = advance()
        goOn()
        let name = try freeName()
        _ = try expect(.colon, .word(":"))
        goOn()
        guard isWord(in: Vocabulary.types) else { throw unexpected(.type) }
        let type = try self.name(.type)
        _ = try expect(.equals, .word("="))
        goOn()
        return .parameter(name, type: type, value: try literal())
    }

    // expectation = "expect" ( "none" | "some" | integer ) query ;
    private mutating func expectation() throws(Diagnostic) -> Statement.Kind {
        _ = advance()
        goOn()
        let expectation: Expectation
        if eat(word: "none") {
            expectation = .none
        } else if eat(word: "some") {
            expectation = .some
        } else if current.kind == .integer {
            expectation = .exactly(try integer(advance()))
        } else {
            throw unexpected(.word("none"), .word("some"), .number)
        }
        goOn()
        return .expectation(expectation, try query(mayBeginWithStage: false))
    }

    /// A name that a statement gives; words that begin a statement or a stage can't be names.
    private mutating func freeName() throws(Diagnostic) -> Name {
        let name = try self.name(.name)
        let isTaken = Vocabulary.beginsStage.contains(name.text) || Vocabulary.statements.contains(name.text)
        if isTaken || name.text == "it" { throw error(.nameTaken, at: name.span, found: name.text) }
        return name
    }

    // query = noun { [ "|" ] stage } ;
    mutating func query(mayBeginWithStage: Bool) throws(Diagnostic) -> Query {
        try nested { (parser) throws(Diagnostic) in
            let start = parser.current.span
            var noun: Name?
            if let habit = parser.habitOfStatement() { throw habit }
            if !parser.isWord(in: Vocabulary.beginsStage) {
                noun = try parser.name(mayBeginWithStage ? .noun : .query)
            } else if !mayBeginWithStage {
                throw parser.unexpected(.noun)
            }
            var stages: [Stage] = []
            while !parser.isAtEnd, parser.current.kind != .rightBracket {
                if parser.eat(.bar) { parser.goOn() }
                stages.append(try parser.stage())
            }
            return Query(source: noun, stages: stages, span: start.joined(parser.previousSpan))
        }
    }

    // literal = [ "-" ] ( integer | decimal ) | text | date | word ;
    private mutating func literal() throws(Diagnostic) -> Expression {
        let start = current.span
        let isNegative = eat(.minus)
        let token = advance()
        let span = start.joined(token.span)
        switch token.kind {
        case .integer:
            let number = try integer(token)
            return Expression(.integer(isNegative ? -number : number), at: span)
        case .decimal:
            let number = try decimal(token)
            return Expression(.decimal(isNegative ? -number : number), at: span)
        case .text where !isNegative: return Expression(.text(unquoted(token)), at: span)
        case .date where !isNegative: return Expression(.date(try date(token)), at: span)
        case .word where !isNegative: return Expression(.word(text(token)), at: span)
        default:
            throw Diagnostic(
                .unexpected, at: token.span, in: source.name, found: text(token),
                expected: [Wanted.value.phrase])
        }
    }
}
