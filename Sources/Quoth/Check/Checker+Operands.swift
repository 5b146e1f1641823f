import QuothSyntax

// Expressions that have values.
extension Checker {
    mutating func operand(_ expression: Expression, _ scope: Scope) throws(Diagnostic) -> Operand {
        let text = SyntaxPrinter.text(expression)
        if case .table(let columns) = scope.shape,
            let position = columns.position(of: text)
        {
            return .column(position, columns[position], at: expression.span)
        }
        func made(_ kind: Operand.Kind, _ type: ValueType, isMany: Bool = false) -> Operand {
            Operand(kind: kind, type: type, isMany: isMany, text: text, span: expression.span)
        }
        switch expression.kind {
        case .path(let path): return try self.path(path, scope)
        case .text, .integer, .decimal, .date, .word, .parameter:
            let (constant, type) = try plainConstant(try bound(expression))
            return made(.constant(constant), type)
        case .duration(let amount, let unit):
            throw error(.needsDate, at: expression.span, found: unit.text(amount))
        case .call(let name, let arguments, let condition):
            return try call(name, arguments, condition, expression, scope)
        case .negation(let inner):
            let operand = try number(inner, scope)
            return made(operand.negated, operand.type)
        case .arithmetic(let left, let sign, let right):
            return try arithmetic(left, sign, right, expression, scope)
        default:
            return made(.condition(try condition(expression, scope)), .truth)
        }
    }

    /// A literal, with parameters replaced by what they are bound to.
    mutating func bound(_ expression: Expression) throws(Diagnostic) -> Expression {
        guard case .parameter(let name) = expression.kind else { return expression }
        standsAlone = false
        guard var value = parameters[name] else {
            var unknown = error(.unknownParameter, at: expression.span, found: name)
            unknown.near = nearest(to: name, among: parameters.keys).map { .init("$" + $0) }
            throw unknown
        }
        value.span = expression.span
        let binding = Accounting.Binding(name: name, value: SyntaxPrinter.text(value))
        if !bindings.contains(binding) { bindings.append(binding) }
        return value
    }

    /// What a literal is where nothing tells its type.
    private func plainConstant(_ literal: Expression) throws(Diagnostic) -> (Constant, ValueType) {
        switch literal.kind {
        case .integer(let number): return (.integer(number), .integer)
        case .decimal(let number): return (.real(number), .real)
        case .date(let date):
            guard let period = Calendar.period(date.year, date.month, date.day) else {
                throw error(.badDate, at: literal.span, found: SyntaxPrinter.text(date))
            }
            return (.period(period), .date)
        case .text(let text), .word(let text): return (.text(text), .text)
        default: return (.nothing, .text)
        }
    }

    private mutating func number(_ expression: Expression, _ scope: Scope) throws(Diagnostic) -> Operand {
        let operand = try self.operand(expression, scope)
        guard operand.type == .integer || operand.type == .real else {
            throw wrongType(operand, expected: ["a number"])
        }
        guard !operand.isMany else { throw manyValues(operand) }
        return operand
    }

    private mutating func arithmetic(
        _ left: Expression, _ sign: ArithmeticOperator, _ right: Expression, _ whole: Expression,
        _ scope: Scope
    ) throws(Diagnostic) -> Operand {
        let text = SyntaxPrinter.text(whole)
        if case .duration(let amount, let unit) = right.kind {
            var date = try operand(left, scope)
            if case .constant(.integer(let year)) = date.kind, let period = Calendar.period(year) {
                date.kind = .constant(.period(period))
                date.type = .date
            }
            guard date.type == .date else { throw wrongType(date, expected: ["a date"]) }
            guard !date.isMany else { throw manyValues(date) }
            guard sign == .add || sign == .subtract else {
                throw error(.needsDate, at: right.span, found: unit.text(amount))
            }
            let steps = sign == .add ? amount : -amount
            // A date in the query stays one when it is moved: it compares as a literal, not as a recorded date.
            if case .constant(.period(let period)) = date.kind {
                guard let moved = CalendarShift.period(period, by: steps, unit) else {
                    throw error(.dateOutOfRange, at: whole.span, found: text)
                }
                date.kind = .constant(.period(moved))
                date.text = text
                date.span = whole.span
                return date
            }
            return Operand(
                kind: .shifted(date, steps, unit), type: .date, isMany: false, text: text, span: whole.span)
        }
        let (first, second) = (try number(left, scope), try number(right, scope))
        let isWhole = first.type == .integer && second.type == .integer && sign != .divide
        return Operand(
            kind: .arithmetic(first, sign, second), type: isWhole ? .integer : .real, isMany: false,
            text: text, span: whole.span)
    }

