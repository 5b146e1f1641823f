import QuothSyntax

extension Checker {
    /// A plan with the columns that are shown where no `show` says which.
    mutating func displayed(_ plan: Plan, _ query: Query) throws(Diagnostic) -> Plan {
        var plan = plan
        guard plan.shown == nil else { return plan }
        let span = query.span
        switch plan.shape {
        case .table(let columns):
            plan.shown = columns.enumerated().map { index, column in
                Plan.ShownColumn(name: column.name, operand: .column(index, column, at: span))
            }
        case .records(let collection):
            let scope = Scope(shape: plan.shape, noun: plan.noun)
            var shown: [Plan.ShownColumn] = []
            for name in Schema.of(collection).shown {
                let path = Path(origin: .bare, steps: [Name(name, at: span)], span: span)
                shown.append(.init(name: name, operand: try self.path(path, scope)))
            }
            plan.shown = shown
        }
        return plan
    }

    /// The value of a parameter: what it was given, read as its type, or else its own.
    func parameter(
        _ name: Name, _ type: Name, _ value: Expression, given: String?
    ) throws(Diagnostic) -> Expression {
        var value = value
        if let given {
            guard let literal = Self.literal(given, type.text) else {
                throw error(
                    .badParameter, at: name.span, found: given, expected: [Self.phrase(type.text)],
                    subject: name.text)
            }
            value.kind = literal
            return value
        }
        guard Self.fits(value, type.text) else {
            throw error(
                .badParameter, at: value.span, found: SyntaxPrinter.text(value),
                expected: [Self.phrase(type.text)], subject: name.text)
        }
        return value
    }

    private static func fits(_ value: Expression, _ type: String) -> Bool {
        switch (type, value.kind) {
        case ("text", .text), ("text", .word), ("number", .integer), ("number", .decimal), ("date", .date):
            true
        case ("date", .integer(let year)): Calendar.years.contains(year)
        case ("truth", .word(let word)): ["yes", "no", "true", "false"].contains(word)
        default: false
        }
    }

    /// A value from outside the text, read as a type.
    private static func literal(_ text: String, _ type: String) -> Expression.Kind? {
        switch type {
        case "text": return .text(text)
        case "number":
            return Int(text).map { .integer($0) } ?? Double(text).flatMap { $0.isFinite ? .decimal($0) : nil }
        case "date": return period(text) == nil ? nil : .text(text)
        default: return ["yes", "no", "true", "false"].contains(text) ? .word(text) : nil
        }
    }

    private static func phrase(_ type: String) -> String {
        switch type {
        case "text": "a text"
        case "number": "a number"
        case "date": "a date such as 2025-02-07"
        default: "yes or no"
        }
    }
}
