/// What came of parsing a text.
public struct ParseResult: Sendable {
    /// The statements without faults.
    public let script: Script
    /// What is wrong with the others, at most ``Parser/maximumDiagnostics`` and then one that says so.
    public let diagnostics: [Diagnostic]
    /// Whether the text only lacks its end: a bracket is open, or the last word or sign wants more.
    public let isIncomplete: Bool
}

/// A recursive-descent parser over the tokens of one text.
///
///     let result = Parser.parse(SourceText(name: "<prompt>", "quotes where faction = hardliner"))
///     print(result.script.statements.count)   // 1
///
/// Each function is named after the production of `grammar/quoth.ebnf` that it parses, which stands as its comment.
public struct Parser {
    /// The most diagnostics of one text that are reported.
    public static let maximumDiagnostics = 20
    /// The deepest nesting of brackets, prefixes and chains of arithmetic.
    public static let maximumDepth = 100

    let source: SourceText
    let tokens: [Token]
    /// Whether a statement ends before the token, unless something before it wants more.
    private var endsStatement: [Bool]
    private(set) var index = 0
    private var statementStart = 0
    var depth = 0

    /// Parses a text; O(length).
    public static func parse(_ source: SourceText) -> ParseResult {
        var lexer = Lexer(source)
        lexer.run()
        var parser = Parser(source, lexer.tokens)
        return parser.script(lexer)
    }

    private init(_ source: SourceText, _ tokens: [Token]) {
        self.source = source
        self.tokens = tokens
        endsStatement = tokens.map { $0.isAtMargin && $0.kind != .bar }
        for pair in Self.bracketPairs(tokens) {
            for inside in pair where tokens[inside].kind != .end { endsStatement[inside] = false }
        }
    }

    /// The ranges between outermost brackets that are closed; an open one doesn't swallow the rest of a script.
    private static func bracketPairs(_ tokens: [Token]) -> [ClosedRange<Int>] {
        var open: [Int] = []
        var pairs: [ClosedRange<Int>] = []
        for (index, token) in tokens.enumerated() {
            if token.kind == .leftBracket { open.append(index) }
            guard token.kind == .rightBracket, let start = open.popLast() else { continue }
            while let last = pairs.last, last.lowerBound > start { pairs.removeLast() }
            pairs.append(start...index)
        }
        return pairs
    }

    // script = { statement } ;
    private mutating func script(_ lexer: Lexer) -> ParseResult {
        var statements: [Statement] = []
        var diagnostics: [Diagnostic] = lexer.tokens.count == 1 ? lexer.diagnostics : []
        var comments = CommentQueue(lexer.comments, source)
        var ranOut = false
        while tokens[index].kind != .end {
            let start = index
            statementStart = index
            depth = 0
            do throws(Diagnostic) {
                let kind = try statement()
                guard isAtEnd else { throw strayToken() }
                let span = Span(start: tokens[start].span.start, end: tokens[index - 1].span.end)
                if !lexer.diagnostics.contains(where: {
                    span.start <= $0.span.start && $0.span.start < span.end
                }) {
                    statements.append(comments.statement(kind, span))
                }
            } catch {
                ranOut =
                    tokens[index].kind == .end
                    && (error.code == .unexpected || error.code == .unclosedBracket)
                skipStatement()
                let end = tokens[index].span.start
                let own = lexer.diagnostics.filter {
                    tokens[start].span.start <= $0.span.start && $0.span.start < end
                }
                diagnostics += own.isEmpty ? [error] : own
                comments.discard(before: end)
            }
        }
        let hasOpenBracket =
            tokens.count { $0.kind == .leftBracket } > tokens.count { $0.kind == .rightBracket }
        return ParseResult(
            script: Script(statements: statements, closingComments: comments.rest),
            diagnostics: capped(diagnostics), isIncomplete: ranOut || hasOpenBracket)
    }

    private func capped(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
        guard diagnostics.count > Self.maximumDiagnostics else { return diagnostics }
        let last = Diagnostic(
            .tooManyErrors, at: diagnostics[Self.maximumDiagnostics].span, in: source.name,
            found: String(diagnostics.count))
        return diagnostics.prefix(Self.maximumDiagnostics) + [last]
    }

