import QuothSyntax

/// Rewrites queries so that they say the same without names that only a session knows.
struct QueryRewriter {
    /// What a name of rows stands for: a query that takes its place; nil if the name stays.
    let rows: (String) -> Query?
    /// What a parameter stands for; nil if it stays.
    var parameter: (String) -> Expression? = { _ in nil }

    /// A query whose noun, and the nouns of the queries in it, are replaced.
    func query(_ query: Query) -> Query {
        let stages = query.stages.map { stage($0, [:]) }
        guard let base = rows(query.source?.text ?? Vocabulary.pronoun) else {
            return Query(source: query.source, stages: stages, span: query.span)
        }
        return Query(source: base.source, stages: base.stages + stages, span: query.span)
    }

    /// A stage; names that a `show` before it gave are replaced by what they stand for.
    func stage(_ stage: Stage, _ given: [String: Expression]) -> Stage {
        func rewritten(_ expression: Expression) -> Expression { self.expression(expression, given) }
        func items(_ items: [Stage.Item]) -> [Stage.Item] {
            items.map { .init(expression: rewritten($0.expression), alias: $0.alias) }
        }
        var stage = stage
        switch stage.kind {
        case .filter(let condition): stage.kind = .filter(rewritten(condition))
        case .show(let shown): stage.kind = .show(items(shown))
        case .sort(let keys):
            stage.kind = .sort(
                keys.map {
                    .init(expression: rewritten($0.expression), isDescending: $0.isDescending)
                })
        case .limit(let amount): stage.kind = .limit(rewritten(amount))
        case .skip(let amount): stage.kind = .skip(rewritten(amount))
        case .distinct(let keys): stage.kind = .distinct(keys.map(rewritten))
        case .count(let groups, let across):
            stage.kind = .count(by: items(groups), across: across.map { items([$0])[0] })
        case .summarize(let aggregates, let groups):
            stage.kind = .summarize(items(aggregates), by: items(groups))
        case .pairs(var pairs):
            pairs.keys = pairs.keys.map(rewritten)
            stage.kind = .pairs(pairs)
        case .timeline(let lane): stage.kind = .timeline(by: lane.map(rewritten))
        case .chart: break
        }
        return stage
    }

    /// An expression with its parts rewritten.
    func expression(_ whole: Expression, _ given: [String: Expression]) -> Expression {
        func rewritten(_ expression: Expression) -> Expression { self.expression(expression, given) }
        var kind = whole.kind
        switch kind {
        case .path(let path): return self.given(path, given) ?? whole
        case .parameter(let name): return parameter(name) ?? whole
        case .word, .text, .integer, .decimal, .date, .duration: return whole
        case .call(let name, let arguments, let condition):
            // The condition is about the records at the end of the link, where no name was given.
            kind = .call(
                name, arguments.map(rewritten), condition: condition.map { self.expression($0, [:]) })
        case .negation(let inner): kind = .negation(rewritten(inner))
        case .arithmetic(let left, let sign, let right):
            kind = .arithmetic(rewritten(left), sign, rewritten(right))
        case .and(let parts): kind = .and(parts.map(rewritten))
        case .or(let parts): kind = .or(parts.map(rewritten))
        case .not(let inner): kind = .not(rewritten(inner))
        case .possibly(let inner): kind = .possibly(rewritten(inner))
        case .comparison(let left, let sign, let right):
            kind = .comparison(rewritten(left), sign, rewritten(right))
        case .inValues(let left, let isNegated, let values):
            kind = .inValues(rewritten(left), isNegated: isNegated, values.map(rewritten))
        case .inRows(let left, let isNegated, let source):
            kind = .inRows(left.map(rewritten), isNegated: isNegated, self.source(source))
        case .under(let left, let value): kind = .under(left.map(rewritten), rewritten(value))
        case .between(let left, let lower, let upper):
            kind = .between(rewritten(left), rewritten(lower), rewritten(upper))
        case .inLast(let left, let amount, let unit): kind = .inLast(rewritten(left), amount, unit)
        case .textTest(let left, let test, let value):
            kind = .textTest(rewritten(left), test, rewritten(value))
        case .presence(let inner, let isKnown): kind = .presence(rewritten(inner), isKnown: isKnown)
        case .quantified(let quantifier, let path, let inner):
            var link = path
            if case .path(let meant)? = self.given(path, given)?.kind { link = meant }
            kind = .quantified(quantifier, link, inner.map { self.expression($0, [:]) })
        }
        return Expression(kind, at: whole.span)
    }

    private func given(_ path: Path, _ given: [String: Expression]) -> Expression? {
        guard path.origin == .bare, path.steps.count == 1 else { return nil }
        return given[path.steps[0].text]
    }

    private func source(_ source: RowSource) -> RowSource {
        switch source {
        case .query(let query): return .query(self.query(query))
        case .name(let name):
            guard let query = rows(name.text) else { return source }
            if query.stages.isEmpty, let noun = query.source { return .name(noun) }
            return .query(query)
        }
    }
}

extension Query {
    /// Whether a stage says what is shown, or makes a table.
    var changesRows: Bool {
        stages.contains { stage in
            switch stage.kind {
            case .show, .count, .summarize, .pairs, .timeline, .chart: true
            case .filter, .sort, .limit, .skip, .distinct: false
            }
        }
    }

    /// The records that enter the first stage that makes something else of them, or else the rows, as a query that shows nothing.
    ///
    /// The names that a `show` gives are replaced, since they are gone with it.
    var ofRecords: Query {
        let rewriter = QueryRewriter(rows: { _ in nil })
        var given: [String: Expression] = [:]
        var shown: [Expression] = []
        var kept: [Stage] = []
        loop: for stage in stages {
            let stage = rewriter.stage(stage, given)
            switch stage.kind {
            case .show(let items):
                shown = items.map(\.expression)
                given = Dictionary(
                    items.compactMap { item in item.alias.map { ($0.text, item.expression) } },
                    uniquingKeysWith: { first, _ in first })
            case .distinct(let keys):
                kept.append(Stage(kind: .distinct(keys.isEmpty ? shown : keys), span: stage.span))
            case .filter, .sort, .limit, .skip: kept.append(stage)
            case .timeline, .chart: break
            case .count, .summarize, .pairs: break loop
            }
        }
        return Query(source: source, stages: kept, span: span)
    }
}
