/// Leads paths to copies: wherever one goes over a link to a field of which the rows before the link have a copy.
struct PathRewriter {
    private let corpus: Corpus
    /// What the rows are at the place that is looked at, those outside its quantifiers before them.
    private var shapes: [RowShape] = []

    init(_ corpus: Corpus) { self.corpus = corpus }

    mutating func rewritten(_ plan: Plan) -> Plan {
        shapes.append(.records(plan.collection))
        defer { shapes.removeLast() }
        var plan = plan
        plan.operations = plan.operations.map { rewritten($0) }
        plan.shown = plan.shown?.map { rewritten($0) }
        if let timeline = plan.timeline {
            plan.timeline = Plan.Timeline(
                date: timeline.date.map { rewritten($0) }, lane: timeline.lane.map { rewritten($0) })
        }
        return plan
    }

    private mutating func rewritten(_ operation: Plan.Operation) -> Plan.Operation {
        switch operation {
        case .filter(var filter):
            filter.condition = rewritten(filter.condition)
            return .filter(filter)
        case .sort(let keys): return .sort(keys.map { rewritten($0) })
        case .top(let keys, let count): return .top(keys.map { rewritten($0) }, count)
        case .limit, .skip: return operation
        case .distinct(let operands): return .distinct(operands.map { rewritten($0) })
        case .group(var grouping):
            rewrite(&grouping)
            return .group(grouping)
        case .pairs(var pairs):
            rewrite(&pairs)
            return .pairs(pairs)
        case .pairCount(var pairs, var grouping):
            rewrite(&pairs)
            rewrite(&grouping)
            return .pairCount(pairs, grouping)
        }
    }

    private mutating func rewrite(_ grouping: inout Plan.Grouping) {
        grouping.keys = grouping.keys.map { rewritten($0) }
        for place in grouping.aggregates.indices {
            grouping.aggregates[place].operand = grouping.aggregates[place].operand.map { rewritten($0) }
        }
        shapes[shapes.count - 1] = .table(grouping.columns)
    }

    private mutating func rewrite(_ pairs: inout Plan.Pairs) {
        pairs.keys = pairs.keys.map { rewritten($0) }
        pairs.position = pairs.position.map { rewritten($0) }
        pairs.date = rewritten(pairs.date)
        shapes[shapes.count - 1] = .table(pairs.columns)
    }

    private mutating func rewritten(_ key: Plan.SortKey) -> Plan.SortKey {
        Plan.SortKey(operand: rewritten(key.operand), isDescending: key.isDescending)
    }

    private mutating func rewritten(_ column: Plan.ShownColumn) -> Plan.ShownColumn {
        Plan.ShownColumn(name: column.name, operand: rewritten(column.operand))
    }

    private mutating func rewritten(_ condition: Condition) -> Condition {
        switch condition {
        case .and(let parts): return .and(parts.map { rewritten($0) })
        case .or(let parts): return .or(parts.map { rewritten($0) })
        case .not(let inner): return .not(rewritten(inner))
        case .test(var test):
            test.kind = rewritten(test.kind)
            return .test(test)
        case .isTrue(let operand): return .isTrue(rewritten(operand))
        case .quantified(let quantifier, let path, let inner):
            let inner = inner.map { inside(path, $0) { $0.rewritten($1) } }
            return .quantified(quantifier, rewritten(path), inner)
        }
    }

    /// A plan in a condition. One that begins with a `let` is rewritten when that is first run: the same one may stand
    /// in many places, and they in one another.
    private func inner(_ plan: Plan) -> Plan { plan.base == nil ? plan.rewritten(for: corpus) : plan }

    private mutating func rewritten(_ test: Test.Kind) -> Test.Kind {
        switch test {
        case .compare(let left, let sign, let right, let possibly):
            return .compare(rewritten(left), sign, rewritten(right), possibly: possibly)
        case .oneOf(let left, let values, let isNegated, let possibly):
            return .oneOf(
                rewritten(left), values.map { rewritten($0) }, isNegated: isNegated, possibly: possibly)
        case .between(let left, let lower, let upper, let possibly):
            return .between(rewritten(left), rewritten(lower), rewritten(upper), possibly: possibly)
        case .among(let left, let plan, let isNegated):
            return .among(rewritten(left), inner(plan), isNegated: isNegated)
        case .amongValues(let left, let plan, let isNegated):
            return .amongValues(rewritten(left), inner(plan), isNegated: isNegated)
        case .underRecord(let left, let collection, let row, let parent):
            return .underRecord(rewritten(left), collection, row: row, parent: parent)
        case .underTerm(let left, let term): return .underTerm(rewritten(left), term)
        case .text(let left, let sign, let right, let pattern):
            return .text(rewritten(left), sign, rewritten(right), pattern)
        case .presence(let operand, let isKnown): return .presence(rewritten(operand), isKnown: isKnown)
        case .inGroup(let operand, let value): return .inGroup(rewritten(operand), value)
        }
    }

