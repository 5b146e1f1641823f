import QuothSyntax

// What could stand at a place, by what the checker says of it.
extension CompletionPlace {
    /// Everything that may stand here, in the order in which it is offered.
    var choices: CompletionChoices {
        guard case .reached(.value(let operand, let scope), let plan) = place else {
            return CompletionChoices(list: words)
        }
        var choices = values(operand, scope, plan)
        choices.list += queries + parameters(for: operand.type)
        return choices
    }

    /// Names and words of the language.
    private var words: [CompletionChoice] {
        switch place {
        case .reached(.noun, _): return nouns
        case .reached(.rows, _): return rowNames + words(["last"], .particle)
        case .reached(.field(let fields), _):
            guard fields.isFirst else { return self.fields(fields) }
            let relevance =
                fields.hasRelevance
                ? [
                    CompletionChoice(
                        name: Vocabulary.relevance, kind: .field,
                        detail: "how well it fits the words looked for")
                ] : []
            return relevance + self.fields(fields) + functions.filter { !fields.names.contains($0.name) }
                + operands(fields)
        // Something else than a known name is wanted: a name of the user's own, or what `summarize` computes.
        case .fine, .reached(.value, _): return functions
        case .wrong: return parses(Self.marker) ? functions : keywords
        }
    }

    /// What the checker says of the place, whatever must follow it.
    private var place: Reading {
        let first = reading(Self.marker)
        guard case .wrong = first, parses(Self.marker) else { return first }
        for continuation in [" to 1", " = 2025"] {
            let next = reading(Self.marker + continuation)
            if case .reached = next { return next }
        }
        return first
    }

    // MARK: Names

    private var nouns: [CompletionChoice] {
        rowNames
            + (tokens.isEmpty
                ? words(Vocabulary.statements, .statement) + words(Vocabulary.stages, .stage) : [])
    }

    /// Collections and names, as far as the place takes them.
    private var rowNames: [CompletionChoice] {
        let collections = Noun.all.map { noun in
            CompletionChoice(
                name: noun.name, kind: .collection,
                detail: Phrase.number(session.corpus.table(noun.collection).rowCount))
        }
        let names = session.known.names.keys.sorted() + [Vocabulary.pronoun]
        return (names.map { CompletionChoice(name: $0, kind: .name) } + collections).filter {
            isTaken($0.name)
        }
    }

    /// In the brackets after `in`, a query as well as values.
    private var queries: [CompletionChoice] {
        guard tokens.last?.kind == .leftBracket else { return [] }
        let names = session.known.names.keys.sorted() + [Vocabulary.pronoun] + Noun.all.map(\.name)
        return names.filter { isFine($0 + " limit 1") }.map {
            CompletionChoice(name: $0 + " where", kind: .collection)
        }
    }

    private func fields(_ fields: CheckerProbe.Fields) -> [CompletionChoice] {
        var seen: Set<String> = []
        return fields.names.filter { seen.insert($0).inserted }.compactMap { name in
            // A word of the language needs a dot before it where a path begins.
            let needsDot = fields.isFirst && !parses(name)
            let written = needsDot ? "." + name : name
            guard !needsDot || parses(written) else { return nil }
            return CompletionChoice(
                name: written, kind: .field, detail: fields.owner.map { meaning(of: name, $0) } ?? "")
        }
    }

    private func meaning(of name: String, _ owner: Collection) -> String {
        if let field = Schema.of(owner).field(name) { return field.meaning }
        let table = session.corpus.table(owner)
        guard let position = table.position(of: name) else {
            // A stance has every field of its quote.
            return owner == .stances ? meaning(of: name, .quotes) : ""
        }
        let column = table.columns[position]
        guard case .record(let target) = column.type else { return "" }
        return column.isMany ? "its " + target.rawValue : "its " + target.singular
    }

    /// The parameters whose value is of a type; of any if it is nil.
    private func parameters(for type: ValueType? = nil) -> [CompletionChoice] {
        let fitting = session.known.parameters.filter { type?.takes($1.kind) ?? true }
        return words(fitting.keys.sorted().map { "$" + $0 }, .parameter)
    }

    // MARK: Words of the language

    private func words(_ words: [String], _ kind: Completion.Kind) -> [CompletionChoice] {
        words.filter(isTaken).map { word($0, kind) }
    }

