import QuothSyntax

// Values right of a comparison: words to what they name, by the type of the left side.
extension Checker {
    /// The right side of a comparison with an operand; one for order may name a word that no record has.
    mutating func value(
        _ expression: Expression, for left: Operand, _ scope: Scope, isForOrder: Bool = false
    ) throws(Diagnostic) -> Operand {
        try stop(at: expression.span, .value(left, scope))
        let value = try anyValue(expression, for: left, scope, isForOrder: isForOrder)
        if !isForOrder { try checkLength(of: value, left) }
        checkShare(value, left, scope)
        return value
    }

    private mutating func anyValue(
        _ expression: Expression, for left: Operand, _ scope: Scope, isForOrder: Bool
    ) throws(Diagnostic) -> Operand {
        switch expression.kind {
        case .word, .text, .integer, .decimal, .date, .parameter:
            let constant: Constant
            do throws(Diagnostic) {
                constant = try self.constant(try bound(expression), for: left, scope, isForOrder: isForOrder)
            } catch {
                throw fieldMeant(by: expression, scope) { left.type.isComparable(with: $0.type) } ?? error
            }
            return Operand(
                kind: .constant(constant), type: left.type, isMany: false,
                text: SyntaxPrinter.text(expression), span: expression.span)
        case .negation(let inner):
            var value = try self.value(inner, for: left, scope)
            value.kind = .negation(value)
            value.span = expression.span
            guard value.type == .integer || value.type == .real else {
                throw wrongType(value, expected: [left.type.phrase])
            }
            return value
        default:
            let value = try operand(expression, scope)
            guard left.type.isComparable(with: value.type) else {
                throw Diagnostic(
                    .wrongType, at: value.span, in: source.name, found: value.type.phrase,
                    expected: [left.type.phrase], subject: left.text,
                    labels: [.init(.takes, at: left.span, name: left.type.phrase)])
            }
            return value
        }
    }

    /// What to say of a word that is no such value and that a fitting field is called.
    func fieldMeant(
        by expression: Expression, _ scope: Scope, _ fits: (Operand) -> Bool = { _ in true }
    ) -> Diagnostic? {
        guard case .word(let word) = expression.kind else { return nil }
        let path = Path(origin: .dotted, steps: [Name(word, at: expression.span)], span: expression.span)
        guard let field = try? self.path(path, scope), fits(field) else { return nil }
        let start = Span(start: expression.span.start, end: expression.span.start)
        var diagnostic = error(.valueNeedsDot, at: expression.span, found: word)
        diagnostic.fix = .init(start, ".")
        return diagnostic
    }

    private mutating func constant(
        _ literal: Expression, for left: Operand, _ scope: Scope, isForOrder: Bool
    ) throws(Diagnostic) -> Constant {
        switch (left.type, literal.kind) {
        case (.record(let collection), .word(let text)), (.record(let collection), .text(let text)):
            return try record(text, collection, literal.span, left, scope)
        case (.record(let collection), .integer), (.record(let collection), .date):
            return try record(SyntaxPrinter.text(literal), collection, literal.span, left, scope)
        case (.text, .word(let text)) where left.isWeekday, (.text, .text(let text)) where left.isWeekday:
            return .text(try weekday(text, literal.span, left))
        case (.text, .word(let text)), (.text, .text(let text)):
            if !isForOrder { try checkTerm(text, literal.span, left, scope) }
            return .text(text)
        case (.text, .integer) where !isForOrder, (.text, .date):
            // In order, 10 comes after 9 and '10' before '9', so a number isn't taken for a text there.
            let text = SyntaxPrinter.text(literal)
            if !isForOrder { try checkTerm(text, literal.span, left, scope) }
            return .text(text)
        case (.integer, .integer(let number)), (.real, .integer(let number)): return .integer(number)
        case (.integer, .decimal(let number)), (.real, .decimal(let number)): return .real(number)
        case (.integer, .word(let text)), (.real, .word(let text)):
            // `1e3`, which might be a name beside a field of another type.
            guard let number = Self.decimal(text) else { throw wrongType(of: literal, left) }
            return .real(number)
        case (.truth, .word("yes")), (.truth, .word("true")): return .truth(true)
        case (.truth, .word("no")), (.truth, .word("false")): return .truth(false)
        case (.date, .date(let date)): return try period(date, literal.span)
        case (.date, .integer(let year)):
            return try period(DateLiteral(year: year, month: nil, day: nil), literal.span)
        case (.date, .text(let text)), (.date, .word(let text)):
            // A date bound as text, or put in quotation marks, is a date all the same.
            if let period = Self.period(text) { return .period(period) }
            throw Diagnostic(
                .needsDate, at: literal.span, in: source.name, found: text, subject: left.text,
                labels: [.init(.takes, at: left.span, name: left.type.phrase)])
        default: throw wrongType(of: literal, left)
        }
    }

