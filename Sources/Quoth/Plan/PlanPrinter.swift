import QuothSyntax

/// Writes a plan as text, an operation a line: what `.explain` shows and golden files hold.
///
/// ```text
/// quotes, all 44
/// filter  quotes.faction → factions = "hardliner" (hardliner)
/// top 5 by length(quotes.text) descending
/// show    speaker, text
/// ```
struct PlanPrinter {
    let corpus: Corpus
    private var tables: [RowShape] = []
    /// The lets that were written out.
    private var lets: Set<Int> = []

    init(_ corpus: Corpus) { self.corpus = corpus }

    /// The plan, each line with a line break; what each operation took and left stands under it, if it was measured.
    mutating func text(_ plan: Plan, _ measured: [MeasuredStep] = []) -> String {
        lines(plan, measured).map { $0 + "\n" }.joined()
    }

    private mutating func lines(_ plan: Plan, _ measured: [MeasuredStep] = []) -> [String] {
        tables.append(.records(plan.collection))
        defer { tables.removeLast() }
        var lines = [source(plan.source)]
        var operations = plan.operations[...]
        if let base = plan.base, !lets.insert(base.number).inserted {
            lines = ["\(base.name), as above"]
            operations = operations.dropFirst(base.operations)
            tables[tables.count - 1] = base.shape
        }
        for (place, operation) in zip(operations.indices, operations) {
            lines += self.lines(operation)
            if place < measured.count { lines.append("        " + measured[place].text) }
        }
        if let shown = plan.shown {
            let columns = shown.map { column in
                let text = text(column.operand)
                return column.name == text ? text : "\(text) as \(column.name)"
            }
            lines.append("show    " + columns.joined(by: ", "))
        }
        if measured.count > plan.operations.count {
            lines.append("        " + measured[plan.operations.count].text)
        }
        return lines
    }

    private func source(_ source: Plan.Source) -> String {
        switch source {
        case .records(let noun):
            let count = corpus.table(noun.collection).rowCount
            return noun.kind.map { "\(noun.collection.rawValue) of kind \($0)" }
                ?? "\(noun.name), all \(count)"
        case .it(let collection): return "it, which is \(collection.rawValue)"
        case .captured(_, let collection): return "what it was, which is \(collection.rawValue)"
        }
    }

    private mutating func lines(_ operation: Plan.Operation) -> [String] {
        switch operation {
        case .filter(let filter): return block("filter  ", filter.condition)
        case .sort(let keys): return ["sort    by " + text(keys)]
        case .top(let keys, let count): return ["top \(count)   by " + text(keys)]
        case .limit(let count): return ["limit   \(count)"]
        case .skip(let count): return ["skip    \(count)"]
        case .distinct(let operands): return ["distinct " + list(operands)]
        case .pairs(let pairs): return [line(pairs)]
        case .pairCount(let pairs, let grouping):
            return [line(pairs) + ", only counted"] + lines(.group(grouping))
        case .group(let grouping):
            let aggregates = grouping.aggregates.map { aggregate in
                aggregate.operand.map { "\(aggregate.function.rawValue)(\(text($0)))" } ?? aggregate.name
            }
            let keys = grouping.keys.map { text($0.operand) }
            tables[tables.count - 1] = .table(grouping.columns)
            return [
                "group   " + aggregates.joined(by: ", ")
                    + (keys.isEmpty ? "" : " by " + keys.joined(by: ", "))
            ]
        }
    }

    private mutating func line(_ pairs: Plan.Pairs) -> String {
        var line = "pairs   by " + list(pairs.keys)
        if let position = pairs.position, let relation = pairs.relation {
            line += ", \(text(position)) \(relation.rawValue)"
        }
        if let within = pairs.within {
            line += ", \(text(pairs.date)) within \(within.unit.text(within.amount))"
        }
        tables[tables.count - 1] = .table(pairs.columns)
        return line
    }

    private mutating func text(_ keys: [Plan.SortKey]) -> String {
        keys.map { text($0.operand) + ($0.isDescending ? " descending" : "") }.joined(by: ", ")
    }

    private mutating func list(_ operands: [Operand]) -> String {
        operands.map { text($0) }.joined(by: ", ")
    }

    // MARK: Conditions

    /// A condition, its parts on lines of their own.
    private mutating func block(_ start: String, _ condition: Condition) -> [String] {
        let indentation = String(repeating: " ", count: start.count)
        switch condition {
        case .and(let parts): return junction(start, "and ", parts)
        case .or(let parts): return junction(start, "or ", parts)
        case .not(let inner): return block(start + "not ", inner)
        case .isTrue(let operand): return [start + text(operand)]
        case .test(let test): return [start + text(test)] + subplan(test, indentation + "  ")
        case .quantified(let quantifier, let path, let inner):
            let link = start + "\(quantifier.rawValue) " + text(path)
            guard let inner else { return [link] }
            tables.append(end(of: path))
            defer { tables.removeLast() }
            let way = inner.usesOuter ? ", pair by pair, for which" : " for which"
            return [link + way] + block(indentation + "  ", inner)
        }
    }