    private mutating func call(
        _ name: Name, _ arguments: [Expression], _ condition: Expression?, _ whole: Expression, _ scope: Scope
    ) throws(Diagnostic) -> Operand {
        let text = SyntaxPrinter.text(whole)
        guard arguments.count == 1 else {
            throw error(
                .wrongArguments, at: whole.span, found: String(arguments.count), expected: ["one argument"],
                subject: name.text)
        }
        if let aggregate = AggregateFunction(rawValue: name.text) {
            return try pathAggregate(aggregate, name, arguments[0], condition, whole, scope)
        }
        guard let function = Function(rawValue: name.text), condition == nil else {
            throw error(.unknownFunction, at: name.span, found: name.text, expected: Vocabulary.functions)
        }
        var argument = try operand(arguments[0], scope)
        guard !argument.isMany else { throw manyValues(argument) }
        argument = named(argument)
        guard function.accepts(argument.type) else {
            throw wrongType(argument, expected: [function.wanted], subject: name.text)
        }
        return Operand(
            kind: .function(function, argument), type: function.result(argument.type), isMany: false,
            text: text, span: whole.span)
    }

    /// `count(LINK (COND))`, `max(quotes.said)`: one value made of the ends of a path.
    private mutating func pathAggregate(
        _ function: AggregateFunction, _ name: Name, _ argument: Expression, _ condition: Expression?,
        _ whole: Expression, _ scope: Scope
    ) throws(Diagnostic) -> Operand {
        let text = SyntaxPrinter.text(whole)
        func made(_ kind: Operand.Kind, _ type: ValueType) -> Operand {
            Operand(kind: kind, type: type, isMany: false, text: text, span: whole.span)
        }
        let inner = try operand(argument, scope)
        guard case .path(let path) = inner.kind else {
            throw error(
                .needsLink, at: argument.span, found: SyntaxPrinter.text(argument), subject: name.text)
        }
        if function == .count {
            guard case .record(let collection) = inner.type, !path.columns.isEmpty else {
                throw error(.needsLink, at: argument.span, found: inner.text, subject: name.text)
            }
            var checked: Condition?
            if let condition { checked = try self.condition(condition, scope.inside(collection)) }
            return made(.count(path, checked), .integer)
        }
        guard condition == nil else {
            throw error(
                .wrongArguments, at: condition?.span ?? whole.span, found: "(", subject: name.text)
        }
        return made(.reduction(function, path), try reducedType(function, inner))
    }

    func wrongType(_ operand: Operand, expected: [String], subject: String? = nil) -> Diagnostic {
        error(
            .wrongType, at: operand.span, found: operand.type.phrase, expected: expected,
            subject: subject ?? operand.text)
    }

    func manyValues(_ operand: Operand) -> Diagnostic {
        error(.manyValues, at: operand.span, found: operand.text)
    }
}

extension Function {
    func accepts(_ type: ValueType) -> Bool {
        switch self {
        case .year, .month, .week, .day, .weekday: type == .date
        case .length, .words, .lower, .upper: type == .text
        case .abs, .round: type == .integer || type == .real
        }
    }

    var wanted: String {
        switch self {
        case .year, .month, .week, .day, .weekday: "a date"
        case .length, .words, .lower, .upper: "a text"
        case .abs, .round: "a number"
        }
    }

    func result(_ type: ValueType) -> ValueType {
        switch self {
        case .year, .month, .week, .day: .date
        case .weekday, .lower, .upper: .text
        case .length, .words, .round: .integer
        case .abs: type
        }
    }
}

extension ValueType {
    /// The type as diagnostics call it.
    var phrase: String {
        switch self {
        case .text: "a text"
        case .integer, .real: "a number"
        case .truth: "a truth value"
        case .date: "a date"
        case .record(let collection): collection.singular.withArticle
        }
    }
}

extension String {
    var withArticle: String {
        ("aeiou".contains(first ?? "x") ? "an " : "a ") + self
    }
}

extension [TableColumn] {
    /// The column that a text names: what a column is called counts before what made another.
    func position(of text: String) -> Int? {
        firstIndex { $0.name == text } ?? firstIndex { $0.text == text }
    }
}

extension Operand {
    /// The number with the other sign; a literal stays one.
    fileprivate var negated: Kind {
        switch kind {
        case .constant(.integer(let number)) where number != .min: .constant(.integer(-number))
        case .constant(.real(let number)): .constant(.real(-number))
        default: .negation(self)
        }
    }
}
