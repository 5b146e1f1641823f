import QuothSyntax

// Expressions that are true or not.
extension Checker {
    mutating func condition(_ expression: Expression, _ scope: Scope) throws(Diagnostic) -> Condition {
        switch expression.kind {
        case .and(let parts): return .and(try conditions(parts, scope))
        case .or(let parts): return .or(try conditions(parts, scope))
        case .not(let inner): return .not(try condition(inner, scope))
        case .possibly(let inner): return try test(inner, scope, possibly: true)
        case .quantified(let quantifier, let path, let inner):
            return try quantified(quantifier, path, inner, scope)
        case .comparison, .inValues, .inRows, .under, .between, .inLast, .textTest, .presence:
            return try test(expression, scope, possibly: false)
        default:
            let operand = try self.operand(expression, scope)
            guard operand.type == .truth else {
                throw error(
                    .needsCondition, at: expression.span, found: operand.text, subject: operand.type.phrase)
            }
            return .isTrue(operand)
        }
    }

    private mutating func conditions(
        _ parts: [Expression], _ scope: Scope
    ) throws(Diagnostic) -> [Condition] {
        var conditions: [Condition] = []
        for (index, part) in parts.enumerated() {
            do throws(Diagnostic) {
                conditions.append(try condition(part, scope))
            } catch {
                throw index == 0 ? error : Self.explained(error, part, after: parts[index - 1])
            }
        }
        return conditions
    }

    private mutating func quantified(
        _ quantifier: Quantifier, _ path: Path, _ inner: Expression?, _ scope: Scope
    ) throws(Diagnostic) -> Condition {
        let link = try self.path(path, scope)
        guard case .path(let resolved) = link.kind else {
            throw error(.needsLink, at: path.span, found: link.text, subject: quantifier.rawValue)
        }
        guard let inner else { return .quantified(quantifier, resolved, nil) }
        guard case .record(let collection) = link.type else {
            throw error(.needsLink, at: path.span, found: link.text, subject: quantifier.rawValue)
        }
        return .quantified(quantifier, resolved, try condition(inner, scope.inside(collection)))
    }

    private mutating func test(
        _ expression: Expression, _ scope: Scope, possibly: Bool
    ) throws(Diagnostic) -> Condition {
        func made(_ kind: Test.Kind) -> Condition {
            .test(Test(kind: kind, text: SyntaxPrinter.text(expression), span: expression.span))
        }
        switch expression.kind {
        case .comparison(let left, let sign, let right):
            return made(try comparison(left, sign, right, scope, possibly))
        case .inValues(let left, let isNegated, let values):
            let areLiterals = values.allSatisfy(\.isLiteral)
            let operand = try dateOrAny(left, scope, possibly, asRecord: areLiterals)
            var checked: [Operand] = []
            for value in values { checked.append(try self.value(value, for: operand, scope)) }
            return made(.oneOf(operand, checked, isNegated: isNegated, possibly: possibly))
        case .between(let left, let lower, let upper):
            let operand = try dateOrAny(left, scope, possibly)
            guard operand.type.hasOrder else { throw noOrder(operand, "from") }
            let (from, to) = (
                try value(lower, for: operand, scope, isForOrder: true),
                try value(upper, for: operand, scope, isForOrder: true)
            )
            checkRange(from, to)
            return made(.between(operand, from, to, possibly: possibly))
        case .inLast(let left, let amount, let unit):
            let operand = try dateOrAny(left, scope, true, before: "in last")
            guard amount > 0 else {
                throw error(
                    .wrongType, at: expression.span, found: unit.text(amount), expected: ["a number from 1"],
                    subject: "last")
            }
            let period = try lastPeriod(amount, unit, expression.span)
            return made(.compare(operand, .equal, period, possibly: possibly))
        case _ where possibly:
            throw error(
                .needsDate, at: expression.span, found: SyntaxPrinter.text(expression), subject: "possibly")
        case .inRows(let left, let isNegated, let rows):
            return try membership(left, isNegated, rows, scope, expression)
        case .under(let left, let value): return made(try under(left, value, scope, expression.span))
        case .textTest(let left, let test, let value): return made(try textTest(left, test, value, scope))
        case .presence(let inner, let isKnown):
            return made(.presence(try operand(inner, scope), isKnown: isKnown))
        default:
            throw error(.needsCondition, at: expression.span, found: SyntaxPrinter.text(expression))
        }
    }

