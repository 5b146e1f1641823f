import QuothSyntax

// What was meant by a name that nothing has, or by a condition that is none.
extension Checker {
    /// `faction = hardliner or reformist`, `text mentions war or "the war"`: another value for the test before.
    static func explained(_ error: Diagnostic, _ part: Expression, after before: Expression) -> Diagnostic {
        guard error.code == .unknownField || error.code == .needsCondition, error.near.isEmpty,
            let value = value(part)
        else { return error }
        let test: String
        switch before.kind {
        case .comparison(let left, let sign, let right) where right.isLiteral:
            test = "\(SyntaxPrinter.text(left)) \(sign.rawValue)"
        case .textTest(let left, let sign, let right) where right.isLiteral:
            test = "\(SyntaxPrinter.text(left)) \(sign.rawValue)"
        case .under(let left?, let right) where right.isLiteral:
            test = "\(SyntaxPrinter.text(left)) under"
        default: return error
        }
        var error = error
        error.near = [.init("\(test) \(value)")]
        error.fix = .init(part.span, "\(test) \(value)")
        return error
    }

    /// What stands alone where a condition should, as a value.
    private static func value(_ part: Expression) -> String? {
        switch part.kind {
        case .path(let path) where path.steps.count == 1 && path.origin == .bare: path.steps[0].text
        case .text, .integer, .decimal, .date, .parameter: SyntaxPrinter.text(part)
        default: nil
        }
    }

    /// A word under which no record has any is worth a warning, as one that none has is.
    mutating func warnOfUnseen(under text: String, _ span: Span, _ left: Operand, _ scope: Scope) {
        guard probe == nil, case .path(let path) = left.kind, let (dictionary, _) = terms(path, scope),
            !dictionary.terms.contains(where: { $0 == text || $0.hasPrefix(text + "/") })
        else { return }
        let near = nearest(to: text, among: dictionary.terms.prefix(100_000))
        warnings.append(unseen(text, span, left, near: near))
    }

    /// An id decides before a name does, which whoever meant somebody of that name should hear; not so who asked for
    /// an id.
    mutating func warnOfNamesakes(
        _ text: String, of row: Int, _ collection: Collection, _ span: Span, _ left: Operand, _ scope: Scope
    ) {
        guard probe == nil, left.text != "id", !left.text.hasSuffix(".id") else { return }
        // The last word of a name is a family name only where the records are somebody.
        let others = corpus.table(collection).namesakes(ofID: text, byLastWord: collection == .actors)
        guard !others.isEmpty else { return }
        let near = others.prefix(8).map { suggestion(Int($0), collection, left, scope, byID: true) }
        warnings.append(
            Diagnostic(
                .ambiguousValue, at: span, in: source.name, severity: .warning, found: text,
                expected: [suggestion(row, collection, left, scope, byID: false).text],
                subject: collection.singular, near: near))
    }

    /// The warning that no record has a value.
    func unseen(_ text: String, _ span: Span, _ left: Operand, near: [String]) -> Diagnostic {
        Diagnostic(
            .unseenValue, at: span, in: source.name, severity: .warning, found: text,
            subject: left.text, near: near.map { .init($0) },
            labels: [.init(.takes, at: left.span, name: left.text)],
            fix: near.first.map { .init(span, Self.word($0)) })
    }

    /// Where a value stands that no record is called: at the end of a link of records that have no names, or in records
    /// that belong to one. `participants.actor = …`, `speaker.roles.title contains …`
    func elsewhere(_ text: String, _ collection: Collection, _ left: Operand) -> [Diagnostic.Suggestion] {
        guard case .path = left.kind else { return [] }
        var found: [String] = []
        let schema = Schema.of(collection)
        if schema.nameField == nil { found += conditions(text, collection, left.text) }
        for inner in SchemaTable.collections where inner.nestedIn?.owner == collection {
            guard let member = inner.nestedIn?.member else { continue }
            found += conditions(text, inner.collection, left.text + "." + member)
        }
        return found.prefix(3).map { .init($0) }
    }