    private func wrongType(of literal: Expression, _ left: Operand) -> Diagnostic {
        Diagnostic(
            .wrongType, at: literal.span, in: source.name, found: source.text(literal.span),
            expected: [left.type.phrase], subject: left.text,
            labels: [.init(.takes, at: left.span, name: left.type.phrase)])
    }

    /// The number of a word such as `1e308`.
    static func decimal(_ word: String) -> Double? {
        guard case .real(let number)? = CellNumber(Array(word.utf8).span) else { return nil }
        return number
    }

    /// The name of a weekday, however its letters are written.
    private func weekday(_ text: String, _ span: Span, _ left: Operand) throws(Diagnostic) -> String {
        let names = Calendar.weekdays
        if let name = names.first(where: { Folding.fold($0) == Folding.fold(text) }) { return name }
        let near = nearest(to: text, among: names)
        throw Diagnostic(
            .unknownValue, at: span, in: source.name, found: text, expected: names, subject: left.text,
            near: near.map { .init($0) }, labels: [.init(.takes, at: left.span, name: left.text)],
            fix: near.first.map { .init(span, $0) })
    }

    /// A year lies in no month, so none is equal to one.
    private func checkLength(of value: Operand, _ left: Operand) throws(Diagnostic) {
        guard case .function(let function, _) = left.kind, case .constant(.period(let period)) = value.kind,
            let (days, wanted) = function.shortest
        else { return }
        // `month(said) = 5` was hardly meant as the year 5.
        let isOrdinal = Int(value.text).map { $0 < 100 } ?? false
        guard isOrdinal || period.last - period.first + 1 < days else { return }
        throw Diagnostic(
            .wrongType, at: value.span, in: source.name,
            found: isOrdinal ? value.text : period.description, expected: wanted,
            subject: left.text, labels: [.init(.takes, at: left.span, name: left.text)])
    }

    private func period(_ date: DateLiteral, _ span: Span) throws(Diagnostic) -> Constant {
        guard date.exists, let period = Calendar.period(date.year, date.month, date.day) else {
            throw error(.badDate, at: span, found: SyntaxPrinter.text(date))
        }
        return .period(period)
    }

