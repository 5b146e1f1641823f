extension Parser {
    // statement = command | named | parameter | expectation | query | refinement ;
    mutating func statement() throws(Fault) -> Statement.Kind {
        if current.kind == .command { return command() }
        if isWord("let") { return try named() }
        if isWord("param") { return try parameter() }
        if isWord("expect") { return try expectation() }
        if let habit = habitOfStatement() { throw habit }
        if current.kind == .bar || isWord(in: Vocabulary.beginsStage) { return .query(try refinement()) }
        return .query(try stages(of: try name(.noun)))
    }

    // command = ? a line that begins at the margin with a dot and a letter ? ;
    private mutating func command() -> Statement.Kind {
        let line = text(advance())
        return .command(String(line.dropFirst()))
    }

    // named = "let" given_name "=" query ;
    private mutating func named() throws(Fault) -> Statement.Kind {
        _ = advance()
        goOn()
        let name = try givenName()
        _ = try expect(.equals, .word("="))
        goOn()
        return .named(name, try query(.noun))
    }

    // parameter = "param" given_name ":" type "=" literal ;
    private mutating func parameter() throws(Fault) -> Statement.Kind {
        _ = advance()
        goOn()
        let name = try givenName()
        _ = try expect(.colon, .word(":"))
        goOn()
        let type = try type()
        _ = try expect(.equals, .word("="))
        goOn()
        return .parameter(name, type: type, value: try literal())
    }

    // expectation = "expect" ( "none" | "some" | integer ) query ;
    private mutating func expectation() throws(Fault) -> Statement.Kind {
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
            let fix = isWord("no") ? "none" : isWord("any") ? "some" : nil
            throw unexpected(
                .word("none"), .word("some"), .number, fix: fix.map { .init(current.span, $0) })
        }
        goOn()
        return .expectation(expectation, try query(.noun))
    }

    // given_name = word - reserved ;
    // reserved = stage_word | "let" | "param" | "expect" | "it" ;

    /// A name that a statement gives; words that begin a statement or a stage can't be names.
    private mutating func givenName() throws(Fault) -> Name {
        let name = try self.name(.name)
        guard !Vocabulary.reserved.contains(name.text) else {
            throw error(.nameTaken, at: name.span, found: name.text)
        }
        return name
    }

    // type = "text" | "number" | "date" | "truth" ;
    private mutating func type() throws(Fault) -> Name {
        guard let word = keyword(current), Vocabulary.types.contains(word) else { throw unexpected(.type) }
        return try name(.type)
    }

    // literal = [ "-" ] ( integer | decimal ) | text | date | word ;
    private mutating func literal() throws(Fault) -> Expression {
        let start = current.span
        let isNegative = eat(.minus)
        let token = current
        switch token.kind {
        case .integer:
            let number = try integer(advance())
            return Expression(.integer(isNegative ? -number : number), at: start.joined(token.span))
        case .decimal:
            let number = try decimal(advance())
            return Expression(.decimal(isNegative ? -number : number), at: start.joined(token.span))
        case .text where !isNegative: return Expression(.text(unquoted(advance())), at: token.span)
        case .date where !isNegative: return Expression(.date(try date(advance())), at: token.span)
        case .word where !isNegative:
            let word = text(advance())
            guard isAtEnd else { throw severalWords(from: token.span) }
            return Expression(.word(word), at: token.span)
        default: throw unexpected(.value)
        }
    }

    // query = noun { [ "|" ] stage } ;
    // noun = word - stage_word ;
    mutating func query(_ wanted: Wanted) throws(Fault) -> Query {
        if let habit = habitOfStatement() { throw habit }
        guard !isWord(in: Vocabulary.beginsStage) else { throw unexpected(wanted) }
        return try stages(of: try name(wanted))
    }

    // refinement = [ "|" ] stage { [ "|" ] stage } ;
    private mutating func refinement() throws(Fault) -> Query {
        try stages(of: nil)
    }

    private mutating func stages(of noun: Name?) throws(Fault) -> Query {
        try nested { (parser) throws(Fault) in
            let start = noun?.span ?? parser.current.span
            var stages: [Stage] = []
            while !parser.isAtEnd, parser.current.kind != .rightBracket {
                if parser.eat(.bar) { parser.goOn() }
                stages.append(try parser.stage())
            }
            return Query(source: noun, stages: stages, span: start.joined(parser.previousSpan))
        }
    }
}
