import Quoth
public import QuothSyntax

/// What a condition is for one row (decision 1).
struct NaiveVerdict {
    var holds = false
    var stated = false
    var possible = false
    var unknown = false
    /// The first operand, as written, that makes a test unknown for the row: where it stands, and its field.
    var gap: (place: Int, field: String)?

    /// Keeps the gap that stands first.
    mutating func note(_ other: (place: Int, field: String)?) {
        guard let other else { return }
        if let gap, gap.place <= other.place { return }
        gap = other
    }
}

extension NaiveEvaluator {
    /// What a condition is for the row of the last frame.
    func verdict(_ condition: Expression, _ frames: Frames) throws -> NaiveVerdict {
        switch condition.kind {
        case .and(let parts): return try conjunction(parts, frames)
        case .or(let parts): return try disjunction(parts, frames)
        case .not(let operand):
            let inner = try verdict(operand, frames)
            let holds = !inner.holds
            return NaiveVerdict(
                holds: holds, stated: holds, possible: holds, unknown: inner.unknown, gap: inner.gap)
        case .possibly(let test): return try self.test(test, frames, isPossibly: true)
        case .quantified(let quantifier, let path, let inner):
            let ends = try cells(path, frames)
            guard let inner else { return Self.presence(of: ends, quantifier) }
            return try quantified(quantifier, ends, inner, frames)
        case .inRows(nil, let isNegated, let source):
            let isIn = try rows(source).contains { $0 == frames.last?.row } != isNegated
            return NaiveVerdict(holds: isIn, stated: isIn, possible: isIn)
        case .presence(let operand, let isKnown):
            let found = try cells(operand, frames)
            let holds = found.isEmpty != isKnown
            let stated = isKnown ? found.contains { !$0.isJudged } : holds
            return NaiveVerdict(holds: holds, stated: stated, possible: holds)
        default: return try test(condition, frames, isPossibly: false)
        }
    }

    /// Later parts still belong to the sets of the whole where an earlier part is false, but they are not
    /// looked at: their errors and gaps don't count.
    private func conjunction(_ parts: [Expression], _ frames: Frames) throws -> NaiveVerdict {
        var all = NaiveVerdict(holds: true, stated: true, possible: true)
        var isFalse = false
        for part in parts {
            let found = try verdict(ofPart: part, frames, isLookedAt: !isFalse)
            all.holds = all.holds && found.holds
            all.stated = all.stated && found.stated
            all.possible = all.possible && found.possible
            if isFalse { continue }
            all.unknown = all.unknown || found.unknown
            all.note(found.gap)
            isFalse = !found.holds && !found.unknown
        }
        if isFalse { all.unknown = false }
        return all
    }

    private func disjunction(_ parts: [Expression], _ frames: Frames) throws -> NaiveVerdict {
        var some = NaiveVerdict()
        var isTrue = false
        for part in parts {
            let found = try verdict(ofPart: part, frames, isLookedAt: !isTrue)
            some.holds = some.holds || found.holds
            some.stated = some.stated || found.stated
            some.possible = some.possible || found.possible
            if isTrue { continue }
            some.unknown = some.unknown || found.unknown
            some.note(found.gap)
            isTrue = found.holds && !found.unknown
        }
        if isTrue { some.unknown = false }
        return some
    }

    private func verdict(ofPart part: Expression, _ frames: Frames, isLookedAt: Bool) throws -> NaiveVerdict {
        guard !isLookedAt else { return try verdict(part, frames) }
        do {
            return try verdict(part, frames)
        } catch let fault as NaiveFault where fault.isOfRunning {
            // Without the part's value the row is taken not to be in any of its sets.
            return NaiveVerdict()
        }
    }

    private static func presence(of ends: [NaiveCell], _ quantifier: Quantifier) -> NaiveVerdict {
        let holds = ends.isEmpty == (quantifier == .no)
        let stated = quantifier == .no ? holds : ends.contains { !$0.isJudged }
        return NaiveVerdict(holds: holds, stated: stated, possible: holds)
    }

