import Quoth
import QuothSyntax

/// One side of a test.
struct NaiveSide {
    var cells: [NaiveCell]
    /// Whether it is made of literals; a period then is not a recorded date but the days that are asked about.
    var isConstant = false
    /// Whether it is an extent, which is always read as if `possibly` stood before it.
    var isExtent = false
    /// Whether it is a year, month, week or day, which is known exactly and compares as a literal does.
    var isPeriod = false
    /// Whether it is found by another query; what it rests on there is not asked here.
    var isElsewhere = false

    /// The side with years for numbers, as they are meant beside a date: `said = 2025`.
    var asYears: NaiveSide {
        guard isConstant else { return self }
        var side = self
        for index in cells.indices {
            guard case .integer(let year) = cells[index].value,
                let period = NaiveDates.period(year: year, month: nil, day: nil)
            else { continue }
            side.cells[index].value = .period(period)
        }
        return side
    }
}

extension NaiveEvaluator {
    /// What a comparison or another test is for a row.
    func test(_ test: Expression, _ frames: Frames, isPossibly: Bool) throws -> NaiveVerdict {
        switch test.kind {
        case .comparison(let left, let sign, let right):
            let (first, second) = try sides(left, right, sign == .equal || sign == .notEqual, frames)
            let operands = [(left, first.cells), (right, second.cells)]
            if let unknown = try unknown(operands, frames) { return unknown }
            return self.verdict(isPossibly, first, second, isEvery: sign == .notEqual) { pair in
                compare(pair, first, second, sign)
            }
        case .inValues(let left, let isNegated, let values):
            return try inValues(test, left, isNegated, values, frames, isPossibly)
        case .inRows(.some(let left), let isNegated, let source):
            let (first, second) = try sides(left, source, frames)
            if let unknown = try unknown([(left, first.cells)], frames) { return unknown }
            return self.verdict(isPossibly, first, second, isEvery: isNegated) { pair in
                compare(pair, first, second, isNegated ? .notEqual : .equal)
            }
        case .under(let left, let right): return try under(test, left, right, frames)
        case .between(let left, let lower, let upper):
            return try between(test, left, lower, upper, frames, isPossibly)
        case .inLast(let left, let amount, let unit):
            let first = try side(left, frames)
            if let unknown = try unknown([(left, first.cells)], frames) { return unknown }
            let period = try lastPeriod(amount, unit)
            let second = NaiveSide(
                cells: period.map { [NaiveCell(value: .period($0))] } ?? [], isConstant: true)
            return self.verdict(isPossibly, first, second) { compare($0, first, second, .equal) }
        case .textTest(let left, let sign, let right):
            return try textTest(test, left, sign, right, frames)
        case .path(let path) where path.steps.count == 1:
            // A name that `show` gave to a condition stands for the condition.
            guard let frame = frames.last, let alias = frame.aliases[path.steps[0].text], path.origin == .bare
            else { fallthrough }
            let inner = NaiveFrame(shape: frame.shape, row: frame.row, aliases: alias.aliases)
            var verdict = try verdict(alias.expression, frames.dropLast() + [inner])
            // A path that was given a name is told by that.
            if case .path = alias.expression.kind { verdict.gap?.field = path.steps[0].text }
            return verdict
        default:
            let found = try side(test, frames)
            if let unknown = try unknown([(test, found.cells)], frames) { return unknown }
            let yes = NaiveSide(cells: [NaiveCell(value: .truth(true))], isConstant: true)
            return self.verdict(isPossibly, found, yes) { compare($0, found, yes, .equal) }
        }
    }

    /// Two values to be compared, and whether dates are read with `possibly`.
    struct Pair {
        let left: NaiveValue
        let right: NaiveValue
        let isPossibly: Bool
    }

    /// The verdict on a test that holds if some pair of values (for `!=`: every pair) fulfils it.
    private func verdict(
        _ isPossibly: Bool, _ left: NaiveSide, _ right: NaiveSide, isEvery: Bool = false,
        _ fulfils: (Pair) throws -> Bool
    ) rethrows -> NaiveVerdict {
        var result = NaiveVerdict()
        let readings = [isPossibly || left.isExtent || right.isExtent, true]
        for isPossibly in readings {
            var some = false
            var every = true
            var stated = false
            for first in left.cells {
                for second in right.cells {
                    let pair = Pair(left: first.value, right: second.value, isPossibly: isPossibly)
                    let isFulfilled = try fulfils(pair)
                    some = some || isFulfilled
                    every = every && isFulfilled
                    stated = stated || isFulfilled && !first.isJudged && !second.isJudged
                }
            }
            result.possible = isEvery ? every : some
            if isPossibly == readings[0], !result.holds {
                result.holds = isEvery ? every : some
                result.stated = isEvery ? every && Self.hasStated(left, right) : stated
            }
            if readings[0] { break }
        }
        return result
    }