    /// A word with the first sentence of its help.
    private func word(_ word: String, _ kind: Completion.Kind) -> CompletionChoice {
        let topic = Help.topics(for: word).first { topic in
            switch (kind, topic.kind) {
            case (.stage, .stage), (.statement, .statement), (.function, .function), (.function, .aggregate),
                (.operator, .condition), (.operator, .sign), (.operator, .word), (.particle, .word),
                (.particle, .type):
                true
            default: false
            }
        }
        let sentence = topic?.meaning.split(separator: ". ").first.map(String.init) ?? ""
        return CompletionChoice(
            name: word, kind: kind, detail: sentence.hasSuffix(".") ? String(sentence.dropLast()) : sentence)
    }

    private var functions: [CompletionChoice] {
        let named = Vocabulary.aggregates + Vocabulary.functions
        let taken = named.filter { name in
            if case .reached = reading("\(name)(\(Self.marker)") { return true }
            return false
        }
        let bare = taken.contains("count") && isFine("count") ? ["count"] : []
        return bare.map { word($0, .function) }
            + taken.map { name in
                var choice = word(name, .function)
                choice.name += "("
                return choice
            }
    }

    /// Words that may stand before an operand, or instead of it.
    private func operands(_ fields: CheckerProbe.Fields) -> [CompletionChoice] {
        words(Vocabulary.operators.filter { !fields.names.contains($0) }, .operator)
            + (fields.hasOuter ? [CompletionChoice(name: "..", kind: .operator)] : [])
            + (isTaken(Vocabulary.stages[0]) ? words(Vocabulary.stages, .stage) : [])
    }

    /// The signs of comparison, whose help is one for all of them.
    private var signs: [CompletionChoice] {
        words(ComparisonOperator.allCases.map(\.rawValue), .operator).map { choice in
            var choice = choice
            choice.detail = ComparisonOperator(rawValue: choice.name)?.brief ?? ""
            return choice
        }
    }

    /// Words and signs where no name can stand.
    private var keywords: [CompletionChoice] {
        signs + words(Vocabulary.operators, .operator)
            + words(particles, .particle) + words(Vocabulary.types, .particle)
            + words(Vocabulary.stages, .stage) + parameters()
    }

    private var particles: [String] {
        let isOne = tokens.last.map { text($0) == "1" } ?? false
        // A unit agrees with its number.
        return Vocabulary.particles.filter { word in
            DurationUnit(word: word) == nil || word.hasSuffix("s") != isOne
        }
    }

    private func text(_ token: Token) -> String {
        SourceText(name: Session.promptName, statement).text(token.span)
    }

    /// What may follow a word of the language, one of which it takes if it means anything at the place.
    private static let continuations = [
        " \(marker)", "", " (\(marker)", " in (\(marker)", " by \(marker)", " 1", " max(\(marker)",
        " \(marker) to 1", " to 1", " 1 day", " = 1", " = a", " = yes", " = 2025",
        " \(marker) = quotes", " \(marker): text = a", " none \(marker)",
    ]

    private func isFine(_ text: String) -> Bool {
        if case .fine = reading(text) { return true }
        return false
    }

    /// Whether a word means something here, with something behind it.
    private func isTaken(_ word: String) -> Bool {
        guard parses(word) else { return false }
        return Self.continuations.contains { continuation in
            if case .wrong = reading(word + continuation) { return false }
            return true
        }
    }
}

extension ComparisonOperator {
    /// What it means, in a few words.
    fileprivate var brief: String {
        switch self {
        case .equal: "is, or one of many is"
        case .notEqual: "isn't, nor is one of many"
        case .less: "less, or before"
        case .lessOrEqual: "as much or less, or until"
        case .greater: "more, or after"
        case .greaterOrEqual: "as much or more, or since"
        }
    }
}

extension ValueType {
    /// Whether a literal is a value of this type.
    fileprivate func takes(_ literal: Expression.Kind) -> Bool {
        switch (self, literal) {
        case (.text, .text), (.text, .word), (.record, .text), (.record, .word), (.date, .date),
            (.date, .integer), (.integer, .integer), (.real, .integer), (.real, .decimal), (.truth, .word):
            true
        default: false
        }
    }
}