    /// An operand, which must be a date after `possibly`.
    private mutating func dateOrAny(
        _ expression: Expression, _ scope: Scope, _ mustBeDate: Bool, asRecord: Bool = false,
        before word: String = "possibly"
    ) throws(Diagnostic) -> Operand {
        let operand = try self.operand(expression, scope)
        if mustBeDate, operand.type != .date {
            throw error(.needsDate, at: expression.span, found: operand.text, subject: word)
        }
        return asRecord ? self.asRecord(operand, scope) : operand
    }

    private mutating func comparison(
        _ left: Expression, _ sign: ComparisonOperator, _ right: Expression, _ scope: Scope, _ possibly: Bool
    ) throws(Diagnostic) -> Test.Kind {
        if left.isLiteral, let fault = fieldMeant(by: right, scope) { throw fault }
        // A literal on the left is turned round, so that the field says what type it takes.
        if left.isLiteral, !right.isLiteral {
            return try comparison(right, sign.turned, left, scope, possibly)
        }
        let isEquality = sign == .equal || sign == .notEqual
        let operand = try dateOrAny(left, scope, possibly, asRecord: isEquality && right.isLiteral)
        if operand.isConstant, !right.isLiteral {
            // What is on the left came to a literal, such as a date that was moved.
            let field = try dateOrAny(right, scope, possibly)
            guard field.type.isComparable(with: operand.type) else {
                throw wrongType(field, expected: [operand.type.phrase])
            }
            guard isEquality || field.type.hasOrder else { throw noOrder(field, sign.rawValue) }
            return .compare(field, sign.turned, operand, possibly: possibly)
        }
        guard isEquality || operand.type.hasOrder else { throw noOrder(operand, sign.rawValue) }
        let value = try self.value(right, for: operand, scope, isForOrder: !isEquality)
        return .compare(operand, sign, value, possibly: possibly)
    }

    private func noOrder(_ operand: Operand, _ sign: String) -> Diagnostic {
        error(.noOrder, at: operand.span, found: operand.type.phrase, subject: sign)
    }

    /// What `last 30 days` is: so many days up to that of the newest article, that day included.
    private mutating func lastPeriod(
        _ amount: Int, _ unit: DurationUnit, _ span: Span
    ) throws(Diagnostic) -> Operand {
        var constant = Constant.nothing
        if let newest = corpus.newestDay {
            guard let start = CalendarShift.day(newest, by: -amount, unit), start < Int32.max,
                let period = Period(first: min(start + 1, newest), last: newest)
            else { throw error(.dateOutOfRange, at: span, found: unit.text(amount)) }
            constant = .period(period)
            relativePeriods.append(.init(text: "last " + unit.text(amount), period: period))
        }
        return Operand(
            kind: .constant(constant), type: .date, isMany: false, text: "last " + unit.text(amount),
            span: span)
    }

    private mutating func under(
        _ left: Expression?, _ value: Expression, _ scope: Scope, _ span: Span
    ) throws(Diagnostic) -> Test.Kind {
        let operand: Operand
        if let left {
            operand = asRecord(try self.operand(left, scope), scope)
        } else {
            operand = try row(scope, span, "under")
        }
        guard value.isLiteral else {
            throw error(.wrongType, at: value.span, found: SyntaxPrinter.text(value), expected: ["a name"])
        }
        switch operand.type {
        case .record(let collection):
            guard let parent = corpus.parentColumn(collection) else {
                throw error(.noHierarchy, at: operand.span, found: operand.text)
            }
            let constant = try self.value(value, for: operand, scope)
            var row: Int?
            if case .constant(.record(_, let found)) = constant.kind { row = found }
            return .underRecord(operand, collection, row: row, parent: parent)
        case .text:
            guard case .path = operand.kind, isHierarchy(operand, scope) else { fallthrough }
            try stop(at: value.span, .value(operand, scope))
            let literal = try bound(value)
            switch literal.kind {
            case .word(let text), .text(let text):
                warnOfUnseen(under: text, value.span, operand, scope)
                return .underTerm(operand, text)
            default: return .underTerm(operand, SyntaxPrinter.text(literal))
            }
        default: throw error(.noHierarchy, at: operand.span, found: operand.text)
        }
    }