    private static func hasStated(_ left: NaiveSide, _ right: NaiveSide) -> Bool {
        [left, right].contains { side in
            !side.isConstant && !side.isElsewhere && side.cells.contains { !$0.isJudged }
        }
    }

    func side(_ expression: Expression, _ frames: Frames) throws -> NaiveSide {
        NaiveSide(
            cells: try cells(expression, frames), isConstant: isConstant(expression),
            isExtent: try type(expression, frames).isExtent, isPeriod: Self.isPeriod(expression))
    }

    private static func isPeriod(_ expression: Expression) -> Bool {
        switch expression.kind {
        case .call(let name, _, _): ["year", "month", "week", "day"].contains(name.text)
        case .arithmetic(let left, _, _): isPeriod(left)
        default: false
        }
    }

    /// Both sides of a comparison; a word on the right is read by what stands on the left.
    func sides(
        _ left: Expression, _ right: Expression, _ mayFind: Bool, _ frames: Frames
    ) throws -> (NaiveSide, NaiveSide) {
        var first = try side(left, frames)
        if first.isConstant, try isDate(right, frames) { first = first.asYears }
        guard isConstant(right) else { return (first, try side(right, frames)) }
        if mayFind, let (collection, cells) = try records(left, frames) {
            return (NaiveSide(cells: cells), try found(right, collection))
        }
        if try type(left, frames) == .truth, case .word(let word) = right.kind {
            let isYes = word == "yes" || word == "true"
            return (first, NaiveSide(cells: [NaiveCell(value: .truth(isYes))], isConstant: true))
        }
        let second = try side(right, frames)
        return (first, try isDate(left, frames) ? second.asYears : second)
    }

    private func isDate(_ expression: Expression, _ frames: Frames) throws -> Bool {
        if case .date = try type(expression, frames) { true } else { false }
    }

    /// The record that a literal stands for.
    private func found(_ literal: Expression, _ collection: Collection) throws -> NaiveSide {
        var literal = literal
        if case .parameter(let name) = literal.kind { literal = try parameter(name) }
        let word: String
        switch literal.kind {
        case .word(let text), .text(let text): word = text
        default: word = SyntaxPrinter.text(literal)
        }
        let key = collection.rawValue + " " + word
        let row = try environment.found[key] ?? corpus.find(word, in: collection)
        environment.found[key] = row
        return NaiveSide(cells: [NaiveCell(value: .record(collection, row))], isConstant: true)
    }
}

// The tests one by one.
extension NaiveEvaluator {
    private func inValues(
        _ test: Expression, _ left: Expression, _ isNegated: Bool, _ values: [Expression],
        _ frames: Frames, _ isPossibly: Bool
    ) throws -> NaiveVerdict {
        var first = try side(left, frames)
        var all = NaiveSide(cells: [], isConstant: true)
        var operands = [(left, first.cells)]
        for value in values {
            let (left, side) = try sides(left, value, true, frames)
            first = left
            all.cells += side.cells
            all.isConstant = all.isConstant && side.isConstant
            operands.append((value, side.cells))
        }
        if let unknown = try unknown(operands, frames) { return unknown }
        return verdict(isPossibly, first, all, isEvery: isNegated) {
            compare($0, first, all, isNegated ? .notEqual : .equal)
        }
    }

    private func under(
        _ test: Expression, _ left: Expression?, _ right: Expression, _ frames: Frames
    ) throws -> NaiveVerdict {
        var first = NaiveSide(cells: [])
        var second: NaiveSide
        if let left {
            (first, second) = try sides(left, right, true, frames)
        } else {
            guard case .record(let collection, let row) = frames.last?.row else {
                throw NaiveFault(.noHierarchy)
            }
            first.cells = [NaiveCell(value: .record(collection, row))]
            second = isConstant(right) ? try found(right, collection) : try side(right, frames)
        }
        let operands = (left.map { [($0, first.cells)] } ?? []) + [(right, second.cells)]
        if let unknown = try unknown(operands, frames) { return unknown }
        return verdict(false, first, second) { isUnder($0.left, $0.right) }
    }

    private func isUnder(_ value: NaiveValue, _ top: NaiveValue) -> Bool {
        if value == top { return true }
        switch (value, top) {
        case (.text(let value), .text(let top)): return value.hasPrefix(top + "/")
        case (.record(let collection, let row), _):
            let upwards = collection == .quotes ? "within" : "parent"
            return corpus.record(collection, row).first(upwards).map { isUnder($0, top) } ?? false
        default: return false
        }
    }

