import Quoth
import QuothSyntax

// The stages but for grouping.
extension NaivePipeline {
    mutating func apply(_ stage: Stage) throws {
        switch stage.kind {
        case .filter(let condition): try filter(condition)
        case .show(let items): try show(items)
        case .sort(let keys): try sort(keys)
        case .limit(let amount): rows = Array(rows.prefix(try number(amount)))
        case .skip(let amount): rows = Array(rows.dropFirst(try number(amount)))
        case .distinct(let expressions): try distinct(expressions)
        case .count(let groups, let across):
            try count(groups + (across.map { [$0] } ?? []))
            if across != nil, case .table(let columns) = shape, case .date = columns[0].type {
                isByTime = true
            }
        case .summarize(let aggregates, let groups): try summarize(aggregates, groups)
        case .pairs(let pairs): try pair(pairs)
        case .chart, .timeline: break
        }
    }

    private func number(_ amount: Expression) throws -> Int {
        guard case .integer(let number)? = try evaluator.cells(amount, frames).first?.value, number >= 0
        else { throw NaiveFault(.badNumber) }
        return number
    }

    private mutating func filter(_ condition: Expression) throws {
        var counts = NaiveAccounting.Filter(
            condition: SyntaxPrinter.text(condition), reached: rows.count)
        var left: [NaiveTagged] = []
        for var tagged in rows {
            let verdict = try evaluator.verdict(condition, [frame(tagged.row)])
            if verdict.possible && !verdict.holds { counts.possibly += 1 }
            if verdict.unknown {
                if verdict.holds {
                    counts.kept += 1
                } else {
                    counts.leftOut[verdict.gap?.field ?? "", default: 0] += 1
                }
            }
            guard verdict.holds else { continue }
            if grouped == nil, !verdict.stated { tagged.isJudged = true }
            left.append(tagged)
        }
        rows = left
        counts.held = rows.count
        accounting.filters.append(counts)
        accounting.relativePeriods += try relativePeriods(condition)
        try noteWords(of: condition)
    }

    private func relativePeriods(_ expression: Expression) throws -> [String] {
        switch expression.kind {
        case .and(let parts), .or(let parts): return try parts.flatMap(relativePeriods)
        case .not(let inner), .possibly(let inner), .quantified(_, _, .some(let inner)), .negation(let inner):
            return try relativePeriods(inner)
        case .comparison(let left, _, let right), .arithmetic(let left, _, let right),
            .textTest(let left, _, let right):
            return try relativePeriods(left) + relativePeriods(right)
        case .between(let left, let lower, let upper):
            return try [left, lower, upper].flatMap(relativePeriods)
        case .inValues(let left, _, let values): return try ([left] + values).flatMap(relativePeriods)
        case .call(_, let arguments, let condition):
            return try (arguments + (condition.map { [$0] } ?? [])).flatMap(relativePeriods)
        case .inLast(let left, let amount, let unit):
            return try relativePeriods(left)
                + (evaluator.lastPeriod(amount, unit).map { ["last \(unit.text(amount)): \($0)"] } ?? [])
        default: return []
        }
    }

    private mutating func show(_ items: [Stage.Item]) throws {
        let names = Self.names(items)
        shown = zip(names, items).map { ($0, NaiveAlias(expression: $1.expression, aliases: aliases)) }
        var given: [String: NaiveAlias] = [:]
        for item in items {
            guard let name = item.alias?.text else { continue }
            given[name] = NaiveAlias(expression: item.expression, aliases: aliases)
        }
        aliases = given
    }

    private mutating func sort(_ keys: [Stage.SortKey]) throws {
        isByTime = false
        let relevance = try keys.contains { Self.isRelevance($0.expression) } ? self.relevance() : []
        let keyed = try rows.enumerated().map { place, tagged in
            (
                tagged,
                try keys.map {
                    Self.isRelevance($0.expression)
                        ? relevance[place] : try cells($0.expression, tagged.row)
                }
            )
        }
        let corpus = evaluator.corpus
        let sorted = keyed.enumerated().sorted { left, right in
            for (index, key) in keys.enumerated() {
                let order = corpus.order(
                    left.element.1[index], right.element.1[index], isDescending: key.isDescending)
                if order != 0 { return order < 0 }
            }
            return left.offset < right.offset
        }
        rows = sorted.map(\.element.0)
    }

    private mutating func distinct(_ expressions: [Expression]) throws {
        if expressions.isEmpty, shown == nil, case .records = shape { throw NaiveFault(.distinctUnshown) }
        var seen: Set<[Set<NaiveValue>]> = []
        let columns = self.columns
        rows = try rows.filter { tagged in
            let key: [[NaiveCell]]
            if !expressions.isEmpty {
                key = try expressions.map { try cells($0, tagged.row) }
            } else if isOfPairs, shown == nil, case .cells(let pair) = tagged.row {
                // Of a pair two records are shown, by some of their fields.
                key = pair
            } else {
                key = try shownCells(tagged.row, columns)
            }
            return seen.insert(key.map { Set($0.map(\.value)) }).inserted
        }
    }
}

// Grouping.
extension NaivePipeline {
    /// A group: the values that make it, and its rows.
    private struct Group {
        let key: [[NaiveCell]]
        var rows: [NaiveTagged] = []
    }