    /// The row itself as an operand.
    private func row(_ scope: Scope, _ span: Span, _ word: String) throws(Diagnostic) -> Operand {
        guard case .records(let collection) = scope.shape else {
            throw error(.noHierarchy, at: span, found: word)
        }
        let path = ResolvedPath(isOuter: false, columns: [], text: collection.singular, isExtent: false)
        return Operand(
            kind: .path(path), type: .record(collection), isMany: false, text: collection.singular, span: span
        )
    }

    private mutating func textTest(
        _ left: Expression, _ test: TextOperator, _ right: Expression, _ scope: Scope
    ) throws(Diagnostic) -> Test.Kind {
        let asked = try self.operand(left, scope)
        let operand = named(asked)
        guard operand.type == .text else {
            throw wrongType(operand, expected: ["a text"], subject: test.rawValue)
        }
        if test != .matches, isNamed(asked, scope) { try stop(at: right.span, .value(asked, scope)) }
        let literal = try bound(right)
        switch literal.kind {
        case .word(let text), .text(let text):
            let value = Operand(
                kind: .constant(.text(text)), type: .text, isMany: false, text: SyntaxPrinter.text(right),
                span: right.span)
            guard test == .matches else { return .text(operand, test, value, nil) }
            do throws(PatternFault) {
                return .text(operand, test, value, try Pattern(text))
            } catch {
                var fault = self.error(.badPattern, at: right.span, found: text)
                fault.expected = [error.message]
                throw fault
            }
        case .integer, .date, .decimal:
            let value = Operand(
                kind: .constant(.text(SyntaxPrinter.text(literal))), type: .text, isMany: false,
                text: SyntaxPrinter.text(right), span: right.span)
            guard test != .matches else { fallthrough }
            return .text(operand, test, value, nil)
        default:
            let value = named(try self.operand(right, scope))
            guard value.type == .text, test != .matches else {
                throw wrongType(value, expected: ["a text"], subject: test.rawValue)
            }
            return .text(operand, test, value, nil)
        }
    }
}

// Membership in the rows of a query.
extension Checker {
    private mutating func membership(
        _ left: Expression?, _ isNegated: Bool, _ rows: RowSource, _ scope: Scope, _ whole: Expression
    ) throws(Diagnostic) -> Condition {
        let span = whole.span
        let plan = try rowPlan(rows, in: whole)
        depth = max(depth, plan.depth + 1)
        guard depth <= Parser.maximumDepth else { throw error(.tooDeep, at: span, subject: "names") }
        guard let left else {
            guard case .records(let mine) = scope.shape, case .records(let theirs) = plan.shape,
                mine == theirs
            else { throw rowsDiffer(plan, scope.shape.phrase, span) }
            let row = try self.row(scope, span, "in")
            // What is negated is told by the 'not' around it.
            let written = SyntaxPrinter.text(Expression(.inRows(nil, isNegated: false, rows), at: span))
            let test = Condition.test(
                Test(kind: .among(row, plan, isNegated: false), text: written, span: span))
            return isNegated ? .not(test) : test
        }
        let operand = try self.operand(left, scope)
        let kind = try membershipKind(operand, plan, isNegated, span)
        return .test(Test(kind: kind, text: SyntaxPrinter.text(whole), span: span))
    }

    private func membershipKind(
        _ operand: Operand, _ plan: Plan, _ isNegated: Bool, _ span: Span
    ) throws(Diagnostic) -> Test.Kind {
        if let column = onlyColumn(plan) {
            let inner = Scope(shape: plan.shape, noun: plan.noun)
            if operand.type.isComparable(with: column.type) {
                return .amongValues(operand, plan, isNegated: isNegated)
            }
            let record = asRecord(column, inner)
            if record.type == operand.type {
                var plan = plan
                plan.shown = [.init(name: column.text, operand: record)]
                return .amongValues(operand, plan, isNegated: isNegated)
            }
        }
        if case .records(let collection) = plan.shape, operand.type == .record(collection) {
            return .among(operand, plan, isNegated: isNegated)
        }
        var names = plan.shown?.map(\.name) ?? []
        if plan.shown == nil, case .table(let columns) = plan.shape { names = columns.map(\.name) }
        if names.count > 1 { throw error(.severalColumns, at: span, expected: names) }
        throw rowsDiffer(plan, operand.type.phrase, span)
    }

