import QuothSyntax

/// What may stand at a place of a text.
public struct Completion: Sendable, Hashable {
    /// What is replaced, in bytes: the word that has been begun.
    public let range: Range<Int>
    /// What may come in its place, the likeliest first.
    public let candidates: [Candidate]

    /// One possibility.
    public struct Candidate: Sendable, Hashable {
        /// As it would be written, in quotation marks if it needs them.
        public let text: String
        /// What it is, or how many rows have it: `6 quotes`.
        public let detail: String
    }
}

extension Session {
    /// The most candidates that are offered.
    public static let maximumCandidates = 200

    /// What may stand at a byte offset of a text: stages, fields of the rows at hand, operators that fit, values.
    ///
    ///     session.complete("quotes where faction = har", at: 26).candidates.first?.text   // hardliner
    ///
    /// O(length), and for values one `count` over the rows of the noun.
    public func complete(_ text: String, at offset: Int) -> Completion {
        let bytes = Array(text.utf8.prefix(max(0, offset)))
        let source = SourceText(name: Self.promptName, utf8: bytes)
        var place = CompletionPlace(Parser.tokens(of: source), source)
        let range = place.begun.start..<bytes.count
        let all = place.candidates(self)
        return Completion(range: range, candidates: Self.ranked(all, place.begunText))
    }

    /// Those that begin with what was typed, then those that have it in them, then those that are near to it.
    private static func ranked(
        _ all: [Completion.Candidate], _ begun: String
    ) -> [Completion.Candidate] {
        guard !begun.isEmpty else { return Array(all.prefix(maximumCandidates)) }
        let wanted = Folding.fold(begun)
        func key(_ candidate: Completion.Candidate) -> String {
            Folding.fold(candidate.text.filter { $0 != "\"" })
        }
        let first = all.filter { key($0).hasPrefix(wanted) }
        let within = all.filter { !key($0).hasPrefix(wanted) && key($0).contains(wanted) }
        guard first.isEmpty, within.isEmpty else { return Array((first + within).prefix(maximumCandidates)) }
        let near = nearest(to: begun, among: all.map(\.text), count: 8)
        return near.compactMap { text in all.first { $0.text == text } }
    }
}

/// The tokens before the cursor, and the word that has been begun there.
struct CompletionPlace {
    private let source: SourceText
    /// The tokens of the statement before the word that has been begun.
    private var before: [Token]
    private(set) var begun: Span
    private(set) var begunText = ""

    init(_ tokens: [Token], _ source: SourceText) {
        self.source = source
        let end = source.bytes.count
        var tokens = Array(tokens.dropLast())
        begun = Span(start: end, end: end)
        if let last = tokens.last, last.span.end == end, last.kind == .word || last.kind == .invalid {
            begun = last.span
            begunText = source.text(last.span).filter { !"\"'“«".contains($0) }
            tokens.removeLast()
        }
        let start = tokens.lastIndex { $0.isAtMargin } ?? 0
        before = Array(tokens[min(start, tokens.count)...])
        if begun.start < end, Self.isAtMargin(begun.start, source), !tokens.isEmpty { before = [] }
    }

    private static func isAtMargin(_ offset: Int, _ source: SourceText) -> Bool {
        source.position(of: offset).column == 1
    }

    private func text(_ token: Token) -> String { source.text(token.span) }

    private typealias Candidate = Completion.Candidate

    private func words(_ words: [String], _ detail: String) -> [Completion.Candidate] {
        words.map { Candidate(text: $0, detail: detail) }
    }

    /// What may stand here.
    mutating func candidates(_ session: Session) -> [Completion.Candidate] {
        guard let last = before.last else { return statementStarts(session) }
        let noun = rowNoun(session)
        switch last.kind {
        case .dot: return fields(session, noun, path: pathBefore(before.count - 1))
        case .equals, .notEquals, .less, .lessOrEqual, .greater, .greaterOrEqual:
            return values(session, noun, path: pathBefore(before.count - 1))
        case .comma, .leftBracket:
            if let list = valueList() { return values(session, noun, path: pathBefore(list)) }
            return operands(session, noun)
        case .word: return afterWord(session, noun, text(last))
        case .bar: return words(Vocabulary.stages, "stage")
        default: return continuations()
        }
    }

    private func statementStarts(_ session: Session) -> [Completion.Candidate] {
        let nouns = Noun.all.map { noun in
            Candidate(text: noun.name, detail: "\(session.corpus.table(noun.collection).rowCount)")
        }
        return nouns + words(session.letNames, "let") + words(["it"], "the last answer")
            + words(Vocabulary.statements, "statement") + words(Vocabulary.stages, "stage")
    }

    private func afterWord(
        _ session: Session, _ noun: String, _ word: String
    ) -> [Completion.Candidate] {
        switch word {
        case "where", "show", "by", "and", "or", "not", "any", "no", "all", "possibly", "across", "summarize",
            "distinct":
            return operands(session, noun) + (word == "distinct" ? words(Vocabulary.stages, "stage") : [])
        case "under", "mentions", "contains", "to", "from":
            return values(session, noun, path: pathBefore(before.count - 1))
        case "in": return words(session.letNames + Noun.all.map(\.name) + ["it", "last"], "rows")
        case "sort": return words(["by"], "")
        case "expect": return words(["none", "some"], "") + statementStarts(session)
        default:
            if isValue(before.count - 1) || before.count == 1 { return continuations() }
            return operators(session, noun) + continuations()
        }
    }

    private func continuations() -> [Completion.Candidate] {
        words(["and", "or"], "operator") + words(Vocabulary.stages, "stage")
            + words(["desc", "as", "across"], "")
    }