    private mutating func count(_ groups: [Stage.Item]) throws {
        let entered = rows.count
        let found = try groups.isEmpty ? [Group(key: [], rows: rows)] : self.groups(groups)
        if groups.isEmpty { note(it, several: 0, spanning: 0) }
        let types = try groups.map { try evaluator.type($0.expression, frames) }
        let corpus = evaluator.corpus
        let sorted = found.sorted {
            $0.rows.count != $1.rows.count
                ? $0.rows.count > $1.rows.count : Self.order($0.key, $1.key, corpus) < 0
        }
        var columns = zip(Self.names(groups, beside: ["count", "share"]), zip(groups, types)).map {
            NaiveColumn(name: $0, expression: SyntaxPrinter.text($1.0.expression), type: $1.1)
        }
        columns.append(NaiveColumn(name: "count", expression: "count", type: .integer))
        if !groups.isEmpty { columns.append(NaiveColumn(name: "share", expression: "share", type: .real)) }
        become(
            columns,
            sorted.map { group in
                let count = [NaiveCell(value: .integer(group.rows.count))]
                let share = [NaiveCell(value: .real(Double(group.rows.count) / Double(max(entered, 1))))]
                return group.key + [count] + (groups.isEmpty ? [] : [share])
            })
    }

    private mutating func summarize(_ aggregates: [Stage.Item], _ items: [Stage.Item]) throws {
        let frames = self.frames
        let corpus = evaluator.corpus
        let shapeBefore = self
        let found = try items.isEmpty ? [Group(key: [], rows: rows)] : self.groups(items)
        if items.isEmpty { note(it, several: 0, spanning: 0) }
        let all = items + aggregates
        let columns = try zip(Self.names(all), all).enumerated().map { index, column in
            let isCount = index >= items.count && Self.isBareCount(column.1.expression)
            return NaiveColumn(
                name: column.0, expression: SyntaxPrinter.text(column.1.expression),
                type: isCount ? .integer : try evaluator.type(column.1.expression, frames))
        }
        let sorted = found.sorted { Self.order($0.key, $1.key, corpus) < 0 }
        let table = try sorted.map { group in
            group.key + (try aggregates.map { try shapeBefore.aggregate($0.expression, group.rows) })
        }
        become(columns, table)
    }

    private static func isBareCount(_ expression: Expression) -> Bool {
        guard case .path(let path) = expression.kind else { return false }
        return path.steps.map(\.text) == ["count"]
    }

    private func aggregate(_ expression: Expression, _ rows: [NaiveTagged]) throws -> [NaiveCell] {
        if Self.isBareCount(expression) { return [NaiveCell(value: .integer(rows.count))] }
        guard case .call(let name, let arguments, nil) = expression.kind, let argument = arguments.first
        else {
            throw NaiveFault(.wrongArguments)
        }
        let values = try rows.flatMap { try evaluator.cells(argument, [frame($0.row)]) }
        return try evaluator.aggregate(name.text, values)
    }

    private static func order(_ left: [[NaiveCell]], _ right: [[NaiveCell]], _ corpus: NaiveCorpus) -> Int {
        for (left, right) in zip(left, right) {
            let order = corpus.order(left, right)
            if order != 0 { return order }
        }
        return 0
    }

    /// Every row under each combination of its values; a missing value makes a group of its own.
    private mutating func groups(_ items: [Stage.Item]) throws -> [Group] {
        let entered = it
        var groups: [Group] = []
        var places: [[[NaiveValue]]: Int] = [:]
        var several = 0
        var spanning = 0
        for index in rows.indices {
            let keys = try items.map { try cells($0.expression, rows[index].row) }
            if try zip(items, keys).contains(where: { try isSpanning($0, $1, rows[index].row) }) {
                spanning += 1
            }
            if keys.joined().contains(where: \.isJudged) { rows[index].isJudged = true }
            var combinations: [[[NaiveCell]]] = [[]]
            for key in keys {
                let choices = key.isEmpty ? [[]] : key.map { [$0] }
                combinations = combinations.flatMap { start in choices.map { start + [$0] } }
            }
            if combinations.count > 1 { several += 1 }
            for combination in combinations {
                let values = combination.map { $0.map(\.value) }
                if places[values] == nil {
                    places[values] = groups.count
                    groups.append(Group(key: combination))
                }
                groups[places[values] ?? 0].rows.append(rows[index])
            }
        }
        note(entered, several: several, spanning: spanning)
        return groups
    }

    /// Whether a row has no group for the reason that its date spans two of what was asked for.
    private func isSpanning(_ item: Stage.Item, _ key: [NaiveCell], _ row: NaiveRow) throws -> Bool {
        guard key.isEmpty else { return false }
        var (expression, frame) = (item.expression, frame(row))
        while let alias = frame.alias(expression) {
            (expression, frame) = (
                alias.expression, NaiveFrame(shape: frame.shape, row: row, aliases: alias.aliases)
            )
        }
        guard case .call(let name, let arguments, _) = expression.kind,
            ["year", "month", "week", "day", "weekday"].contains(name.text), let argument = arguments.first
        else { return false }
        return try !evaluator.cells(argument, [frame]).isEmpty
    }
}
