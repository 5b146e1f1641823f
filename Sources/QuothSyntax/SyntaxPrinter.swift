/// Writes syntax back as text, in the one canonical form; what it writes parses to the same syntax.
///
/// ```swift
/// let result = Parser.parse(SourceText(name: "x", "quotes | where kind==direct"))
/// print(SyntaxPrinter.text(result.script))   // quotes where kind = direct
/// ```
public enum SyntaxPrinter {
    /// The widest line that holds a whole statement; a wider one has its stages on lines of their own.
    public static let lineWidth = 90

    /// A script, with its comments and single blank lines; ends with a line break unless it is empty.
    public static func text(_ script: Script) -> String {
        var lines: [String] = []
        for statement in script.statements {
            let inside = statement.comments.drop { $0.span.start < statement.span.start }
            for comment in statement.comments.prefix(statement.comments.count - inside.count) {
                add(comment, to: &lines)
            }
            if statement.hasBlankLineBefore, !lines.isEmpty { lines.append("") }
            // A statement is written as a whole, so what stood between its lines goes before it.
            lines += inside.map { text($0) }
            var written = text(statement.kind)
            if let comment = statement.trailingComment { written += "  " + text(comment) }
            lines.append(written)
        }
        for comment in script.closingComments { add(comment, to: &lines) }
        return lines.map { $0 + "\n" }.joined(by: "")
    }

    private static func add(_ comment: Comment, to lines: inout [String]) {
        if comment.hasBlankLineBefore, !lines.isEmpty { lines.append("") }
        lines.append(text(comment))
    }

    /// A statement without its comments.
    public static func text(_ statement: Statement.Kind) -> String {
        switch statement {
        case .query(let query): text(query, after: "")
        case .named(let name, let query): text(query, after: "let \(name.text) = ")
        case .parameter(let name, let type, let value): "param \(name.text): \(type.text) = \(text(value))"
        case .expectation(.none, let query): text(query, after: "expect none ")
        case .expectation(.some, let query): text(query, after: "expect some ")
        case .expectation(.exactly(let count), let query): text(query, after: "expect \(count) ")
        case .command(let line): "." + line
        }
    }

    private static func text(_ comment: Comment) -> String {
        // The first line of a script may name the program that runs it.
        if comment.span.start == 0, comment.text.hasPrefix("!/") { return "#" + comment.text }
        return comment.text.isEmpty ? "#" : "# " + comment.text
    }

    private static func text(_ query: Query, after start: String) -> String {
        let parts = (query.source.map { [$0.text] } ?? []) + query.stages.map(text)
        let line = start + parts.joined(by: " ")
        guard line.unicodeScalars.count > lineWidth, parts.count > 1 else { return line }
        return start + parts.joined(by: "\n    ")
    }

    /// A query on one line.
    public static func text(_ query: Query) -> String {
        ((query.source.map { [$0.text] } ?? []) + query.stages.map(text)).joined(by: " ")
    }

    /// A stage on one line.
    public static func text(_ stage: Stage) -> String {
        switch stage.kind {
        case .filter(let condition): return "where " + text(condition)
        case .show(let items): return "show " + text(items)
        case .sort(let keys):
            return "sort by "
                + keys.map { text($0.expression) + ($0.isDescending ? " desc" : "") }.joined(by: ", ")
        case .limit(let amount): return "limit " + text(amount)
        case .skip(let amount): return "skip " + text(amount)
        case .distinct(let expressions):
            return (["distinct"] + (expressions.isEmpty ? [] : [list(expressions)])).joined(by: " ")
        case .count(let groups, let across):
            return "count" + (groups.isEmpty ? "" : " by " + text(groups))
                + (across.map { " across " + text([$0]) } ?? "")
        case .summarize(let aggregates, let groups):
            return "summarize " + text(aggregates) + (groups.isEmpty ? "" : " by " + text(groups))
        case .pairs(let pairs):
            return "pairs by " + list(pairs.keys, Level.sum)
                + (pairs.relation.map { " " + $0.rawValue } ?? "")
                + (pairs.within.map { " within " + $0.unit.text($0.amount) } ?? "")
        case .timeline(let lane): return "timeline" + (lane.map { " by " + text($0) } ?? "")
        case .chart: return "chart"
        }
    }

    private static func text(_ items: [Stage.Item]) -> String {
        items.map { text($0.expression) + ($0.alias.map { " as " + $0.text } ?? "") }.joined(by: ", ")
    }

    /// An expression on one line, with brackets only where they are needed.
    public static func text(_ expression: Expression) -> String { write(expression, 0) }

    private static func list(_ expressions: [Expression], _ place: Int = 0) -> String {
        expressions.map { write($0, place) }.joined(by: ", ")
    }
}

