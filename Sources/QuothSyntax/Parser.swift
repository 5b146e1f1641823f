/// What came of parsing a text.
public struct ParseResult: Sendable {
    /// The statements without faults.
    public let script: Script
    /// What is wrong with the others, at most ``Parser/maximumDiagnostics`` and then one that says so.
    public let diagnostics: [Diagnostic]
    /// Whether the text only lacks its end: a bracket is open, or the last word or sign wants more.
    public internal(set) var isIncomplete: Bool
}

/// A recursive-descent parser over the tokens of one text.
///
/// ```swift
/// let result = Parser.parse(SourceText(name: "<prompt>", "quotes where faction = hardliner"))
/// print(result.script.statements.count)   // 1
/// ```
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
    private(set) var statementStart = 0
    private(set) var depth = 0
    /// How deep the tree is of what was last parsed at this depth.
    var height = 0
    /// Whether the text ended after something that wants more.
    private var wantsMore = false
    /// Whether suggestions are made; not for faults that are only counted.
    private var suggests = true

    /// Parses a text; O(length).
    public static func parse(_ source: SourceText) -> ParseResult {
        var lexer = Lexer(source)
        lexer.run()
        let brackets = Brackets(lexer.tokens)
        var parser = Parser(source, lexer.tokens, brackets, hasOpenEnd: false)
        var result = parser.script(lexer)
        if brackets.firstOpen != nil, !result.diagnostics.isEmpty, lexer.diagnostics.isEmpty {
            // An open bracket doesn't swallow the rest of a script, but at a prompt the rest may belong to it.
            parser = Parser(source, lexer.tokens, brackets, hasOpenEnd: true)
            result.isIncomplete = parser.script(lexer).isIncomplete
        }
        return result
    }

    /// Where the last statement of a text begins, in bytes, when the text is to go on.
    package static func startOfLastStatement(_ source: SourceText) -> Int {
        var lexer = Lexer(source)
        lexer.run()
        let brackets = Brackets(lexer.tokens)
        var parser = Parser(source, lexer.tokens, brackets, hasOpenEnd: true)
        _ = parser.script(lexer)
        return lexer.tokens[parser.statementStart].span.start
    }

    private init(_ source: SourceText, _ tokens: [Token], _ brackets: Brackets, hasOpenEnd: Bool) {
        self.source = source
        self.tokens = tokens
        endsStatement = tokens.map { $0.isAtMargin && $0.kind != .bar }
        for pair in brackets.pairs { goOn(within: pair) }
        if hasOpenEnd, let open = brackets.firstOpen {
            goOn(within: open..<tokens.count)
            wantsMore = true
        }
    }

    private mutating func goOn(within brackets: Range<Int>) {
        for inside in brackets.dropFirst() where tokens[inside].kind != .end { endsStatement[inside] = false }
    }

    // script = { statement } ;
    private mutating func script(_ lexer: Lexer) -> ParseResult {
        var statements: [Statement] = []
        var faults = FaultList(lexer: lexer.diagnostics)
        var comments = CommentQueue(lexer.comments, source)
        var ranOut = false
        let hasOpenEnd = wantsMore
        while tokens[index].kind != .end {
            let start = index
            statementStart = index
            (depth, height, wantsMore) = (0, 0, hasOpenEnd)
            do throws(Fault) {
                let kind = try statement()
                guard isAtEnd, !faults.hasPending(before: previousSpan.end) else { throw strayToken() }
                let span = tokens[start].span.joined(previousSpan)
                statements.append(comments.statement(kind, span))
            } catch {
                ranOut = wantsMore && isMissingEnd(error.diagnostic)
                skipStatement()
                let end = tokens[index].span.start
                faults.add(error.diagnostic, before: end)
                comments.discard(before: end)
                suggests = !faults.isFull
            }
        }
        return ParseResult(
            script: Script(statements: statements, closingComments: comments.rest),
            diagnostics: faults.all(in: source.name), isIncomplete: ranOut && faults.count == 1)
    }

    /// Whether all that is wrong is that the text ends.
    private func isMissingEnd(_ error: Diagnostic) -> Bool {
        guard tokens[index].kind == .end else { return false }
        return error.code == .unclosedBracket || error.code == .unexpected && error.found == nil
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

    /// Whether a statement ends before the token at a place after the current one.
    func isEnd(_ place: Int) -> Bool { tokens[place].kind == .end || endsStatement[place] }

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

    func bytes(_ token: Token) -> ArraySlice<UInt8> { source.bytes[token.span.start..<token.span.end] }

    /// A word that may be one of the language's; nil for any other token, and for long words.
    func keyword(_ token: Token) -> String? {
        guard token.kind == .word, token.span.end - token.span.start <= Vocabulary.longestWord else {
            return nil
        }
        return source.text(token.span)
    }

    /// Whether the current token is that word of the language; told by bytes, since to make a text of it takes longer.
    func isWord(_ word: String) -> Bool {
        let token = current
        return token.kind == .word && bytes(token).elementsEqual(word.utf8)
    }

    func isWord(in words: [String]) -> Bool { keyword(current).map(words.has) ?? false }

    /// The words that are near to one, best first.
    func suggestions(for word: String, among words: [String]) -> [Diagnostic.Suggestion] {
        suggests ? nearest(to: word, among: words).map { .init($0) } : []
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
        switch tokens[index].kind {
        case .end: wantsMore = true
        case .command: return
        default: endsStatement[index] = false
        }
    }

    mutating func expect(_ kind: Token.Kind, _ wanted: Wanted) throws(Fault) -> Token {
        guard current.kind == kind else { throw unexpected(wanted) }
        return advance()
    }

    mutating func expect(word: String) throws(Fault) {
        guard eat(word: word) else { throw unexpected(.word(word)) }
    }

    mutating func name(_ wanted: Wanted) throws(Fault) -> Name {
        let token = try expect(.word, wanted)
        return Name(text(token), at: token.span)
    }

    mutating func expectClosing(_ opening: Token) throws(Fault) {
        guard !eat(.rightBracket) else { return }
        guard isAtEnd else {
            // Between values a semicolon is a slip for a comma, and ends no statement.
            let habit = text(current) == ";" ? nil : foreignSign()
            throw habit ?? unexpected(.closingBracket)
        }
        throw error(.unclosedBracket, at: opening.span, fix: .init(current.span, ")"))
    }

    /// Runs the body one level deeper; the one guard against nesting that would overflow a stack.
    mutating func nested<Result>(
        _ body: (inout Parser) throws(Fault) -> Result
    ) throws(Fault) -> Result {
        let before = height
        height = 0
        depth += 1
        defer {
            depth -= 1
            height = max(before, height + 1)
        }
        guard depth <= Self.maximumDepth else { throw error(.tooDeep, at: current.span) }
        return try body(&self)
    }

    @inline(never)
    func error(
        _ code: DiagnosticCode, at span: Span, found: String? = nil, expected: [String] = [],
        near: [Diagnostic.Suggestion] = [], fix: Diagnostic.Fix? = nil
    ) -> Fault {
        // A fix repeats what the user wrote; it isn't offered where that is long.
        let isShort = fix.map { $0.replacement.utf8.count <= Self.longestFix } ?? false
        return Fault(
            Diagnostic(
                code, at: span, in: source.name, found: found.map(Diagnostic.shortened), expected: expected,
                near: near, fix: isShort ? fix : nil))
    }

    @inline(never)
    func unexpected(_ wanted: Wanted..., fix: Diagnostic.Fix? = nil) -> Fault {
        error(
            .unexpected, at: current.span, found: current.kind == .end ? nil : text(current),
            expected: wanted.map(\.phrase), fix: fix)
    }

    /// The longest text that a fix puts in, in bytes.
    private static let longestFix = 200
}