    private func between(
        _ test: Expression, _ left: Expression, _ lower: Expression, _ upper: Expression,
        _ frames: Frames, _ isPossibly: Bool
    ) throws -> NaiveVerdict {
        let first = try side(left, frames)
        let (_, low) = try sides(left, lower, false, frames)
        let (_, high) = try sides(left, upper, false, frames)
        let operands = [(left, first.cells), (lower, low.cells), (upper, high.cells)]
        if let unknown = try unknown(operands, frames) { return unknown }
        return verdict(isPossibly, first, low) { pair in
            high.cells.contains { top in
                guard case .period(let value) = pair.left, case .period(let from) = pair.right,
                    case .period(let to) = top.value
                else {
                    return corpus.order(pair.left, pair.right) >= 0 && corpus.order(pair.left, top.value) <= 0
                }
                if pair.isPossibly { return max(value.first, from.first) <= min(value.last, to.last) }
                return value.first >= (low.isConstant || low.isPeriod ? from.first : from.last)
                    && value.last <= (high.isConstant || high.isPeriod ? to.last : to.first)
            }
        }
    }

    /// What `last 30 days` comes to; nil without a dated article.
    func lastPeriod(_ amount: Int, _ unit: DurationUnit) throws -> Period? {
        guard let newest = corpus.newestDay else { return nil }
        let first = try NaiveDates.moved(newest, by: -amount, unit) + 1
        return NaiveDates.period(first, Int(newest))
    }

    private func textTest(
        _ test: Expression, _ left: Expression, _ sign: TextOperator, _ right: Expression, _ frames: Frames
    ) throws -> NaiveVerdict {
        let first = try side(left, frames)
        let second = try side(right, frames)
        if let unknown = try unknown([(left, first.cells), (right, second.cells)], frames) {
            return unknown
        }
        return try verdict(false, first, second) { pair in
            guard let text = corpus.named(pair.left).text, let wanted = pair.right.text else {
                throw NaiveFault(.wrongType)
            }
            switch sign {
            case .contains: return NaiveText.contains(text, wanted)
            case .mentions: return NaiveText.mentions(text, wanted)
            case .matches: return try NaiveText.matches(text, wanted)
            }
        }
    }
}

// Comparing two values.
extension NaiveEvaluator {
    private func compare(
        _ pair: Pair, _ left: NaiveSide, _ right: NaiveSide, _ sign: ComparisonOperator
    ) -> Bool {
        guard case .period(let first) = pair.left, case .period(let second) = pair.right else {
            return Self.fulfils(corpus.order(pair.left, pair.right), sign)
        }
        if left.isConstant, !right.isConstant {
            return Self.compare(second, Self.turned(sign), first, isLiteral: true, pair.isPossibly)
        }
        return Self.compare(
            first, sign, second, isLiteral: right.isConstant || right.isPeriod, pair.isPossibly)
    }

    private static func fulfils(_ order: Int, _ sign: ComparisonOperator) -> Bool {
        switch sign {
        case .equal: order == 0
        case .notEqual: order != 0
        case .less: order < 0
        case .lessOrEqual: order <= 0
        case .greater: order > 0
        case .greaterOrEqual: order >= 0
        }
    }

    private static func turned(_ sign: ComparisonOperator) -> ComparisonOperator {
        switch sign {
        case .less: .greater
        case .lessOrEqual: .greaterOrEqual
        case .greater: .less
        case .greaterOrEqual: .lessOrEqual
        default: sign
        }
    }

    /// Compares a recorded period with a literal one, or two recorded ones, day by day: for every day, or pair of
    /// days, unless `possibly` asks for some.
    private static func compare(
        _ left: Period, _ sign: ComparisonOperator, _ right: Period, isLiteral: Bool, _ isPossibly: Bool
    ) -> Bool {
        if isPossibly {
            // Some day fulfils a test if not every day fulfils its opposite.
            return !compare(left, opposite(sign), right, isLiteral: isLiteral, false)
        }
        switch sign {
        case .equal where isLiteral: return right.first <= left.first && left.last <= right.last
        case .equal: return left.first == left.last && left == right
        case .notEqual: return left.last < right.first || right.last < left.first
        case .less: return left.last < right.first
        case .lessOrEqual: return left.last <= (isLiteral ? right.last : right.first)
        case .greater: return left.first > right.last
        case .greaterOrEqual: return left.first >= (isLiteral ? right.first : right.last)
        }
    }

    private static func opposite(_ sign: ComparisonOperator) -> ComparisonOperator {
        switch sign {
        case .equal: .notEqual
        case .notEqual: .equal
        case .less: .greaterOrEqual
        case .lessOrEqual: .greater
        case .greater: .lessOrEqual
        case .greaterOrEqual: .less
        }
    }
}
