import QuothSyntax

extension Checker {
    /// An expression to sort by. There `relevance` is how well texts fit what the conditions before it look for.
    mutating func sortKey(
        _ expression: Expression, _ plan: Plan, _ scope: Scope
    ) throws(Diagnostic) -> Operand {
        guard case .path(let path) = expression.kind, path.origin == .bare, path.steps.count == 1,
            case .records = scope.shape
        else { return try operand(expression, scope) }
        let mentions = plan.mentions.filter { isText($0.operand, scope) }
        guard path.steps[0].text == Vocabulary.relevance, scope.aliases[Vocabulary.relevance] == nil else {
            var scope = scope
            scope.hasRelevance = !mentions.isEmpty
            let key = try operand(expression, scope)
            warnOfRecords(key)
            return key
        }
        guard !mentions.isEmpty else { throw error(.relevanceNeedsWords, at: expression.span) }
        return Operand(
            kind: .relevance(mentions), type: .real, isMany: false, text: Vocabulary.relevance,
            span: expression.span)
    }

    /// `people sort by quotes` goes by the first id of each, where their number was perhaps meant.
    private mutating func warnOfRecords(_ key: Operand) {
        guard key.isMany, case .record(let collection) = key.type, Schema.of(collection).nameField == nil
        else { return }
        var warning = error(.manyValues, at: key.span, found: key.text)
        warning.severity = .warning
        warning.fix = .init(key.span, "count(\(key.text))")
        warnings.append(warning)
    }

    /// Whether an operand is one text a row, and no term that many rows share.
    private func isText(_ operand: Operand, _ scope: Scope) -> Bool {
        guard case .path(let path) = operand.kind, !path.isOuter, !operand.isMany,
            let last = path.columns.last, let owner = owner(of: path, from: scope.shape),
            case .texts = corpus.table(owner).columns[last].data
        else { return false }
        return true
    }
}

extension Plan {
    /// The words that every filter so far looks for by `mentions`, unless under a `not` or in another record.
    var mentions: [Mention] {
        operations.flatMap { operation -> [Mention] in
            guard case .filter(let filter) = operation else { return [] }
            return filter.condition.mentions
        }
    }
}

extension Condition {
    fileprivate var mentions: [Mention] {
        switch self {
        case .and(let parts), .or(let parts): return parts.flatMap(\.mentions)
        case .test(let test):
            guard case .text(let operand, .mentions, let right, _) = test.kind,
                case .constant(.text(let wanted)) = right.kind
            else { return [] }
            return [Mention(operand: operand, wanted: wanted)]
        case .not, .isTrue, .quantified: return []
        }
    }
}