    private func rowsDiffer(_ plan: Plan, _ wanted: String, _ span: Span) -> Diagnostic {
        error(.rowsDiffer, at: span, found: plan.shape.phrase, expected: [wanted])
    }

    private func onlyColumn(_ plan: Plan) -> Operand? {
        if let shown = plan.shown { return shown.count == 1 ? shown[0].operand : nil }
        guard case .table(let columns) = plan.shape, columns.count == 1 else { return nil }
        return .column(0, columns[0], at: Span(start: 0, end: 0))
    }

    private mutating func rowPlan(_ rows: RowSource, in test: Expression) throws(Diagnostic) -> Plan {
        let outerPeriods = relativePeriods
        defer { relativePeriods = outerPeriods }
        switch rows {
        case .query(let query): return try innerPlan(query)
        case .name(let name):
            try stop(at: name.span, .rows)
            let isKnown =
                name.text == "it" || names[name.text] != nil || Noun.named(name.text) != nil
            guard isKnown else {
                var unknown = error(.unknownName, at: name.span, found: name.text)
                unknown.near = nearest(to: name.text, among: Array(names.keys) + Noun.all.map(\.name)).map {
                    .init($0)
                }
                if case .inRows(let left?, _, _) = test.kind, left.isLiteral {
                    // `"war" in text`
                    unknown.expected = ["\(name.text) contains \(SyntaxPrinter.text(left))"]
                } else if case .inRows(let left?, let isNegated, _) = test.kind {
                    let path = SyntaxPrinter.text(left)
                    unknown.expected = [
                        "\(path) \(isNegated ? "!=" : "=") \(name.text)",
                        "\(path)\(isNegated ? " not" : "") in (\(name.text))",
                    ]
                    unknown.fix = .init(name.span, "(" + name.text + ")")
                }
                throw unknown
            }
            return try innerPlan(Query(source: name, stages: [], span: name.span))
        }
    }

    /// The plan of a query in a condition, which wants to know whether it can fail.
    private mutating func innerPlan(_ query: Query) throws(Diagnostic) -> Plan {
        var plan = try plan(query)
        plan.canFail = plan.hasFailingParts
        return plan
    }

    /// Whether the words at the end of a path may have others under them.
    private func isHierarchy(_ operand: Operand, _ scope: Scope) -> Bool {
        guard case .path(let path) = operand.kind, let last = path.columns.last,
            let owner = owner(of: path, from: path.isOuter ? scope.outer : scope.shape)
        else { return false }
        switch corpus.table(owner).columns[last].data {
        case .codes(_, .terms(_, let hierarchical)), .lists(_, .terms(_, let hierarchical)):
            return hierarchical
        default: return false
        }
    }
}

extension RowShape {
    var phrase: String {
        switch self {
        case .records(let collection): collection.rawValue
        case .table: "rows of a table"
        }
    }
}

extension Expression {
    /// Whether it is a value that stands in the query.
    var isLiteral: Bool {
        switch kind {
        case .word, .text, .integer, .decimal, .date, .parameter: true
        case .negation(let inner): inner.isLiteral
        default: false
        }
    }
}

extension ComparisonOperator {
    /// The sign that says the same with its sides exchanged.
    var turned: ComparisonOperator {
        switch self {
        case .equal, .notEqual: self
        case .less: .greater
        case .lessOrEqual: .greaterOrEqual
        case .greater: .less
        case .greaterOrEqual: .lessOrEqual
        }
    }
}

extension Corpus {
    /// The last day of the newest article; nil if none is dated.
    var newestDay: Int32? {
        let table = self.table(.articles)
        guard let position = table.position(of: "published"),
            case .dates(let dates, _) = table.columns[position].data
        else { return nil }
        return (0..<dates.count).compactMap { dates[$0]?.last }.filter { $0 != Period.openEnd }.max()
    }
}