// How tightly each kind of expression binds: an operand that binds less tightly than its place gets brackets.
extension SyntaxPrinter {
    private enum Level {
        static let or = 1
        static let and = 2
        static let not = 3
        static let test = 4
        static let sum = 5
        static let product = 6
        static let factor = 7
        static let primary = 8
    }

    private static func write(_ expression: Expression, _ place: Int) -> String {
        let (text, level) = written(expression)
        return level < place ? "(" + text + ")" : text
    }

    private static func written(_ expression: Expression) -> (String, Int) {
        switch expression.kind {
        case .path(let path): return (text(path), Level.primary)
        case .word(let word): return (word, Level.primary)
        case .text(let value): return (quoted(value), Level.primary)
        case .integer(let number):
            return number < 0 ? (String(number), Level.factor) : (String(number), Level.primary)
        case .decimal(let number): return (number.description, number < 0 ? Level.factor : Level.primary)
        case .date(let date): return (text(date), Level.primary)
        case .parameter(let name): return ("$" + name, Level.primary)
        case .duration(let amount, let unit): return (unit.text(amount), Level.primary)
        case .call(let name, let arguments, let condition):
            let inner = list(arguments, Level.sum) + (condition.map { " (" + write($0, 0) + ")" } ?? "")
            return (name.text + "(" + inner + ")", Level.primary)
        case .negation(let operand): return ("-" + write(operand, Level.factor), Level.factor)
        case .arithmetic(let left, let sign, let right):
            let level = sign.level == 1 ? Level.sum : Level.product
            return ("\(write(left, level)) \(sign.rawValue) \(write(right, level + 1))", level)
        case .and(let parts):
            return (parts.map { write($0, Level.and) }.joined(by: " and "), Level.and)
        case .or(let parts): return (parts.map { write($0, Level.or) }.joined(by: " or "), Level.or)
        case .not(let operand): return ("not " + write(operand, Level.not), Level.not)
        case .possibly(let operand): return ("possibly " + write(operand, Level.test), Level.test)
        default: return (test(expression), Level.test)
        }
    }

    private static func test(_ expression: Expression) -> String {
        switch expression.kind {
        case .comparison(let left, let sign, let right):
            return "\(write(left, Level.sum)) \(sign.rawValue) \(write(right, Level.sum))"
        case .inValues(let left, let isNegated, let values):
            return write(left, Level.sum) + (isNegated ? " not" : "") + " in (" + list(values) + ")"
        case .inRows(let left, let isNegated, let rows):
            let start = left.map { write($0, Level.sum) + " " } ?? ""
            return start + (isNegated ? "not " : "") + "in " + text(rows)
        case .under(let left, let value):
            return (left.map { write($0, Level.sum) + " " } ?? "") + "under " + write(value, Level.sum)
        case .between(let left, let lower, let upper):
            return "\(write(left, Level.sum)) from \(write(lower, Level.sum)) to \(write(upper, Level.sum))"
        case .inLast(let left, let amount, let unit):
            return "\(write(left, Level.sum)) in last \(unit.text(amount))"
        case .textTest(let left, let test, let value):
            return "\(write(left, Level.sum)) \(test.rawValue) \(write(value, Level.sum))"
        case .presence(let left, let isKnown):
            return write(left, Level.sum) + (isKnown ? " known" : " missing")
        case .quantified(let quantifier, let path, let condition):
            return "\(quantifier.rawValue) \(text(path))"
                + (condition.map { " (" + write($0, 0) + ")" } ?? "")
        default: return ""
        }
    }

    private static func text(_ rows: RowSource) -> String {
        switch rows {
        case .name(let name): name.text
        case .query(let query): "(" + text(query) + ")"
        }
    }

    /// A path with its dots.
    public static func text(_ path: Path) -> String {
        let dots =
            switch path.origin {
            case .bare: ""
            case .dotted: "."
            case .outer: ".."
            }
        return path.steps.dropFirst().reduce(dots + path.steps[0].text) { $0 + "." + $1.text }
    }

    /// A year, month or day.
    public static func text(_ date: DateLiteral) -> String {
        func padded(_ number: Int, _ width: Int) -> String {
            let digits = String(number)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        var text = padded(date.year, 4)
        if let month = date.month { text += "-" + padded(month, 2) }
        if let day = date.day { text += "-" + padded(day, 2) }
        return text
    }

    /// A text in the first kind of marks whose closing mark isn't in it.
    public static func quoted(_ text: String) -> String {
        // By scalars: a mark with an accent on it is a mark nevertheless.
        let scalars = text.unicodeScalars
        let mark =
            Quotation.all.first { !$0.close.unicodeScalars.allSatisfy(scalars.contains) } ?? Quotation.all[0]
        return mark.open + text + mark.close
    }
}
