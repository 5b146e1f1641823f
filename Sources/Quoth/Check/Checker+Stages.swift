import QuothSyntax

extension Checker {
    mutating func add(
        _ stage: Stage, to plan: inout Plan, _ scope: inout Scope, _ query: Query
    ) throws(Diagnostic) {
        switch stage.kind {
        case .filter(let expression):
            relativePeriods = []
            let outerBindings = bindings
            bindings = []
            let condition = try condition(expression, scope)
            plan.operations.append(
                .filter(
                    .init(
                        condition: condition, text: text(of: condition, expression),
                        relativePeriods: relativePeriods, bindings: bindings)))
            // A query in a condition is a part of it.
            bindings = outerBindings + bindings.filter { !outerBindings.contains($0) }
        case .show(let items):
            let shown = try columns(items, scope)
            try checkAliases(items, shown)
            plan.shown = shown
            scope.show(shown.enumerated().filter { items[$0.offset].alias != nil }.map(\.element))
        case .sort(let keys):
            var sorted: [Plan.SortKey] = []
            for key in keys {
                sorted.append(
                    .init(operand: try sortKey(key.expression, plan, scope), isDescending: key.isDescending))
            }
            plan.operations.append(.sort(sorted))
        case .limit(let amount): plan.operations.append(.limit(try whole(amount)))
        case .skip(let amount): plan.operations.append(.skip(try whole(amount)))
        case .distinct(let expressions):
            plan.operations.append(.distinct(try distinct(expressions, plan, scope, stage.span)))
        case .count(let groups, let across):
            try count(groups, across, stage.span, &plan, &scope)
        case .summarize(let items, let groups):
            let keys = try columns(groups, scope)
            let aggregates = try aggregates(items, scope)
            try group(keys, aggregates, isCount: false, stage.span, &plan, &scope)
        case .pairs(let pairs): try self.pairs(pairs, stage, &plan, &scope)
        case .timeline(let lane): try timeline(lane, &plan, scope)
        case .chart: plan.layout = .chart(column: 0)
        }
    }

    /// A condition as written, which a test has noted if it is all of it.
    private func text(of condition: Condition, _ expression: Expression) -> String {
        if case .test(let test) = condition, test.span == expression.span { return test.text }
        return SyntaxPrinter.text(expression)
    }

    /// A name that `show` gives is that of one column alone.
    private func checkAliases(
        _ items: [Stage.Item], _ shown: [Plan.ShownColumn]
    ) throws(Diagnostic) {
        for (index, item) in items.enumerated() {
            guard let alias = item.alias else { continue }
            let others = shown.enumerated().filter { $0.offset != index && $0.element.name == alias.text }
            guard let other = others.first?.offset else { continue }
            // Of two names that were given, the second is the one too many.
            let place = items[other].alias.map { other > index ? $0 : alias } ?? alias
            throw error(.columnTaken, at: place.span, found: alias.text)
        }
    }

    /// A number of rows: a literal or a parameter.
    private mutating func whole(_ expression: Expression) throws(Diagnostic) -> Int {
        let literal = try bound(expression)
        guard case .integer(let number) = literal.kind, number >= 0 else {
            throw error(
                .wrongType, at: expression.span, found: SyntaxPrinter.text(literal),
                expected: ["a whole number"])
        }
        return number
    }

    private mutating func distinct(
        _ expressions: [Expression], _ plan: Plan, _ scope: Scope, _ span: Span
    ) throws(Diagnostic) -> [Operand] {
        var operands: [Operand] = []
        for expression in expressions { operands.append(try operand(expression, scope)) }
        guard operands.isEmpty else { return operands }
        if let shown = plan.shown { return shown.map(\.operand) }
        guard case .table(let columns) = scope.shape else { throw error(.distinctUnshown, at: span) }
        return columns.enumerated().map { Operand.column($0.offset, $0.element, at: span) }
    }

    private mutating func count(
        _ groups: [Stage.Item], _ across: Stage.Item?, _ span: Span, _ plan: inout Plan,
        _ scope: inout Scope
    ) throws(Diagnostic) {
        let keys = try columns(groups + (across.map { [$0] } ?? []), scope)
        var aggregates = [Plan.Aggregate(name: "count", function: .count, operand: nil, type: .integer)]
        if !keys.isEmpty {
            aggregates.append(Plan.Aggregate(name: "share", function: .sum, operand: nil, type: .real))
        }
        try group(keys, aggregates, isCount: true, span, &plan, &scope)
        if across != nil { plan.layout = .cross(across: keys.count - 1) }
    }

