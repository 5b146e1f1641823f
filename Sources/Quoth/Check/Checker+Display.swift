import QuothSyntax

// What is displayed, and how.
extension Checker {
    /// Adds the columns that are shown where no `show` says which, and what the layout draws.
    mutating func display(_ plan: inout Plan, _ query: Query) throws(Diagnostic) {
        if plan.shown == nil { plan.shown = try columns(of: plan, at: query.span) }
        let shown = plan.shown ?? []
        switch plan.layout {
        case .rows: break
        case .cross: plan.orderByTime(at: query.span)
        case .chart:
            let column = shown.firstIndex { $0.operand.isNumber && plan.role(of: $0.operand) != .group }
            guard let column else {
                throw error(.nothingToDraw, at: query.last { $0 == .chart }, expected: shown.map(\.name))
            }
            plan.layout = .chart(column: column)
            plan.orderByTime(at: query.span)
        case .timeline:
            let date = try date(plan, shown, query)
            plan.timeline?.date = date
        }
    }

    /// The columns of rows of which no `show` says what is shown.
    private func columns(of plan: Plan, at span: Span) throws(Diagnostic) -> [Plan.ShownColumn] {
        guard case .table(let made) = plan.shape else { return try columns(of: plan.collection) }
        let scope = Scope(shape: plan.shape, noun: plan.noun)
        var columns: [Plan.ShownColumn] = []
        for (index, column) in made.enumerated() {
            guard case .record(let collection) = column.type, plan.isOfPairs else {
                columns.append(.init(name: column.name, operand: .column(index, column, at: span)))
                continue
            }
            // Quotes and stances have no names to be called by.
            for name in Schema.of(collection).shown {
                columns.append(try shown([column.name, name], scope, at: span))
            }
        }
        return columns
    }

    /// The columns of records, at no place of this query, since they are kept for others.
    private func columns(of collection: Collection) throws(Diagnostic) -> [Plan.ShownColumn] {
        try corpus.table(collection).shown { () throws(Diagnostic) in
            let scope = Scope(shape: .records(collection), noun: .whole(collection))
            var checker = self
            checker.probe = nil
            var columns: [Plan.ShownColumn] = []
            for name in Schema.of(collection).shown {
                columns.append(try checker.shown([name], scope, at: Span(start: 0, end: 0)))
            }
            return columns
        }
    }

    private func shown(
        _ path: [String], _ scope: Scope, at span: Span
    ) throws(Diagnostic) -> Plan.ShownColumn {
        let operand = try self.path(
            Path(origin: .bare, steps: path.map { Name($0, at: span) }, span: span), scope)
        return .init(name: operand.text, operand: operand)
    }

    /// `timeline [by FIELD]`: a lane for each value, or for each faction.
    mutating func timeline(
        _ lane: Expression?, _ plan: inout Plan, _ scope: Scope
    ) throws(Diagnostic) {
        plan.layout = .timeline
        plan.timeline = .init(date: nil, lane: nil)
        if let lane {
            plan.timeline?.lane = try operand(lane, scope)
            return
        }
        let names =
            switch scope.shape {
            case .records(let collection): corpus.fieldNames(collection)
            case .table(let columns): columns.map(\.name)
            }
        guard names.contains("faction") else { return }
        plan.timeline?.lane = try field("faction", scope, at: Span(start: 0, end: 0))
    }

    /// The first date that is shown, or else the date that such records have.
    private func date(
        _ plan: Plan, _ shown: [Plan.ShownColumn], _ query: Query
    ) throws(Diagnostic) -> Operand {
        if let date = shown.first(where: { $0.operand.type == .date && !$0.operand.isMany }) {
            return date.operand
        }
        let span = query.last { if case .timeline = $0 { true } else { false } }
        guard case .records(let collection) = plan.shape, let name = Schema.dateField(collection) else {
            throw error(.noDates, at: span, expected: shown.map(\.name))
        }
        return try field(name, Scope(shape: plan.shape, noun: plan.noun), at: span)
    }
}

extension Plan {
    /// Lets the groups of a `count` by a time follow one another as the times do, unless a `sort` has ordered them.
    fileprivate mutating func orderByTime(at span: Span) {
        let ordering = operations.last { operation in
            switch operation {
            case .sort, .group: true
            default: false
            }
        }
        guard case .group(let grouping) = ordering, grouping.isCount, case .table(let columns) = shape,
            let time = columns.first, time.type == .date, !grouping.keys.isEmpty
        else { return }
        operations.append(.sort([.init(operand: .column(0, time, at: span), isDescending: false)]))
    }
}

extension Query {
    /// Where the last stage of a kind stands; the whole query if it came with a `let`.
    fileprivate func last(where isWanted: (Stage.Kind) -> Bool) -> Span {
        stages.last { isWanted($0.kind) }?.span ?? span
    }
}

extension Schema {
    /// The field that says when a record is, or was; nil if such records have no date.
    static func dateField(_ collection: Collection) -> String? {
        if collection == .stances { return dateField(.quotes) }
        return of(collection).fields.first { if case .date = $0.kind { true } else { false } }?.name
    }
}

extension Operand {
    /// Whether it is one number a row.
    fileprivate var isNumber: Bool { !isMany && (type == .integer || type == .real) }
}