    /// The period of `2025`, `2025-02` or `2025-02-07`.
    static func period(_ text: String) -> Period? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        guard let year = parts.first ?? nil, parts.count <= 3, !parts.contains(nil) else { return nil }
        return Calendar.period(
            year, parts.count > 1 ? parts[1] : nil, parts.count > 2 ? parts[2] : nil)
    }

    /// The record that a name means: an id, else the first way of matching names that finds one.
    mutating func record(
        _ text: String, _ collection: Collection, _ span: Span, _ left: Operand, _ scope: Scope
    ) throws(Diagnostic) -> Constant {
        let table = corpus.table(collection)
        let rows = table.rows(named: text)
        if rows.count == 1 {
            warnOfNamesakes(text, of: Int(rows[0]), collection, span, left, scope)
            return .record(collection, row: Int(rows[0]))
        }
        let labels = [Diagnostic.Label(.takes, at: left.span, name: collection.singular.withArticle)]
        if rows.count > 1 {
            let near = rows.prefix(8).map { suggestion(Int($0), collection, left, scope, byID: true) }
            throw Diagnostic(
                .ambiguousValue, at: span, in: source.name, found: text, subject: collection.rawValue,
                near: near, labels: labels)
        }
        // Groups of rows without a value are shown as `(none)`.
        let isMissing = ["none", "(none)"].contains(text.lowercased())
        // Nobody reads what is suggested while a place is looked for.
        let near =
            probe != nil || isMissing
            ? isMissing ? [.init("\(left.text) missing")] : []
            : nearRows(text, table).map {
                suggestion(Int($0.row), collection, left, scope, byID: $0.byID)
            }
        let isNamed = table.names != nil
        let elsewhere =
            probe == nil && (near.isEmpty || !isNamed) ? self.elsewhere(text, collection, left) : []
        let diagnostic = Diagnostic(
            .unknownValue, at: span, in: source.name, severity: isLenient ? .warning : .error, found: text,
            subject: collection.singular, near: elsewhere.isEmpty ? near : elsewhere, labels: labels,
            fix: isMissing || !elsewhere.isEmpty ? nil : near.first.map { .init(span, Self.word($0.text)) })
        guard isLenient else { throw diagnostic }
        warnings.append(diagnostic)
        return .nothing
    }

    /// The records whose names, words of names or ids are spelt nearly so.
    private func nearRows(_ text: String, _ table: Table) -> [(row: Int32, byID: Bool)] {
        var rows: [(row: Int32, byID: Bool)] = []
        if let names = table.names?.allNames {
            let folded = Folding.fold(text)
            let byName = Dictionary(names.map { ($0.name, $0.rows) }, uniquingKeysWith: { $0 + $1 })
            let words = names.flatMap { entry in
                entry.name.split(separator: " ").map { (String($0), entry.rows) }
            }
            let byWord = Dictionary(words, uniquingKeysWith: { $0 + $1 })
            let near =
                nearest(to: folded, among: byName.keys).flatMap { byName[$0] ?? [] }
                + nearest(to: folded, among: byWord.keys).flatMap { byWord[$0] ?? [] }
            rows = near.map { ($0, byID: false) }
        }
        rows += nearest(to: text, among: ids(table)).compactMap { id in
            table.row(id: id).map { (Int32($0), byID: true) }
        }
        var seen: Set<Int32> = []
        return Array(rows.filter { seen.insert($0.row).inserted }.prefix(3))
    }

    private func ids(_ table: Table) -> [String] {
        guard let position = table.position(of: "id"), case .texts(let ids) = table.columns[position].data
        else { return [] }
        return (0..<min(ids.count, 100_000)).compactMap { ids[$0] }
    }

    /// A record as a suggestion, with how many rows of the query have it there.
    func suggestion(
        _ row: Int, _ collection: Collection, _ left: Operand, _ scope: Scope, byID: Bool
    ) -> Diagnostic.Suggestion {
        let table = corpus.table(collection)
        let label = corpus.labels(collection)[row] ?? ""
        let detail = countPhrase(of: .record(collection, row: row), left, scope)
        guard byID, let position = table.position(of: "id"),
            case .texts(let ids) = table.columns[position].data
        else { return .init(label, detail: detail) }
        let id = ids[row] ?? ""
        let details = [label == id ? nil : label, detail].compactMap { $0 }
        return .init(id, detail: details.isEmpty ? nil : details.joined(by: ", "))
    }

    private func countPhrase(of constant: Constant, _ left: Operand, _ scope: Scope) -> String? {
        guard scope.outer == nil, case .records = scope.shape else { return nil }
        let right = Operand(
            kind: .constant(constant), type: left.type, isMany: false, text: "", span: left.span)
        let test = Test(
            kind: .compare(left, .equal, right, possibly: false), text: "", span: left.span)
        let plan = Plan(
            source: .records(scope.noun),
            operations: [.filter(.init(condition: .test(test), text: ""))],
            shape: scope.shape, shown: nil, layout: .rows, noun: scope.noun)
        let evaluation = Evaluation(corpus, limits: Limits(), source: source.name)
        guard let count = try? evaluation.selection(plan).count else { return nil }
        return "\(count) \(count == 1 ? scope.noun.singular : scope.noun.name)"
    }

    /// A word of a closed vocabulary must be in it; one that no record has is worth a warning.
    private mutating func checkTerm(
        _ text: String, _ span: Span, _ left: Operand, _ scope: Scope
    ) throws(Diagnostic) {
        guard case .path(let path) = left.kind, let (dictionary, field) = terms(path, scope) else { return }
        let labels = [Diagnostic.Label(.takes, at: left.span, name: left.text)]
        if let field, case .term(let values, _) = field.kind, !values.isEmpty {
            guard !values.contains(text) else { return }
            let near = nearest(to: text, among: values)
            throw Diagnostic(
                .unknownValue, at: span, in: source.name, found: text, expected: values,
                subject: left.text, near: near.map { .init($0) }, labels: labels,
                fix: near.first.map { .init(span, Self.word($0)) })
        }
        guard dictionary.code(of: text) == nil, probe == nil else { return }
        let near = nearest(to: text, among: dictionary.terms.prefix(100_000))
        warnings.append(unseen(text, span, left, near: near))
    }

    /// The dictionary at the end of a path, and the field it belongs to.
    func terms(_ path: ResolvedPath, _ scope: Scope) -> (TermDictionary, Field?)? {
        guard case .records(var collection)? = path.isOuter ? scope.outer : scope.shape else { return nil }
        for (index, position) in path.columns.enumerated() {
            let column = corpus.table(collection).columns[position]
            switch column.data {
            case .codes(_, .rows(let target)), .lists(_, .rows(let target)): collection = target
            case .codes(_, .terms(let dictionary, _)), .lists(_, .terms(let dictionary, _)):
                guard index == path.columns.count - 1 else { return nil }
                return (dictionary, Schema.of(collection).field(column.name))
            default: return nil
            }
        }
        return nil
    }

    /// A value as it would be written: in quotation marks unless it is one word.
    static func word(_ text: String) -> String {
        let result = Parser.parse(SourceText(name: "", "quotes where x = " + text))
        guard result.diagnostics.isEmpty, case .query(let query)? = result.script.statements.first?.kind,
            case .filter(let condition)? = query.stages.first?.kind,
            case .comparison(_, _, let value) = condition.kind, case .word(text) = value.kind,
            query.stages.count == 1
        else { return SyntaxPrinter.quoted(text) }
        return text
    }
}

extension ValueType {
    func isComparable(with other: ValueType) -> Bool {
        switch (self, other) {
        case (.integer, .real), (.real, .integer): true
        default: self == other
        }
    }

    /// Whether `<` means something.
    var hasOrder: Bool {
        switch self {
        case .integer, .real, .date, .text: true
        case .truth, .record: false
        }
    }
}

extension Function {
    /// The least number of days that a literal may have beside this function of a date, and what is that long.
    fileprivate var shortest: (days: Int32, wanted: [String])? {
        switch self {
        case .year: (365, ["a year"])
        case .month: (28, ["a month such as 2025-02", "a year"])
        case .week: (7, ["a month such as 2025-02", "a year"])
        case .day: (1, ["a day such as 2025-02-07", "a month", "a year"])
        default: nil
        }
    }
}

extension Operand {
    fileprivate var isWeekday: Bool {
        if case .function(.weekday, _) = kind { return true }
        return false
    }
}