    private mutating func rewritten(_ operand: Operand) -> Operand {
        var operand = operand
        switch operand.kind {
        case .path(let path): operand.kind = .path(rewritten(path))
        case .constant: break
        case .condition(let condition): operand.kind = .condition(rewritten(condition))
        case .function(let function, let inner): operand.kind = .function(function, rewritten(inner))
        case .negation(let inner): operand.kind = .negation(rewritten(inner))
        case .arithmetic(let left, let sign, let right):
            operand.kind = .arithmetic(rewritten(left), sign, rewritten(right))
        case .shifted(let inner, let amount, let unit):
            operand.kind = .shifted(rewritten(inner), amount, unit)
        case .count(let path, let condition):
            let condition = condition.map { inside(path, $0) { $0.rewritten($1) } }
            operand.kind = .count(rewritten(path), condition)
        case .reduction(let function, let path): operand.kind = .reduction(function, rewritten(path))
        case .relevance(let mentions):
            operand.kind = .relevance(
                mentions.map { Mention(operand: rewritten($0.operand), wanted: $0.wanted) })
        }
        return operand
    }

    // MARK: Paths

    private mutating func inside<Part>(
        _ path: ResolvedPath, _ part: Part, _ body: (inout PathRewriter, Part) -> Part
    ) -> Part {
        var shape = start(of: path)
        for position in path.columns { shape = next(position, shape) }
        shapes.append(shape ?? .table([]))
        defer { shapes.removeLast() }
        return body(&self, part)
    }

    private func start(of path: ResolvedPath) -> RowShape? {
        path.isOuter ? shapes.dropLast().last : shapes.last
    }

    private func rewritten(_ path: ResolvedPath) -> ResolvedPath {
        var shape = start(of: path)
        var columns: [Int] = []
        var rest = path.columns[...]
        while let position = rest.popFirst() {
            if let field = rest.first, let copy = copy(position, field, shape) {
                rest.removeFirst()
                columns.append(copy)
                shape = next(copy, shape)
            } else {
                columns.append(position)
                shape = next(position, shape)
            }
        }
        var path = path
        path.columns = columns
        return path
    }

    /// The copy of a field that lies behind a link.
    private func copy(_ link: Int, _ field: Int, _ shape: RowShape?) -> Int? {
        guard case .records(let collection)? = shape, case .records(let target)? = next(link, shape) else {
            return nil
        }
        let table = corpus.table(collection)
        let name = corpus.table(target).columns[field].name
        return table.position(of: Column.copyName(of: name, along: table.columns[link].name))
    }

    private func next(_ position: Int, _ shape: RowShape?) -> RowShape? {
        let type: ValueType
        switch shape {
        case .records(let collection): type = corpus.table(collection).columns[position].type
        case .table(let columns): type = columns[position].type
        case nil: return nil
        }
        if case .record(let target) = type { return .records(target) }
        return nil
    }
}

extension Plan.Grouping {
    /// What the rows are afterwards.
    var columns: [TableColumn] {
        keys.map { TableColumn(name: $0.name, text: $0.operand.text, type: $0.operand.type) }
            + aggregates.map { TableColumn(name: $0.name, text: $0.name, type: $0.type) }
    }
}

// Most queries follow no link, and then there is nothing to look for.
extension Plan {
    /// Whether some path in it may go over a link.
    var mayFollowLinks: Bool {
        timeline != nil || operations.contains(where: \.mayFollowLinks)
            || (shown ?? []).contains { $0.operand.mayFollowLinks }
    }
}

extension Plan.Operation {
    fileprivate var mayFollowLinks: Bool {
        switch self {
        case .filter(let filter): filter.condition.mayFollowLinks
        case .limit, .skip: false
        case .group(let grouping):
            grouping.keys.contains { $0.operand.mayFollowLinks }
                || grouping.aggregates.contains { $0.operand?.mayFollowLinks ?? false }
        default: true
        }
    }
}

extension Condition {
    fileprivate var mayFollowLinks: Bool {
        switch self {
        case .and(let parts), .or(let parts): parts.contains(where: \.mayFollowLinks)
        case .not(let inner): inner.mayFollowLinks
        case .test(let test):
            switch test.kind {
            case .among, .amongValues: true
            default: test.hasOperand(where: \.mayFollowLinks)
            }
        case .isTrue, .quantified: true
        }
    }
}

extension Operand {
    fileprivate var mayFollowLinks: Bool {
        switch kind {
        case .path(let path): path.columns.count > 1
        case .constant: false
        case .function(_, let inner): inner.mayFollowLinks
        default: true
        }
    }
}