    private func quantified(
        _ quantifier: Quantifier, _ ends: [NaiveCell], _ condition: Expression, _ frames: Frames
    ) throws -> NaiveVerdict {
        let found = try ends.map { (end: $0, verdict: try verdict(condition, inside($0, frames))) }
        let verdicts = found.map(\.verdict)
        let hasTrue = verdicts.contains { $0.holds && !$0.unknown }
        let hasFalse = verdicts.contains { !$0.holds && !$0.unknown }
        let hasUnknown = verdicts.contains { $0.unknown }
        var result = NaiveVerdict()
        switch quantifier {
        case .any:
            result.holds = verdicts.contains { $0.holds }
            result.stated = found.contains { $0.verdict.stated && !$0.end.isJudged }
            result.possible = verdicts.contains { $0.possible }
            result.unknown = !hasTrue && hasUnknown
        case .no:
            result.holds = !verdicts.contains { $0.holds }
            result.stated = result.holds
            result.possible = result.holds
            result.unknown = !hasTrue && hasUnknown
        case .all:
            result.holds = !ends.isEmpty && verdicts.allSatisfy { $0.holds }
            result.stated = !ends.isEmpty && verdicts.allSatisfy { $0.stated }
            result.possible = !ends.isEmpty && verdicts.allSatisfy { $0.possible }
            result.unknown = !hasFalse && hasUnknown
        }
        for verdict in verdicts { result.note(verdict.gap) }
        return result
    }
}

extension NaiveFault {
    /// Whether it comes up only when a row is looked at.
    public var isOfRunning: Bool { Self.isOfRunning(code) }

    /// Whether a fault comes up only when a row is looked at.
    public static func isOfRunning(_ code: DiagnosticCode) -> Bool {
        code == .divisionByZero || code == .overflow || code == .dateOutOfRange
    }
}

// What makes a test unknown.
extension NaiveEvaluator {
    /// The verdict on a test of which some operand has no value; nil if all have.
    func unknown(
        _ operands: [(Expression, [NaiveCell])], _ frames: Frames
    ) throws -> NaiveVerdict? {
        guard let (operand, _) = operands.first(where: { $0.1.isEmpty }) else { return nil }
        let field = try missingField(operand, frames) ?? SyntaxPrinter.text(operand)
        return NaiveVerdict(unknown: true, gap: (operand.span.start, field))
    }

    /// The first path of an expression that has no value; if all have (a date may span two years), the first.
    private func missingField(_ expression: Expression, _ frames: Frames) throws -> String? {
        if let name = Self.columnName(expression, frames) { return name }
        let paths = Self.paths(expression)
        let missing = try paths.first { try cells($0, frames).isEmpty }
        guard let path = missing ?? paths.first else { return nil }
        let text = path.steps.map(\.text).joined(separator: ".")
        if let frame = frames.last, path.origin == .bare, path.steps.count == 1,
            let alias = frame.aliases[text]
        {
            // A path that was given a name is told by that, and what is calculated by what it is made of.
            if case .path = alias.expression.kind { return text }
            let inner = NaiveFrame(shape: frame.shape, row: frame.row, aliases: alias.aliases)
            return try missingField(alias.expression, frames.dropLast() + [inner])
        }
        if missing != nil { return text }
        return text + (Self.unit(expression).map { " spans several \($0)s" } ?? "")
    }

    /// The column that was made by an expression.
    private static func columnName(_ expression: Expression, _ frames: Frames) -> String? {
        guard case .table(let columns) = frames.last?.shape else { return nil }
        let text = SyntaxPrinter.text(expression)
        return (columns.first { $0.name == text } ?? columns.first { $0.expression == text })?.name
    }

    /// What an expression without a value asks of a date that has one.
    private static func unit(_ expression: Expression) -> String? {
        switch expression.kind {
        case .call(let name, let arguments, _):
            switch name.text {
            case "year", "month", "week", "day": name.text
            case "weekday": "day"
            default: arguments.lazy.compactMap(unit).first
            }
        case .negation(let inner): unit(inner)
        case .arithmetic(let left, _, let right): unit(left) ?? unit(right)
        default: nil
        }
    }

    static func paths(_ expression: Expression) -> [Path] {
        switch expression.kind {
        case .path(let path): [path]
        case .negation(let operand): paths(operand)
        case .arithmetic(let left, _, let right): paths(left) + paths(right)
        case .call(_, let arguments, _): arguments.flatMap(paths)
        default: []
        }
    }
}
