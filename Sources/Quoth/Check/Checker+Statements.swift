import QuothSyntax

extension Checker {
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
        if type.text == "number", case .word(let word) = value.kind, let number = Self.decimal(word) {
            value.kind = .decimal(number)
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