    /// Operators that fit the type of the path before them.
    private func operators(_ session: Session, _ noun: String) -> [Completion.Candidate] {
        guard let type = session.type(of: pathBefore(before.count), noun) else { return [] }
        var signs = ["=", "!=", "in", "not", "missing", "known"]
        switch type {
        case .text: signs += ["mentions", "contains", "matches", "under"]
        case .date: signs += ["<", "<=", ">", ">=", "from"]
        case .integer, .real: signs += ["<", "<=", ">", ">=", "from"]
        case .record: signs += ["under"]
        case .truth: break
        }
        return words(signs, "operator")
    }

    private func operands(_ session: Session, _ noun: String) -> [Completion.Candidate] {
        fields(session, noun, path: "")
            + words(["any", "no", "all", "not", "possibly", "in", "under"], "operator")
            + words(Vocabulary.functions + Vocabulary.aggregates, "function")
    }

    private func fields(_ session: Session, _ noun: String, path: String) -> [Completion.Candidate] {
        session.fields(of: path, noun).map { Candidate(text: $0.name, detail: $0.detail) }
    }

    private func values(_ session: Session, _ noun: String, path: String) -> [Completion.Candidate] {
        session.values(of: path, noun).map { Candidate(text: Checker.word($0.text), detail: $0.detail) }
    }

    /// The path that ends before a token.
    private func pathBefore(_ end: Int) -> String {
        var place = end
        while place > 0 {
            let token = before[place - 1]
            let isNegation = token.kind == .word && text(token) == "not" && place == end
            if isNegation { return pathBefore(place - 1) }
            guard token.kind == .word || token.kind == .dot else { break }
            // Two words side by side are not of one path.
            if token.kind == .word, place < end, before[place].kind == .word { break }
            place -= 1
        }
        return before[place..<end].map(text).joined()
    }

    /// In the brackets after `in`: the place of `in`.
    private func valueList() -> Int? {
        guard let open = openBracket(), open > 0, before[open - 1].kind == .word,
            text(before[open - 1]) == "in"
        else { return nil }
        return open - 1
    }

    private func openBracket() -> Int? {
        var depth = 0
        for place in before.indices.reversed() {
            if before[place].kind == .rightBracket { depth += 1 }
            guard before[place].kind == .leftBracket else { continue }
            if depth == 0 { return place }
            depth -= 1
        }
        return nil
    }

    private func isValue(_ place: Int) -> Bool {
        guard place > 0 else { return false }
        switch before[place - 1].kind {
        case .equals, .notEquals, .less, .lessOrEqual, .greater, .greaterOrEqual: return true
        case .word:
            return ["under", "mentions", "contains", "matches", "to"].contains(text(before[place - 1]))
        default: return false
        }
    }

    /// What the rows are here, as a noun: those of the query, or inside a quantifier those at the end of its path.
    private func rowNoun(_ session: Session) -> String {
        let outer = before.first.map(text) ?? "quotes"
        var noun = Vocabulary.stages.contains(outer) ? "it" : outer
        if outer == "let" || outer == "expect" {
            noun =
                before.dropFirst().map(text).first { name in Noun.all.contains { $0.name == name } }
                ?? "quotes"
        }
        guard let open = openBracket(), valueList() == nil else { return noun }
        let path = CompletionPlace(Array(before[..<open]), source, noun).pathBefore(open)
        guard case .record(let collection)? = session.type(of: path, noun) else { return noun }
        return collection.rawValue
    }

    private init(_ before: [Token], _ source: SourceText, _ noun: String) {
        self.before = before
        self.source = source
        begun = Span(start: 0, end: 0)
    }
}

// What the completion asks the checker.
extension Session {
    var letNames: [String] { names.keys.sorted() }

    /// The type at the end of a path from a noun's rows; nil if there is no such path.
    func type(of path: String, _ noun: String) -> ValueType? {
        plan("\(noun) show \(path)")?.shown?.first?.operand.type
    }

    /// The fields of the records at the end of a path; of the noun's rows if it is empty.
    func fields(of path: String, _ noun: String) -> [(name: String, detail: String)] {
        var shape = plan(noun)?.shape
        if !path.isEmpty {
            let trimmed = path.hasSuffix(".") ? String(path.dropLast()) : path
            guard case .record(let collection)? = type(of: trimmed, noun) else { return [] }
            shape = .records(collection)
        }
        switch shape {
        case .records(let collection):
            return corpus.fieldNames(collection).filter { !$0.contains(".") }.map { name in
                (name, Schema.of(collection).field(name)?.meaning ?? "")
            }
        case .table(let columns): return columns.map { ($0.name, "") }
        case nil: return []
        }
    }

    /// The values at the end of a path, the most frequent first, with their counts.
    func values(of path: String, _ noun: String) -> [(text: String, detail: String)] {
        guard let type = type(of: path, noun), type != .integer, type != .real,
            let plan = plan("\(noun) count by \(path)")
        else { return [] }
        let evaluation = Evaluation(
            corpus, limits: limits, source: Self.promptName, it: it?.rows ?? [], captured: captured)
        guard let (answer, _, _) = try? evaluation.answer(plan, warnings: []) else { return [] }
        return (0..<min(answer.rowCount, Self.maximumCandidates)).compactMap { row in
            let value = answer[row, 0]
            guard value != .missing else { return nil }
            return (value.description, answer[row, 1].description + " " + plan.noun.name)
        }
    }

    private func plan(_ query: String) -> Plan? {
        let checked = check(SourceText(name: Self.promptName, query))
        guard !checked.hasErrors, case .query(let plan)? = checked.statements.first?.action else {
            return nil
        }
        return plan
    }
}
