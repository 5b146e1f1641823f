import Quoth
import QuothSyntax

// Values of expressions.
extension NaiveEvaluator {
    /// The values of an expression for a row; a condition is `yes` or `no`, and judged if it holds by judgement.
    func cells(_ expression: Expression, _ frames: Frames) throws -> [NaiveCell] {
        if let column = try column(expression, frames) { return column }
        switch expression.kind {
        case .path(let path): return try cells(path, frames)
        case .word(let text), .text(let text): return [NaiveCell(value: .text(text))]
        case .integer(let number): return [NaiveCell(value: .integer(number))]
        case .decimal(let number): return [NaiveCell(value: .real(number))]
        case .date(let date):
            let period = NaiveDates.period(year: date.year, month: date.month, day: date.day)
            return period.map { [NaiveCell(value: .period($0))] } ?? []
        case .parameter(let name): return try cells(try parameter(name), frames)
        case .duration: throw NaiveFault(.wrongType, "a duration alone")
        case .call(let name, let arguments, let condition):
            return try call(name.text, arguments, condition, frames)
        case .negation(let operand):
            return try single(operand, frames).map { [try negated($0)] } ?? []
        case .arithmetic(let left, let sign, let right): return try arithmetic(left, sign, right, frames)
        default:
            let verdict = try verdict(expression, frames)
            return [
                NaiveCell(value: .truth(verdict.holds), isJudged: verdict.holds && !verdict.stated)
            ]
        }
    }

    /// After `count` or `summarize` an expression that made a column names it.
    func column(_ expression: Expression, _ frames: Frames) throws -> [NaiveCell]? {
        guard let frame = frames.last, case .table(let columns) = frame.shape,
            case .cells(let cells) = frame.row
        else { return nil }
        if case .path = expression.kind { return nil }
        let text = SyntaxPrinter.text(expression)
        return columns.firstIndex { $0.expression == text }.map { cells[$0] }
    }

    func parameter(_ name: String) throws(NaiveFault) -> Expression {
        guard let value = environment.parameters[name] else { throw NaiveFault(.unknownParameter, name) }
        return value
    }

    /// The only value of an expression, or nil if it has none.
    func single(_ expression: Expression, _ frames: Frames) throws -> NaiveCell? {
        let found = try cells(expression, frames)
        if found.count > 1 { throw NaiveFault(.manyValues, SyntaxPrinter.text(expression)) }
        return found.first
    }

    /// Whether an expression is the same for all rows: made of literals only.
    func isConstant(_ expression: Expression) -> Bool {
        switch expression.kind {
        case .word, .text, .integer, .decimal, .date, .parameter, .duration: true
        case .negation(let operand): isConstant(operand)
        case .arithmetic(let left, _, let right): isConstant(left) && isConstant(right)
        case .call(_, let arguments, let condition):
            condition == nil && arguments.allSatisfy { isConstant($0) }
        default: false
        }
    }

    /// The type of the values of an expression.
    func type(_ expression: Expression, _ frames: Frames) throws -> NaiveType {
        if let frame = frames.last, case .table(let columns) = frame.shape {
            let text = SyntaxPrinter.text(expression)
            if let column = columns.first(where: { $0.expression == text }) { return column.type }
        }
        switch expression.kind {
        case .path(let path): return try type(path, frames)
        case .word, .text: return .text
        case .integer: return .integer
        case .decimal: return .real
        case .date, .duration: return .date(isExtent: false)
        case .parameter(let name): return try type(try parameter(name), frames)
        case .negation(let operand): return try type(operand, frames)
        case .arithmetic(let left, let sign, let right):
            let types = [try type(left, frames), try type(right, frames)]
            // An extent that is moved is still one.
            if case .date = types[0] { return types[0] }
            if case .duration = right.kind { return .date(isExtent: false) }
            return sign == .divide || types.contains(.real) ? .real : .integer
        case .call(let name, let arguments, _):
            switch name.text {
            case "year", "month", "week", "day": return .date(isExtent: false)
            case "weekday", "lower", "upper": return .text
            case "length", "words", "round", "count", "distinct": return .integer
            case "avg", "median": return .real
            default: return try arguments.first.map { try type($0, frames) } ?? .integer
            }
        default: return .truth
        }
    }
}

// Functions of one value, and arithmetic.
extension NaiveEvaluator {
    private func call(
        _ name: String, _ arguments: [Expression], _ condition: Expression?, _ frames: Frames
    ) throws -> [NaiveCell] {
        guard let argument = arguments.first, arguments.count == 1 else {
            throw NaiveFault(.wrongArguments, name)
        }
        if name == "count" {
            guard case .path(let path) = argument.kind else { throw NaiveFault(.needsLink, name) }
            var ends = try cells(path, frames)
            if let condition {
                ends = try ends.filter { try verdict(condition, inside($0, frames)).holds }
            }
            return [
                NaiveCell(value: .integer(Set(ends.map(\.value)).count))
            ]
        }
        if Vocabulary.aggregates.contains(name) {
            return try aggregate(name, try cells(argument, frames))
        }
        guard let operand = try single(argument, frames) else { return [] }
        return try function(name, corpus.named(operand.value)).map {
            [NaiveCell(value: $0, isJudged: operand.isJudged)]
        }
            ?? []
    }