    private mutating func skipStatement() {
        if index == statementStart { index += tokens[index].kind == .end ? 0 : 1 }
        while tokens[index].kind != .end, !endsStatement[index] { index += 1 }
    }
}

// The primitives: `eat` says whether something was there, `expect` reports that it wasn't.
extension Parser {
    /// Whether the statement has no further token.
    var isAtEnd: Bool {
        tokens[index].kind == .end || (index > statementStart && endsStatement[index])
    }

    var current: Token {
        guard isAtEnd, index > 0 else { return tokens[index] }
        let end = tokens[index - 1].span.end
        return Token(kind: .end, span: Span(start: end, end: end), hasBlankBefore: true, isAtMargin: true)
    }

    /// The token after the current one, or the end.
    var following: Token {
        guard !isAtEnd, index + 1 < tokens.count, !endsStatement[index + 1] else {
            return Token(kind: .end, span: current.span, hasBlankBefore: true, isAtMargin: true)
        }
        return tokens[index + 1]
    }

    var previousSpan: Span { index > 0 ? tokens[index - 1].span : Span(start: 0, end: 0) }

    func text(_ token: Token) -> String {
        token.kind == .end ? "" : source.text(token.span)
    }

    func isWord(_ word: String) -> Bool { current.kind == .word && text(current) == word }

    func isWord(in words: some Collection<String>) -> Bool {
        current.kind == .word && words.contains(text(current))
    }

    mutating func advance() -> Token {
        let token = current
        if !isAtEnd { index += 1 }
        return token
    }

    mutating func eat(_ kind: Token.Kind) -> Bool {
        guard current.kind == kind else { return false }
        index += 1
        return true
    }

    mutating func eat(word: String) -> Bool {
        guard isWord(word) else { return false }
        index += 1
        return true
    }

    /// What stands before wants more, so the statement goes on over the line break.
    mutating func goOn() {
        if tokens[index].kind != .end, tokens[index].kind != .command { endsStatement[index] = false }
    }

    mutating func expect(_ kind: Token.Kind, _ wanted: Wanted) throws(Diagnostic) -> Token {
        guard current.kind == kind else { throw unexpected(wanted) }
        return advance()
    }

    mutating func expect(word: String) throws(Diagnostic) {
        guard eat(word: word) else { throw unexpected(.word(word)) }
    }

    mutating func name(_ wanted: Wanted) throws(Diagnostic) -> Name {
        let token = try expect(.word, wanted)
        return Name(text(token), at: token.span)
    }

    mutating func expectClosing(_ opening: Token) throws(Diagnostic) {
        guard !eat(.rightBracket) else { return }
        guard isAtEnd else { throw unexpected(.closingBracket) }
        throw Diagnostic(
            .unclosedBracket, at: opening.span, in: source.name,
            fix: .init(current.span, ")"))
    }

    /// Runs the body one level deeper; the one guard against nesting that would overflow a stack.
    mutating func nested<Result>(
        _ body: (inout Parser) throws(Diagnostic) -> Result
    ) throws(Diagnostic) -> Result {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.maximumDepth else { throw error(.tooDeep, at: current.span) }
        return try body(&self)
    }

    func error(_ code: DiagnosticCode, at span: Span, found: String? = nil) -> Diagnostic {
        Diagnostic(code, at: span, in: source.name, found: found)
    }

    func unexpected(_ wanted: Wanted...) -> Diagnostic {
        Diagnostic(
            .unexpected, at: current.span, in: source.name,
            found: current.kind == .end ? nil : text(current), expected: wanted.map(\.phrase))
    }
}

/// What the parser would have accepted, as the words say it.
enum Wanted {
    case noun, condition, value, expression, field, number, name, query, closingBracket, type, unit, rows
    case word(String)

    var phrase: String {
        switch self {
        case .noun: "a noun such as quotes"
        case .condition: "a condition"
        case .value: "a value"
        case .expression: "a field or an expression"
        case .field: "a field"
        case .number: "a whole number"
        case .name: "a name"
        case .query: "a query"
        case .closingBracket: "')'"
        case .type: "text, number, date or truth"
        case .unit: "days, weeks, months or years"
        case .rows: "a name or a list in brackets"
        case .word(let word): "'\(word)'"
        }
    }
}