    /// The conditions on fields of a collection that a value fulfils as a name or a word.
    private func conditions(_ text: String, _ collection: Collection, _ path: String) -> [String] {
        let folded = Folding.fold(text)
        return corpus.table(collection).columns.filter { $0.role == .field }.compactMap { column in
            let field = path + "." + column.name
            switch column.data {
            case .codes(_, .rows(let target)), .lists(_, .rows(let target)):
                let isNamed =
                    Schema.of(target).nameField != nil && !corpus.table(target).rows(named: text).isEmpty
                return isNamed ? "\(field) = …" : nil
            case .codes(_, .terms(let dictionary, _)), .lists(_, .terms(let dictionary, _)):
                let isFound = dictionary.terms.prefix(100_000).contains { Folding.fold($0).contains(folded) }
                return isFound ? "\(field) contains …" : nil
            default: return nil
            }
        }
    }

    /// What to say of a field that the records of a collection don't have.
    func unknownField(_ name: Name, of collection: Collection) -> Diagnostic {
        let fields = corpus.fieldNames(collection)
        var near = otherWords(for: name.text).filter(fields.contains) + nearest(to: name.text, among: fields)
        if near.isEmpty { near = applied(name.text, to: collection) }
        if near.isEmpty { near = linked(name.text, from: collection) }
        return unknownField(name, fields, of: collection.singular, near: near)
    }

    func unknownField(
        _ name: Name, _ fields: [String], of owner: String, near: [String]
    ) -> Diagnostic {
        var diagnostic = error(
            .unknownField, at: name.span, found: name.text, expected: fields.filter { !$0.contains(".") },
            subject: owner)
        var seen: Set<String> = []
        let near =
            Self.decimal(name.text).map { [$0.description] } ?? near.filter { seen.insert($0).inserted }
        diagnostic.near = near.prefix(3).map { .init($0) }
        diagnostic.fix = near.first.map { .init(name.span, $0) }
        return diagnostic
    }

    /// `month` for `month(said)`, `words` for `words(text)`.
    private func applied(_ word: String, to collection: Collection) -> [String] {
        guard let function = Function(rawValue: word) else { return [] }
        let field = Schema.of(collection).fields.first { field in
            switch field.kind {
            case .date: function.accepts(.date)
            case .text: function.accepts(.text) && !field.isMany && field.name != "id"
            default: false
            }
        }
        return field.map { ["\(word)(\($0.name))"] } ?? []
    }

    /// The fields of that name that the records at the ends of links have.
    private func linked(_ word: String, from collection: Collection) -> [String] {
        let words = [word] + otherWords(for: word)
        let links = corpus.table(collection).columns.filter { $0.role == .field || $0.role == .inverse }
        return links.flatMap { link -> [String] in
            guard case .record(let target) = link.type, target != collection else { return [] }
            let schema = Schema.of(target)
            return words.filter { schema.field($0) != nil }.map { "\(link.name).\($0)" }
        }
    }

    private func otherWords(for word: String) -> [String] { Self.otherFields[word.lowercased()] ?? [] }

    /// What others call our fields.
    private static let otherFields: [String: [String]] = {
        let words = [
            "said published date during": "date day when time dated",
            "speaker authors holder member subject": "author who person source actor by",
            "headline name": "title heading", "text": "content quote quotation body statement",
            "kind": "type sort category", "position": "side stance view opinion sentiment attitude",
            "faction": "party camp group bloc", "topics topic": "subject theme issue about",
            "outlet": "newspaper paper publisher media outlets publication",
            "addressee": "audience recipient",
            "title": "role job office post function", "place": "location where",
        ]
        var fields: [String: [String]] = [:]
        for (names, others) in words {
            for other in others.split(separator: " ") {
                fields[String(other), default: []] += names.split(separator: " ").map(String.init)
            }
        }
        return fields
    }()

    /// What others call our nouns.
    static let otherNouns = [
        "speakers": "actors", "sources": "actors", "persons": "people", "politicians": "people",
        "authors": "people", "journalists": "people", "outlets": "organizations",
        "newspapers": "organizations", "media": "organizations", "parties": "factions", "camps": "factions",
        "statements": "quotes", "quotations": "quotes", "citations": "quotes", "positions": "stances",
        "opinions": "stances", "subjects": "topics", "themes": "topics", "issues": "topics",
        "stories": "articles", "news": "articles", "locations": "places", "cities": "places",
        "help": ".help", "schema": ".schema", "tables": ".schema", "exit": ".quit", "quit": ".quit",
    ]
}