    /// The frames in which a condition about an end of a link is looked at.
    func inside(_ end: NaiveCell, _ frames: Frames) throws(NaiveFault) -> Frames {
        guard case .record(let collection, let row) = end.value else { throw NaiveFault(.needsLink) }
        return frames + [NaiveFrame(shape: .records(collection), row: .record(collection, row))]
    }

    private func function(_ name: String, _ value: NaiveValue) throws -> NaiveValue? {
        switch (name, value) {
        case ("weekday", .period(let period)):
            guard period.first == period.last else { return nil }
            return .text(NaiveDates.weekdayNames[NaiveDates.weekday(Int(period.first))])
        case (_, .period(let period)):
            guard let unit = DurationUnit(rawValue: name) else { throw NaiveFault(.wrongType, name) }
            return NaiveDates.enclosing(unit, period).map { .period($0) }
        case ("length", .text(let text)): return .integer(text.count)
        case ("words", .text(let text)): return .integer(NaiveText.words(text).count)
        case ("lower", .text(let text)): return .text(text.lowercased())
        case ("upper", .text(let text)): return .text(text.uppercased())
        case ("abs", .integer(let number)):
            guard number != .min else { throw NaiveFault(.overflow) }
            return .integer(abs(number))
        case ("abs", .real(let number)): return .real(abs(number))
        case ("round", .integer): return value
        case ("round", .real(let number)):
            guard let whole = Int(exactly: number.rounded(.toNearestOrAwayFromZero)) else {
                throw NaiveFault(.overflow)
            }
            return .integer(whole)
        default: throw NaiveFault(.wrongType, name)
        }
    }

    private func negated(_ cell: NaiveCell) throws(NaiveFault) -> NaiveCell {
        switch cell.value {
        case .integer(let number):
            guard number != .min else { throw NaiveFault(.overflow) }
            return NaiveCell(value: .integer(-number), isJudged: cell.isJudged)
        case .real(let number): return NaiveCell(value: .real(-number), isJudged: cell.isJudged)
        default: throw NaiveFault(.wrongType, "-")
        }
    }

    private func arithmetic(
        _ left: Expression, _ sign: ArithmeticOperator, _ right: Expression, _ frames: Frames
    ) throws -> [NaiveCell] {
        if case .duration(let amount, let unit) = right.kind {
            guard let cell = try single(left, frames) else { return [] }
            var start = cell.value.period
            // A whole number before a duration is a year.
            if case .integer(let year) = cell.value, isConstant(left) {
                start = NaiveDates.period(year: year, month: nil, day: nil)
            }
            guard let period = start else { throw NaiveFault(.wrongType) }
            let moved = try NaiveDates.moved(period, by: sign == .subtract ? -amount : amount, unit)
            return [NaiveCell(value: .period(moved), isJudged: cell.isJudged)]
        }
        let first = try single(left, frames)
        let second = try single(right, frames)
        guard let first, let second else { return [] }
        let value = try Self.calculated(first.value, sign, second.value)
        return [NaiveCell(value: value, isJudged: first.isJudged || second.isJudged)]
    }

    private static func calculated(
        _ left: NaiveValue, _ sign: ArithmeticOperator, _ right: NaiveValue
    ) throws(NaiveFault) -> NaiveValue {
        guard let first = left.number, let second = right.number else { throw NaiveFault(.wrongType) }
        if sign == .divide {
            guard second != 0 else { throw NaiveFault(.divisionByZero) }
            return try finite(first / second)
        }
        guard case .integer(let first) = left, case .integer(let second) = right else {
            switch sign {
            case .add: return try finite(first + second)
            case .subtract: return try finite(first - second)
            default: return try finite(first * second)
            }
        }
        let (result, overflows) =
            switch sign {
            case .add: first.addingReportingOverflow(second)
            case .subtract: first.subtractingReportingOverflow(second)
            default: first.multipliedReportingOverflow(by: second)
            }
        if overflows { throw NaiveFault(.overflow) }
        return .integer(result)
    }

    private static func finite(_ number: Double) throws(NaiveFault) -> NaiveValue {
        guard number.isFinite else { throw NaiveFault(.overflow) }
        return .real(number)
    }
}

// Aggregates.
extension NaiveEvaluator {
    /// One value of many; nothing of none, but no different values are 0. It stands in no field, and so is never
    /// judged.
    func aggregate(_ name: String, _ cells: [NaiveCell]) throws -> [NaiveCell] {
        if name == "distinct" { return [NaiveCell(value: .integer(Set(cells.map(\.value)).count))] }
        guard !cells.isEmpty else { return [] }
        let sorted = cells.map(\.value).sorted { corpus.order($0, $1) < 0 }
        let numbers = sorted.compactMap(\.number)
        let isOfNumbers = name == "sum" || name == "avg" || name == "median"
        guard !isOfNumbers || numbers.count == cells.count else { throw NaiveFault(.wrongType, name) }
        let value: NaiveValue
        switch name {
        case "min": value = sorted[0]
        case "max": value = sorted[sorted.count - 1]
        case "sum":
            value = try cells.dropFirst().reduce(cells[0].value) {
                try Self.calculated($0, .add, $1.value)
            }
        case "avg": value = .real(numbers.reduce(0, +) / Double(numbers.count))
        case "median":
            let middle = numbers.count / 2
            let isEven = numbers.count % 2 == 0
            value = .real(isEven ? (numbers[middle - 1] + numbers[middle]) / 2 : numbers[middle])
        default: throw NaiveFault(.unknownFunction, name)
        }
        return [NaiveCell(value: value)]
    }
}
