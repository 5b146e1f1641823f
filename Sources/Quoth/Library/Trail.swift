import QuothSyntax

/// What a session has run, told so that a script can run it again, and that each query can stand alone.
struct Trail: Sendable {
    /// The query that left records as `it`; nil if there is none, or it would be too long.
    private(set) var last: Query?
    /// The statements that ran, with `it` replaced by what it was.
    private var statements: [Statement.Kind] = []
    /// The queries of the lets, by the names that a script gives them; those made of names alone second.
    private var lets: [String: Query] = [:]
    private var aloneLets: [String: Known] = [:]
    /// What a script calls a let, where the prompt gave one name to two.
    private var written: [String: String] = [:]
    private var parameters: [String: Expression] = [:]

    /// The longest query that takes the place of a name, in bytes, and how deeply its brackets may be nested.
    static let maximumLength = 8_192
    static let maximumDepth = 40
    /// The most statements that are kept; the oldest are let go, but for names.
    static let maximumStatements = 2_000

    /// A query of known length.
    struct Known: Sendable {
        let query: Query
        let length: Int

        /// Nil if it is too long to be written out again and again.
        init?(_ query: Query) {
            let text = SyntaxPrinter.text(query)
            var (depth, deepest) = (0, 0)
            for byte in text.utf8 {
                if byte == UInt8(ascii: "(") { depth += 1 }
                if byte == UInt8(ascii: ")") { depth -= 1 }
                deepest = max(deepest, depth)
            }
            guard text.utf8.count <= Trail.maximumLength, deepest <= Trail.maximumDepth else { return nil }
            self.query = query
            length = text.utf8.count
        }
    }

    /// What `it` is, as a query that shows nothing; nil if there is none, or it would be too long.
    var it: Known? { last.flatMap { Known(withoutShown($0).ofRecords) } }

    /// The statements as a script.
    var script: String { statements.map { SyntaxPrinter.text($0) + "\n" }.joined() }

    /// A resolved query so that it can stand alone: names and parameters are replaced by what they stood for. Nil if it
    /// would be too long.
    func alone(_ resolved: Query) -> Query? {
        guard !lets.isEmpty || !parameters.isEmpty else { return resolved }
        return replaced(resolved, parameter: { parameters[$0] }) { name in
            lets[name] == nil ? .itself : aloneLets[name].map(Replacement.known) ?? .lost
        }
    }

    /// Notes a query that ran, resolved; nil if it isn't known any more.
    mutating func ran(_ resolved: Query?) {
        last = resolved
        if let resolved { add(.query(resolved)) }
    }

    /// Notes a statement that ran, with what parameters are bound to.
    mutating func ran(_ statement: Statement.Kind, bound: [String: Expression]) {
        switch statement {
        case .query(let query): ran(resolved(query, bound))
        case .expectation(let expectation, let query):
            if let resolved = resolved(query, bound) { add(.expectation(expectation, resolved)) }
        case .named(let name, let query):
            guard let resolved = resolved(query, bound) else { return }
            let alone = alone(resolved).flatMap(Known.init)
            let free = freeName(name.text)
            written[name.text] = free
            lets[free] = resolved
            aloneLets[free] = alone
            add(.named(Name(free, at: name.span), resolved))
        case .parameter(let name, let type, let own):
            let literal = (bound[name.text] ?? own).literal(type.text)
            parameters[name.text] = literal
            add(.parameter(name, type: type, value: literal))
        case .command: break
        }
    }

    /// Notes that `it` is what a query before left.
    mutating func stepped(back query: Query?) { last = query }

    private mutating func add(_ statement: Statement.Kind) {
        statements.append(statement)
        guard statements.count > Self.maximumStatements else { return }
        let oldest = statements.firstIndex { statement in
            switch statement {
            case .named, .parameter: false
            case .query, .expectation, .command: true
            }
        }
        if let oldest { statements.remove(at: oldest) }
    }

    private func freeName(_ name: String) -> String {
        var free = name
        var number = 1
        while lets[free] != nil || parameters[free] != nil {
            number += 1
            free = "\(name)_\(number)"
        }
        return free
    }
}

// Replacing names.
extension Trail {
    /// What takes the place of a name.
    private enum Replacement {
        case itself
        case called(String)
        case known(Known)
        /// Nobody can say any more.
        case lost
    }

    /// The query of a statement, resolved: as a script has it; nil if it isn't known.
    func resolved(_ statement: CheckedStatement, bound: [String: Expression]) -> Query? {
        guard case .query(let query) = statement.syntax else { return nil }
        return statement.standsAlone ? query : resolved(query, bound)
    }

    /// A query with `it` replaced, lets called as in the script, and values that no `param` declares written out;
    /// nil if `it` isn't known.
    private func resolved(_ query: Query, _ bound: [String: Expression]) -> Query? {
        replaced(query, parameter: { parameters[$0] == nil ? bound[$0] : nil }) { name in
            if name == Vocabulary.pronoun { return it.map(Replacement.known) ?? .lost }
            return written[name].map(Replacement.called) ?? .itself
        }
    }

    /// A query with its names replaced, nested ones too; nil if one is lost or it would all be too long.
    private func replaced(
        _ query: Query, parameter: @escaping (String) -> Expression?,
        _ replacement: @escaping (String) -> Replacement
    ) -> Query? {
        var room = Self.maximumLength
        let rewriter = QueryRewriter(
            rows: { name in
                switch replacement(name) {
                case .itself: return nil
                case .called(let name):
                    let nowhere = Span(start: 0, end: 0)
                    return Query(source: Name(name, at: nowhere), stages: [], span: nowhere)
                case .known(let known):
                    room -= known.length
                    return room < 0 ? nil : known.query
                case .lost:
                    room = -1
                    return nil
                }
            }, parameter: parameter)
        let result = rewriter.query(query)
        return room < 0 ? nil : result
    }

    /// The query over a collection, or over a let whose rows are records that show nothing of their own.
    private func withoutShown(_ query: Query) -> Query {
        var query = query
        // Lets build on lets before them, so this ends.
        while let name = query.source?.text, let base = lets[name], changesRows(name) {
            query = Query(source: base.source, stages: base.stages + query.stages, span: query.span)
        }
        return query
    }

    private func changesRows(_ name: String) -> Bool {
        var next: String? = name
        while let name = next, let base = lets[name] {
            if base.changesRows { return true }
            next = base.source?.text
        }
        return false
    }
}

extension Expression {
    /// The value as a script writes one of that type.
    fileprivate func literal(_ type: String) -> Expression {
        guard type == "date", case .text(let text) = kind else { return self }
        let parts = text.split(separator: "-").compactMap { Int($0) }
        guard let year = parts.first, parts.count <= 3 else { return self }
        let date = DateLiteral(
            year: year, month: parts.count > 1 ? parts[1] : nil, day: parts.count > 2 ? parts[2] : nil)
        return Expression(.date(date), at: span)
    }
}