    private func group(
        _ keys: [Plan.ShownColumn], _ aggregates: [Plan.Aggregate], isCount: Bool, _ span: Span,
        _ plan: inout Plan, _ scope: inout Scope
    ) throws(Diagnostic) {
        let columns =
            keys.map {
                TableColumn(
                    name: $0.name, text: $0.operand.text, type: $0.operand.type, isExtent: $0.operand.isExtent
                )
            }
            + aggregates.map { aggregate in
                let isExtent = aggregate.type == .date && aggregate.operand?.isExtent ?? false
                return TableColumn(
                    name: aggregate.name, text: aggregate.name, type: aggregate.type, isExtent: isExtent,
                    isShare: isCount && aggregate.function != .count)
            }
        for (place, column) in columns.enumerated()
        where columns.prefix(place).contains(where: { $0.name == column.name }) {
            throw error(.columnTaken, at: span, found: column.name)
        }
        plan.operations.append(
            .group(.init(keys: keys, aggregates: aggregates, isCount: isCount)))
        plan.become(columns)
        scope = Scope(shape: .table(columns), noun: scope.noun)
    }

    /// What `summarize` computes: each item must be an aggregate.
    private mutating func aggregates(
        _ items: [Stage.Item], _ scope: Scope
    ) throws(Diagnostic) -> [Plan.Aggregate] {
        var aggregates: [Plan.Aggregate] = []
        for item in items {
            let text = SyntaxPrinter.text(item.expression)
            var aggregate = try aggregate(item.expression, scope)
            aggregate.name = item.alias?.text ?? text
            aggregates.append(aggregate)
        }
        return aggregates
    }

    private mutating func aggregate(
        _ expression: Expression, _ scope: Scope
    ) throws(Diagnostic) -> Plan.Aggregate {
        if case .path(let path) = expression.kind, path.steps.map(\.text) == ["count"] {
            return Plan.Aggregate(name: "", function: .count, operand: nil, type: .integer)
        }
        guard case .call(let name, let arguments, nil) = expression.kind,
            let function = AggregateFunction(rawValue: name.text)
        else {
            throw error(
                .wrongArguments, at: expression.span, found: SyntaxPrinter.text(expression),
                expected: Vocabulary.aggregates, subject: "summarize")
        }
        if function == .count, arguments.isEmpty {
            return Plan.Aggregate(name: "", function: .count, operand: nil, type: .integer)
        }
        guard arguments.count == 1 else {
            throw error(
                .wrongArguments, at: expression.span, found: String(arguments.count),
                subject: name.text)
        }
        let operand = try self.operand(arguments[0], scope)
        let type = try reducedType(function, operand)
        return Plan.Aggregate(name: "", function: function, operand: operand, type: type)
    }

    /// What an aggregate of such values is; an error for the sum of texts and the like.
    func reducedType(
        _ function: AggregateFunction, _ operand: Operand
    ) throws(Diagnostic) -> ValueType {
        switch function {
        case .count, .distinct: return .integer
        case .minimum, .maximum:
            switch operand.type {
            case .integer, .real, .date, .text: return operand.type
            case .truth, .record:
                throw error(
                    .noOrder, at: operand.span, found: operand.type.phrase, subject: function.rawValue)
            }
        case .sum, .average, .median:
            guard operand.type == .integer || operand.type == .real else {
                throw wrongType(operand, expected: ["a number"])
            }
            return function == .sum ? operand.type : .real
        }
    }

    /// An expression as a heading: as written, but without the dot that a path may begin with.
    private static func heading(_ expression: Expression) -> String {
        if case .path(let path) = expression.kind { return path.steps.map(\.text).joined(by: ".") }
        return SyntaxPrinter.text(expression)
    }

    /// Items as columns: an alias, the last word of a path if no other column has it, or the whole text.
    private mutating func columns(
        _ items: [Stage.Item], _ scope: Scope
    ) throws(Diagnostic) -> [Plan.ShownColumn] {
        let lastWords = items.map { (item) -> String? in
            guard item.alias == nil, case .path(let path) = item.expression.kind else { return nil }
            return path.steps.last?.text
        }
        var columns: [Plan.ShownColumn] = []
        for (index, item) in items.enumerated() {
            let operand = try self.operand(item.expression, scope)
            var name = item.alias?.text
            if name == nil, let word = lastWords[index] {
                let others = zip(items, lastWords).filter { $0.0.alias?.text == word || $0.1 == word }
                name = others.count == 1 ? word : nil
            }
            columns.append(.init(name: name ?? Self.heading(item.expression), operand: operand))
        }
        return columns
    }
}

extension Operand {
    /// A column of a table that `count` or `summarize` made.
    static func column(_ position: Int, _ column: TableColumn, at span: Span) -> Operand {
        Operand(
            kind: .path(
                ResolvedPath(
                    isOuter: false, columns: [position], text: column.name, isExtent: column.isExtent)),
            type: column.type, isMany: false, text: column.text, span: span)
    }
}
