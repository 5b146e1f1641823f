import Quoth
import QuothSyntax

// Pairs: every row with every other.
extension NaivePipeline {
    /// A row that may be in a pair.
    private struct Candidate {
        let row: NaiveRow
        let keys: [[NaiveValue]]
        let said: Period?
        let position: NaiveValue?
    }

    mutating func pair(_ pairs: Stage.Pairs) throws {
        guard case .records(let collection) = shape, collection == .quotes || collection == .stances else {
            throw NaiveFault(.pairsNeedQuotes)
        }
        let entered = it
        var accounting = NaiveAccounting.Pairing()
        var candidates: [Candidate] = []
        for index in rows.indices {
            guard case .record(_, let row) = rows[index].row else { continue }
            let record = evaluator.corpus.record(collection, row)
            let keys = try pairs.keys.map { try cells($0, rows[index].row) }
            let said = record.cells["said"] ?? []
            let position = record.cells["position"] ?? []
            var used = keys
            if pairs.within != nil { used.append(said) }
            if pairs.relation != nil { used.append(position) }
            if used.joined().contains(where: \.isJudged) { rows[index].isJudged = true }
            if let missing = keys.firstIndex(where: \.isEmpty) {
                let field = firstPath(pairs.keys[missing])
                accounting.leftOut[field, default: 0] += 1
                continue
            }
            if pairs.within != nil, said.isEmpty {
                accounting.leftOut["said", default: 0] += 1
                continue
            }
            candidates.append(
                Candidate(
                    row: rows[index].row, keys: keys.map { $0.map(\.value) },
                    said: said.first?.value.period, position: position.first?.value))
        }
        note(entered, several: 0, spanning: 0)
        var table: [[[NaiveCell]]] = []
        let sorted = Self.sorted(candidates)
        for (place, first) in sorted.enumerated() {
            for second in sorted[(place + 1)...] where Self.agree(first, second, pairs.relation) {
                switch try distance(first, second, pairs.within) {
                case .near: table.append([Self.cell(first), Self.cell(second)])
                case .possiblyNear: accounting.possibly += 1
                case .far: continue
                }
            }
        }
        accounting.made = table.count
        self.accounting.pairing = accounting
        become(
            ["a", "b"].map { NaiveColumn(name: $0, expression: $0, type: .record(collection)) }, table)
        isOfPairs = true
    }

    private static func cell(_ candidate: Candidate) -> [NaiveCell] {
        guard case .record(let collection, let row) = candidate.row else { return [] }
        return [NaiveCell(value: .record(collection, row))]
    }

    private static func sorted(_ candidates: [Candidate]) -> [Candidate] {
        candidates.enumerated().sorted { left, right in
            switch (left.element.said, right.element.said) {
            case (let mine?, let theirs?) where mine != theirs:
                (mine.first, mine.last) < (theirs.first, theirs.last)
            case (nil, .some): false
            case (.some, nil): true
            default: left.offset < right.offset
            }
        }.map(\.element)
    }

    private static func agree(_ first: Candidate, _ second: Candidate, _ relation: PairRelation?) -> Bool {
        guard zip(first.keys, second.keys).allSatisfy({ $0.contains(where: $1.contains) }) else {
            return false
        }
        guard let relation else { return true }
        let sides: [NaiveValue] = [.text("support"), .text("oppose")]
        guard let mine = first.position, let theirs = second.position, sides.contains(mine),
            sides.contains(theirs)
        else { return false }
        return (mine == theirs) == (relation == .agreeing)
    }

    private enum Distance { case near, possiblyNear, far }

    /// Every day of one with every day of the other; the farthest two are ends, the nearest may be the same.
    private func distance(
        _ first: Candidate, _ second: Candidate, _ within: Stage.Duration?
    ) throws -> Distance {
        guard let within, let mine = first.said, let theirs = second.said else { return .near }
        let overlap = mine.first <= theirs.last && theirs.first <= mine.last
        let ends = [mine.first, mine.last].flatMap { day in
            [theirs.first, theirs.last].map { Self.isNear(day, $0, within) }
        }
        let isOpen = [mine, theirs].contains { $0.first == Period.openStart || $0.last == Period.openEnd }
        if ends.allSatisfy({ $0 }), !isOpen { return .near }
        return overlap || ends.contains(true) ? .possiblyNear : .far
    }

    private static func isNear(_ day: Int32, _ other: Int32, _ within: Stage.Duration) -> Bool {
        let (early, late) = (min(day, other), max(day, other))
        guard early != Period.openStart else { return late == early }
        guard let reach = try? NaiveDates.moved(early, by: within.amount, within.unit) else { return true }
        return late == Period.openEnd ? early == late : Int(late) <= reach
    }

    /// The field that an expression is about; a name that stands for what is calculated is about that's.
    private func firstPath(_ expression: Expression) -> String {
        guard let path = NaiveEvaluator.paths(expression).first else { return SyntaxPrinter.text(expression) }
        let text = path.steps.map(\.text).joined(separator: ".")
        guard path.origin == .bare, path.steps.count == 1, let alias = aliases[text] else { return text }
        if case .path = alias.expression.kind { return text }
        return firstPath(alias.expression)
    }
}