    private mutating func junction(_ start: String, _ word: String, _ parts: [Condition]) -> [String] {
        let indentation = String(repeating: " ", count: start.count)
        var lines: [String] = []
        for (index, part) in parts.enumerated() {
            lines += block(index == 0 ? start : indentation + word, part)
        }
        return lines
    }

    private mutating func subplan(_ test: Test, _ indentation: String) -> [String] {
        switch test.kind {
        case .among(_, let plan, _), .amongValues(_, let plan, _): lines(plan).map { indentation + $0 }
        default: []
        }
    }

    private mutating func text(_ test: Test) -> String {
        switch test.kind {
        case .compare(let left, let sign, let right, let possibly):
            return "\(mark(possibly))\(text(left)) \(sign.rawValue) \(text(right))"
        case .oneOf(let left, let values, let isNegated, let possibly):
            return "\(mark(possibly))\(text(left))\(isNegated ? " not" : "") in (\(list(values)))"
        case .between(let left, let lower, let upper, let possibly):
            return "\(mark(possibly))\(text(left)) from \(text(lower)) to \(text(upper))"
        case .among(let left, _, let isNegated):
            return "\(text(left))\(isNegated ? " not" : "") among the records of"
        case .amongValues(let left, _, let isNegated):
            return "\(text(left))\(isNegated ? " not" : "") among the values of"
        case .underRecord(let left, let collection, let row, _):
            return "\(text(left)) under " + (row.map { record(collection, $0) } ?? "nothing")
        case .underTerm(let left, let term): return "\(text(left)) under \(SyntaxPrinter.quoted(term))"
        case .text(let left, let sign, let right, _): return "\(text(left)) \(sign.rawValue) \(text(right))"
        case .presence(let operand, let isKnown): return text(operand) + (isKnown ? " known" : " missing")
        case .inGroup(let operand, let value):
            return "\(text(operand)) in the group " + (value.map(text) ?? "(none)")
        }
    }

    private func mark(_ possibly: Bool) -> String { possibly ? "possibly " : "" }

    // MARK: Operands

    private mutating func text(_ operand: Operand) -> String {
        switch operand.kind {
        case .path(let path): return text(path)
        case .constant(let constant): return text(constant)
        case .condition: return "(" + operand.text + ")"
        case .function(let function, let inner): return "\(function.rawValue)(\(text(inner)))"
        case .negation(let inner): return "-" + text(inner)
        case .arithmetic(let left, let sign, let right):
            return "(\(text(left)) \(sign.rawValue) \(text(right)))"
        case .shifted(let inner, let amount, let unit):
            return "\(text(inner)) \(amount < 0 ? "-" : "+") \(unit.text(Int(amount.magnitude)))"
        case .count(let path, let condition):
            return "count(\(text(path))\(condition == nil ? "" : " with a condition"))"
        case .reduction(let function, let path): return "\(function.rawValue)(\(text(path)))"
        case .relevance(let mentions):
            let wanted = mentions.map { text($0.operand) + " to " + SyntaxPrinter.quoted($0.wanted) }
            return "relevance of " + wanted.joined(by: ", ")
        }
    }

    private func text(_ constant: Constant) -> String {
        switch constant {
        case .text(let text): SyntaxPrinter.quoted(text)
        case .integer(let number): String(number)
        case .real(let number): number.description
        case .truth(let truth): truth ? "yes" : "no"
        case .period(let period): period.description
        case .record(let collection, let row): record(collection, row)
        case .nothing: "nothing"
        }
    }

    private func record(_ collection: Collection, _ row: Int) -> String {
        let table = corpus.table(collection)
        guard let position = table.position(of: "id"), case .texts(let ids) = table.columns[position].data
        else { return collection.singular }
        return "\(collection.singular) \(ids[row] ?? "")"
    }

    /// The columns of a path, each in its table: `stances.quote → quotes.speaker`.
    private func text(_ path: ResolvedPath) -> String {
        var shape: RowShape? = path.isOuter ? tables.dropLast().last : tables.last
        guard !path.columns.isEmpty else { return "the row" }
        var steps: [String] = []
        for position in path.columns {
            guard let current = shape else { break }
            steps.append(name(position, current))
            shape = next(position, current)
        }
        return (path.isOuter ? "outer " : "") + steps.joined(by: " → ")
    }

    private func end(of path: ResolvedPath) -> RowShape {
        var shape = (path.isOuter ? tables.dropLast().last : tables.last) ?? .table([])
        for position in path.columns { shape = next(position, shape) ?? shape }
        return shape
    }

    private func name(_ position: Int, _ shape: RowShape) -> String {
        switch shape {
        case .records(let collection):
            "\(collection.rawValue).\(corpus.table(collection).columns[position].name)"
        case .table(let columns): columns[position].name
        }
    }

    private func next(_ position: Int, _ shape: RowShape) -> RowShape? {
        let type: ValueType
        switch shape {
        case .records(let collection): type = corpus.table(collection).columns[position].type
        case .table(let columns): type = columns[position].type
        }
        if case .record(let target) = type { return .records(target) }
        return nil
    }
}
