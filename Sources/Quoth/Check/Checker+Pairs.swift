import QuothSyntax

extension Checker {
    /// `pairs by FIELD, … [opposed|agreeing] [within DURATION]`.
    mutating func pairs(
        _ pairs: Stage.Pairs, _ stage: Stage, _ plan: inout Plan, _ scope: inout Scope
    ) throws(Diagnostic) {
        let span = Span(start: stage.span.start, end: stage.span.start + "pairs".utf8.count)
        guard case .records(let collection) = scope.shape, collection == .quotes || collection == .stances
        else { throw error(.pairsNeedQuotes, at: span, found: scope.rowsPhrase) }
        var keys: [Operand] = []
        for key in pairs.keys {
            let operand = try operand(key, scope)
            // Of two longer periods nobody knows whether they are the same day.
            if operand.type == .date, !operand.isPeriod {
                throw wrongType(operand, expected: ["day(\(operand.text))", "month(\(operand.text))"])
            }
            keys.append(operand)
        }
        if let relation = pairs.relation, collection == .quotes {
            throw error(.needsPosition, at: pairs.relationSpan ?? span, found: relation.rawValue)
        }
        let position = pairs.relation == nil ? nil : try field("position", scope, at: span)
        let made = Plan.Pairs(
            keys: keys, relation: pairs.relation, position: position,
            date: try field("said", scope, at: span), within: pairs.within, collection: collection,
            text: SyntaxPrinter.text(stage))
        plan.operations.append(.pairs(made))
        plan.become(made.columns)
        scope = Scope(shape: .table(made.columns), noun: scope.noun)
    }

    /// A field of the rows, whatever names `show` has given.
    func field(_ name: String, _ scope: Scope, at span: Span) throws(Diagnostic) -> Operand {
        try path(Path(origin: .dotted, steps: [Name(name, at: span)], span: span), scope)
    }
}

extension Scope {
    /// What the rows are, for a diagnostic.
    fileprivate var rowsPhrase: String {
        switch shape {
        case .records(let collection): Noun.whole(collection).name
        case .table: "rows that were counted or paired"
        }
    }
}

extension Plan.Pairs {
    /// The two records of a pair.
    package var columns: [TableColumn] {
        ["a", "b"].map { TableColumn(name: $0, text: $0, type: .record(collection)) }
    }
}

extension Plan {
    /// From here on the rows are a table, shown as it is unless more is said.
    mutating func become(_ columns: [TableColumn]) {
        shape = .table(columns)
        shown = nil
        layout = .rows
        timeline = nil
    }

    /// Whether the rows are pairs.
    var isOfPairs: Bool {
        let last = operations.last {
            switch $0 {
            case .group, .pairs, .pairCount: true
            default: false
            }
        }
        if case .pairs = last { return true }
        return false
    }
}