/// A diagnostic on its way out of the parser.
///
/// In a box, and made out of line, since every function that may throw keeps room for what it throws on the stack,
/// a hundred levels deep.
struct Fault: Error {
    private final class Box: Sendable {
        let diagnostic: Diagnostic

        init(_ diagnostic: Diagnostic) { self.diagnostic = diagnostic }
    }

    private let box: Box
    var diagnostic: Diagnostic { box.diagnostic }

    init(_ diagnostic: Diagnostic) { box = Box(diagnostic) }

    var withoutFix: Fault {
        var diagnostic = diagnostic
        diagnostic.fix = nil
        return Fault(diagnostic)
    }
}

/// The brackets of a text.
private struct Brackets {
    /// The outermost pairs, both brackets included.
    private(set) var pairs: [Range<Int>] = []
    /// The first bracket that is never closed.
    let firstOpen: Int?

    init(_ tokens: [Token]) {
        var open: [Int] = []
        for (index, token) in tokens.enumerated() {
            if token.kind == .leftBracket { open.append(index) }
            guard token.kind == .rightBracket, let start = open.popLast() else { continue }
            while let last = pairs.last, last.lowerBound > start { pairs.removeLast() }
            pairs.append(start..<index + 1)
        }
        firstOpen = open.first
    }
}

/// What the parser would have accepted, as the words say it.
enum Wanted {
    case noun, stage, condition, value, expression, field, number, name, query, closingBracket, type, unit,
        rows
    case word(String)

    var phrase: String {
        switch self {
        case .noun: "a noun such as quotes"
        case .stage: "a stage such as where"
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
